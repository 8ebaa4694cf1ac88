// What a chart shows, as plain data: the same description feeds the live page and the printed report.
#pragma once

#include <QColor>
#include <QString>
#include <optional>
#include <utility>
#include <vector>

namespace headroom {

enum class AxisScale { Linear, Logarithmic };
enum class AxisNumbers { Plain, Prefixed };  // 0.5 2.0 3.5, or 0 25 k 50 k

struct ChartAxis {
  QString title;  // in words with unit: "nats per token"
  AxisScale scale = AxisScale::Linear;
  AxisNumbers numbers = AxisNumbers::Plain;
  std::optional<double> from, to;                  // kept fixed; else the data decides
  std::vector<std::pair<double, QString>> labels;  // names at these values instead of numbers
  bool operator==(const ChartAxis&) const = default;
};

enum class LineStyle { Solid, Dashed, Points };
enum class SpreadStyle { Whiskers, Band };

struct ChartSeries {
  QString key;            // stays the same while the series grows
  QString name;           // in the legend; empty: not in the legend, and without words
  bool inLegend = true;   // else named in tables and words only
  QString group;          // series of one group are hidden and shown together; empty: this one alone
  std::vector<double> x;  // never falling
  std::vector<double> y;  // NaN: a gap
  int colour = 0;         // index into ThemeColours::series; beyond its end they begin again, dashed
  QColor ownColour;       // valid: chosen by a person, instead of that
  LineStyle style = LineStyle::Solid;
  bool smoothable = false;        // the chart's smoothing applies: raw faint behind
  std::vector<double> low, high;  // intervals of the points, as many as there are; NaN: none. append() adds none
  SpreadStyle spread = SpreadStyle::Whiskers;
  bool operator==(const ChartSeries&) const = default;
};

/// A horizontal line with its meaning written on it: a roof, an entropy floor, no gain.
struct ReferenceLine {
  double value = 0;
  QString label;
  bool limit = false;  // drawn in the colour of limits (roofs) rather than of floors
  bool operator==(const ReferenceLine&) const = default;
};

struct ChartSpec {
  QString title;
  QString subtitle;  // right of the title: "smoothed 0.9 · raw behind"
  ChartAxis x{.numbers = AxisNumbers::Prefixed};
  ChartAxis y;
  std::vector<ChartSeries> series;
  std::vector<ReferenceLine> references;
  bool legendBeside = false;  // always right of the chart; else inside, where it covers no curve
  QString note;               // a line at the foot: why something is missing, what is provisional
  QString empty;              // shown in the middle while there is no point
  bool operator==(const ChartSpec&) const = default;
};

/// The value as words, axes and tables say it: five digits, or 12.3 k.
QString spokenValue(double value, AxisNumbers numbers);
/// The chart in words, for a screen reader and for alt texts: title, per series the last value and the range.
QString describe(const ChartSpec& spec);
/// Columns: series, x, y with all digits; low, high where a series has intervals.
QString toCsv(const ChartSpec& spec);

}  // namespace headroom
