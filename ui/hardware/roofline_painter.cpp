// Draws a roofline: axes, roofs with their names on them, points with labels where there is room, arrows of a change.
#include <QBuffer>
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QSvgGenerator>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/units.h"
#include "ui/compose/diagram_painter.h"
#include "ui/hardware/roofline_chart.h"

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("RooflineChart", text);
}

QFont scaled(QFont font, double factor) {
  if (font.pointSizeF() > 0)
    font.setPointSizeF(font.pointSizeF() * factor);
  else
    font.setPixelSize(std::max(1, static_cast<int>(font.pixelSize() * factor)));
  return font;
}

QColor colourOf(const RoofLine& roof, std::size_t index, const ThemeColours& colours) {
  // Levels of memory and kinds of arithmetic each have colours of their own.
  constexpr std::array<std::size_t, 4> kMemory{5, 1, 6, 3}, kCompute{0, 2, 4, 7};
  return colours.series[(roof.kind == RoofLine::Kind::Memory ? kMemory : kCompute)[index % 4]];
}

class Painting {
 public:
  Painting(QPainter& painter, const QRectF& area, const RooflineChart& chart, const ThemeColours& colours,
           const RooflineMarks& marks)
      : m_painter(painter),
        m_chart(chart),
        m_colours(colours),
        m_marks(marks),
        m_layout(layoutOf(chart, area, painter.font())),
        m_normal(painter.font()),
        m_small(scaled(painter.font(), 0.88)) {}

  void run() {
    header();
    if (m_chart.points.empty() && m_chart.roofs.empty()) {
      m_painter.setFont(m_normal);
      m_painter.setPen(m_colours.dim);
      m_painter.drawText(m_layout.plot.adjusted(24, 0, -24, 0), Qt::AlignCenter | Qt::TextWordWrap, m_chart.empty);
    } else {
      axes();
      m_painter.save();
      m_painter.setClipRect(m_layout.plot.adjusted(-1, -1, 1, 1));
      roofs();
      points();
      m_painter.restore();
    }
    m_painter.setFont(m_small);
    m_painter.setPen(m_colours.dim);
    text(m_layout.note, Qt::AlignLeft | Qt::AlignVCenter, m_chart.note);
  }

 private:
  void text(const QRectF& area, int flags, const QString& words) {
    m_painter.drawText(area, flags,
                       m_painter.fontMetrics().elidedText(words, Qt::ElideRight, static_cast<int>(area.width())));
  }

  void header() {
    QFont strong = m_normal;
    strong.setWeight(QFont::DemiBold);
    m_painter.setFont(m_small);
    const double right =
        std::min(QFontMetricsF(m_small).horizontalAdvance(m_chart.subtitle) + 2, m_layout.title.width() / 2);
    m_painter.setPen(m_colours.dim);
    text(QRectF(m_layout.title.right() - right, m_layout.title.top(), right, m_layout.title.height()),
         Qt::AlignRight | Qt::AlignVCenter, m_chart.subtitle);
    m_painter.setFont(strong);
    m_painter.setPen(m_colours.text);
    text(m_layout.title.adjusted(0, 0, -right - 12, 0), Qt::AlignLeft | Qt::AlignVCenter, m_chart.title);
  }

