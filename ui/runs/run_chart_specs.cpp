#include "ui/runs/run_chart_specs.h"

#include <QObject>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/base/units.h"
#include "core/train/data/grammar.h"
#include "ui/runs/seed_means.h"

namespace headroom {

namespace {

QString shown(const std::string& text) {
  return QString::fromStdString(text);
}

/// From the series' own unit to the axis'.
double factorOf(const std::string& series) {
  if (series.starts_with("bandwidth/")) return 1e-9;          // GB/s
  if (series.starts_with("memory/")) return 1.0 / (1 << 30);  // GiB
  if (series.starts_with("time/")) return 1e3;                // ms
  return 1;
}

const SeriesPoints& pointsOf(const RunCurves& run, const std::string& series) {
  static const SeriesPoints kNone;
  const auto found = run.series.find(series);
  return found == run.series.end() ? kNone : found->second;
}

ChartAxis xAxis(ChartX x, const std::vector<const RunCurves*>& runs) {
  ChartAxis axis{.title = axisTitle(x), .numbers = AxisNumbers::Prefixed, .from = 0};
  // To the planned end, where that is known beforehand: a live curve then shows how far it has come.
  double end = 0;
  for (const auto* run : runs) {
    const std::int64_t last = run->definition.steps;
    if (x == ChartX::Step) end = std::max(end, static_cast<double>(last));
    if (x == ChartX::Tokens) end = std::max(end, tokensThrough(run->definition)(last));
  }
  if (end > 0) axis.to = end;
  return axis;
}

int colourOf(const RunCurves& run, const RunChartOptions& options, int place) {
  const auto known = options.colours.find(run.summary.id);
  return known == options.colours.end() ? place : known->second;
}

/// What the charts of one run have in common: its name, its colour; it is hidden and shown as a whole.
ChartSeries lookOf(const RunCurves& run, const std::vector<const RunCurves*>& runs, const RunChartOptions& options,
                   int place, ChartSeries look) {
  look.name = legendName(run, runs) + look.name;
  look.group = shown(run.summary.id.text);
  look.colour = colourOf(run, options, place);
  look.ownColour = QColor(shown(run.summary.meta.colour));
  return look;
}

/// Runs that differ in nothing but their seed, in the order of the first of each.
std::vector<std::vector<const RunCurves*>> armsOf(const std::vector<const RunCurves*>& runs) {
  std::vector<std::vector<const RunCurves*>> arms;
  const auto same = [](const RunSummary& a, const RunSummary& b) {
    return a.model == b.model && a.scale == b.scale && a.arms == b.arms;
  };
  for (const auto* run : runs) {
    const auto found = std::find_if(arms.begin(), arms.end(),
                                    [&](const auto& arm) { return same(arm.front()->summary, run->summary); });
    if (found == arms.end()) {
      arms.push_back({run});
    } else {
      found->push_back(run);
    }
  }
  return arms;
}

QString armName(const RunSummary& run) {
  if (run.arms.empty()) return QObject::tr("%1, %2").arg(shown(run.model), shown(run.scale));
  QStringList names;
  for (const auto& arm : run.arms) names << shown(arm);
  return QObject::tr("%1, %2").arg(names.join(QStringLiteral(" + ")), shown(run.scale));
}

void addMeans(ChartSpec& spec, const std::vector<const RunCurves*>& runs, const std::string& series,
              const RunChartOptions& options, const ChartSeries& look) {
  int place = 0;
  for (const auto& arm : armsOf(runs)) {
    std::vector<SeedCurve> seeds;
    for (const auto* run : arm) {
      seeds.emplace_back();
      chartPoints(*run, series, 0, options.x, seeds.back().x, seeds.back().y);
    }
    MeanCurve mean = meanOverSeeds(seeds);
    ChartSeries each = look;
    // No run's own key: what comes in live is not a point of a mean.
    each.key = seriesKey(arm.front()->summary.id, series) + QStringLiteral("|mean");
    each.name = armName(arm.front()->summary) + look.name;
    each.name += arm.size() == 1 ? QObject::tr(" · 1 seed") : QObject::tr(" · %1 seeds").arg(arm.size());
    each.group = shown(arm.front()->summary.id.text);
    each.colour = colourOf(*arm.front(), options, place++);
    each.x = std::move(mean.x);
    each.y = std::move(mean.mean);
    if (arm.size() > 1) {
      each.low = std::move(mean.low);
      each.high = std::move(mean.high);
      each.spread = look.style == LineStyle::Points ? SpreadStyle::Whiskers : SpreadStyle::Band;
    }
    spec.series.push_back(std::move(each));
  }
}

/// `look.name`: what the series is beside the run's name.
void addSeries(ChartSpec& spec, const std::vector<const RunCurves*>& runs, const std::string& series,
               const RunChartOptions& options, const ChartSeries& look) {
  if (options.byArm) return addMeans(spec, runs, series, options, look);
  int place = 0;
  for (const auto* run : runs) {
    ChartSeries each = lookOf(*run, runs, options, place++, look);
    each.key = seriesKey(run->summary.id, series);
    chartPoints(*run, series, 0, options.x, each.x, each.y);
    spec.series.push_back(std::move(each));
  }
}

void addLoss(ChartSpec& spec, const std::vector<const RunCurves*>& runs, const RunChartOptions& options) {
  addSeries(spec, runs, "loss/train", options, {.smoothable = true});
  addSeries(spec, runs, "loss/val", options,
            {.name = QObject::tr(" · validation"), .inLegend = false, .style = LineStyle::Points});
  spec.subtitle = QObject::tr("line: training · dots: validation");
  double entropy = 0;
  for (const auto* run : runs) entropy = std::max(entropy, entropyOfData(run->definition));
  if (entropy > 0) {
    spec.references.push_back({entropy, QObject::tr("entropy of the data %1").arg(shown(formatFixed(entropy, 3)))});
  }
}

void addBandwidth(ChartSpec& spec, const std::vector<const RunCurves*>& runs, const RunChartOptions& options) {
  addSeries(spec, runs, "bandwidth/op-traffic", options, {});
  addSeries(spec, runs, "bandwidth/dram", options,
            {.name = QObject::tr(" · DRAM, measured"), .inLegend = false, .style = LineStyle::Dashed});
  addBandwidthFrame(spec, runs, options.roofs);
}

/// Gains belong to steps, the clock to points.
ChartX cegAxis(ChartX x) {
  return x == ChartX::WallSeconds ? ChartX::RunSeconds : x;
}

void addCeg(ChartSpec& spec, const std::vector<const RunCurves*>& runs, const RunChartOptions& options) {
  spec.references.push_back({1.0, QObject::tr("no gain")});
  if (!options.baseline) {
    spec.empty = QObject::tr("Select a run and its baseline to compare them.");
    return;
  }
  const auto baseline = evaluations(*options.baseline);
  QStringList reasons;
  QString label;
  int place = -1;
  for (const auto* run : runs) {
    ++place;
    if (run->summary.id == options.baseline->summary.id) continue;
    const auto arm = evaluations(*run);
    const LiveCeg ceg = liveCeg(baseline, arm);
    label = shown(ceg.label);
    ChartSeries series = lookOf(*run, runs, options, place, {.name = "  " + threeGains(ceg)});
    series.key = seriesKey(run->summary.id, "ceg");
    const auto at = placeOnAxis(*run, cegAxis(options.x));  // the arm's own steps, tokens or seconds
    for (const auto& point : ceg.curve) {
      series.x.push_back(at(point.step));
      series.y.push_back(point.gain);
    }
    for (const auto* gain : {&ceg.step, &ceg.flop, &ceg.wall}) {
      if (!gain->value && !reasons.contains(shown(gain->reason))) reasons << shown(gain->reason);
    }
    spec.series.push_back(std::move(series));
  }
  const QString baselineName = shown(options.baseline->summary.meta.name);
  spec.subtitle = QObject::tr("baseline: %1").arg(baselineName);
  spec.empty = spec.series.empty() ? QObject::tr("Select another run to compare with %1.").arg(baselineName)
                                   : QObject::tr("No gain yet: both runs need evaluations.");
  if (!label.isEmpty()) spec.note = label.left(1).toUpper() + label.mid(1) + '.';
  if (!reasons.isEmpty()) spec.note += QObject::tr(" —: %1").arg(reasons.join(QStringLiteral("; ")));
}

void addStepTime(ChartSpec& spec, const std::vector<const RunCurves*>& runs, const RunChartOptions& options) {
  if (runs.size() != 1 || options.byArm) return addSeries(spec, runs, "time/step", options, {.smoothable = true});
  const std::pair<const char*, QString> parts[] = {{"time/step", QObject::tr("step")},
                                                   {"time/forward", QObject::tr("forward")},
                                                   {"time/backward", QObject::tr("backward")},
                                                   {"time/optimizer", QObject::tr("optimizer")},
                                                   {"time/data", QObject::tr("data")}};
  for (int i = 0; i < 5; ++i) {
    const std::string series = parts[i].first;
    ChartSeries each{
        .key = seriesKey(runs[0]->summary.id, series), .name = parts[i].second, .colour = i, .smoothable = true};
    chartPoints(*runs[0], series, 0, options.x, each.x, each.y);
    spec.series.push_back(std::move(each));
  }
}

}  // namespace

const std::vector<RunChart>& allRunCharts() {
  static const std::vector<RunChart> charts{RunChart::Loss,       RunChart::Bandwidth,    RunChart::Ceg,
                                            RunChart::Throughput, RunChart::LearningRate, RunChart::GradientNorm,
                                            RunChart::StepTime,   RunChart::Memory};
  return charts;
}

QString wordFor(RunChart chart) {
  switch (chart) {
    case RunChart::Loss:
      return QObject::tr("Loss");
    case RunChart::Bandwidth:
      return QObject::tr("Memory bandwidth");
    case RunChart::Ceg:
      return QObject::tr("Compute-equivalent gain, per step");
    case RunChart::Throughput:
      return QObject::tr("Throughput");
    case RunChart::LearningRate:
      return QObject::tr("Learning rate");
    case RunChart::GradientNorm:
      return QObject::tr("Gradient norm");
    case RunChart::StepTime:
      return QObject::tr("Time of a step");
    case RunChart::Memory:
      return QObject::tr("Memory");
  }
  return {};
}

std::string idOf(RunChart chart) {
  switch (chart) {
    case RunChart::Loss:
      return "loss";
    case RunChart::Bandwidth:
      return "bandwidth";
    case RunChart::Ceg:
      return "ceg";
    case RunChart::Throughput:
      return "throughput";
    case RunChart::LearningRate:
      return "learning-rate";
    case RunChart::GradientNorm:
      return "gradient-norm";
    case RunChart::StepTime:
      return "step-time";
    case RunChart::Memory:
      return "memory";
  }
  return {};
}

const std::vector<std::string>& chartedSeries() {
  static const std::vector<std::string> names{"loss/train",    "loss/val",       "lr",           "grad_norm",
                                              "throughput",    "time/step",      "time/forward", "time/data",
                                              "time/backward", "time/optimizer", "memory/peak",  "bandwidth/op-traffic",
                                              "bandwidth/dram"};
  return names;
}

const std::vector<std::string>& chartedDoubles() {
  static const std::vector<std::string> names{"tokens", "flops", "seconds", "loss/val"};
  return names;
}

QString seriesKey(const RunId& run, const std::string& series) {
  return shown(run.text + '|' + series);
}

void addBandwidthFrame(ChartSpec& spec, const std::vector<const RunCurves*>& runs, const MemoryRoofs& roofs) {
  bool dramMeasured = false;
  double typical = 0;
  for (const auto* run : runs) {
    dramMeasured = dramMeasured || pointsOf(*run, "bandwidth/dram").size() > 0;
    auto values = pointsOf(*run, "bandwidth/op-traffic").values;
    if (values.empty()) continue;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    typical = std::max(typical, *middle);
  }
  spec.subtitle = dramMeasured ? QObject::tr("line: op traffic, modelled · dashed: DRAM, measured")
                               : QObject::tr("op traffic, modelled");
  QStringList notes;
  if (roofs.measured()) {
    const MemoryRoof dram = roofs.dramRoof(), level = roofs.roofAbove(typical);
    spec.references.push_back({dram.bytesPerSecond * 1e-9, dram.label, true});
    if (level.cache) spec.references.push_back({level.bytesPerSecond * 1e-9, level.label, true});
    if (typical > roofs.dram()) notes << QObject::tr("Above the DRAM roof: served from cache.");
  } else {
    notes << QObject::tr("This machine's roofs are not measured yet: run headroom doctor.");
  }
  if (!dramMeasured) notes << QObject::tr("DRAM measured: needs an NVIDIA GPU of the Hopper generation or newer.");
  spec.note = notes.join(' ');
}

void chartPoints(const RunCurves& run, const std::string& series, std::size_t from, ChartX x, std::vector<double>& xs,
                 std::vector<double>& ys) {
  const SeriesPoints& points = pointsOf(run, series);
  const double factor = factorOf(series);
  const auto places = placesOf(run, points, from, x);
  xs.insert(xs.end(), places.begin(), places.end());
  for (std::size_t i = from; i < points.size(); ++i) ys.push_back(points.values[i] * factor);
}

QString legendName(const RunCurves& run, const std::vector<const RunCurves*>& among) {
  const auto brief = [](const RunCurves& each) {
    return each.summary.meta.name.empty() ? each.summary.id.text : each.summary.meta.name;
  };
  const auto same =
      std::count_if(among.begin(), among.end(), [&](const auto* each) { return brief(*each) == brief(run); });
  return same > 1 ? QObject::tr("%1 · %2").arg(shown(brief(run)), shown(run.summary.id.text)) : shown(brief(run));
}

std::vector<CurvePoint> evaluations(const RunCurves& run) {
  std::vector<CurvePoint> curve;
  const auto doubles = [&](const std::string& name) -> const SeriesPoints* {
    const auto found = run.doubles.find(name);
    return found == run.doubles.end() || found->second.size() == 0 ? nullptr : &found->second;
  };
  const auto at = [](const SeriesPoints* points, std::int64_t step) {
    if (!points) return CurvePoint::kUnknown;
    const auto found = std::lower_bound(points->steps.begin(), points->steps.end(), step);
    if (found == points->steps.end() || *found != step) return CurvePoint::kUnknown;
    return points->values[static_cast<std::size_t>(found - points->steps.begin())];
  };
  const SeriesPoints* exact = doubles("loss/val");
  const SeriesPoints& losses = exact ? *exact : pointsOf(run, "loss/val");
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const std::int64_t step = losses.steps[i];
    CurvePoint point{.step = step, .loss = losses.values[i]};
    point.tokens = at(doubles("tokens"), step);
    point.flops = at(doubles("flops"), step);
    point.seconds = at(doubles("seconds"), step);
    curve.push_back(point);
  }
  return curve;
}

