#include "ui/study/study_charts.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/analysis/loss_curve.h"

namespace headroom {

namespace {

QString tr(const char* text, int n = -1) {
  return QCoreApplication::translate("StudyCharts", text, nullptr, n);
}

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

/// As long as a legend bears; the beginning and the end tell arms apart.
QString legendName(const std::string& arm) {
  const QString name = text(arm);
  return name.size() > 26 ? name.left(14) + QStringLiteral("…") + name.right(11) : name;
}

QString provisional(const StudyResult& study) {
  return study.provisional() ? tr("provisional: the study has not ended") : QString();
}

QString unlessGains(const StudyResult& study) {
  return study.noGains.empty() ? tr("There is no gain yet.") : text(study.noGains);
}

GainRow rowOf(const RigorousCell& cell) {
  const bool refused = cell.status == RigorousCell::Status::Refused;
  const std::string reason = cell.reason + (cell.bound ? "; " + boundWords(*cell.bound) : "");
  const auto absent = [&](const std::string& why) { return refused || why.empty() ? reason : why; };
  return {text(cell.arm), shown(cell.step, cell.reason, reason), shown(cell.flop, cell.reason, absent(cell.whyNoFlop)),
          shown(cell.wall, cell.reason, absent(cell.whyNoWall))};
}

GainRow rowOf(const PaperCell& cell, bool seeds) {
  const QString only = tr("the paper's rule counts evaluations alone");
  GainRow row{text(cell.arm), {}, {{}, {}, {}, only}, {{}, {}, {}, only}};
  if (seeds) row.name += tr(", seed %1").arg(cell.seed);
  if (cell.gain.status == PaperGain::Status::Refused) {
    row.step.reason = text(cell.gain.reason);
  } else {
    row.step.ceg = cell.gain.ceg;
    row.step.reason = cell.gain.status == PaperGain::Status::Auxiliary ? tr("auxiliary; one seed") : tr("one seed");
  }
  return row;
}

/// Mean FLOPs at which the baseline reaches the cell's target: where the gain stands on the axis of compute.
std::optional<double> computeOf(const StudyResult& study, const RigorousCell& cell) {
  if (!cell.targetLoss) return {};
  double sum = 0;
  int count = 0;
  for (const CurveTable::Run& run : study.curves.runs) {
    if (study.curves.arms[run.arm] != study.study().baseline || study.curves.scales[run.scale] != cell.scale) continue;
    const UsableRun usable = usableRun(study.curves.curve(run));
    const double loss = *cell.targetLoss;
    if (!usable.usable() || !usable.hasFlops || loss > usable.curve.first() || loss < usable.curve.last()) continue;
    sum += usable.curve.lnFlopsAt(loss);
    ++count;
  }
  return count > 0 ? std::optional(std::exp(sum / count)) : std::nullopt;
}

}  // namespace

std::vector<std::string> comparedArms(const Study& study) {
  std::vector<std::string> arms;
  for (const StudyArm& arm : study.arms)
    if (arm.name != study.baseline) arms.push_back(arm.name);
  return arms;
}

int colourOf(const Study& study, const std::string& arm) {
  if (arm == study.baseline) return 6;  // the grey of the series
  const auto arms = comparedArms(study);
  const auto at = static_cast<int>(std::find(arms.begin(), arms.end(), arm) - arms.begin()) % 7;
  return at < 6 ? at : 7;
}

const RigorousCell* cellOf(const std::optional<RigorousResult>& result, const std::string& arm,
                           const std::string& scale) {
  if (!result) return nullptr;
  for (const RigorousCell& cell : result->cells)
    if (cell.arm == arm && cell.scale == scale) return &cell;
  return nullptr;
}

ShownGain shown(const std::optional<GainEstimate>& gain, const std::string& reason, const std::string& absent) {
  if (!gain) return {{}, {}, {}, text(absent)};
  if (!gain->low || !gain->high) return {gain->ceg, {}, {}, text(reason)};
  return {gain->ceg, gain->low, gain->high, {}};
}

GainChart gainChart(const StudyResult& study, const std::string& scale) {
  GainChart chart{.title = tr("Compute-equivalent gain"), .scale = text(scale), .note = provisional(study)};
  chart.empty = unlessGains(study);
  if (study.paper) {
    chart.title = tr("Gain by the paper's rule, as published");
    const bool seeds = study.study().seeds.size() > 1;
    for (const PaperCell& cell : study.paper->cells)
      if (cell.scale == scale && cell.arm != study.paper->baseline) chart.rows.push_back(rowOf(cell, seeds));
  }
  if (!study.rigorous) return chart;
  std::size_t pairs = 0;
  for (const std::string& arm : comparedArms(study.study()))
    if (const RigorousCell* cell = cellOf(study.rigorous, arm, scale)) {
      chart.rows.push_back(rowOf(*cell));
      pairs = std::max(pairs, cell->pairs);
    }
  if (chart.rows.empty() && study.noGains.empty()) chart.empty = tr("No run of this scale has ended yet.");
  if (pairs > 1) chart.title = tr("Compute-equivalent gain, 95 % intervals, %1 seeds").arg(pairs);
  for (const NoiseFloor& floor : study.rigorous->floors) {
    if (floor.scale != scale || !(floor.ceg >= chart.floorHigh.value_or(1))) continue;
    chart.floorHigh = floor.ceg;  // the wider of the two
    chart.floorLow = 1 / floor.ceg;
  }
  return chart;
}

ChartSpec cegAgainstCompute(const StudyResult& study) {
  ChartSpec spec{
      .title = tr("Does it last? CEG against compute"),
      .x = {.title = tr("FLOPs of the baseline"), .scale = AxisScale::Logarithmic, .numbers = AxisNumbers::Prefixed},
      .y = {.title = tr("gain per FLOP, ×"), .scale = AxisScale::Logarithmic},
      .references = {{1, tr("no gain"), false}},
      .note = provisional(study),
      .empty = unlessGains(study)};
  if (study.paper) spec.empty = tr("The paper's rule has no gain per FLOP.");
  double from = INFINITY, to = 0;
  for (const std::string& arm : comparedArms(study.study())) {
    ChartSeries series{
        .key = text(arm), .name = legendName(arm), .colour = colourOf(study.study(), arm), .style = LineStyle::Points};
    std::map<double, const GainEstimate*> points;  // by compute
    for (const std::string& scale : study.study().scales) {
      const RigorousCell* cell = cellOf(study.rigorous, arm, scale);
      if (!cell || !cell->flop) continue;
      if (const auto compute = computeOf(study, *cell)) points[*compute] = &*cell->flop;
    }
    for (const auto& [compute, gain] : points) {
      series.x.push_back(compute);
      series.y.push_back(gain->ceg);
      series.low.push_back(gain->low.value_or(NAN));
      series.high.push_back(gain->high.value_or(NAN));
      from = std::min(from, compute);
      to = std::max(to, compute);
    }
    if (!series.x.empty()) spec.series.push_back(std::move(series));
  }
  for (const ScaleLaw& law : study.laws.arms) {
    ChartSeries series{.key = text("law " + law.arm),
                       .colour = colourOf(study.study(), law.arm),
                       .style = LineStyle::Dashed,
                       .spread = SpreadStyle::Band};
    for (const ScaleLaw::AtCompute& at : law.band) {
      series.x.push_back(at.flops);
      series.y.push_back(at.ceg);
      series.low.push_back(at.low.value_or(NAN));
      series.high.push_back(at.high.value_or(NAN));
      to = std::max(to, at.flops);
    }
    spec.series.push_back(std::move(series));
    spec.subtitle = tr("dashed: fitted law, past the last point extrapolated");
  }
  spec.legendBeside = true;
  if (spec.series.empty()) spec.references.clear();
  if (to > 0) {
    spec.x.from = from / 1.3;
    spec.x.to = to * 1.3;
  }
  return spec;
}

ChartSpec cegAgainstLoss(const StudyResult& study, const std::string& arm, const std::string& scale) {
  ChartSpec spec{.title = tr("CEG against loss: %1 at %2").arg(text(arm), text(scale)),
                 .x = {.title = tr("validation loss, nats per token"), .numbers = AxisNumbers::Plain},
                 .y = {.title = tr("gain per step, ×"), .scale = AxisScale::Logarithmic},
                 .references = {{1, tr("no gain"), false}},
                 .note = provisional(study),
                 .empty = unlessGains(study)};
  if (study.paper) spec.empty = tr("The paper's rule gives one number a run, no curve.");
  const RigorousCell* cell = cellOf(study.rigorous, arm, scale);
  if (!cell) return spec;
  if (cell->curve.empty()) {
    spec.empty = cell->reason.empty() ? spec.empty : text(cell->reason);
    return spec;
  }
  // The other two gains never stand far from the one that is drawn.
  const GainRow all = rowOf(*cell);
  spec.note = tr("at the target: per step %1 · per FLOP %2 · per second here %3")
                  .arg(gainText(all.step), gainText(all.flop), gainText(all.wall)) +
              (spec.note.isEmpty() ? QString() : QStringLiteral(" · ") + spec.note);
  ChartSeries series{
      .key = text(arm), .name = text(arm), .colour = colourOf(study.study(), arm), .spread = SpreadStyle::Band};
  auto curve = cell->curve;
  std::sort(curve.begin(), curve.end(), [](const auto& a, const auto& b) { return a.loss < b.loss; });
  for (const RigorousCell::AtLoss& at : curve) {
    series.x.push_back(at.loss);
    series.y.push_back(at.gain.ceg);
    series.low.push_back(at.gain.low.value_or(NAN));
    series.high.push_back(at.gain.high.value_or(NAN));
  }
  if (std::all_of(series.low.begin(), series.low.end(), [](double low) { return std::isnan(low); })) {
    series.low.clear();
    series.high.clear();
    spec.subtitle = tr("one seed: no band can be given");
  }
  spec.series.push_back(std::move(series));
  return spec;
}

ChartSpec lossCurves(const StudyResult& study, const std::string& scale) {
  const bool trunk = study.study().plan == StudyPlanKind::Trunk;
  ChartSpec spec{.title = trunk ? tr("Loss at annealed ends, scale %1").arg(text(scale))
                                : tr("Validation loss, scale %1").arg(text(scale)),
                 .subtitle = trunk ? tr("every point is the end of a run") : tr("points in mid-schedule"),
                 .x = {.title = tr("FLOPs"), .scale = AxisScale::Logarithmic, .numbers = AxisNumbers::Prefixed},
                 .y = {.title = tr("nats per token")},
                 .note = provisional(study),
                 .empty = tr("No run of this scale has ended yet.")};
  double from = INFINITY, to = 0;
  std::map<std::string, bool> named;
  for (const CurveTable::Run& run : study.curves.runs) {
    if (study.curves.scales[run.scale] != scale) continue;
    const std::string& arm = study.curves.arms[run.arm];
    ChartSeries series{.key = text(arm + "/" + std::to_string(run.seed)),
                       .colour = colourOf(study.study(), arm),
                       .style = trunk ? LineStyle::Points : LineStyle::Solid};
    for (const CurvePoint& point : study.curves.curve(run)) {
      const double flops = std::isfinite(point.flops) ? point.flops : NAN;
      if (!(flops > 0)) continue;
      series.x.push_back(flops);
      series.y.push_back(point.loss);
      from = std::min(from, flops);
      to = std::max(to, flops);
    }
    if (series.x.empty()) continue;
    if (!std::exchange(named[arm], true)) series.name = legendName(arm);  // one entry in the legend for all seeds
    spec.series.push_back(std::move(series));
  }
  spec.legendBeside = true;
  if (to > 0) {
    spec.x.from = from / 1.1;
    spec.x.to = to * 1.1;
  }
  return spec;
}

}  // namespace headroom
