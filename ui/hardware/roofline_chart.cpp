#include "ui/hardware/roofline_chart.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "core/base/units.h"

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("RooflineChart", text);
}

QString shown(const std::string& text) {
  return QString::fromStdString(text);
}

QString digits(double value) {
  return shown(shortest(value));
}

QString quoted(QString text) {
  if (!text.contains(',') && !text.contains('"') && !text.contains('\n')) return text;
  return '"' + text.replace('"', QLatin1String("\"\"")) + '"';
}

bool drawable(const RooflinePlace& at) {
  return at.intensity > 0 && at.rate > 0 && std::isfinite(at.intensity) && std::isfinite(at.rate);
}

double greatest(const RooflineChart& chart, RoofLine::Kind kind) {
  double most = 0;
  for (const RoofLine& roof : chart.roofs)
    if (roof.kind == kind) most = std::max(most, roof.value);
  return most;
}

double least(const RooflineChart& chart, RoofLine::Kind kind) {
  double fewest = 0;
  for (const RoofLine& roof : chart.roofs)
    if (roof.kind == kind && (fewest == 0 || roof.value < fewest)) fewest = roof.value;
  return fewest;
}

}  // namespace

QPointF RooflineLayout::place(const RooflinePlace& at) const {
  const auto share = [](double value, double from, double to) { return std::log(value / from) / std::log(to / from); };
  return {plot.left() + share(at.intensity, fromX, toX) * plot.width(),
          plot.bottom() - share(at.rate, fromY, toY) * plot.height()};
}

double RooflineLayout::radius(double seconds) const {
  constexpr double kLeast = 4, kMost = 17;
  return mostSeconds > 0 ? std::max(kLeast, kMost * std::sqrt(std::max(0.0, seconds) / mostSeconds)) : kLeast;
}

RooflineLayout layoutOf(const RooflineChart& chart, const QRectF& area, const QFont& font) {
  const QFontMetricsF metrics(font);
  const double line = metrics.height();
  RooflineLayout layout;
  layout.title = QRectF(area.left(), area.top(), area.width(), line + 4);
  layout.note = QRectF(area.left(), area.bottom() - (chart.note.isEmpty() ? 0 : line), area.width(), line);
  const double left = metrics.horizontalAdvance(QStringLiteral("100 GFLOP/s")) + 8;
  layout.plot = QRectF(QPointF(area.left() + left, layout.title.bottom() + 6),
                       QPointF(area.right() - 8, layout.note.top() - 2.6 * line));

  double lowX = 1e300, highX = 0, lowY = 1e300, highY = greatest(chart, RoofLine::Kind::Compute);
  const auto take = [&](const RooflinePlace& at) {
    if (!drawable(at)) return;
    lowX = std::min(lowX, at.intensity), highX = std::max(highX, at.intensity);
    lowY = std::min(lowY, at.rate), highY = std::max(highY, at.rate);
  };
  for (const RooflinePoint& point : chart.points) {
    take(point.at);
    if (point.after) take(*point.after);
    if (drawable(point.at)) layout.mostSeconds = std::max(layout.mostSeconds, point.seconds);
  }
  // The bends of the roofs belong into the picture.
  const double slow = least(chart, RoofLine::Kind::Memory), fast = greatest(chart, RoofLine::Kind::Memory);
  if (slow > 0 && highY > 0) highX = std::max(highX, highY / slow);
  if (fast > 0 && highY > 0) lowX = std::min(lowX, least(chart, RoofLine::Kind::Compute) / fast);
  if (highX <= 0) lowX = 0.1, highX = 1000;
  if (highY <= 0) highY = 1e12;
  if (slow > 0) lowY = std::min(lowY, lowX * slow);
  lowY = std::min(lowY, highY / 100);
  layout.fromX = lowX / 2, layout.toX = highX * 3;
  layout.fromY = lowY / 1.5, layout.toY = highY * 2.2;
  return layout;
}

int pointAt(const RooflineChart& chart, const RooflineLayout& layout, QPointF place) {
  int found = -1;
  double smallest = 0;
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    const RooflinePoint& point = chart.points[i];
    if (!drawable(point.at)) continue;
    const QPointF away = layout.place(point.at) - place;
    const double radius = layout.radius(point.seconds), reach = std::max(radius, 6.0) + 2;
    if (std::hypot(away.x(), away.y()) > reach || (found >= 0 && radius >= smallest)) continue;
    found = static_cast<int>(i);
    smallest = radius;
  }
  return found;
}

QString timeText(double seconds) {
  if (!(seconds < 1)) return shown(seconds < 60 ? formatUnit(seconds, "s") : formatDuration(seconds));
  if (seconds >= 1e-3) return shown(formatUnit(seconds * 1e3, "ms"));
  return shown(formatUnit(seconds * 1e6, "µs"));
}

QString describe(const RooflinePoint& point) {
  const QString name = point.backward ? tr("%1, backward").arg(point.name) : point.name;
  QString text = tr("%1: %2 FLOPs a byte, %3, %4")
                     .arg(name, QString::number(point.at.intensity, 'g', 3), shown(formatUnit(point.at.rate, "FLOP/s")),
                          timeText(point.seconds));
  if (point.after)
    text += tr("; would be at %1 FLOPs a byte, %2")
                .arg(QString::number(point.after->intensity, 'g', 3), shown(formatUnit(point.after->rate, "FLOP/s")));
  return text + '.';
}

QString describe(const RooflineChart& chart) {
  QStringList sentences{chart.title + '.'};
  for (const RoofLine& roof : chart.roofs)
    sentences << tr("Roof %1: %2, %3.")
                     .arg(roof.name,
                          shown(formatUnit(roof.value, roof.kind == RoofLine::Kind::Memory ? "B/s" : "FLOP/s")),
                          roof.published ? tr("published") : tr("measured"));
  for (const RooflinePoint& point : chart.points) sentences << describe(point);
  if (chart.points.empty()) sentences << chart.empty;
  return sentences.join(' ');
}

QString toCsv(const RooflineChart& chart) {
  QString text = QStringLiteral("kind,name,pass,flops_per_byte,rate,seconds,path,after_flops_per_byte,after_rate\n");
  for (const RoofLine& roof : chart.roofs)
    text += QStringLiteral("%1,%2,,,%3,,,,\n")
                .arg(roof.published ? QStringLiteral("published roof") : QStringLiteral("measured roof"),
                     quoted(roof.name), digits(roof.value));
  for (const RooflinePoint& point : chart.points)
    text += QStringLiteral("point,%1,%2,%3,%4,%5,%6,%7,%8\n")
                .arg(quoted(point.name), point.backward ? QStringLiteral("backward") : QStringLiteral("forward"),
                     digits(point.at.intensity), digits(point.at.rate), digits(point.seconds), quoted(point.path),
                     point.after ? digits(point.after->intensity) : QString(),
                     point.after ? digits(point.after->rate) : QString());
  return text;
}

}  // namespace headroom