double entropyOfData(const RunDefinition& definition) {
  const auto source = definition.data.find("source");
  if (source != definition.data.end() && source->is_string() && source->get<std::string>() == "grammar") {
    static const double rate = entropyRate(defaultGrammar());
    return rate;
  }
  return 0;
}

QString threeGains(const LiveCeg& ceg) {
  const auto one = [](const Gain& gain, const QString& unit) {
    return QObject::tr("%1 %2").arg(gain.value ? "×" + shown(formatFixed(*gain.value, 2)) : QStringLiteral("—"), unit);
  };
  return QStringList{one(ceg.step, QObject::tr("a step")), one(ceg.flop, QObject::tr("a FLOP")),
                     one(ceg.wall, QObject::tr("a second"))}
      .join(QStringLiteral(" · "));
}

ChartSpec runChart(RunChart chart, const std::vector<const RunCurves*>& runs, const RunChartOptions& options) {
  ChartSpec spec{.title = wordFor(chart), .x = xAxis(options.x, runs), .empty = QObject::tr("No values yet")};
  switch (chart) {
    case RunChart::Loss:
      spec.y.title = QObject::tr("nats per token");
      addLoss(spec, runs, options);
      break;
    case RunChart::Bandwidth:
      spec.y = {.title = QObject::tr("GB/s"), .from = 0};
      addBandwidth(spec, runs, options);
      break;
    case RunChart::Ceg:
      spec.x = xAxis(cegAxis(options.x), runs);
      spec.y.title = QObject::tr("× compute");
      addCeg(spec, runs, options);
      break;
    case RunChart::Throughput:
      spec.y = {.title = QObject::tr("tokens per second"), .numbers = AxisNumbers::Prefixed, .from = 0};
      addSeries(spec, runs, "throughput", options, {.smoothable = true});
      break;
    case RunChart::LearningRate:
      spec.y = {.title = QObject::tr("learning rate"), .from = 0};
      addSeries(spec, runs, "lr", options, {});
      break;
    case RunChart::GradientNorm:
      spec.y = {.title = QObject::tr("norm of the gradient before clipping"), .from = 0};
      addSeries(spec, runs, "grad_norm", options, {.smoothable = true});
      break;
    case RunChart::StepTime:
      spec.y = {.title = QObject::tr("milliseconds"), .from = 0};
      addStepTime(spec, runs, options);
      break;
    case RunChart::Memory:
      spec.y = {.title = QObject::tr("GiB, peak of the process"), .from = 0};
      addSeries(spec, runs, "memory/peak", options, {});
      break;
  }
  const bool nowhere =
      !spec.series.empty() && std::all_of(spec.series.begin(), spec.series.end(), [](const auto& each) {
        return std::none_of(each.x.begin(), each.x.end(), [](double x) { return std::isfinite(x); });
      });
  if (nowhere && isInterpolated(options.x) && chart != RunChart::Ceg)
    spec.empty = QObject::tr("No %1 yet: they come with the first evaluations. Choose steps.").arg(wordFor(options.x));
  return spec;
}

}  // namespace headroom
