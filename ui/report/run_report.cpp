#include "ui/report/run_report.h"

#include <QObject>
#include <algorithm>
#include <cmath>

#include "core/analysis/live_ceg.h"
#include "core/arch/cost.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "ui/runs/run_chart_specs.h"

namespace headroom {

namespace {

QString tr(const char* text) {
  return QObject::tr(text);
}
QString shown(const std::string& text) {
  return QString::fromStdString(text);
}
QString plain(const Json& value) {
  if (value.is_string()) return shown(value.get<std::string>());
  if (value.is_boolean()) return value.get<bool>() ? tr("yes") : tr("no");
  return shown(dump(value));
}

const QString kNone = QStringLiteral("—");

QString nameOf(const RunCurves& run) {
  return shown(run.summary.meta.name.empty() ? run.summary.id.text : run.summary.meta.name);
}

const SeriesPoints& seriesOf(const RunCurves& run, const std::string& name) {
  static const SeriesPoints kEmpty;
  const auto found = run.series.find(name);
  return found == run.series.end() ? kEmpty : found->second;
}

QString loss(double value) {
  return std::isnan(value) ? kNone : shown(formatFixed(value, 4));
}

double best(const SeriesPoints& points) {
  double least = std::numeric_limits<double>::quiet_NaN();
  for (const double value : points.values)
    if (std::isfinite(value) && !(value >= least)) least = value;
  return least;
}

double wallSeconds(const RunSummary& run) {
  return run.startedNs > 0 && run.finishedNs > run.startedNs
             ? static_cast<double>(run.finishedNs - run.startedNs) * 1e-9
             : std::numeric_limits<double>::quiet_NaN();
}

QString question(const std::vector<ReportedRun>& runs) {
  const QString first = nameOf(runs.front().curves);
  if (runs.size() == 1)
    return tr("What loss does %1 reach, how fast does it train, and how near is it to the limits of this machine?")
        .arg(first);
  QStringList arms;
  for (std::size_t i = 1; i < runs.size(); ++i) arms << nameOf(runs[i].curves);
  return tr("How much compute does %1 save, or cost, to reach the loss of the baseline %2?")
      .arg(arms.join(", "), first);
}

ReportTable results(const std::vector<ReportedRun>& runs) {
  ReportTable table{.header = {tr("run"), tr("state"), tr("steps"), tr("validation loss, last"),
                               tr("validation loss, best"), tr("training loss, last"), tr("tokens/s"), tr("op traffic"),
                               tr("wall time")}};
  for (const ReportedRun& each : runs) {
    const RunCurves& run = each.curves;
    const SeriesPoints &val = seriesOf(run, "loss/val"), &train = seriesOf(run, "loss/train");
    const double seconds = wallSeconds(run.summary);
    table.rows.push_back(
        {nameOf(run), shown(std::string(word(run.summary.state))),
         QStringLiteral("%1 / %2").arg(shown(formatGrouped(run.summary.step)),
                                       shown(formatGrouped(run.definition.steps))),
         val.size() ? loss(val.values.back()) : kNone, loss(best(val)),
         train.size() ? loss(train.values.back()) : kNone,
         std::isnan(run.summary.tokensPerSecond) ? kNone : shown(formatCount(run.summary.tokensPerSecond)),
         std::isnan(run.summary.opTraffic) ? kNone : shown(formatUnit(run.summary.opTraffic, "B/s")),
         std::isnan(seconds) ? kNone : shown(formatDuration(seconds))});
  }
  table.note =
      tr("Losses in nats per token, measured. Tokens/s measured; op traffic modelled (bytes the ops touch ÷ measured "
         "time).");
  return table;
}

void addGains(RunReport& report, const std::vector<ReportedRun>& runs, const RunChartOptions& options,
              const std::vector<const RunCurves*>& curves) {
  report.parts.push_back(ReportHeading{tr("Compute-equivalent gain")});
  ReportTable table{.header = {tr("run"), tr("seed"), tr("per step"), tr("per FLOP"), tr("per second"),
                               tr("target loss"), tr("kind")}};
  const auto baseline = evaluations(runs.front().curves);
  QString label;
  QStringList notes;
  for (std::size_t i = 1; i < runs.size(); ++i) {
    const RunCurves& run = runs[i].curves;
    const LiveCeg ceg = liveCeg(baseline, evaluations(run));
    label = shown(ceg.label);
    const auto gain = [](const Gain& g) { return g.value ? "×" + shown(formatFixed(*g.value, 3)) : kNone; };
    const bool refusedOne = ceg.paper.status == PaperGain::Status::Refused;
    table.rows.push_back({nameOf(run), QString::number(run.definition.seed), gain(ceg.step), gain(ceg.flop),
                          gain(ceg.wall), refusedOne ? kNone : loss(ceg.paper.targetLoss),
                          shown(std::string(word(ceg.paper.status)))});
    for (const Gain* each : {&ceg.step, &ceg.flop, &ceg.wall})
      if (!each->value && !each->reason.empty() && !notes.contains(shown(each->reason))) notes << shown(each->reason);
    for (const std::string& warning : ceg.warnings) notes << shown(warning);
  }
  if (!label.isEmpty()) label = label.left(1).toUpper() + label.mid(1) + '.';
  table.note = tr("Baseline: %1. %2 One seed a cell: no interval.").arg(nameOf(runs.front().curves), label);
  report.parts.push_back(std::move(table));
  if (!notes.isEmpty()) report.parts.push_back(ReportList{notes});
  report.parts.push_back(ReportChart{runChart(RunChart::Ceg, curves, options)});
  report.parts.push_back(ReportText{tr("Known weaknesses of this estimator:")});
  QStringList weaknesses;
  for (const std::string& weakness : paperWeaknesses()) weaknesses << shown(weakness);
  report.parts.push_back(ReportList{weaknesses});
}

ReportTable keyed(const QString& left, const QString& right) {
  return {.header = {left, right}};
}

void addHardware(RunReport& report, const std::vector<ReportedRun>& runs, const MemoryRoofs& roofs) {
  report.parts.push_back(ReportHeading{tr("Hardware")});
  ReportTable table = keyed(tr("what"), tr("value"));
  const Numerics& numerics = runs.front().curves.definition.numerics;
  const Json attempts = runs.front().environment.value("attempts", Json::array());
  const Json machine = attempts.empty() ? Json::object() : attempts.back().value("machine", Json::object());
  if (machine.contains("processor")) table.rows.push_back({tr("processor"), plain(machine.at("processor"))});
  if (machine.contains("memory_available") && machine.at("memory_available").is_number())
    table.rows.push_back(
        {tr("memory available at the start"), shown(formatMemory(machine.at("memory_available").get<double>()))});
  table.rows.push_back({tr("device"), shown(numerics.device)});
  table.rows.push_back({tr("threads"), QString::number(numerics.threads)});
  if (!numerics.instructionSet.empty()) table.rows.push_back({tr("instruction set"), shown(numerics.instructionSet)});
  if (roofs.measured()) {
    table.rows.push_back({tr("DRAM roof, measured"), shown(formatUnit(roofs.dram(), "B/s"))});
    if (roofs.cache() > 0) table.rows.push_back({tr("cache roof, measured"), shown(formatUnit(roofs.cache(), "B/s"))});
  } else {
    table.rows.push_back({tr("roofs"), tr("not measured yet: run headroom doctor")});
  }
  report.parts.push_back(std::move(table));
}

void addArchitecture(RunReport& report, const RunCurves& run) {
  const auto architecture = architectureFromJson(run.definition.architecture, "run.json");
  if (!architecture) {
    report.parts.push_back(ReportText{tr("%1 carries no architecture (imported).").arg(nameOf(run))});
    return;
  }
  const auto recipe = patched({}, run.definition.recipe, "run.json");
  const auto graph = build(*architecture);
  const auto cost = graph && recipe ? modelCost(*graph, *recipe) : Result<ModelCost>(failed({}));
  if (cost) {
    ReportTable table = keyed(tr("of %1, modelled").arg(nameOf(run)), tr("value"));
    table.rows = {{tr("parameters"), shown(formatGrouped(cost->parameters))},
                  {tr("training FLOPs a token"), shown(formatCount(cost->flopsPerToken))},
                  {tr("FLOPs a step"), shown(formatCount(cost->flopsPerStep))},
                  {tr("bytes touched a step"), shown(formatUnit(cost->trafficPerStep, "B"))},
                  {tr("peak memory"), shown(formatMemory(cost->peakBytes))}};
    report.parts.push_back(std::move(table));
  }
  report.parts.push_back(ReportDiagram{*architecture});
}

void addConfiguration(RunReport& report, const std::vector<ReportedRun>& runs) {
  report.parts.push_back(ReportHeading{tr("Recipe and data")});
  ReportTable table{.header = {tr("key")}};
  std::vector<Json> columns;
  for (const ReportedRun& each : runs) {
    table.header << nameOf(each.curves);
    Json column = each.curves.definition.recipe;
    column["data"] = dump(each.curves.definition.data);
    column["seed"] = each.curves.definition.seed;
    columns.push_back(std::move(column));
  }
  for (const auto& [key, value] : columns.front().items()) {
    QStringList row{shown(key)};
    for (const Json& column : columns) row << (column.contains(key) ? plain(column.at(key)) : kNone);
    table.rows.push_back(std::move(row));
  }
  report.parts.push_back(std::move(table));
}

}  // namespace

Result<RunCurves> readCurves(const RunReader& reader, const RunId& run) {
  RunCurves curves;
  HEADROOM_ASSIGN(curves.summary, reader.run(run));
  HEADROOM_ASSIGN(curves.definition, reader.definition(run));
  for (const std::string& name : chartedSeries()) {
    HEADROOM_ASSIGN(curves.series[name], reader.series(run, name));
  }
  for (const std::string& name : chartedDoubles()) {
    HEADROOM_ASSIGN(curves.doubles[name], reader.doubles(run, name));
  }
  return curves;
}

RunReport makeReport(const std::vector<ReportedRun>& runs, const Json& machines, std::int64_t writtenNs) {
  std::vector<const RunCurves*> curves;
  QStringList names;
  for (const ReportedRun& run : runs) {
    curves.push_back(&run.curves);
    names << nameOf(run.curves);
  }
  RunChartOptions options{.roofs = MemoryRoofs(machines)};
  if (runs.size() > 1) options.baseline = curves.front();

  RunReport report{.title = names.join(QStringLiteral(" · "))};
  auto& parts = report.parts;
  parts.push_back(
      ReportText{tr("Written %1 by Headroom %2.").arg(shown(isoTime(writtenNs)), QStringLiteral(HEADROOM_VERSION))});
  parts.push_back(ReportHeading{tr("Question")});
  parts.push_back(ReportText{question(runs)});
  parts.push_back(ReportHeading{tr("Results")});
  parts.push_back(results(runs));
  for (const ReportedRun& run : runs) {
    const RunSummary& summary = run.curves.summary;
    if (summary.state != RunState::Completed)
      parts.push_back(
          ReportText{tr("%1 is %2, so its numbers are not final. %3")
                         .arg(nameOf(run.curves), shown(std::string(word(summary.state))), shown(summary.reason))});
  }
  parts.push_back(ReportChart{runChart(RunChart::Loss, curves, options)});
  parts.push_back(ReportChart{runChart(RunChart::Throughput, curves, options)});
  if (runs.size() > 1) addGains(report, runs, options, curves);
  parts.push_back(ReportHeading{tr("Memory bandwidth")});
  parts.push_back(ReportChart{runChart(RunChart::Bandwidth, curves, options)});
  addHardware(report, runs, options.roofs);
  parts.push_back(ReportHeading{tr("Architecture")});
  std::vector<Json> drawn;
  for (const ReportedRun& run : runs) {
    if (std::find(drawn.begin(), drawn.end(), run.curves.definition.architecture) != drawn.end()) {
      parts.push_back(ReportText{tr("%1 has an architecture that is drawn above.").arg(nameOf(run.curves))});
      continue;
    }
    addArchitecture(report, run.curves);
    drawn.push_back(run.curves.definition.architecture);
  }
  addConfiguration(report, runs);
  parts.push_back(ReportHeading{tr("Reproduce")});
  for (const ReportedRun& run : runs) {
    const auto command = reproduction(run.curves.definition);
    if (command) {
      parts.push_back(ReportCode{shown(*command)});
    } else {
      parts.push_back(ReportText{nameOf(run.curves) + ": " + shown(command.error().message)});
    }
  }
  parts.push_back(ReportHeading{tr("Full configuration")});
  for (const ReportedRun& run : runs) {
    parts.push_back(
        ReportText{tr("%1, as started (run %2):").arg(nameOf(run.curves), shown(run.curves.summary.id.text))});
    parts.push_back(ReportCode{shown(dump(toJson(run.curves.definition), 2))});
    if (!run.environment.empty()) {
      parts.push_back(ReportText{tr("Environment:")});
      parts.push_back(ReportCode{shown(dump(run.environment, 2))});
    }
  }
  return report;
}

}  // namespace headroom
