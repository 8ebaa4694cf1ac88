// What a study has found as JSON, and what stands behind its numbers.
#include <cmath>
#include <map>
#include <set>

#include "core/analysis/ceg_json.h"
#include "core/arch/cost.h"
#include "core/base/files.h"
#include "core/runs/run_definition.h"
#include "core/study/study_result.h"

namespace headroom {
namespace {

Json orNull(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? Json(*value) : Json();
}

Json gainJson(const std::optional<GainEstimate>& gain) {
  if (!gain) return Json();
  return {{"ceg", orNull(gain->ceg)}, {"low", orNull(gain->low)}, {"high", orNull(gain->high)}};
}

Json runJson(const StudyFact& fact) {
  return {{"run", fact.id.text},
          {"arm", fact.run.arm},
          {"scale", fact.run.scale},
          {"seed", fact.run.seed},
          {"learning_rate", fact.run.learningRate},
          {"horizon", fact.run.horizon},
          {"role", word(fact.run.role)},
          {"state", word(fact.state)},
          {"loss", fact.loss() ? jsonNumber(*fact.loss()) : Json()},
          {"step_seconds", orNull(fact.stepSeconds)}};
}

Json rateJson(const RateFinding& finding) {
  Json trials = Json::array();
  for (const RateTrial& trial : finding.trials)
    trials.push_back({{"rate", trial.rate}, {"loss", jsonNumber(trial.loss)}});
  return {{"arm", finding.arm},
          {"scale", finding.scale},
          {"rate", finding.rate},
          {"sensitivity", orNull(finding.sensitivity)},
          {"trials", std::move(trials)}};
}

Json interactionJson(const ScaleInteractions& one) {
  Json pairwise = Json::array(), shapley = Json::array();
  for (std::size_t i = 0; i < one.changes.size(); ++i) {
    for (std::size_t j = i + 1; j < one.changes.size(); ++j)
      if (i < one.found.pairwise.size() && one.found.pairwise[i][j])
        pairwise.push_back(
            {{"changes", {one.changes[i], one.changes[j]}}, {"gain", gainJson(one.found.pairwise[i][j])}});
    if (i < one.found.shapley.size() && one.found.shapley[i])
      shapley.push_back({{"change", one.changes[i]}, {"gain", gainJson(one.found.shapley[i])}});
  }
  return {{"scale", one.scale},
          {"changes", one.changes},
          {"together", one.together},
          {"measured", gainJson(one.measured)},
          {"product", orNull(one.product)},
          {"additivity", orNull(one.found.additivity)},
          {"pairwise", std::move(pairwise)},
          {"shapley", std::move(shapley)}};
}

Json lawsJson(const ScaleLaws& laws) {
  if (!laws.refusal.empty()) return {{"reason", laws.refusal}};
  Json arms = Json::array();
  for (const ScaleLaw& law : laws.arms) {
    Json band = Json::array();
    for (const ScaleLaw::AtCompute& at : law.band)
      band.push_back(
          {{"flops", at.flops}, {"ceg", orNull(at.ceg)}, {"low", orNull(at.low)}, {"high", orNull(at.high)}});
    arms.push_back({{"arm", law.arm},
                    {"ln_b", law.law.lnB},
                    {"beta", law.law.beta},
                    {"slope", law.slope},
                    {"low", orNull(law.low)},
                    {"high", orNull(law.high)},
                    {"band", std::move(band)}});
  }
  return {{"reason", Json()},
          {"floor", laws.floor},
          {"pinned", laws.pinned},
          {"baseline", {{"ln_b", laws.baseline.lnB}, {"beta", laws.baseline.beta}}},
          {"arms", std::move(arms)}};
}

/// Why evaluations of a run are not used; "" where all are.
std::string leftOut(const CleanRun& clean, std::size_t points) {
  const std::string count = std::to_string(points - clean.points.size()) + " of " + std::to_string(points);
  if (clean.diverged) return count + " left out: it diverged at step " + std::to_string(clean.divergedAt);
  return clean.points.size() < points ? count + " left out: spikes, or step 0" : "";
}

}  // namespace

Json toJson(const StudyResult& result) {
  std::map<std::string, std::int64_t> states;
  Json runs = Json::array(), rates = Json::array(), interactions = Json::array();
  for (const StudyFact& fact : result.facts) {
    ++states[std::string(word(fact.state))];
    runs.push_back(runJson(fact));
  }
  for (const RateFinding& finding : result.rates) rates.push_back(rateJson(finding));
  for (const ScaleInteractions& one : result.interactions) interactions.push_back(interactionJson(one));
  Json ceg;
  if (result.paper) ceg = toJson(*result.paper);
  if (result.rigorous) ceg = toJson(*result.rigorous);
  std::string note;
  for (const std::string& one : result.notes) note += (note.empty() ? "" : "; ") + one;
  return {{"format", "headroom.study.result"},
          {"format_version", 1},
          {"study", result.id.text},
          {"name", result.study().name},
          {"version", result.version},
          {"state", word(result.state)},
          {"planned", result.planned},
          {"ended", result.ended},
          {"states", states},
          {"runs", std::move(runs)},
          {"plan", result.plan ? toJson(*result.plan) : Json()},
          {"decisions", result.decisions},
          {"learning_rates", std::move(rates)},
          {"ceg", std::move(ceg)},
          {"ceg_shared_rate", result.sharedRate ? toJson(*result.sharedRate) : Json()},
          {"no_gains", result.noGains.empty() ? Json() : Json(result.noGains)},
          {"interactions", std::move(interactions)},
          {"scale_laws", lawsJson(result.laws)},
          {"notes", result.notes},
          {"note", note}};
}

Json provenanceOf(const RunReader& reader, const StudyResult& result) {
  const Study& study = result.study();
  const std::string dataHash = dataHashOf(result.decisions);
  Json cells = Json::array(), runs = Json::array(), curves = Json::array();
  for (const ResolvedCell& cell : result.resolved.cells)
    cells.push_back({{"arm", cell.arm},
                     {"scale", cell.scale},
                     {"parameters_without_tables", cell.bodyParameters},
                     {"flops_per_token", cell.flopsPerToken},
                     {"validation_tokens", cell.validationTokens},
                     {"attention_density", cell.attentionDensity},
                     {"note", cell.note}});
  std::set<std::string> builds, devices;
  for (const StudyFact& fact : result.facts) {
    Json one = {{"run", fact.id.text}, {"seed", fact.run.seed}};
    if (const auto summary = reader.run(fact.id)) one["definition"] = summary->definitionHash;
    if (const auto definition = reader.definition(fact.id)) {
      builds.insert(definition->numerics.build);
      devices.insert(definition->numerics.device + ", " + definition->numerics.instructionSet + ", " +
                     std::to_string(definition->numerics.threads) + " threads");
    }
    runs.push_back(std::move(one));
  }
  const CurveTable& table = result.curves;
  for (const CurveTable::Run& run : table.runs)
    if (const std::string why = leftOut(cleanRun(table.curve(run)), run.count); !why.empty())
      curves.push_back(
          {{"arm", table.arms[run.arm]}, {"scale", table.scales[run.scale]}, {"seed", run.seed}, {"why", why}});
  return {{"study", result.id.text},
          {"version", result.version},
          {"match", word(study.match)},
          {"learning_rate_search", word(study.rates)},
          {"estimator", study.estimator},
          {"confidence", RigorousOptions{}.confidence},
          {"equivalence", RigorousOptions{}.equivalence},
          {"flop_counter", kCounterVersion},
          {"data", study.data},
          {"data_hash", dataHash},
          {"program", "headroom " HEADROOM_VERSION},
          {"builds", builds},
          {"devices", devices},
          {"cells", std::move(cells)},
          {"runs", std::move(runs)},
          {"points_left_out", std::move(curves)},
          {"edits", Json::array()}};  // a curve is read-only here: there is no way to edit one
}

}  // namespace headroom
