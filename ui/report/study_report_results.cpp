// Gains at every scale, what two copies of the baseline would show, both learning rates, and the losses themselves.
#include <algorithm>
#include <cmath>
#include <map>

#include "ui/report/study_report_parts.h"
#include "ui/runs/run_chart_specs.h"

namespace headroom::study_report {
namespace {

QString saysOf(const RigorousCell& cell, const RigorousResult& result) {
  QString text = shown(word(findingOf(cell, result)));
  if (!cell.reason.empty()) text += QStringLiteral(": ") + shown(cell.reason);
  if (cell.bound) text += QStringLiteral("; ") + shown(boundWords(*cell.bound));
  if (cell.extrapolated) text += tr("; extrapolated %1×").arg(shown(formatFixed(*cell.extrapolated, 2)));
  if (cell.step && !cell.flop && !cell.whyNoFlop.empty())
    text += tr("; no gain per FLOP: %1").arg(shown(cell.whyNoFlop));
  if (cell.step && !cell.wall && !cell.whyNoWall.empty())
    text += tr("; no gain per second: %1").arg(shown(cell.whyNoWall));
  return text;
}

/// Median over the seeds.
QString stepSecondsText(const StudyResult& result, const std::string& arm, const std::string& scale) {
  std::vector<double> seconds;
  for (const UsableRun& run : usableRuns(result, arm, scale))
    if (run.stepSeconds) seconds.push_back(*run.stepSeconds);
  if (seconds.empty()) return none();
  const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
  std::nth_element(seconds.begin(), middle, seconds.end());
  return QString::number(*middle, 'g', 4);
}

/// A gain, or a bound of it.
QString gainOrBound(const std::optional<GainEstimate>& gain, const RigorousCell& cell, std::optional<double> bound) {
  return gain || !cell.bound || !bound ? gainText(gain) : shown(boundText(*cell.bound, *bound));
}

ReportTable gainTable(const RigorousResult& result, const std::string& scale) {
  ReportTable table{.header = {tr("arm"), tr("pairs"), tr("gain per step"), tr("gain per FLOP"), tr("gain per second"),
                               tr("p (Holm)"), tr("what it says")},
                    .rows = {},
                    .note = tr("Gain: compute of the baseline ÷ compute of the arm for the same loss, with its 95 % "
                               "interval. p: of no gain per step, over the arms of this scale.")};
  for (const RigorousCell& cell : result.cells)
    if (cell.scale == scale)
      table.rows.push_back({shown(cell.arm), countText(cell.pairs),
                            gainOrBound(cell.step, cell, cell.bound ? std::optional(cell.bound->step) : std::nullopt),
                            gainOrBound(cell.flop, cell, cell.bound ? cell.bound->flop : std::nullopt),
                            gainOrBound(cell.wall, cell, cell.bound ? cell.bound->wall : std::nullopt),
                            cell.pHolm ? shown(chanceWords(*cell.pHolm)) : none(), saysOf(cell, result)});
  return table;
}

ShownGain shownGain(const std::optional<GainEstimate>& gain, const std::string& why, const std::string& reason) {
  if (!gain) return {.ceg = {}, .low = {}, .high = {}, .reason = shown(why.empty() ? reason : why)};
  return {.ceg = gain->ceg, .low = gain->low, .high = gain->high, .reason = shown(gain->low ? "" : reason)};
}

GainChart gainChart(const StudyResult& study, const std::string& scale) {
  GainChart chart;
  chart.title = tr("Compute-equivalent gain over %1").arg(shown(study.study().baseline));
  chart.scale = shown(scale);
  for (const RigorousCell& cell : study.rigorous->cells)
    if (cell.scale == scale)
      chart.rows.push_back({.name = shown(cell.arm),
                            .step = shownGain(cell.step, {}, cell.reason),
                            .flop = shownGain(cell.flop, cell.whyNoFlop, cell.reason),
                            .wall = shownGain(cell.wall, cell.whyNoWall, cell.reason)});
  for (const NoiseFloor& floor : study.rigorous->floors)
    if (floor.scale == scale && !(chart.floorHigh && *chart.floorHigh >= floor.ceg)) {
      chart.floorHigh = floor.ceg;
      chart.floorLow = 1 / floor.ceg;
    }
  if (study.provisional()) chart.note = tr("Provisional: the study has not ended.");
  return chart;
}

ReportTable costTable(const StudyResult& study, const std::string& scale) {
  ReportTable table{
      .header = {tr("arm"), tr("target loss"), tr("diverged"), tr("parameters"), tr("FLOPs a token"), tr("density"),
                 tr("seconds a step")},
      .rows = {},
      .note = tr("Diverged: runs of the arm; a gain of the survivors alone is not a gain. Parameters "
                 "without tables of tokens and positions; FLOPs of training. Density: attended keys ÷ those of "
                 "dense causal attention.")};
  for (const std::string& arm : armsOf(study)) {
    const RigorousCell* found = nullptr;
    std::size_t diverged = 0;
    for (const RigorousCell& cell : study.rigorous->cells)
      if (cell.scale == scale) {
        if (cell.arm == arm) found = &cell;
        if (arm == study.study().baseline) diverged = std::max(diverged, cell.divergedBaseline);
      }
    if (found) diverged = found->divergedArm;
    const ResolvedCell* cell = study.resolved.find(arm, scale);
    table.rows.push_back({shown(arm), found ? lossText(found->targetLoss) : none(), countText(diverged),
                          cell ? shown(formatGrouped(cell->bodyParameters)) : none(),
                          cell ? shown(formatGrouped(cell->flopsPerToken)) : none(),
                          cell && cell->attentionDensity > 0 ? shown(formatFixed(cell->attentionDensity, 3)) : none(),
                          stepSecondsText(study, arm, scale)});
  }
  return table;
}

ReportTable countedTable(const PaperResult& result, const std::string& scale) {
  ReportTable table{
      .header = {tr("arm"), tr("seed"), tr("gain per step"), tr("kind"), tr("evaluations"), tr("target loss"),
                 tr("smallest"), tr("last")},
      .rows = {},
      .note = tr("As published: no gain per FLOP or second, no interval. Evaluations: of the baseline / of "
                 "the arm until the target. Losses smoothed over 8 evaluations.")};
  for (const PaperCell& cell : result.cells) {
    if (cell.scale != scale) continue;
    const PaperGain& gain = cell.gain;
    const bool refused = gain.status == PaperGain::Status::Refused;
    table.rows.push_back(
        {shown(cell.arm), QString::number(cell.seed), refused ? none() : shown(formatFixed(gain.ceg, 3)),
         refused ? tr("refused: %1").arg(shown(gain.reason)) : shown(word(gain.status)),
         refused ? none() : QStringLiteral("%1/%2").arg(gain.baselineEvaluations).arg(gain.armEvaluations),
         refused ? none() : lossText(gain.targetLoss), lossText(cell.minLoss), lossText(cell.lastLoss)});
  }
  return table;
}

/// Means over the seeds that reached each step with a finite loss.
ChartSeries meanCurve(const StudyResult& result, std::uint32_t arm, std::uint32_t scale) {
  struct Sum {
    double flops = 0, loss = 0, low = 0, high = 0;
    std::size_t runs = 0;
  };
  std::map<std::int64_t, Sum> sums;
  for (const CurveTable::Run& run : result.curves.runs) {
    if (run.arm != arm || run.scale != scale) continue;
    for (const CurvePoint& point : result.curves.curve(run)) {
      if (!std::isfinite(point.loss) || !(point.flops > 0)) continue;
      Sum& sum = sums[point.step];
      sum.low = sum.runs ? std::min(sum.low, point.loss) : point.loss;
      sum.high = sum.runs ? std::max(sum.high, point.loss) : point.loss;
      sum.flops += point.flops, sum.loss += point.loss, ++sum.runs;
    }
  }
  ChartSeries series;
  for (const auto& [step, sum] : sums) {
    series.x.push_back(sum.flops / static_cast<double>(sum.runs));
    series.y.push_back(sum.loss / static_cast<double>(sum.runs));
    series.low.push_back(sum.low);
    series.high.push_back(sum.high);
  }
  return series;
}

}  // namespace

void addResults(RunReport& report, const ReportedStudy& reported) {
  const StudyResult& result = *reported.result;
  if (!result.rigorous && !result.paper) {
    report.parts.push_back(ReportHeading{tr("Results")});
    report.parts.push_back(
        ReportText{result.noGains.empty() ? tr("There is no gain to report.") : shown(result.noGains)});
    return;
  }
  for (const std::string& scale : result.study().scales) {
    report.parts.push_back(ReportHeading{tr("Results at scale %1").arg(shown(scale))});
    if (result.paper) {
      report.parts.push_back(countedTable(*result.paper, scale));
      continue;
    }
    ReportTable gains = gainTable(*result.rigorous, scale);
    if (gains.rows.empty()) {
      report.parts.push_back(ReportText{tr("No run of an arm beside the baseline has ended at this scale.")});
      continue;
    }
    if (result.provisional()) gains.note += tr(" Provisional: the study has not ended.");
    report.parts.push_back(ReportGains{gainChart(result, scale)});
    report.parts.push_back(std::move(gains));
    report.parts.push_back(costTable(result, scale));
  }
}

void addFloors(RunReport& report, const ReportedStudy& reported) {
  const StudyResult& result = *reported.result;
  if (!result.rigorous) return;
  report.parts.push_back(ReportHeading{tr("Noise floors")});
  if (result.rigorous->floors.empty()) {
    report.parts.push_back(
        ReportText{tr("There is none: it needs two usable runs of the baseline at a scale, or an arm with the same "
                      "mathematics.")});
    return;
  }
  ReportTable table{.header = {tr("scale"), tr("source"), tr("floor"), tr("seeds or pairs")},
                    .rows = {},
                    .note = tr("Gains between 1 ÷ floor and floor say nothing: two copies of the baseline differ as "
                               "much by chance.")};
  for (const NoiseFloor& floor : result.rigorous->floors)
    table.rows.push_back({shown(floor.scale),
                          floor.fromSeeds ? tr("seeds of the baseline")
                                          : tr("%1, the same mathematics").arg(shown(result.study().sameAs)),
                          shown(formatFixed(floor.ceg, 3)), countText(floor.seeds)});
  report.parts.push_back(std::move(table));
}

void addSharedRate(RunReport& report, const ReportedStudy& reported) {
  const StudyResult& result = *reported.result;
  if (!result.sharedRate || !result.rigorous) return;
  report.parts.push_back(ReportHeading{tr("At one learning rate, and each arm at its own")});
  ReportTable table{
      .header = {tr("scale"), tr("arm"), tr("step, own"), tr("step, shared"), tr("FLOP, own"), tr("FLOP, shared"),
                 tr("second, own"), tr("second, shared")},
      .rows = {},
      .note = tr("Own: every arm at the rate that was found for it. Shared: every arm at the baseline's.")};
  for (const RigorousCell& own : result.rigorous->cells)
    for (const RigorousCell& shared : result.sharedRate->cells)
      if (own.arm == shared.arm && own.scale == shared.scale)
        table.rows.push_back({shown(own.scale), shown(own.arm), gainText(own.step), gainText(shared.step),
                              gainText(own.flop), gainText(shared.flop), gainText(own.wall), gainText(shared.wall)});
  report.parts.push_back(std::move(table));
}

void addLossCurves(RunReport& report, const ReportedStudy& reported) {
  const StudyResult& result = *reported.result;
  if (result.curves.runs.empty()) return;
  report.parts.push_back(ReportHeading{tr("Losses")});
  const bool annealed = result.study().plan == StudyPlanKind::Trunk;
  for (std::uint32_t scale = 0; scale < result.curves.scales.size(); ++scale) {
    ChartSpec spec;
    spec.title = annealed ? tr("Validation loss of annealed ends, scale %1").arg(shown(result.curves.scales[scale]))
                          : tr("Validation loss, scale %1").arg(shown(result.curves.scales[scale]));
    spec.subtitle = tr("mean, least and most over the seeds");
    spec.x = {.title = tr("training FLOPs"), .scale = AxisScale::Logarithmic, .numbers = AxisNumbers::Prefixed};
    spec.y.title = tr("nats per token");
    for (std::uint32_t arm = 0; arm < result.curves.arms.size(); ++arm) {
      ChartSeries series = meanCurve(result, arm, scale);
      if (series.x.empty()) continue;
      series.key = series.name = shown(result.curves.arms[arm]);
      series.colour = colourOf(result, result.curves.arms[arm]);
      spec.series.push_back(std::move(series));
    }
    if (spec.series.empty()) continue;
    if (const double entropy = result.resolved.cells.empty() ? 0 : entropyOfData(result.resolved.cells.front().base);
        entropy > 0)
      spec.references.push_back({entropy, tr("entropy of the data %1").arg(shown(formatFixed(entropy, 3)))});
    report.parts.push_back(ReportChart{std::move(spec)});
  }
}

}  // namespace headroom::study_report