  void axes() {
    const QRectF& plot = m_layout.plot;
    m_painter.setFont(m_small);
    const QFontMetricsF metrics(m_small);
    const auto decades = [](double from, double to) {
      std::vector<double> ticks;
      for (double tick = std::pow(10, std::ceil(std::log10(from))); tick <= to; tick *= 10) ticks.push_back(tick);
      return ticks;
    };
    for (const double tick : decades(m_layout.fromX, m_layout.toX)) {
      const double x = m_layout.place({tick, m_layout.fromY}).x();
      m_painter.setPen(QPen(m_colours.line, 1));
      m_painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
      m_painter.setPen(m_colours.dim);
      m_painter.drawText(QRectF(x - 40, plot.bottom() + 2, 80, metrics.height()), Qt::AlignHCenter,
                         QString::number(tick, 'g', 4));
    }
    for (const double tick : decades(m_layout.fromY, m_layout.toY)) {
      const double y = m_layout.place({m_layout.fromX, tick}).y();
      m_painter.setPen(QPen(m_colours.line, 1));
      m_painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
      m_painter.setPen(m_colours.dim);
      m_painter.drawText(QRectF(plot.left() - 200, y - metrics.height() / 2, 194, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, QString::fromStdString(formatUnit(tick, "FLOP/s")));
    }
    m_painter.setPen(QPen(m_colours.line, 1));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRect(plot);
    m_painter.setPen(m_colours.dim);
    m_painter.drawText(QRectF(plot.left(), plot.bottom() + metrics.height() + 2, plot.width(), metrics.height()),
                       Qt::AlignRight, tr("FLOPs a byte touched"));
  }

  void roofs() {
    double top = 0, fastest = 0;
    for (const RoofLine& roof : m_chart.roofs)
      (roof.kind == RoofLine::Kind::Compute ? top : fastest) =
          std::max(roof.kind == RoofLine::Kind::Compute ? top : fastest, roof.value);
    std::size_t memories = 0, computes = 0;
    m_painter.setFont(m_small);
    for (const RoofLine& roof : m_chart.roofs) {
      const bool memory = roof.kind == RoofLine::Kind::Memory;
      const QColor colour = colourOf(roof, memory ? memories++ : computes++, m_colours);
      QPen pen(colour, 2);
      if (roof.published) pen = QPen(colour, 1.5, Qt::DashLine);
      m_painter.setPen(pen);
      const QString name =
          QStringLiteral("%1 %2, %3")
              .arg(roof.name, QString::fromStdString(formatUnit(roof.value, memory ? "B/s" : "FLOP/s")),
                   roof.published ? tr("published") : tr("measured"));
      if (memory) {
        const double end = top > 0 ? top / roof.value : m_layout.toX;
        const QPointF from = m_layout.place({m_layout.fromX, m_layout.fromX * roof.value}),
                      to = m_layout.place({end, end * roof.value});
        m_painter.drawLine(from, to);
        alongLine(from, to, name, memories - 1, roof.published);
      } else {
        const double bend = fastest > 0 ? roof.value / fastest : m_layout.fromX;
        const QPointF from = m_layout.place({std::max(bend, m_layout.fromX), roof.value}),
                      to = m_layout.place({m_layout.toX, roof.value});
        m_painter.drawLine(from, to);
        const QFontMetricsF metrics(m_small);
        m_taken.push_back({to.x() - metrics.horizontalAdvance(name) - 10, to.y() - metrics.height() - 3,
                           metrics.horizontalAdvance(name) + 4, metrics.height()});
        onPanel(m_taken.back(), name, m_colours.text);
      }
    }
  }

  /// The name of a memory's roof in the direction of its line, where the line is in the picture.
  void alongLine(QPointF from, QPointF to, const QString& name, std::size_t index, bool lower) {
    const QFontMetricsF metrics(m_small);
    const double length = std::hypot(to.x() - from.x(), to.y() - from.y());
    const double wide = metrics.horizontalAdvance(name);
    if (length < 1) return;
    // A line may begin below the picture.
    const double hidden = from.y() > m_layout.plot.bottom()
                              ? (from.y() - m_layout.plot.bottom()) / std::max(1.0, from.y() - to.y()) * length
                              : 0;
    if (length - hidden < wide + 24) return;
    // Lines lie close to each other: the names stand one after the other.
    const double at = hidden + (length - hidden - wide) * std::min(0.9, 0.4 + 0.22 * static_cast<double>(index));
    const QPointF along = (to - from) / length, across(along.y(), -along.x());
    for (double step = 0; step < wide; step += metrics.height() / 2) {
      const QPointF centre = from + along * (at + step) + across * (lower ? -0.6 : 0.6) * metrics.height();
      m_taken.push_back(QRectF(centre.x() - metrics.height() / 2, centre.y() - metrics.height() / 2, metrics.height(),
                               metrics.height()));
    }
    m_painter.save();
    m_painter.translate(from);
    m_painter.rotate(std::atan2(to.y() - from.y(), to.x() - from.x()) * 180 / M_PI);
    onPanel(QRectF(at, lower ? 4 : -metrics.height() - 3, wide + 4, metrics.height()), name, m_colours.text);
    m_painter.restore();
  }

  void onPanel(const QRectF& area, const QString& words, const QColor& colour) {
    QColor panel = m_colours.panel;
    panel.setAlpha(200);
    m_painter.fillRect(area, panel);
    m_painter.setPen(colour);
    m_painter.drawText(area, Qt::AlignCenter, words);
  }

  void arrow(QPointF from, QPointF to) {
    const double length = std::hypot(to.x() - from.x(), to.y() - from.y());
    if (length < 4) return;
    const QPointF along = (to - from) / length, across(-along.y(), along.x());
    m_painter.setPen(QPen(m_colours.accent, 2));
    m_painter.drawLine(from, to - along * 5);
    m_painter.setBrush(m_colours.accent);
    m_painter.setPen(Qt::NoPen);
    m_painter.drawPolygon(QPolygonF{to, to - along * 9 + across * 4.5, to - along * 9 - across * 4.5});
  }

  void points() {
    std::vector<std::size_t> order(m_chart.points.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    // Large ones first, so that small ones lie on them.
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return m_chart.points[a].seconds > m_chart.points[b].seconds; });
    for (const std::size_t i : order) {
      const RooflinePoint& point = m_chart.points[i];
      if (!(point.at.intensity > 0) || !(point.at.rate > 0)) continue;
      const QPointF centre = m_layout.place(point.at);
      const double radius = m_layout.radius(point.seconds);
      QColor colour = pointColour(point.family, m_colours), fill = colour;
      fill.setAlpha(point.backward ? 40 : 205);
      m_painter.setBrush(fill);
      m_painter.setPen(QPen(colour, point.backward ? 2 : 1));
      m_painter.drawEllipse(centre, radius, radius);
      m_taken.push_back(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius));
      if (static_cast<int>(i) == m_marks.current || static_cast<int>(i) == m_marks.hover) {
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(
            QPen(m_marks.focused || static_cast<int>(i) == m_marks.hover ? m_colours.accent : m_colours.dim, 2));
        m_painter.drawEllipse(centre, radius + 3, radius + 3);
      }
    }
    for (const RooflinePoint& point : m_chart.points)
      if (point.after && point.at.rate > 0 && point.after->rate > 0)
        arrow(m_layout.place(point.at), m_layout.place(*point.after));
    m_painter.setFont(m_small);
    for (const std::size_t i : order) label(m_chart.points[i], static_cast<int>(i));
  }

  /// Right of the point, else left, below or above it; the chosen one always.
  void label(const RooflinePoint& point, int index) {
    if (!(point.at.intensity > 0) || !(point.at.rate > 0)) return;
    const QFontMetricsF metrics(m_small);
    const QString name = point.backward ? tr("%1, backward").arg(point.name) : point.name;
    const QPointF centre = m_layout.place(point.at);
    const double away = m_layout.radius(point.seconds) + 5, wide = metrics.horizontalAdvance(name) + 2,
                 high = metrics.height();
    const QRectF places[] = {{centre.x() + away, centre.y() - high / 2, wide, high},
                             {centre.x() - away - wide, centre.y() - high / 2, wide, high},
                             {centre.x() - wide / 2, centre.y() + away - 3, wide, high},
                             {centre.x() - wide / 2, centre.y() - away - high + 3, wide, high}};
    for (const QRectF& place : places) {
      const bool free =
          m_layout.plot.contains(place) &&
          std::none_of(m_taken.begin(), m_taken.end(), [&](const QRectF& t) { return t.intersects(place); });
      if (!free && index != m_marks.current && index != m_marks.hover) continue;
      m_taken.push_back(place);
      onPanel(place, name, m_colours.text);
      return;
    }
  }

  QPainter& m_painter;
  const RooflineChart& m_chart;
  const ThemeColours& m_colours;
  const RooflineMarks m_marks;
  const RooflineLayout m_layout;
  const QFont m_normal, m_small;
  std::vector<QRectF> m_taken;  // by names and points: other names keep away
};

}  // namespace

QColor pointColour(std::optional<Family> family, const ThemeColours& colours) {
  return family ? colourOf(family, colours) : colours.dim;
}

void paintRoofline(QPainter& painter, const QRectF& area, const RooflineChart& chart, const ThemeColours& colours,
                   const RooflineMarks& marks) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  Painting(painter, area, chart, colours, marks).run();
  painter.restore();
}

QByteArray rooflineSvg(const RooflineChart& chart, QSize size, const ThemeColours& colours) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(), size));
  generator.setTitle(chart.title);
  QPainter painter(&generator);
  painter.fillRect(QRect(QPoint(), size), colours.panel);
  paintRoofline(painter, QRectF(QPointF(12, 8), QSizeF(size.width() - 24, size.height() - 16)), chart, colours);
  painter.end();
  return bytes;
}

}  // namespace headroom
