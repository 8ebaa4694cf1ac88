#include "ui/charts/gain_chart.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QSvgGenerator>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/units.h"
#include "ui/charts/gain_chart_layout.h"
#include "ui/charts/log_ticks.h"

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("GainChart", text);
}

QString kindName(std::size_t kind) {
  return std::array{tr("per step"), tr("per FLOP"), tr("per second here")}[kind];
}

std::array<const ShownGain*, 3> gainsOf(const GainRow& row) {
  return {&row.step, &row.flop, &row.wall};
}

QColor colourOf(std::size_t kind, const ThemeColours& colours) {
  return colours.series[std::array<std::size_t, 3>{2, 0, 1}[kind]];
}

QString number(const std::optional<double>& value) {
  return value ? QString::fromStdString(shortest(*value)) : QString();
}

QString quoted(QString text) {
  if (!text.contains(',') && !text.contains('"') && !text.contains('\n')) return text;
  return '"' + text.replace('"', QLatin1String("\"\"")) + '"';
}

QFont scaled(QFont font, double factor) {
  if (font.pointSizeF() > 0) font.setPointSizeF(font.pointSizeF() * factor);
  return font;
}

void drawText(QPainter& painter, const QRectF& area, int flags, const QString& text) {
  painter.drawText(area, flags, painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(area.width())));
}

/// Marks at the height of one gain: bar and dot; an open dot without an interval; an arrow where a bar leaves the
/// chart.
void drawGain(QPainter& painter, const GainChartLayout& layout, double y, const ShownGain& gain, const QColor& colour) {
  if (!gain.ceg) return;
  painter.setPen(QPen(colour, 2));
  if (gain.low && gain.high) {
    const double left = layout.x(*gain.low), right = layout.x(*gain.high);
    painter.drawLine(QPointF(left, y), QPointF(right, y));
    const auto arrow = [&](double x, double direction) {
      painter.drawLine(QPointF(x, y), QPointF(x - direction * 5, y - 3));
      painter.drawLine(QPointF(x, y), QPointF(x - direction * 5, y + 3));
    };
    if (*gain.low < layout.from) arrow(left, -1);
    if (*gain.high > layout.to) arrow(right, 1);
    painter.setBrush(colour);
  } else {
    painter.setBrush(Qt::NoBrush);
  }
  painter.drawEllipse(QPointF(layout.x(*gain.ceg), y), 3, 3);
}

void drawAxis(QPainter& painter, const GainChartLayout& layout, const GainChart& chart, const ThemeColours& colours) {
  const QFont small = scaled(painter.font(), 0.85);
  const QFontMetricsF metrics(small);
  painter.save();
  painter.setFont(small);
  if (chart.floorLow && chart.floorHigh) {
    const double left = layout.x(*chart.floorLow), right = layout.x(*chart.floorHigh);
    QColor band = colours.waiting;
    band.setAlpha(48);
    painter.fillRect(QRectF(left, layout.plot.top(), std::max(right - left, 1.0), layout.plot.height()), band);
    const QString label = tr("noise floor");
    const double width = metrics.horizontalAdvance(label) + 2;
    const double centre =
        std::clamp((left + right) / 2, layout.plot.left() + width / 2, layout.plot.right() - width / 2);
    painter.setPen(colours.dim);
    painter.drawText(QRectF(centre - width / 2, layout.plot.top(), width, metrics.height()), Qt::AlignCenter, label);
  }
  const double widest = metrics.horizontalAdvance(QStringLiteral("0.0000×")) + 6;
  for (const double tick :
       logTicks(layout.from, layout.to, std::max(2, static_cast<int>(layout.plot.width() / widest)))) {
    const double x = layout.x(tick);
    painter.setPen(tick == 1 ? QPen(colours.dim, 1) : QPen(colours.line, 1));
    painter.drawLine(QPointF(x, layout.plot.top() + metrics.height()), QPointF(x, layout.plot.bottom()));
    painter.setPen(colours.dim);
    painter.drawText(QRectF(x - widest, layout.plot.bottom() + 2, 2 * widest, metrics.height()), Qt::AlignHCenter,
                     QString::number(tick, 'g', 4) + QStringLiteral("×"));
  }
  painter.restore();
}

/// Two copies of the baseline show as much by chance.
bool insideFloor(const GainChart& chart, const ShownGain& gain) {
  return gain.ceg && chart.floorLow && chart.floorHigh && *gain.ceg >= *chart.floorLow && *gain.ceg <= *chart.floorHigh;
}

