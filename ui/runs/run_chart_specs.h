// The charts of runs as plain data: what the page shows live and the report prints. Pure functions of the runs' curves.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/analysis/live_ceg.h"
#include "ui/charts/chart_spec.h"
#include "ui/models/roofs.h"
#include "ui/models/series_store.h"

namespace headroom {

enum class ChartX { Step, Tokens, Seconds };
enum class RunChart { Loss, Bandwidth, Ceg, Throughput, LearningRate, GradientNorm, StepTime, Memory };

/// All of them, in the order of the page.
const std::vector<RunChart>& allRunCharts();
QString wordFor(RunChart chart);

struct RunChartOptions {
  ChartX x = ChartX::Step;
  MemoryRoofs roofs;
  const RunCurves* baseline = nullptr;  // of the CEG; may be one of the runs
};

/// Series and doubles the charts are drawn from.
const std::vector<std::string>& chartedSeries();
const std::vector<std::string>& chartedDoubles();

/// One curve a run and series; a curve's key is seriesKey(), so that a live chart can be grown by what is new.
ChartSpec runChart(RunChart chart, const std::vector<const RunCurves*>& runs, const RunChartOptions& options);
QString seriesKey(const RunId& run, const std::string& series);
/// The points [from, end) of a series as a chart shows them (x in the chosen unit, y in the axis' unit).
void chartPoints(const RunCurves& run, const std::string& series, std::size_t from, ChartX x, std::vector<double>& xs,
                 std::vector<double>& ys);

/// "rope · seed 2" or the run's own name: short, as a legend wants it; unique among these runs.
QString legendName(const RunCurves& run, const std::vector<const RunCurves*>& among);
/// Evaluations of a run for the estimators of gains.
std::vector<CurvePoint> evaluations(const RunCurves& run);
/// Tokens of the steps 1 … step, as a function of the step; 0 when the definition does not say.
std::function<double(std::int64_t step)> tokensThrough(const RunDefinition& definition);
/// Exact entropy rate of the run's data in nats a token, where it is known (the grammar); else 0.
double entropyOfData(const RunDefinition& definition);
/// "×1.31 a step · ×1.28 a FLOP · ×1.19 a second"; a missing one is "—".
QString threeGains(const LiveCeg& ceg);

}  // namespace headroom
