// Does a gain last over scales, and do changes add up?
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/report/study_report_parts.h"

namespace headroom::study_report {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// FLOPs at which the baseline reaches the cell's target, mean over its seeds.
std::optional<double> baselineFlops(const StudyResult& result, const RigorousCell& cell) {
  if (!cell.targetLoss) return {};
  double sum = 0;
  std::size_t runs = 0;
  for (const UsableRun& run : usableRuns(result, result.study().baseline, cell.scale)) {
    if (!run.hasFlops || *cell.targetLoss > run.curve.first() || *cell.targetLoss < run.curve.last()) continue;
    sum += run.curve.lnFlopsAt(*cell.targetLoss);
    ++runs;
  }
  if (runs == 0) return {};
  return std::exp(sum / static_cast<double>(runs));
}

ChartSpec lastingChart(const StudyResult& result) {
  ChartSpec spec;
  spec.title = tr("Gain per FLOP over the baseline's compute");
  spec.x = {.title = tr("FLOPs of the baseline at the target"),
            .scale = AxisScale::Logarithmic,
            .numbers = AxisNumbers::Prefixed};
  spec.y = {.title = tr("gain per FLOP"), .scale = AxisScale::Logarithmic, .numbers = AxisNumbers::Plain};
  spec.references.push_back({1.0, tr("no gain")});
  spec.empty = tr("No gain per FLOP yet.");
  for (const std::string& arm : armsOf(result)) {
    std::vector<std::pair<double, const GainEstimate*>> points;
    for (const RigorousCell& cell : result.rigorous->cells)
      if (cell.arm == arm && cell.flop)
        if (const auto flops = baselineFlops(result, cell)) points.emplace_back(*flops, &*cell.flop);
    std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    ChartSeries series;
    series.key = series.name = shown(arm);
    series.colour = colourOf(result, arm);
    for (const auto& [flops, gain] : points) {
      series.x.push_back(flops);
      series.y.push_back(gain->ceg);
      series.low.push_back(gain->low.value_or(kUnknown));
      series.high.push_back(gain->high.value_or(kUnknown));
    }
    if (!points.empty()) spec.series.push_back(std::move(series));
  }
  for (const ScaleLaw& law : result.laws.arms) {
    ChartSeries series;
    series.key = shown(law.arm) + QStringLiteral("/law");
    series.colour = colourOf(result, law.arm);
    series.style = LineStyle::Dashed;
    series.spread = SpreadStyle::Band;
    for (const ScaleLaw::AtCompute& at : law.band) {
      series.x.push_back(at.flops);
      series.y.push_back(at.ceg);
      series.low.push_back(at.low.value_or(kUnknown));
      series.high.push_back(at.high.value_or(kUnknown));
    }
    spec.series.push_back(std::move(series));
  }
  if (!result.laws.arms.empty())
    spec.note = tr("Dashed: power laws through the annealed ends; past the last point they are extrapolated.");
  return spec;
}

QString slopeText(double slope, const std::optional<double>& low, const std::optional<double>& high) {
  const auto number = [](double value) { return shown(formatFixed(value, 3)); };
  return low && high ? tr("%1 (%2 to %3)").arg(number(slope), number(*low), number(*high)) : number(slope);
}

void addLaws(RunReport& report, const StudyResult& result) {
  if (result.laws.arms.empty()) {
    if (!result.laws.refusal.empty())
      report.parts.push_back(ReportText{tr("Power laws over the scales: %1.").arg(shown(result.laws.refusal))});
    return;
  }
  ReportTable table{
      .header = {tr("arm"), tr("B"), tr("exponent β"), tr("slope 1 − β of the baseline ÷ β")},
      .rows = {},
      .note = tr("L(C) = E + B·C^−β through the annealed ends, E = %1 shared by all arms.%2")
                  .arg(shown(formatFixed(result.laws.floor, 4)),
                       result.laws.pinned ? QString() : tr(" The fit is not pinned down by these points."))};
  const auto row = [&](const std::string& arm, const PowerLaw& law, const QString& slope) {
    table.rows.push_back(
        {shown(arm), QString::number(std::exp(law.lnB), 'g', 4), shown(formatFixed(law.beta, 4)), slope});
  };
  row(result.study().baseline, result.laws.baseline, none());
  for (const ScaleLaw& law : result.laws.arms) row(law.arm, law.law, slopeText(law.slope, law.low, law.high));
  report.parts.push_back(std::move(table));
}

void addPairwise(RunReport& report, const ScaleInteractions& together) {
  const auto& pairwise = together.found.pairwise;
  const bool any = std::any_of(pairwise.begin(), pairwise.end(), [](const auto& row) {
    return std::any_of(row.begin(), row.end(), [](const auto& gain) { return gain.has_value(); });
  });
  if (any) {
    ReportTable matrix{.header = {tr("pairs")},
                       .rows = {},
                       .note = tr("What a pair gains beyond the product of its "
                                  "two: 1 = nothing.")};
    for (const std::string& change : together.changes) matrix.header << shown(change);
    for (std::size_t i = 0; i < pairwise.size() && i < together.changes.size(); ++i) {
      QStringList row{shown(together.changes[i])};
      for (const auto& gain : pairwise[i]) row << gainText(gain);
      matrix.rows.push_back(std::move(row));
    }
    report.parts.push_back(std::move(matrix));
  }
  const auto& shapley = together.found.shapley;
  if (std::none_of(shapley.begin(), shapley.end(), [](const auto& share) { return share.has_value(); })) return;
  ReportTable shares{.header = {tr("change"), tr("Shapley share, as a gain")},
                     .rows = {},
                     .note = tr("Its gain averaged over all orders of adding the changes; the shares' product is the "
                                "gain of all.")};
  for (std::size_t i = 0; i < together.found.shapley.size() && i < together.changes.size(); ++i)
    shares.rows.push_back({shown(together.changes[i]), gainText(together.found.shapley[i])});
  report.parts.push_back(std::move(shares));
}

}  // namespace

