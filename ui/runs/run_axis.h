// What runs along the x axis of a run's charts: where on it a step stands.
#pragma once

#include <QString>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ui/models/series_store.h"

namespace headroom {

enum class ChartX { Step, Tokens, Flops, RunSeconds, WallSeconds };

const std::vector<ChartX>& allChartXs();
/// "steps", "tokens": in a list of choices.
QString wordFor(ChartX x);
/// "step", "tokens", "FLOPs": at an axis, with the unit.
QString axisTitle(ChartX x);
/// For files: "step", "tokens", "flops", "run-seconds", "wall-seconds".
std::string idOf(ChartX x);
ChartX chartXFrom(const std::string& id);

/// Places on the axis are known only at evaluations and drawn in between and a little beyond: exact places come later.
bool isInterpolated(ChartX x);

/// Tokens of the steps 1 … step, as a function of the step; 0 when the definition does not say.
std::function<double(std::int64_t step)> tokensThrough(const RunDefinition& definition);

/// Where steps of this run stand on the axis; NaN when the run does not tell. Not for WallSeconds, which belong to
/// points.
std::function<double(std::int64_t step)> placeOnAxis(const RunCurves& run, ChartX x);

/// Places of the points [from, end) of one of the run's series; they never fall.
std::vector<double> placesOf(const RunCurves& run, const SeriesPoints& points, std::size_t from, ChartX x);

}  // namespace headroom
