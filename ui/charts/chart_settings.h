// What a person chose for one chart, kept from one day to the next.
#pragma once

#include <optional>

#include "core/base/json.h"
#include "ui/charts/chart_spec.h"

namespace headroom {

struct ChartSettings {
  std::optional<AxisScale> x, y;    // else as the chart comes
  std::optional<double> smoothing;  // else that of the page
  bool showOutliers = false;        // the axis reaches to every value, however far the others lie from it
  bool legend = true;
  bool operator==(const ChartSettings&) const = default;
};

Json toJson(const ChartSettings& settings);
/// What is not understood is as if it had never been chosen: a newer or broken file costs no chart.
ChartSettings chartSettingsFrom(const Json& json);

}  // namespace headroom
