#include "ui/compose/diagram_painter.h"

#include <QBuffer>
#include <QPainter>
#include <QPainterPath>
#include <QSvgGenerator>
#include <algorithm>

namespace headroom {

namespace {

constexpr double kRadius = 5;

QFont fontOf(const QPainter& painter, double pixels, bool bold) {
  QFont font = painter.font();
  font.setPixelSize(static_cast<int>(pixels));
  font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
  return font;
}

class Painting {
 public:
  Painting(QPainter& painter, const ThemeColours& colours, const DiagramMarks& marks)
      : m_painter(painter), m_colours(colours), m_marks(marks) {}

  void stream(const DiagramLayout& layout) {
    m_painter.setPen(QPen(m_colours.dim, 1.5));
    m_painter.drawLine(QPointF(0, layout.streamTop), QPointF(0, layout.streamBottom));
  }

  void draw(const DiagramItem& item) {
    switch (item.kind) {
      case Element::Kind::Block:
        block(item);
        break;
      case Element::Kind::Repeat:
      case Element::Kind::Sequence:
      case Element::Kind::Parallel:
      case Element::Kind::Every:
      case Element::Kind::Tap:
      case Element::Kind::Use:
        bracket(item);
        break;
      case Element::Kind::Residual:
        lane(item);
        break;
    }
    if (item.kind != Element::Kind::Block && !item.error.isEmpty()) {
      m_painter.setPen(QPen(m_colours.error, 1));
      m_painter.setBrush(m_colours.panel);
      m_painter.drawRoundedRect(item.errorBox.adjusted(-6, -3, 6, 3), kRadius, kRadius);
      sentence(item);
    }
  }

  void place(const DiagramSlot& slot) {
    const bool target = m_marks.target == slot.place;
    const QRectF bar(slot.at.x() - 60, slot.at.y() - 3, 120, 6);
    m_painter.setPen(QPen(m_colours.accent, 1));
    m_painter.setBrush(target ? m_colours.accent : m_colours.selection);
    m_painter.drawRoundedRect(bar, 3, 3);
  }

 private:
  bool isSelected(const DiagramItem& item) const { return m_marks.selected == item.path; }

  void sentence(const DiagramItem& item) {
    m_painter.setPen(m_colours.error);
    m_painter.setFont(fontOf(m_painter, kDetailPixels, false));
    m_painter.drawText(item.errorBox, Qt::TextWordWrap, item.error);
  }

  void block(const DiagramItem& item) {
    const bool wrong = !item.error.isEmpty(), selected = isSelected(item);
    QPainterPath box;
    box.addRoundedRect(item.rect, kRadius, kRadius);
    m_painter.fillPath(box, m_colours.panel);
    m_painter.save();
    m_painter.setClipPath(box);
    m_painter.fillRect(QRectF(item.rect.topLeft(), QSizeF(5, item.rect.height())), colourOf(item.family, m_colours));
    m_painter.restore();
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(wrong      ? m_colours.error
                          : selected ? m_colours.accent
                                     : m_colours.line,
                          selected ? 2
                          : wrong  ? 1.5
                                   : 1));
    m_painter.drawPath(box);

    const double left = item.rect.left() + 16, width = item.rect.width() - 26;
    const QFont titleFont = fontOf(m_painter, kTitlePixels, true), detailFont = fontOf(m_painter, kDetailPixels, false);
    const QFontMetricsF titleMetrics(titleFont), detailMetrics(detailFont);
    const double shapeWidth = item.shape.isEmpty() ? 0 : detailMetrics.horizontalAdvance(item.shape) + 10;
    m_painter.setPen(m_colours.text);
    m_painter.setFont(titleFont);
    m_painter.drawText(QRectF(left, item.rect.top() + 5, width, 18), Qt::AlignLeft | Qt::AlignVCenter,
                       titleMetrics.elidedText(item.title, Qt::ElideRight, width - shapeWidth));
    m_painter.setPen(m_colours.dim);
    m_painter.setFont(detailFont);
    m_painter.drawText(QRectF(left, item.rect.top() + 5, width, 18), Qt::AlignRight | Qt::AlignVCenter, item.shape);
    m_painter.drawText(QRectF(left, item.rect.top() + 24, width, 16), Qt::AlignLeft | Qt::AlignVCenter,
                       detailMetrics.elidedText(item.detail, Qt::ElideRight, width));
    if (wrong) sentence(item);
  }

