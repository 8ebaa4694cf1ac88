#include "core/study/plan.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/planning.h"
#include "core/arch/roofline.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/study/scale_differences.h"

namespace headroom {
namespace {

constexpr double kSecondsToStart = 1.5;  // of a worker, until its first step (kernels/MEASURED.md)
constexpr double kProgramBytes = 300e6;  // of a worker besides its model (core/arch/cost.h)

double tokensPerStep(const StudyCell& cell) {
  return static_cast<double>(cell.model.resolved.recipe.batch) * static_cast<double>(cell.model.graph.context);
}

bool hasGpu(const Json& doctor) {
  return doctor.is_object() && doctor.contains("roofs") && doctor["roofs"].is_object() &&
         doctor["roofs"].contains("gpu");
}

/// Seconds of a run with its evaluations; nothing without roofs.
Result<std::optional<double>> secondsOf(const StudyCell& cell, RunRole role, std::int64_t ownSteps,
                                        std::int64_t evaluationTokens, const Json& doctor, bool gpu) {
  if (!doctor.is_object() || (gpu && !hasGpu(doctor))) return std::optional<double>();
  const Recipe& recipe = cell.model.resolved.recipe;
  HEADROOM_ASSIGN(const Roofs roofs, roofsFrom(doctor, recipe.precision, gpu));
  const StepTime step = stepTime(cell.model.graph, cell.model.cost, recipe, roofs);
  const double steps = static_cast<double>(ownSteps);
  const double evaluations = role == RunRole::Timing ? 0
                             : role == RunRole::Trunk
                                 ? 1
                                 : 1 + (recipe.evalEvery > 0 ? steps / static_cast<double>(recipe.evalEvery) : 0);
  const double perToken = step.seconds / tokensPerStep(cell);
  return std::optional(kSecondsToStart + steps * step.seconds +
                       evaluations * perToken / 3 * static_cast<double>(evaluationTokens));
}

NoiseAssumption noiseOf(const Study& study) {
  NoiseAssumption noise;
  if (study.lossSigma > 0) noise.lossSigma = study.lossSigma;
  if (study.endSlope > 0) noise.endSlope = study.endSlope;
  return noise;
}

}  // namespace

std::vector<double> firstRates(double recipeRate, std::int64_t trials) {
  std::vector<double> rates;
  for (std::int64_t i = 0; i < trials; ++i)
    rates.push_back(recipeRate * std::exp2(static_cast<double>(i - (trials - 1) / 2)));
  return rates;
}

std::vector<std::int64_t> trialSeeds(const Study& study) {
  const auto count = std::min(study.seeds.size(), static_cast<std::size_t>(study.trialSeeds));
  return {study.seeds.begin(), study.seeds.begin() + static_cast<std::ptrdiff_t>(count)};
}

std::vector<StudyRun> plannedRuns(const ResolvedStudy& resolved) {
  const Study& study = resolved.study;
  std::vector<StudyRun> runs;
  for (const std::string& scale : study.scales) {
    for (const ResolvedCell& cell : resolved.cells) {
      const bool searched =
          study.rates == RateSearch::EveryArm || (study.rates == RateSearch::Baseline && cell.arm == study.baseline);
      if (cell.scale != scale || !searched) continue;
      for (const double rate : firstRates(cell.learningRate(), study.trials))
        for (const std::int64_t seed : trialSeeds(study))
          runs.push_back({cell.arm, scale, seed, rate, cell.trialHorizon(), RunRole::Trial});
    }
    for (const std::int64_t seed : study.seeds)
      for (const ResolvedCell& cell : resolved.cells) {
        if (cell.scale != scale) continue;
        const auto add = [&](RunRole role, std::int64_t horizon) {
          runs.push_back({cell.arm, scale, seed, cell.learningRate(), horizon, role});
        };
        if (study.plan == StudyPlanKind::Plain) {
          add(RunRole::Whole, cell.horizons.back());
          continue;
        }
        add(RunRole::Trunk, cell.horizons.back());
        for (const std::int64_t horizon : cell.horizons) add(RunRole::Cooldown, horizon);
      }
    if (study.estimator == "paper") continue;
    for (const std::int64_t seed : study.seeds)
      for (const ResolvedCell& cell : resolved.cells)
        if (cell.scale == scale)
          runs.push_back({cell.arm, scale, seed, cell.learningRate(), kTimedSteps, RunRole::Timing});
  }
  return runs;
}

Result<StudyPlan> planOf(const Study& study, const StudyCells& cells, const Json& doctor,
                         const std::map<std::string, NoiseAssumption>& pilot, const std::string& device) {
  StudyPlan plan;
  plan.assumedNoise = false;
  const std::size_t arms = study.arms.size() - 1;
  plan.onGpu = device.starts_with("cuda") || (device == "auto" && hasGpu(doctor));
  plan.sideBySide = plan.onGpu ? 1 : std::max<std::int64_t>(1, numericsHere().threads / study.threads);
  const ResolvedStudy resolved = resolvedStudy(study, cells, device);
  const std::vector<StudyRun> runs = plannedRuns(resolved);
  for (const StudyCell& cell : cells.cells)
    if (!cell.note.empty())
      plan.warnings.push_back("arm " + inQuotes(cell.arm) + " at " + inQuotes(cell.scale) + ": " + cell.note + ".");
  for (const std::string& difference : scaleDifferences(resolved)) plan.warnings.push_back(difference + ".");
  double smallest = 0, largest = 0;  // FLOPs of the baseline's longest run at the smallest and the largest scale
  for (const std::string& scale : study.scales) {
    ScalePlan row{.scale = scale};
    const auto known = pilot.find(scale);
    row.noise = known != pilot.end() ? known->second : noiseOf(study);
    row.assumedNoise = known == pilot.end() && (study.lossSigma <= 0 || study.endSlope <= 0);
    row.smallestGain = smallestGain(study.seeds.size(), arms, row.noise);
    plan.assumedNoise = plan.assumedNoise || row.assumedNoise;
    std::optional<double> seconds = 0.0;
    for (const StudyRun& run : runs) {
      if (run.scale != scale) continue;
      const StudyCell& cell = *cells.find(run.arm, scale);
      const std::int64_t own = ownSteps(study, *resolved.find(run.arm, scale), run);
      ++row.runs;
      row.flops += cell.model.cost.flopsPerStep * static_cast<double>(own);
      row.peakBytes =
          std::max(row.peakBytes, (cell.model.cost.peakBytes + kProgramBytes) * static_cast<double>(plan.sideBySide));
      // Weights and the optimizer's numbers: a trunk keeps one checkpoint a horizon, others up to three.
      const double checkpoint = cell.model.cost.parameterBytes + cell.model.cost.optimizerBytes;
      row.diskBytes += checkpoint * (run.role == RunRole::Trunk ? static_cast<double>(cell.horizons.size()) : 2);
      HEADROOM_ASSIGN(const std::optional<double> one,
                      secondsOf(cell, run.role, own, validationTokens(cell, cells.corpus), doctor, plan.onGpu));
      seconds = seconds && one ? std::optional(*seconds + *one) : std::nullopt;
    }
    const StudyCell& baseline = *cells.find(study.baseline, scale);
    row.horizons = baseline.horizons;
    const double flops = baseline.model.cost.flopsPerStep * static_cast<double>(baseline.horizons.back());
    smallest = plan.scales.empty() ? flops : std::min(smallest, flops);
    largest = std::max(largest, flops);
    row.seconds = seconds;
    plan.runs += row.runs;
    plan.flops += row.flops;
    plan.peakBytes = std::max(plan.peakBytes, row.peakBytes);
    plan.diskBytes += row.diskBytes;
    plan.scales.push_back(std::move(row));
  }
  if (std::all_of(plan.scales.begin(), plan.scales.end(), [](const ScalePlan& row) { return row.seconds; })) {
    plan.seconds = 0.0;
    for (const ScalePlan& row : plan.scales) *plan.seconds += *row.seconds;
    if (study.pricePerHour > 0) plan.money = *plan.seconds / 3600 * study.pricePerHour;
  }
  const SlopePlan slope{.scales = study.scales.size(), .decades = std::log10(largest / smallest)};
  // The noisiest scale decides what a slope can show.
  const auto noisiest = std::max_element(plan.scales.begin(), plan.scales.end(), [](const auto& a, const auto& b) {
    return a.noise.lossSigma / a.noise.endSlope < b.noise.lossSigma / b.noise.endSlope;
  });
  if (const auto power = slopePower(slope, study.seeds.size(), arms, noisiest->noise)) {
    plan.smallestSlope = power->smallestSlope;
    plan.independentCanBeFound = power->independent;
  }
  if (study.seeds.size() < 2) plan.warnings.push_back("One seed gives no interval; plan at least 3.");
  if (study.plan == StudyPlanKind::Trunk && study.horizons < 5)
    plan.warnings.push_back("Fewer than 5 horizons leave many gains without overlap.");
  if (study.plan == StudyPlanKind::Plain)
    plan.warnings.push_back("Plain runs are annealed at their end alone: points before it are in mid-schedule.");
  if (study.rates == RateSearch::EveryArm)
    plan.warnings.push_back(
        "An arm whose own learning rate differs from the baseline's is trained at both, which this plan does not "
        "count: it can take up to twice as long.");
  if (!plan.seconds)
    plan.warnings.push_back(std::string("Times need this machine's roofs: run `headroom doctor` once.") +
                            (study.hours > 0 ? " Until then the limit of hours is not checked." : "") +
                            (study.pricePerHour > 0 ? " Until then its cost is not known." : ""));
  if (plan.onGpu) plan.warnings.push_back("The GPU's memory is not checked.");
  return plan;
}

Result<void> checkFits(const Study& study, const StudyPlan& plan, const Room& room) {
  const auto tooMuch = [&](double needed, double there) { return needed > there; };
  const auto widest = std::max_element(plan.scales.begin(), plan.scales.end(),
                                       [](const auto& a, const auto& b) { return a.peakBytes < b.peakBytes; });
  if (room.memory && !plan.onGpu && tooMuch(plan.peakBytes, *room.memory))
    return refused(
        (plan.sideBySide == 1 ? std::string("A run") : std::to_string(plan.sideBySide) + " runs side by side") +
        " at scale " + inQuotes(widest->scale) + " would need about " + formatMemory(plan.peakBytes) +
        " of memory and " + formatMemory(*room.memory) +
        " are free; leave this scale out, or take a smaller batch, a larger accumulation or more threads a "
        "run.");
  const auto seedsThatFit = [&](double share) {
    const auto seeds = static_cast<std::int64_t>(std::floor(share * static_cast<double>(study.seeds.size())));
    return seeds >= 2 ? std::to_string(seeds) + " seeds would fit" : std::string("leave out the largest scale");
  };
  if (study.hours > 0 && plan.seconds && *plan.seconds > 3600 * study.hours)
    return refused("The study would take " + formatDuration(*plan.seconds) + " and may take " +
                   formatDuration(3600 * study.hours) + "; " + seedsThatFit(3600 * study.hours / *plan.seconds) + ".");
  const double disk = std::min(study.disk > 0 ? study.disk : INFINITY, room.disk.value_or(INFINITY));
  if (tooMuch(plan.diskBytes, disk))
    return refused("The study would write about " + formatMemory(plan.diskBytes) + " of checkpoints and " +
                   formatMemory(disk) + " are free or allowed; " + seedsThatFit(disk / plan.diskBytes) + ".");
  return {};
}

}  // namespace headroom
