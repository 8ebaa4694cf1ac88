// A roofline as plain data and its painter: rates against intensity, both logarithmic; measured roofs solid, published
// ones dashed; a point a block and pass, its area the time. One painter for the window and for paper.
#pragma once

#include <QByteArray>
#include <QRectF>
#include <QString>
#include <optional>
#include <vector>

#include "core/arch/block.h"
#include "ui/theme.h"

class QPainter;

namespace headroom {

struct RoofLine {
  enum class Kind { Memory, Compute };
  QString name;  // "DRAM", "bf16"
  Kind kind = Kind::Memory;
  double value = 0;  // bytes/s or FLOP/s
  bool published = false;
  bool operator==(const RoofLine&) const = default;
};

struct RooflinePlace {
  double intensity = 0, rate = 0;  // FLOPs a byte, FLOP/s
  bool operator==(const RooflinePlace&) const = default;
};

struct RooflinePoint {
  QString name;                  // "Multi-head attention"
  QString path;                  // of the element in its document
  std::optional<Family> family;  // the colour
  bool backward = false;         // drawn as a ring
  RooflinePlace at;
  double seconds = 0;
  std::optional<RooflinePlace> after;  // where a change would move it
  QString toolTip;
  bool operator==(const RooflinePoint&) const = default;
};

struct RooflineChart {
  QString title, subtitle;
  std::vector<RoofLine> roofs;
  std::vector<RooflinePoint> points;
  QString note;   // a line at the foot
  QString empty;  // in the middle while there is neither roof nor point
  bool operator==(const RooflineChart&) const = default;
};

/// Of a family; of what is no block (optimizer, residual stream): dim.
QColor pointColour(std::optional<Family> family, const ThemeColours& colours);

/// Where everything lies in an area.
struct RooflineLayout {
  QRectF title, plot, note;
  double fromX = 0.1, toX = 1000, fromY = 1e9, toY = 1e12;
  double mostSeconds = 0;
  QPointF place(const RooflinePlace& at) const;
  double radius(double seconds) const;
};
RooflineLayout layoutOf(const RooflineChart& chart, const QRectF& area, const QFont& font);
/// The point at a place of the area: the smallest where several lie on each other; −1: none.
int pointAt(const RooflineChart& chart, const RooflineLayout& layout, QPointF place);

struct RooflineMarks {
  int current = -1, hover = -1;
  bool focused = false;
};
/// Draws with the painter's font; the background is the caller's.
void paintRoofline(QPainter& painter, const QRectF& area, const RooflineChart& chart, const ThemeColours& colours,
                   const RooflineMarks& marks = {});
/// As a picture, without a window.
QByteArray rooflineSvg(const RooflineChart& chart, QSize size, const ThemeColours& colours = lightColours());

/// "856 ms", "3.2 µs", "1:20"
QString timeText(double seconds);
/// The chart in words, for a screen reader.
QString describe(const RooflineChart& chart);
QString describe(const RooflinePoint& point);
/// Columns: kind, name, pass, intensity, rate, seconds, path, after; all digits.
QString toCsv(const RooflineChart& chart);

}  // namespace headroom
