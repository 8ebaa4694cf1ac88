#include "core/study/scale_differences.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

/// Equal but for whole steps: lengths and warm-ups are rounded to them.
constexpr double kNear = 1.5;

double number(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

/// "dropout (compact 0.2, full 0.4)", or "" where all are as near as `factor`.
std::string unequal(const std::string& what, const std::vector<std::pair<std::string, double>>& values, double factor) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end(),
                                                 [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most->second <= least->second * factor) return "";
  std::vector<std::string> texts;
  for (const auto& [scale, value] : values)
    texts.push_back(scale + " " +
                    (value == std::floor(value) ? formatGrouped(static_cast<std::int64_t>(value))
                                                : shortest(std::round(value * 1e4) / 1e4)));
  return what + " (" + listed(texts) + ")";
}

/// Without the name of a schedule scales differ in no more than its numbers.
std::string unequalSchedules(const std::vector<std::pair<std::string, std::string>>& shapes) {
  if (std::all_of(shapes.begin(), shapes.end(), [&](const auto& one) { return one.second == shapes.front().second; }))
    return "";
  std::vector<std::string> texts;
  for (const auto& [scale, shape] : shapes) texts.push_back(scale + " " + shape);
  return "the schedule (" + listed(texts) + ")";
}

}  // namespace

std::vector<std::string> scaleDifferences(const ResolvedStudy& resolved) {
  std::vector<std::pair<std::string, double>> tokens, contexts, dropouts, warmups;
  std::vector<std::pair<std::string, std::string>> shapes;
  for (const std::string& scale : resolved.study.scales) {
    const ResolvedCell* cell = resolved.find(resolved.study.baseline, scale);
    if (!cell || cell->horizons.empty()) continue;
    const Json& recipe = cell->base.recipe;
    const double steps = static_cast<double>(cell->horizons.back()), context = static_cast<double>(cell->context());
    const double parameters = static_cast<double>(std::max<std::int64_t>(1, cell->bodyParameters));
    tokens.emplace_back(scale, steps * number(recipe, "batch") * context / parameters);
    contexts.emplace_back(scale, context);
    dropouts.emplace_back(scale, number(recipe, "dropout"));
    warmups.emplace_back(scale, number(recipe, "warmup") / steps);
    shapes.emplace_back(scale, recipe.value("schedule", std::string()));
  }
  if (shapes.size() < 2) return {};
  std::vector<std::string> differences;
  for (std::string one :
       {unequal("tokens a parameter", tokens, kNear), unequal("context", contexts, 1), unequal("dropout", dropouts, 1),
        unequal("the share of warm-up", warmups, kNear), unequalSchedules(shapes)})
    if (!one.empty())
      differences.push_back("scales differ in " + std::move(one) +
                            ", so a slope over them is not one of compute alone");
  return differences;
}

}  // namespace headroom