  void bracket(const DiagramItem& item) {
    QPen pen(isSelected(item) || item.error.isEmpty() ? m_colours.accent : m_colours.error, isSelected(item) ? 2 : 1);
    pen.setDashPattern({4, 3});
    m_painter.setPen(pen);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(item.rect, 8, 8);
    const QFont font = fontOf(m_painter, kDetailPixels, true);
    const double width = std::min(QFontMetricsF(font).horizontalAdvance(item.title) + 28, item.rect.width() - 24);
    const QRectF label(item.rect.left() + 12, item.rect.top() - 9, width, 18);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_colours.selection);
    m_painter.drawRoundedRect(label, 9, 9);
    m_painter.setPen(m_colours.dark ? m_colours.accent : m_colours.text);
    m_painter.setFont(font);
    m_painter.drawText(label, Qt::AlignCenter, QFontMetricsF(font).elidedText(item.title, Qt::ElideRight, width - 12));
  }

  void lane(const DiagramItem& item) {
    const bool wrong = !item.error.isEmpty();
    const QPen pen(wrong              ? m_colours.error
                   : isSelected(item) ? m_colours.accent
                                      : m_colours.dim,
                   isSelected(item) ? 2.5 : 1.5);
    m_painter.setPen(pen);
    m_painter.setBrush(Qt::NoBrush);
    const QPointF corners[] = {
        {0, item.laneTop}, {item.laneX, item.laneTop}, {item.laneX, item.plusY}, {9, item.plusY}};
    m_painter.drawPolyline(corners, 4);
    m_painter.setBrush(m_colours.panel);
    m_painter.drawEllipse(QPointF(0, item.plusY), 9, 9);
    m_painter.drawLine(QPointF(-4, item.plusY), QPointF(4, item.plusY));
    m_painter.drawLine(QPointF(0, item.plusY - 4), QPointF(0, item.plusY + 4));
  }

  QPainter& m_painter;
  const ThemeColours& m_colours;
  const DiagramMarks& m_marks;
};

}  // namespace

QColor colourOf(std::optional<Family> family, const ThemeColours& colours) {
  if (!family) return colours.error;
  switch (*family) {
    case Family::Embedding:
    case Family::Head:
      return colours.embedding;
    case Family::Position:
      return colours.position;
    case Family::Norm:
      return colours.norm;
    case Family::Attention:
    case Family::Recurrence:  // both mix tokens
      return colours.attention;
    case Family::FeedForward:
      return colours.feedForward;
  }
  return colours.dim;
}

void paintDiagram(QPainter& painter, const DiagramLayout& layout, const ThemeColours& colours,
                  const DiagramMarks& marks) {
  painter.setRenderHint(QPainter::Antialiasing);
  Painting painting(painter, colours, marks);
  painting.stream(layout);
  for (const DiagramItem& item : layout.items) painting.draw(item);
  for (const DiagramSlot& slot : layout.places) {
    const bool open = std::find(marks.openPlaces.begin(), marks.openPlaces.end(), slot.place) != marks.openPlaces.end();
    if (open) painting.place(slot);
  }
}

QByteArray diagramSvg(const Architecture& architecture, QSizeF& size) {
  const DiagramLayout layout = layOut(architecture, inspect(architecture));
  const QRectF area = layout.bounds.adjusted(-12, -4, 12, 4);
  size = area.size();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator svg;
  svg.setOutputDevice(&buffer);
  svg.setResolution(96);
  svg.setSize(size.toSize());
  svg.setViewBox(QRectF(QPointF(0, 0), size));
  QPainter painter(&svg);
  painter.translate(-area.topLeft());
  paintDiagram(painter, layout, lightColours());
  painter.end();
  return bytes;
}

}  // namespace headroom
