// One scale of a study: its runs, the pairs of every arm with the baseline, and their gains before any statistics.
#include "core/analysis/scale_cells.h"

#include <algorithm>

#include "core/base/text.h"

namespace headroom {
namespace {

std::size_t divergedRuns(const SeedRuns& runs) {
  return static_cast<std::size_t>(
      std::count_if(runs.begin(), runs.end(), [](const auto& entry) { return entry.second->clean.diverged; }));
}

/// "every run of the arm diverged before step 400; 3 of 3 diverged" when that is why none can be used; else "".
std::string divergedSentence(const std::string& side, const SeedRuns& runs) {
  std::int64_t latest = 0;
  for (const auto& [seed, run] : runs) {
    if (!run->clean.diverged || run->usable()) return "";
    latest = std::max(latest, run->clean.divergedAt);
  }
  const std::string count = std::to_string(runs.size());
  return "every run of the " + side + " diverged before step " + std::to_string(latest) + "; " + count + " of " +
         count + " diverged";
}

std::string unusableSentence(std::size_t unusable, std::size_t all, const std::string& why) {
  return std::to_string(unusable) + " of " + std::to_string(all) + (all == 1 ? " pair is" : " pairs are") +
         " unusable: " + why;
}

std::string unstableWarning(const std::string& arm, const std::string& scale, const SeedRuns& runs) {
  const auto unstable = std::count_if(runs.begin(), runs.end(), [](const auto& entry) {
    return entry.second->clean.unstable && !entry.second->clean.diverged;
  });
  if (unstable == 0) return "";
  return std::to_string(unstable) + " of " + std::to_string(runs.size()) + " runs of " + inQuotes(arm) + " at scale " +
         inQuotes(scale) + " spiked and came back; the spikes are left out";
}

using Member = std::vector<double> PairGains::*;

void estimate(std::vector<PairedCell>& cells, Member d, std::optional<GainEstimate> RigorousCell::*gain,
              double confidence) {
  std::vector<std::vector<double>> all;
  for (const PairedCell& cell : cells) all.push_back(cell.gains.*d);
  const std::optional<double> typical = typicalVariance(all);
  for (PairedCell& cell : cells) {
    if ((cell.gains.*d).empty()) continue;
    cell.cell.*gain = estimateGain(cell.gains.*d, typical, confidence);
    if (d != &PairGains::step) continue;
    for (const PairGains::AtLoss& at : cell.gains.curve)
      cell.cell.curve.push_back({at.loss, estimateGain(at.d, typical, confidence)});
  }
}

}  // namespace

PairedCell pairCell(const std::string& arm, const std::string& scale, const std::string& baseline, const SeedRuns& runs,
                    const SeedRuns& baselineRuns, const TargetOptions& options) {
  PairedCell result;
  RigorousCell& cell = result.cell;
  cell.arm = arm;
  cell.scale = scale;
  cell.divergedArm = divergedRuns(runs);
  cell.divergedBaseline = divergedRuns(baselineRuns);
  if (const std::string warning = unstableWarning(arm, scale, runs); !warning.empty())
    result.warnings.push_back(warning);
  const auto refuse = [&](std::string reason) { return cell.reason = std::move(reason), result; };
  if (baselineRuns.empty())
    return refuse("there is no run of the baseline " + inQuotes(baseline) + " at scale " + inQuotes(scale));

  std::vector<RunPair> pairs;
  std::vector<std::int64_t> seeds;
  std::size_t common = 0;
  std::string why;  // of the first pair that cannot be used
  for (const auto& [seed, run] : runs) {
    const auto partner = baselineRuns.find(seed);
    if (partner == baselineRuns.end()) continue;
    ++common;
    const UsableRun* other = partner->second;
    if (run->usable() && other->usable()) {
      pairs.push_back({other, run});
      seeds.push_back(seed);
    } else if (why.empty())
      why = run->usable() ? other->problem : run->problem;
  }
  cell.pairs = pairs.size();
  if (common == 0)
    return refuse("arm and baseline share no seed at this scale; gains are measured in pairs of equal seed");
  if (pairs.empty()) {
    std::string reason = divergedSentence("arm", runs);
    if (reason.empty()) reason = divergedSentence("baseline", baselineRuns);
    return refuse(reason.empty() ? unusableSentence(common, common, why) : reason);
  }
  const std::string here = inQuotes(arm) + " at scale " + inQuotes(scale) + ": ";
  if (pairs.size() < common) result.warnings.push_back(here + unusableSentence(common - pairs.size(), common, why));
  if (common < runs.size())
    result.warnings.push_back(here + std::to_string(runs.size() - common) + " of " + std::to_string(runs.size()) +
                              " runs have no baseline of equal seed and are left out");

  result.gains = pairGains(pairs, options);
  if (!result.gains.refusal.empty()) {
    if (!options.loss) cell.bound = gainBound(pairs);
    return refuse(result.gains.refusal);
  }
  cell.status = pairs.size() > 1 ? RigorousCell::Status::Ok : RigorousCell::Status::OnePair;
  for (std::size_t i = 0; i < seeds.size() && i < result.gains.step.size(); ++i)
    cell.stepBySeed[seeds[i]] = result.gains.step[i];
  if (pairs.size() == 1) cell.reason = "one seed: no interval can be given; run at least 3";
  cell.targetLoss = result.gains.target;
  cell.extrapolated = result.gains.extrapolated;
  if (result.gains.flop.empty()) cell.whyNoFlop = "a point that was used has no FLOPs";
  if (result.gains.wall.empty()) cell.whyNoWall = "a run has no time a step";
  if (!result.gains.pinned) result.warnings.push_back(here + "the fit is not pinned down by these points");
  return result;
}

void addStatistics(std::vector<PairedCell>& cells, double confidence) {
  estimate(cells, &PairGains::step, &RigorousCell::step, confidence);
  estimate(cells, &PairGains::flop, &RigorousCell::flop, confidence);
  estimate(cells, &PairGains::wall, &RigorousCell::wall, confidence);
  std::vector<std::optional<double>> p;
  for (PairedCell& cell : cells) {
    if (cell.cell.status == RigorousCell::Status::Ok) cell.cell.p = pOfNoGain(*cell.cell.step);
    p.push_back(cell.cell.p);
  }
  const std::vector<std::optional<double>> adjusted = holm(p);
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i].cell.pHolm = adjusted[i];
}

}  // namespace headroom
