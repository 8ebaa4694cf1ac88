// The architecture as a vertical flow that lays itself out, in a view that scrolls and zooms, with a map when it is
// large.
#pragma once

#include <QScrollArea>

#include "ui/compose/compose_document.h"
#include "ui/compose/diagram_painter.h"

namespace headroom {

class DiagramCanvas;
class DiagramMap;

/// What the mouse and the keys do is in diagram_canvas.h. The widget's actions are its context menu.
class ComposeDiagram : public QScrollArea {
  Q_OBJECT

 public:
  explicit ComposeDiagram(ComposeDocument& document, QWidget* parent = nullptr);

  const DiagramLayout& diagram() const;
  double zoom() const;
  void setZoom(double zoom);
  /// The whole architecture in the visible part, never larger than 100 %.
  void fit();
  /// Marks what differs from a baseline.
  void setChanges(std::map<ElementPath, DiagramChange> changes);
  /// Where a point of the diagram is on the canvas.
  QPointF toCanvas(QPointF point) const;

  void copySelection();
  void cutSelection();
  void paste();

 Q_SIGNALS:
  /// A sentence that says why something could not be done.
  void objected(const QString& sentence);
  /// A slot was clicked, or Return pressed (then ""): its field is wanted.
  void fieldAsked(const QString& parameter);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  ComposeDocument& m_document;
  DiagramCanvas* const m_canvas;
  DiagramMap* const m_map;
};

}  // namespace headroom