void addLasting(RunReport& report, const ReportedStudy& reported) {
  const StudyResult& result = *reported.result;
  if (!result.rigorous || result.rigorous->arms.empty()) return;
  report.parts.push_back(ReportHeading{tr("Does the gain last?")});
  if (result.study().scales.size() > 1) report.parts.push_back(ReportChart{lastingChart(result)});
  ReportTable table{
      .header = {tr("arm"), tr("scales"), tr("slope of ln gain per FLOP over ln FLOPs"), tr("p (Holm)"), tr("verdict")},
      .rows = {},
      .note = tr("A slope of 0.05 is 12 % more gain for ten times the compute. A verdict speaks of the "
                 "scales tried and no others.")};
  for (const ArmVerdict& arm : result.rigorous->arms)
    table.rows.push_back({shown(arm.arm), countText(arm.scales),
                          arm.slope ? slopeText(arm.slope->value, arm.slope->low, arm.slope->high) : none(),
                          arm.pHolm ? shown(chanceWords(*arm.pHolm)) : none(), shown(arm.words())});
  report.parts.push_back(std::move(table));
  addLaws(report, result);
}

void addTogether(RunReport& report, const ReportedStudy& reported) {
  const StudyResult& result = *reported.result;
  if (result.interactions.empty() || !result.rigorous) return;
  report.parts.push_back(ReportHeading{tr("Together")});
  report.parts.push_back(
      ReportText{tr("Do the gains of single changes multiply? Additivity: ln of the gain together ÷ "
                    "the sum of their logarithms; 1 = they multiply, below 1 = they overlap.")});
  ReportTable table{.header = {tr("scale"), tr("changes"), tr("product of each alone, per step"),
                               tr("together per step"), tr("per FLOP"), tr("per second"), tr("additivity")},
                    .rows = {},
                    .note = {}};
  for (const ScaleInteractions& together : result.interactions) {
    QStringList changes;
    for (const std::string& change : together.changes) changes << shown(change);
    const RigorousCell* cell = nullptr;
    for (const RigorousCell& one : result.rigorous->cells)
      if (one.arm == together.together && one.scale == together.scale) cell = &one;
    table.rows.push_back({shown(together.scale), changes.join(QStringLiteral(" + ")),
                          together.product ? shown(formatFixed(*together.product, 3)) : none(),
                          gainText(together.measured), cell ? gainText(cell->flop) : none(),
                          cell ? gainText(cell->wall) : none(),
                          together.found.additivity ? shown(formatFixed(*together.found.additivity, 2)) : none()});
  }
  report.parts.push_back(std::move(table));
  for (const ScaleInteractions& together : result.interactions) {
    const std::size_t before = report.parts.size();
    addPairwise(report, together);
    if (report.parts.size() > before)
      report.parts.insert(report.parts.begin() + static_cast<std::ptrdiff_t>(before),
                          ReportText{tr("At scale %1:").arg(shown(together.scale))});
  }
}

}  // namespace headroom::study_report
