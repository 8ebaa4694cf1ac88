#include "ui/compose/diagram_map.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "ui/compose/compose_diagram.h"
#include "ui/compose/diagram_canvas.h"

namespace headroom {

namespace {

constexpr int kWidth = 44, kInset = 8;
constexpr double kLarge = 2.5;  // times what is seen

}  // namespace

DiagramMap::DiagramMap(const DiagramCanvas& canvas, ComposeDiagram& view)
    : QWidget(&view), m_canvas(canvas), m_view(view) {
  setAccessibleName(ComposeDiagram::tr("Map of the diagram"));
  setToolTip(ComposeDiagram::tr("The whole diagram: click to go there"));
  setCursor(Qt::PointingHandCursor);
  connect(view.verticalScrollBar(), &QScrollBar::valueChanged, this, qOverload<>(&QWidget::update));
  hide();
}

void DiagramMap::refresh() {
  m_picture = {};
  const QSize seen = m_view.viewport()->size();
  setVisible(m_canvas.height() > kLarge * seen.height() && seen.width() > 6 * kWidth);
  setGeometry(seen.width() - kWidth - kInset, kInset, kWidth, seen.height() - 2 * kInset);
  raise();
  update();
}

void DiagramMap::paintEvent(QPaintEvent*) {
  const ThemeColours& colours = coloursFor(palette());
  if (m_picture.isNull()) {
    m_picture = QPixmap(size() * devicePixelRatioF());
    m_picture.setDevicePixelRatio(devicePixelRatioF());
    m_picture.fill(colours.sunken);
    const QRectF bounds = m_canvas.diagram().bounds;
    QPainter painter(&m_picture);
    if (!bounds.isEmpty()) {
      painter.scale(width() / bounds.width(), height() / bounds.height());
      painter.translate(-bounds.topLeft());
      paintOutline(painter, m_canvas.diagram(), colours);
    }
  }
  QPainter painter(this);
  painter.drawPixmap(0, 0, m_picture);
  const QScrollBar& bar = *m_view.verticalScrollBar();
  const double whole = std::max(1, bar.maximum() + bar.pageStep());
  painter.setPen(QPen(colours.accent, 1.5));
  painter.drawRect(
      QRectF(0.75, height() * bar.value() / whole, width() - 1.5, std::max(4.0, height() * bar.pageStep() / whole)));
}

void DiagramMap::mousePressEvent(QMouseEvent* event) {
  goTo(event->position().y());
}

void DiagramMap::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) goTo(event->position().y());
}

void DiagramMap::goTo(double y) {
  QScrollBar& bar = *m_view.verticalScrollBar();
  bar.setValue(static_cast<int>(y / height() * (bar.maximum() + bar.pageStep()) - bar.pageStep() / 2.0));
}

}  // namespace headroom
