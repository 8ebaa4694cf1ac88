#include "ui/compose/compose_diagram.h"

#include <QApplication>
#include <QClipboard>
#include <algorithm>

#include "ui/compose/diagram_canvas.h"
#include "ui/compose/diagram_map.h"

namespace headroom {

ComposeDiagram::ComposeDiagram(ComposeDocument& document, QWidget* parent)
    : QScrollArea(parent),
      m_document(document),
      m_canvas(new DiagramCanvas(document, *this)),
      m_map(new DiagramMap(*m_canvas, *this)) {
  setWidget(m_canvas);
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setFocusProxy(m_canvas);
  connect(m_canvas, &DiagramCanvas::objected, this, &ComposeDiagram::objected);
  connect(m_canvas, &DiagramCanvas::fieldAsked, this, &ComposeDiagram::fieldAsked);
  connect(m_canvas, &DiagramCanvas::laidOut, m_map, &DiagramMap::refresh);
}

const DiagramLayout& ComposeDiagram::diagram() const {
  return m_canvas->diagram();
}
double ComposeDiagram::zoom() const {
  return m_canvas->zoom();
}
void ComposeDiagram::setZoom(double zoom) {
  m_canvas->setZoom(zoom);
}
void ComposeDiagram::setChanges(std::map<ElementPath, DiagramChange> changes) {
  m_canvas->setChanges(std::move(changes));
}
QPointF ComposeDiagram::toCanvas(QPointF point) const {
  return m_canvas->fromDiagram(point);
}

void ComposeDiagram::fit() {
  constexpr double kMargin = 2 * DiagramCanvas::kMargin;
  const QSizeF whole = diagram().bounds.size(), seen = QSizeF(viewport()->size()) - QSizeF(kMargin, kMargin);
  if (whole.isEmpty()) return;
  setZoom(std::min({1.0, seen.width() / whole.width(), seen.height() / whole.height()}));
}

void ComposeDiagram::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  m_map->refresh();
}

void ComposeDiagram::copySelection() {
  if (m_document.selection()) QApplication::clipboard()->setText(m_document.copiedSelection());
}

void ComposeDiagram::cutSelection() {
  copySelection();
  m_document.removeSelected();
}

void ComposeDiagram::paste() {
  if (const auto done = m_document.paste(QApplication::clipboard()->text()); !done)
    Q_EMIT objected(QString::fromStdString(done.error().message));
}

}  // namespace headroom
