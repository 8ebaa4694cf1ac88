// Compute-equivalent gain with its uncertainty: table → runs → pairs a scale → intervals → verdicts over scales.
#include "core/analysis/ceg_rigorous.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/analysis/scale_cells.h"
#include "core/analysis/table_checks.h"
#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

Result<void> checkOptions(const RigorousOptions& options) {
  const auto outside = [](double value, double low, double high) { return !(value >= low && value <= high); };
  if (options.target && !std::isfinite(*options.target))
    return badInput("The target " + shortest(*options.target) + " is no loss; give a finite number.");
  if (outside(options.extrapolate, 1, 4))
    return badInput("Extrapolating " + shortest(options.extrapolate) +
                    " times is out of range; give a factor from 1 (off) to 4.");
  if (!(options.equivalence > 0) || std::isinf(options.equivalence))
    return badInput("An equivalence of " + shortest(options.equivalence) +
                    " is out of range; give a slope above 0, as 0.05.");
  if (outside(options.confidence, 0.5, 0.9999))
    return badInput("A confidence of " + shortest(options.confidence) +
                    " is out of range; give a share from 0.5 to 0.9999, as 0.95.");
  return {};
}

/// "scale 'nano': no CEG_FLOP for 'rope' and 'mqa' (a point that was used has no FLOPs)": an absent gain has a reason.
void warnOfAbsent(const std::vector<PairedCell>& cells, const std::string& gain, std::string RigorousCell::*why,
                  std::vector<std::string>& warnings) {
  std::vector<std::string> arms;
  std::string reason;
  for (const PairedCell& cell : cells) {
    if ((cell.cell.*why).empty()) continue;
    arms.push_back(inQuotes(cell.cell.arm));
    reason = cell.cell.*why;
  }
  if (!arms.empty())
    warnings.push_back("scale " + inQuotes(cells.front().cell.scale) + ": no " + gain + " for " + listed(arms) + " (" +
                       reason + ")");
}

class Study {
 public:
  Study(const CurveTable& table, std::uint32_t baseline, const RigorousOptions& options)
      : m_table(table), m_baseline(baseline), m_options(options) {
    m_runs.reserve(table.runs.size());
    m_seeds.resize(table.scales.size(), std::vector<SeedRuns>(table.arms.size()));
    for (const CurveTable::Run& run : table.runs) {
      m_runs.push_back(usableRun(table.curve(run)));
      m_seeds[run.scale][run.arm][run.seed] = &m_runs.back();
    }
  }

  RigorousResult result() {
    RigorousResult result;
    result.baseline = m_table.arms[m_baseline];
    result.rows = m_table.rows;
    result.runs = m_table.runs.size();
    result.warnings = m_table.warnings;
    for (std::string& warning : tokenWarnings(m_table, m_baseline)) result.warnings.push_back(std::move(warning));
    m_points.resize(m_table.arms.size());
    for (std::uint32_t scale = 0; scale < m_table.scales.size(); ++scale) addScale(scale, result);

    std::vector<std::string> arms;
    std::vector<std::vector<ScalePoint>> points;
    for (std::uint32_t arm = 0; arm < m_table.arms.size(); ++arm) {
      if (arm == m_baseline) continue;
      arms.push_back(m_table.arms[arm]);
      points.push_back(m_points[arm]);
    }
    result.arms =
        scaleVerdicts(arms, points, {.equivalence = m_options.equivalence, .confidence = m_options.confidence});
    return result;
  }

 private:
  void addScale(std::uint32_t scale, RigorousResult& result) {
    const std::vector<SeedRuns>& seeds = m_seeds[scale];
    std::vector<PairedCell> cells;
    std::vector<std::uint32_t> arms;
    for (std::uint32_t arm = 0; arm < seeds.size(); ++arm) {
      if (arm == m_baseline || seeds[arm].empty()) continue;
      arms.push_back(arm);
      cells.push_back(pairCell(m_table.arms[arm], m_table.scales[scale], result.baseline, seeds[arm], seeds[m_baseline],
                               {m_options.target, m_options.extrapolate, m_options.confidence}));
    }
    addStatistics(cells, m_options.confidence);
    addFloors(scale, cells, result);
    warnOfAbsent(cells, "CEG_FLOP", &RigorousCell::whyNoFlop, result.warnings);
    warnOfAbsent(cells, "CEG_wall", &RigorousCell::whyNoWall, result.warnings);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      RigorousCell& cell = cells[i].cell;
      for (std::string& warning : cells[i].warnings) result.warnings.push_back(std::move(warning));
      if (cell.status == RigorousCell::Status::Ok && cell.flop)
        m_points[arms[i]].push_back({.lnCompute = cells[i].gains.baselineLnFlops,
                                     .lnGain = std::log(cell.flop->ceg),
                                     .se = *cell.flop->lnSe,
                                     .df = *cell.flop->df});
      result.cells.push_back(std::move(cell));
    }
  }

  void addFloors(std::uint32_t scale, const std::vector<PairedCell>& cells, RigorousResult& result) const {
    std::vector<const UsableRun*> usable;
    for (const auto& [seed, run] : m_seeds[scale][m_baseline])
      if (run->usable()) usable.push_back(run);
    if (const auto floor = seedFloor(usable, m_options.confidence))
      result.floors.push_back({m_table.scales[scale], true, *floor, usable.size()});
    for (const PairedCell& cell : cells)
      if (m_options.sameAs && cell.cell.arm == *m_options.sameAs && cell.cell.step)
        result.floors.push_back(
            {m_table.scales[scale], false, std::max(cell.cell.step->ceg, 1 / cell.cell.step->ceg), cell.cell.pairs});
  }

  const CurveTable& m_table;
  const std::uint32_t m_baseline;
  const RigorousOptions& m_options;
  std::vector<UsableRun> m_runs;                  // as the table's
  std::vector<std::vector<SeedRuns>> m_seeds;     // [scale][arm]
  std::vector<std::vector<ScalePoint>> m_points;  // [arm], over its scales
};

}  // namespace

std::string_view word(RigorousCell::Status status) {
  switch (status) {
    case RigorousCell::Status::Ok:
      return "ok";
    case RigorousCell::Status::OnePair:
      return "one_pair";
    case RigorousCell::Status::Refused:
      return "refused";
  }
  return "";
}

Result<RigorousResult> rigorousCeg(const CurveTable& table, const std::string& baseline,
                                   const RigorousOptions& options) {
  HEADROOM_TRY(checkOptions(options));
  HEADROOM_ASSIGN(const std::uint32_t arm, armCalled(table, baseline));
  if (options.sameAs) {
    HEADROOM_ASSIGN(const std::uint32_t same, armCalled(table, *options.sameAs));
    if (same == arm)
      return badInput("The baseline " + inQuotes(baseline) + " against itself shows no noise; name another arm.");
  }
  return Study(table, arm, options).result();
}

}  // namespace headroom
