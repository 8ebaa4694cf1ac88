#include "core/study/study_result.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/text.h"
#include "core/base/units.h"
#include "core/study/scale_differences.h"

namespace headroom {
namespace {

/// The reach of a band beyond the largest compute that was trained.
constexpr double kBandReach = 4;

std::vector<MatrixCell> matrixOf(const StudyResult& result) {
  const Study& study = result.study();
  std::set<std::string> dropped;
  std::vector<MatrixCell> matrix;
  for (const std::string& scale : study.scales) {
    for (const StudyArm& arm : study.arms) {
      const ResolvedCell* cell = result.resolved.find(arm.name, scale);
      for (const std::int64_t seed : study.seeds) {
        MatrixCell one{.arm = arm.name, .scale = scale, .seed = seed};
        one.dropped = dropped.contains(arm.name);
        one.planned = study.plan == StudyPlanKind::Plain || !cell ? 1 : 1 + cell->horizons.size();
        for (const StudyFact& fact : result.facts) {
          if (fact.run.arm != arm.name || fact.run.scale != scale || fact.run.seed != seed ||
              fact.run.role == RunRole::Trial || fact.run.role == RunRole::Timing)
            continue;
          one.facts.push_back(&fact);
          one.completed += fact.state == RunState::Completed;
          one.running += isLive(fact.state);
          one.failed += fact.state == RunState::Failed || fact.state == RunState::Lost;
          one.diverged += fact.state == RunState::Diverged;
        }
        one.planned = std::max(one.planned, one.facts.size());
        matrix.push_back(std::move(one));
      }
    }
    if (const Json* rung = standing(result.resolved, result.decisions, "rung", scale))
      for (const StudyArm& arm : study.arms)
        if (dropsArm(result.resolved, *rung, arm.name)) dropped.insert(arm.name);
  }
  return matrix;
}

/// A trial that diverged counts as one that learned nothing: ln V, where small weights begin.
std::optional<double> sensitivityOf(const std::vector<RateTrial>& trials, const ResolvedCell& cell) {
  const Json sizes = cell.base.architecture.value("sizes", Json::object());
  const Json vocab = sizes.value("vocab", Json());
  if (!vocab.is_number_integer() || vocab < 1) return {};
  return rateSensitivity(trials, std::log(vocab.get<double>()));
}

std::vector<RateFinding> ratesOf(const StudyResult& result) {
  std::vector<RateFinding> rates;
  for (const ResolvedCell& cell : result.resolved.cells) {
    RateFinding finding{.arm = cell.arm, .scale = cell.scale};
    finding.rate = rateOf(result.resolved, result.decisions, cell.arm, cell.scale);
    if (const Json* found = standing(result.resolved, result.decisions, "learning rate", cell.scale, cell.arm)) {
      for (const Json& trial : found->value("trials", Json::array()))
        finding.trials.push_back(
            {trial.value("rate", 0.0), numberFromJson(trial.value("loss", Json()), "loss").valueOr(std::nan(""))});
    }
    finding.sensitivity = sensitivityOf(finding.trials, cell);
    rates.push_back(std::move(finding));
  }
  return rates;
}

const RigorousCell* cellOf(const RigorousResult& result, const std::string& arm, const std::string& scale) {
  for (const RigorousCell& cell : result.cells)
    if (cell.arm == arm && cell.scale == scale) return &cell;
  return nullptr;
}

/// Arms that differ from the baseline by patches alone, as sets of the patches of the largest such arm whose patches
/// also stand alone.
struct PatchSets {
  std::vector<std::string> changes;
  std::string together;
  std::vector<std::pair<std::string, ChangeSet>> arms;
};
std::optional<PatchSets> patchSets(const Study& study) {
  const StudyArm* baseline = study.arm(study.baseline);
  const auto onlyPatches = [&](const StudyArm& arm) {
    return arm.model == baseline->model && arm.recipe == baseline->recipe && arm.settings == baseline->settings &&
           baseline->patches.empty() && !arm.patches.empty();
  };
  std::set<std::string> alone;
  for (const StudyArm& arm : study.arms)
    if (onlyPatches(arm) && arm.patches.size() == 1) alone.insert(arm.patches.front());
  const StudyArm* largest = nullptr;
  for (const StudyArm& arm : study.arms)
    if (onlyPatches(arm) && arm.patches.size() > (largest ? largest->patches.size() : 1) && arm.patches.size() < 32 &&
        std::all_of(arm.patches.begin(), arm.patches.end(), [&](const auto& patch) { return alone.contains(patch); }))
      largest = &arm;
  if (!largest) return {};
  PatchSets sets{largest->patches, largest->name, {}};
  for (const StudyArm& arm : study.arms) {
    if (!onlyPatches(arm)) continue;
    ChangeSet bits = 0;
    bool inside = true;
    for (const std::string& patch : arm.patches) {
      const auto at = std::find(sets.changes.begin(), sets.changes.end(), patch);
      inside = inside && at != sets.changes.end();
      if (inside) bits |= ChangeSet{1} << static_cast<unsigned>(at - sets.changes.begin());
    }
    if (inside) sets.arms.emplace_back(arm.name, bits);
  }
  return sets;
}

std::vector<ScaleInteractions> interactionsOf(const Study& study, const RigorousResult& gains) {
  const std::optional<PatchSets> sets = patchSets(study);
  if (!sets) return {};
  std::vector<ScaleInteractions> all;
  for (const std::string& scale : study.scales) {
    SetGains byPair;
    ScaleInteractions one{.scale = scale, .changes = sets->changes, .together = sets->together};
    double product = 0;
    std::size_t alone = 0;
    for (const auto& [arm, bits] : sets->arms) {
      const RigorousCell* cell = cellOf(gains, arm, scale);
      if (!cell || !cell->step) continue;
      byPair[bits] = cell->stepBySeed;
      if (arm == sets->together) one.measured = cell->step;
      if ((bits & (bits - 1)) == 0) {
        product += std::log(cell->step->ceg);
        ++alone;
      }
    }
    if (!one.measured) continue;
    if (alone == sets->changes.size()) one.product = std::exp(product);
    one.found = interactions(static_cast<unsigned>(sets->changes.size()), byPair);
    all.push_back(std::move(one));
  }
  return all;
}

ScaleLaws lawsOf(const StudyResult& result) {
  const CurveTable& table = result.curves;
  std::vector<std::string> arms;
  for (const StudyArm& arm : result.study().arms)
    if (arm.name != result.study().baseline) arms.push_back(arm.name);
  std::vector<UsableRun> usable;
  usable.reserve(table.runs.size());
  std::vector<ScaleRuns> scales(table.scales.size());
  for (ScaleRuns& scale : scales) scale.arms.resize(arms.size());
  for (const CurveTable::Run& run : table.runs) {
    usable.push_back(usableRun(table.curve(run)));
    const std::string& name = table.arms[run.arm];
    const auto arm = std::find(arms.begin(), arms.end(), name);
    SeedRuns& seeds = name == result.study().baseline
                          ? scales[run.scale].baseline
                          : scales[run.scale].arms[static_cast<std::size_t>(arm - arms.begin())];
    if (usable.back().usable()) seeds[run.seed] = &usable.back();
  }
  return scaleLaws(arms, std::move(scales), {.reach = kBandReach});
}

/// What to know beside every gain.
std::vector<std::string> notesOf(const StudyResult& result) {
  std::vector<std::string> notes;
  if (result.provisional()) notes.push_back("provisional: the study has not ended");
  const auto state = std::find_if(result.decisions.rbegin(), result.decisions.rend(),
                                  [](const Json& decision) { return decision.value("kind", "") == "state"; });
  if (state != result.decisions.rend() && state->contains("reason"))
    notes.push_back(std::string(word(result.state)) + ": " + state->value("reason", ""));
  for (const ResolvedCell& cell : result.resolved.cells)
    if (const Json* found = standing(result.resolved, result.decisions, "learning rate", cell.scale, cell.arm))
      if (const std::string note = found->value("note", ""); !note.empty())
        notes.push_back("learning rate of " + inQuotes(cell.arm) + " at scale " + inQuotes(cell.scale) + ": " + note);
  for (const std::string& difference : scaleDifferences(result.resolved)) notes.push_back(difference);
  if (result.study().plan == StudyPlanKind::Plain && result.study().estimator != "paper")
    notes.push_back("points in mid-schedule: only the end of each run is annealed");
  if (!result.rigorous) return notes;
  if (result.study().scales.size() > 2 && !result.laws.refusal.empty())
    notes.push_back("no law over scales: " + result.laws.refusal);
  for (const ScaleLaw& law : result.laws.arms)
    for (const ArmVerdict& verdict : result.rigorous->arms)
      if (verdict.arm == law.arm && verdict.slope && law.low && law.high &&
          (*law.low > verdict.slope->high || *law.high < verdict.slope->low))
        notes.push_back(inQuotes(law.arm) + ": the slope of the power laws (" + formatFixed(law.slope, 3) +
                        ") and that of the gains (" + formatFixed(verdict.slope->value, 3) +
                        ") exclude each other; trust neither beyond these scales");
  return notes;
}

/// Gains by the study's estimator, or the reason why there are none.
Result<void> judge(StudyResult& result) {
  const Study& study = result.study();
  const auto ofBaseline = [&](const CurveTable::Run& run) { return result.curves.arms[run.arm] == study.baseline; };
  if (std::none_of(result.curves.runs.begin(), result.curves.runs.end(), ofBaseline)) {
    result.noGains = "No run of the baseline has ended yet, so there is no gain to show.";
    return {};
  }
  if (study.estimator == "paper") {
    HEADROOM_ASSIGN(result.paper, paperCeg(result.curves, study.baseline));
    return {};
  }
  RigorousOptions options;
  if (!study.sameAs.empty()) options.sameAs = study.sameAs;
  HEADROOM_ASSIGN(result.rigorous, rigorousCeg(result.curves, study.baseline, options));
  if (study.rates == RateSearch::EveryArm) {
    const CurveTable shared = curvesOf(result.resolved, result.facts, result.decisions, {.sharedRate = true});
    if (std::any_of(shared.runs.begin(), shared.runs.end(), ofBaseline)) {
      HEADROOM_ASSIGN(result.sharedRate, rigorousCeg(shared, study.baseline, options));
    }
  }
  result.interactions = interactionsOf(study, *result.rigorous);
  result.laws = lawsOf(result);
  return {};
}

}  // namespace

Result<std::shared_ptr<const StudyResult>> studyResult(const StudyId& id, ResolvedStudy resolved,
                                                       const Decisions& decisions, std::vector<StudyFact> facts) {
  auto result = std::make_shared<StudyResult>();
  result->id = id;
  result->resolved = std::move(resolved);
  result->facts = std::move(facts);
  result->state = stateOf(decisions);
  for (const Json& decision : decisions) {
    if (decision.value("kind", "") == "version") {
      result->version = decision.value("version", result->version);
      result->plan.reset();  // of the version before
    }
    if (decision.value("kind", "") == "plan")
      if (auto plan = studyPlanFrom(decision.value("plan", Json()), "the stored plan")) result->plan = std::move(*plan);
    if (decision.value("kind", "") != "run") result->decisions.push_back(decision);
  }
  result->planned = std::max(plannedRuns(result->resolved).size(), result->facts.size());
  if (result->state == StudyState::Finished) result->planned = result->facts.size();
  for (const StudyFact& fact : result->facts) result->ended += isEnded(fact.state);
  result->matrix = matrixOf(*result);
  result->rates = ratesOf(*result);
  result->curves = curvesOf(result->resolved, result->facts, result->decisions);
  HEADROOM_TRY(judge(*result));
  result->notes = notesOf(*result);
  return std::shared_ptr<const StudyResult>(std::move(result));
}

Result<std::shared_ptr<const StudyResult>> studyResult(const RunReader& reader, const StudyId& study) {
  HEADROOM_ASSIGN(const Json document, reader.study(study));
  HEADROOM_ASSIGN(ResolvedStudy resolved, resolvedStudyFrom(document, "study " + study.text));
  HEADROOM_ASSIGN(const Decisions decisions, reader.studyDecisions(study));
  HEADROOM_ASSIGN(std::vector<StudyFact> facts, factsOf(reader, study, resolved));
  HEADROOM_TRY(readStepTimes(reader, facts));
  return studyResult(study, std::move(resolved), decisions, std::move(facts));
}

}  // namespace headroom
