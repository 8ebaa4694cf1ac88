// Writes loss curves as the table that curves_csv.cpp reads.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/analysis/curves_csv.h"
#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

/// Old indices in order of first appearance in `runs`, each once.
std::vector<std::uint32_t> appearing(const std::vector<CurveTable::Run>& runs, std::uint32_t CurveTable::Run::*label) {
  std::vector<std::uint32_t> order;
  for (const CurveTable::Run& run : runs)
    if (run.count > 0 && std::find(order.begin(), order.end(), run.*label) == order.end()) order.push_back(run.*label);
  return order;
}

std::uint32_t placeOf(const std::vector<std::uint32_t>& order, std::uint32_t label) {
  return static_cast<std::uint32_t>(std::find(order.begin(), order.end(), label) - order.begin());
}

std::string unknownIsEmpty(double value) {
  return std::isnan(value) ? "" : shortest(value);
}

std::string lossField(double loss) {
  if (std::isnan(loss)) return "nan";
  if (std::isinf(loss)) return loss > 0 ? "inf" : "-inf";
  return shortest(loss);
}

}  // namespace

CurveTable asWritten(const CurveTable& table) {
  std::vector<CurveTable::Run> runs = table.runs;
  const auto place = [](const CurveTable::Run& run) { return std::tuple(run.scale, run.arm, run.seed); };
  std::stable_sort(runs.begin(), runs.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  const std::vector<std::uint32_t> arms = appearing(runs, &CurveTable::Run::arm),
                                   scales = appearing(runs, &CurveTable::Run::scale);
  CurveTable written;
  written.warnings = table.warnings;
  for (const std::uint32_t arm : arms) written.arms.push_back(table.arms[arm]);
  for (const std::uint32_t scale : scales) written.scales.push_back(table.scales[scale]);
  constexpr std::pair<const char*, double CurvePoint::*> kColumns[] = {
      {"tokens", &CurvePoint::tokens}, {"FLOPs", &CurvePoint::flops}, {"seconds", &CurvePoint::seconds}};
  for (CurveTable::Run run : runs) {
    if (run.count == 0) continue;
    const CurveView curve = table.curve(run);
    const std::size_t begin = written.points.size();
    written.points.insert(written.points.end(), curve.begin(), curve.end());
    for (const auto& [name, member] : kColumns) {
      double most = 0;
      std::size_t fallen = 0;
      for (std::size_t i = begin; i < written.points.size(); ++i) {
        double& value = written.points[i].*member;
        if (std::isnan(value)) continue;
        if (std::isfinite(value) && value >= most) {
          most = value;
        } else {
          value = CurvePoint::kUnknown;
          ++fallen;
        }
      }
      if (fallen > 0)
        written.warnings.push_back(std::string(name) + " of " + inQuotes(table.arms[run.arm]) + " at scale " +
                                   inQuotes(table.scales[run.scale]) + ", seed " + std::to_string(run.seed) +
                                   ", fall with step at " + std::to_string(fallen) +
                                   (fallen == 1 ? " point" : " points") + " and are left out there");
    }
    run.arm = placeOf(arms, run.arm);
    run.scale = placeOf(scales, run.scale);
    run.begin = begin;
    written.runs.push_back(run);
  }
  std::stable_sort(written.runs.begin(), written.runs.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  written.rows = written.points.size();
  return written;
}

std::string toCsv(const CurveTable& table) {
  const CurveTable written = asWritten(table);
  // Rows in the order of the original, so that the labels appear in the order that was given them.
  std::vector<const CurveTable::Run*> runs;
  for (const CurveTable::Run& run : written.runs) runs.push_back(&run);
  std::sort(runs.begin(), runs.end(), [](const auto* a, const auto* b) { return a->begin < b->begin; });
  std::string text = "arm,scale,seed,step,tokens,flops,seconds,loss\n";
  for (const CurveTable::Run* run : runs)
    for (const CurvePoint& point : written.curve(*run))
      text += csvField(written.arms[run->arm]) + "," + csvField(written.scales[run->scale]) + "," +
              std::to_string(run->seed) + "," + std::to_string(point.step) + "," + unknownIsEmpty(point.tokens) + "," +
              unknownIsEmpty(point.flops) + "," + unknownIsEmpty(point.seconds) + "," + lossField(point.loss) + "\n";
  return text;
}

std::string csvField(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos && !text.empty() && text.front() != ' ' &&
      text.back() != ' ')
    return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace headroom
