// The object of `headroom ceg --json`: format headroom.ceg, version 1. Keys are always present, null = does not apply.
#include "core/analysis/ceg_json.h"

#include <cmath>

namespace headroom {
namespace {

/// null where unknown, and where a bound is too large for a number.
Json orNull(std::optional<double> value) {
  return value && std::isfinite(*value) ? Json(*value) : Json();
}
Json orNull(const std::string& sentence) {
  return sentence.empty() ? Json() : Json(sentence);
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

Json toJson(const std::optional<GainEstimate>& gain) {
  if (!gain) return Json();
  return {{"ceg", orNull(gain->ceg)},
          {"low", orNull(gain->low)},
          {"high", orNull(gain->high)},
          {"ln_se", orNull(gain->lnSe)},
          {"df", orNull(gain->df)}};
}

Json toJson(const RigorousCell& cell) {
  Json curve = Json::array();
  for (const RigorousCell::AtLoss& at : cell.curve)
    curve.push_back({{"loss", at.loss},
                     {"ceg", orNull(at.gain.ceg)},
                     {"low", orNull(at.gain.low)},
                     {"high", orNull(at.gain.high)}});
  return {{"arm", cell.arm},
          {"scale", cell.scale},
          {"status", word(cell.status)},
          {"reason", orNull(cell.reason)},
          {"pairs", cell.pairs},
          {"target_loss", orNull(cell.targetLoss)},
          {"extrapolated", orNull(cell.extrapolated)},
          {"step", toJson(cell.step)},
          {"flop", toJson(cell.flop)},
          {"wall", toJson(cell.wall)},
          {"p", orNull(cell.p)},
          {"p_holm", orNull(cell.pHolm)},
          {"diverged", {{"arm", cell.divergedArm}, {"baseline", cell.divergedBaseline}}},
          {"curve", std::move(curve)}};
}

Json toJson(const ArmVerdict& entry) {
  const auto of = [&](double Slope::*member) { return entry.slope ? orNull((*entry.slope).*member) : Json(); };
  return {{"arm", entry.arm},
          {"scales", entry.scales},
          {"slope", of(&Slope::value)},
          {"low", of(&Slope::low)},
          {"high", of(&Slope::high)},
          {"p", of(&Slope::p)},
          {"p_holm", orNull(entry.pHolm)},
          {"verdict", word(entry.verdict)},
          {"reason", orNull(entry.reason)}};
}

Json header(const char* estimator, const std::string& baseline, std::size_t rows, std::size_t runs,
            const std::vector<std::string>& warnings) {
  return {{"format", "headroom.ceg"},
          {"version", 1},
          {"estimator", estimator},
          {"baseline", baseline},
          {"input", {{"rows", rows}, {"runs", runs}}},
          {"warnings", warnings}};
}

}  // namespace

Json toJson(const PaperResult& result) {
  Json json = header("paper", result.baseline, result.rows, result.runs, result.warnings);
  json["cells"] = Json::array();
  for (const PaperCell& cell : result.cells) json["cells"].push_back(toJson(cell));
  return json;
}

Json toJson(const RigorousResult& result) {
  Json json = header("rigorous", result.baseline, result.rows, result.runs, result.warnings);
  for (const char* list : {"cells", "arms", "noise_floor"}) json[list] = Json::array();
  for (const RigorousCell& cell : result.cells) json["cells"].push_back(toJson(cell));
  for (const ArmVerdict& entry : result.arms) json["arms"].push_back(toJson(entry));
  for (const NoiseFloor& floor : result.floors)
    json["noise_floor"].push_back({{"scale", floor.scale},
                                   {"source", floor.fromSeeds ? "baseline seeds" : "arm"},
                                   {"ceg", orNull(floor.ceg)},
                                   {"seeds", floor.seeds}});
  return json;
}

Json toJson(const Gain& gain) {
  return {{"value", orNull(gain.value)}, {"reason", gain.value ? Json() : Json(gain.reason)}};
}

}  // namespace headroom