void drawRow(QPainter& painter, const GainChartLayout& layout, const GainChart& chart, const GainRow& row,
             const QRectF& area, const ThemeColours& colours) {
  painter.setPen(colours.text);
  const QRectF name(area.left() + 8, area.top(), layout.plot.left() - area.left() - 20, area.height());
  drawText(painter, name, Qt::AlignRight | Qt::AlignVCenter, row.name);
  const auto gains = gainsOf(row);
  const double apart = std::min(9.0, area.height() / 4);
  QStringList missing;
  for (std::size_t kind = 0; kind < gains.size(); ++kind) {
    const double y = area.center().y() + apart * (static_cast<double>(kind) - 1);
    drawGain(painter, layout, y, *gains[kind],
             insideFloor(chart, *gains[kind]) ? colours.dim : colourOf(kind, colours));
    if (!gains[kind]->ceg)
      missing << tr("%1: %2").arg(kind == 2 ? tr("per second") : kindName(kind), gains[kind]->reason);
  }
  const QFont normal = painter.font(), small = scaled(normal, 0.85);
  const QRectF value(layout.plot.right() + 12, area.top(), area.right() - layout.plot.right() - 20, area.height());
  if (missing.size() == 3) {
    painter.setPen(colours.dim);
    drawText(painter, value, Qt::AlignVCenter | Qt::AlignLeft, QStringLiteral("–"));
    painter.setFont(small);
    const QFontMetricsF metrics(small);
    const double room = layout.plot.width() - 16;
    const QString reason = metrics.elidedText(row.step.reason, Qt::ElideRight, room);
    QRectF box(0, 0, metrics.horizontalAdvance(reason) + 10, metrics.height() + 4);
    box.moveCenter(QPointF(layout.plot.center().x(), area.center().y()));
    painter.fillRect(box, colours.panel);  // over the noise floor and the lines of the axis
    painter.drawText(box, Qt::AlignCenter, reason);
    painter.setFont(normal);
    return;
  }
  painter.setPen(colours.text);
  QString under = missing.join(QStringLiteral("; "));
  const bool oneSeed = row.step.ceg && !row.step.low;
  if (oneSeed) under = under.isEmpty() ? tr("one seed") : tr("one seed") + QStringLiteral("; ") + under;
  const QFontMetricsF metrics(normal), smallMetrics(small);
  const double height = metrics.height() + (under.isEmpty() ? 0 : smallMetrics.height());
  QRectF line(value.left(), area.center().y() - height / 2, value.width(), metrics.height());
  const QString strong = row.step.ceg ? QString::number(*row.step.ceg, 'f', 2) : QStringLiteral("–");
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, strong);
  painter.setPen(colours.dim);
  const QString rest = gainText(row.step).mid(strong.size());
  drawText(painter, line.adjusted(metrics.horizontalAdvance(strong), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, rest);
  if (under.isEmpty()) return;
  painter.setFont(small);
  drawText(painter, QRectF(line.left(), line.bottom(), line.width(), smallMetrics.height()), Qt::AlignLeft, under);
  painter.setFont(normal);
}

/// Title at the left; what the three colours mean at its right, or in a row of its own where there is no room.
void drawHeader(QPainter& painter, const GainChartLayout& layout, const GainChart& chart, const ThemeColours& colours) {
  const QFont normal = painter.font();
  QFont strong = normal;
  strong.setWeight(QFont::DemiBold);
  painter.setFont(strong);
  painter.setPen(colours.text);
  drawText(painter, layout.title, Qt::AlignLeft | Qt::AlignVCenter, gainChartTitle(chart));
  painter.setFont(scaled(normal, 0.9));
  const QFontMetricsF metrics(painter.font());
  double x = layout.legend.left();
  for (std::size_t kind = 0; kind < 3; ++kind) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colourOf(kind, colours));
    painter.drawEllipse(QPointF(x + 4, layout.legend.center().y()), 4, 4);
    painter.setPen(colours.text);
    painter.drawText(QRectF(x + 14, layout.legend.top(), layout.legend.right() - x, layout.legend.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, kindName(kind));
    x += 14 + metrics.horizontalAdvance(kindName(kind)) + 18;
  }
  painter.setFont(normal);
}

}  // namespace

QString gainText(const ShownGain& gain) {
  if (!gain.ceg) return QStringLiteral("–");
  QString text = QString::number(*gain.ceg, 'f', 2);
  if (gain.low && gain.high)
    text += QStringLiteral(" [%1, %2]").arg(QString::number(*gain.low, 'f', 2), QString::number(*gain.high, 'f', 2));
  return text;
}

