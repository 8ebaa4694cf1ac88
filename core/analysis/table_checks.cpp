// What every estimator asks of a table: which arm is meant, and whether steps of two arms can be compared.
#include "core/analysis/table_checks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

/// Mean tokens a step over the whole run; empty when unknown.
std::optional<double> tokensPerStep(CurveView curve) {
  if (curve.empty() || curve.back().step <= 0 || !(curve.back().tokens > 0)) return std::nullopt;
  return curve.back().tokens / static_cast<double>(curve.back().step);
}

}  // namespace

Result<std::uint32_t> armCalled(const CurveTable& table, const std::string& name) {
  const auto found = std::find(table.arms.begin(), table.arms.end(), name);
  if (found != table.arms.end()) return static_cast<std::uint32_t>(found - table.arms.begin());
  std::vector<std::string> some;
  for (std::size_t i = 0; i < std::min<std::size_t>(table.arms.size(), 8); ++i) some.push_back(inQuotes(table.arms[i]));
  return badInput("No arm is called " + inQuotes(name) + "; " +
                  (table.arms.size() > some.size() ? "some of the arms are " : "the arms are ") + listed(some) + ".");
}

std::vector<std::string> tokenWarnings(const CurveTable& table, std::uint32_t baseline) {
  std::map<std::pair<std::uint32_t, std::int64_t>, double> baselines;  // (scale, seed) → tokens a step
  for (const CurveTable::Run& run : table.runs)
    if (run.arm == baseline)
      if (const auto tokens = tokensPerStep(table.curve(run))) baselines[{run.scale, run.seed}] = *tokens;
  std::vector<std::string> warnings;
  std::pair<std::uint32_t, std::uint32_t> warned{~0u, ~0u};  // one an (arm, scale) is enough
  for (const CurveTable::Run& run : table.runs) {
    const auto partner = baselines.find({run.scale, run.seed});
    const std::optional<double> tokens = tokensPerStep(table.curve(run));
    if (partner == baselines.end() || !tokens || warned == std::pair(run.scale, run.arm)) continue;
    if (std::abs(*tokens - partner->second) <= 1e-3 * partner->second) continue;
    warnings.push_back("arm " + inQuotes(table.arms[run.arm]) + " at scale " + inQuotes(table.scales[run.scale]) +
                       " has " + shortest(*tokens) + " tokens a step and the baseline " + shortest(partner->second) +
                       "; gains counted in steps compare only equal ones");
    warned = {run.scale, run.arm};
  }
  return warnings;
}

}  // namespace headroom
