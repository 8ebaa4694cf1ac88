// The object of `headroom ceg --json`: format headroom.ceg, version 1. Keys are always present, null = does not apply.
#include "core/analysis/ceg_json.h"

namespace headroom {
namespace {

Json orNull(std::optional<double> value) {
  return value ? Json(*value) : Json();
}

Json toJson(const PaperCell& cell) {
  const PaperGain& gain = cell.gain;
  const bool refused = gain.status == PaperGain::Status::Refused;
  return {{"arm", cell.arm},
          {"scale", cell.scale},
          {"seed", cell.seed},
          {"status", word(gain.status)},
          {"reason", refused ? Json(gain.reason) : Json()},
          {"ceg", refused ? Json() : Json(gain.ceg)},
          {"target_loss", refused ? Json() : Json(gain.targetLoss)},
          {"baseline_evals", refused ? Json() : Json(gain.baselineEvaluations)},
          {"arm_evals", refused ? Json() : Json(gain.armEvaluations)},
          {"evals", cell.evaluations},
          {"min_loss", orNull(cell.minLoss)},
          {"last_loss", orNull(cell.lastLoss)}};
}

}  // namespace

Json toJson(const PaperResult& result) {
  Json cells = Json::array();
  for (const PaperCell& cell : result.cells) cells.push_back(toJson(cell));
  return {{"format", "headroom.ceg"},
          {"version", 1},
          {"estimator", "paper"},
          {"baseline", result.baseline},
          {"input", {{"rows", result.rows}, {"runs", result.runs}}},
          {"warnings", result.warnings},
          {"cells", std::move(cells)}};
}

Json toJson(const Gain& gain) {
  return {{"value", orNull(gain.value)}, {"reason", gain.value ? Json() : Json(gain.reason)}};
}

}  // namespace headroom