QString gainChartTitle(const GainChart& chart) {
  return chart.scale.isEmpty() ? chart.title : tr("%1 · scale %2").arg(chart.title, chart.scale);
}

QString describe(const GainRow& row) {
  QStringList parts;
  const auto gains = gainsOf(row);
  for (std::size_t kind = 0; kind < gains.size(); ++kind) {
    const ShownGain& gain = *gains[kind];
    if (!gain.ceg) {
      parts << tr("%1 not known (%2)").arg(kindName(kind), gain.reason);
    } else if (gain.low && gain.high) {
      parts << tr("%1 %2×, between %3 and %4")
                   .arg(kindName(kind), QString::number(*gain.ceg, 'f', 3), QString::number(*gain.low, 'f', 3),
                        QString::number(*gain.high, 'f', 3));
    } else {
      parts << tr("%1 %2× without an interval (%3)")
                   .arg(kindName(kind), QString::number(*gain.ceg, 'f', 3),
                        gain.reason.isEmpty() ? tr("one seed") : gain.reason);
    }
  }
  return row.name + QStringLiteral(": ") + parts.join(QStringLiteral("; ")) + '.';
}

QString describe(const GainChart& chart) {
  QStringList sentences{gainChartTitle(chart) + '.'};
  if (chart.floorLow && chart.floorHigh)
    sentences << tr("Gains from %1 to %2 lie inside the noise floor.")
                     .arg(QString::number(*chart.floorLow, 'f', 3), QString::number(*chart.floorHigh, 'f', 3));
  for (const GainRow& row : chart.rows) sentences << describe(row);
  if (chart.rows.empty() && !chart.empty.isEmpty()) sentences << chart.empty;
  if (!chart.note.isEmpty()) sentences << chart.note + (chart.note.endsWith('.') ? "" : ".");
  return sentences.join(' ');
}

QString toCsv(const GainChart& chart) {
  QString text = QStringLiteral(
      "arm,scale,step,step_low,step_high,step_reason,flop,flop_low,flop_high,flop_reason,wall,wall_low,wall_high,"
      "wall_reason\n");
  for (const GainRow& row : chart.rows) {
    text += quoted(row.name) + ',' + quoted(chart.scale);
    for (const ShownGain* gain : gainsOf(row))
      text += ',' + number(gain->ceg) + ',' + number(gain->low) + ',' + number(gain->high) + ',' + quoted(gain->reason);
    text += '\n';
  }
  return text;
}

int gainChartHeight(const GainChart& chart, const QFont& font) {
  const QFontMetricsF metrics(font);
  const double rows = std::max<double>(static_cast<double>(chart.rows.size()), 2);
  return static_cast<int>(std::ceil(metrics.height() * 6.5 + 20 + rows * GainChartLayout::leastRowHeight(metrics)));
}

void paintGainChart(QPainter& painter, QRectF area, const GainChart& chart, const ThemeColours& colours) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const GainChartLayout layout = layoutOf(chart, area, painter.font());
  drawHeader(painter, layout, chart, colours);
  if (chart.rows.empty()) {
    painter.setPen(colours.dim);
    painter.drawText(QRectF(area.left() + 16, layout.plot.top(), area.width() - 32, layout.plot.height()),
                     Qt::AlignCenter | Qt::TextWordWrap, chart.empty);
  } else {
    drawAxis(painter, layout, chart, colours);
    for (std::size_t i = 0; i < chart.rows.size(); ++i)
      drawRow(painter, layout, chart, chart.rows[i], layout.row(i), colours);
  }
  if (!chart.note.isEmpty()) {
    painter.setFont(scaled(painter.font(), 0.85));
    painter.setPen(colours.dim);
    drawText(painter, layout.note, Qt::AlignLeft | Qt::AlignVCenter, chart.note);
  }
  painter.restore();
}

QByteArray gainChartSvg(const GainChart& chart, QSize size, const ThemeColours& colours) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(0, 0), size));
  generator.setTitle(gainChartTitle(chart).toHtmlEscaped());
  generator.setDescription(describe(chart).toHtmlEscaped());
  QPainter painter(&generator);
  painter.fillRect(QRect(QPoint(0, 0), size), colours.panel);
  paintGainChart(painter, QRectF(QPointF(0, 0), size), chart, colours);
  painter.end();
  return bytes;
}

QImage gainChartImage(const GainChart& chart, QSize size, const ThemeColours& colours, double scale) {
  QImage image(size * scale, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(scale);
  image.fill(colours.panel);
  QPainter painter(&image);
  paintGainChart(painter, QRectF(QPointF(0, 0), size), chart, colours);
  return image;
}

}  // namespace headroom
