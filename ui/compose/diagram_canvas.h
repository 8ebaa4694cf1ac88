// What is inside the diagram's view: paints it, and turns mouse, keys and drops into edits of the document.
#pragma once

#include <QWidget>

#include "ui/compose/compose_document.h"
#include "ui/compose/diagram_painter.h"

namespace headroom {

class ComposeDiagram;

/// The MIME type under which the catalogue gives a block's id.
inline constexpr char kBlockMime[] = "application/x-headroom-block";
/// An element of the diagram that is dragged within it: "2/0/1".
inline constexpr char kElementMime[] = "application/x-headroom-element";

/// Click selects, with Ctrl one more, with Shift all up to there; double click folds a container and asks for a block's
/// fields. Dragging moves, with Ctrl it copies. Up and Down go to the neighbours (with Shift they are added), Left
/// folds or goes out, Right unfolds or goes in, Return asks for the fields, Escape selects the model; Ctrl+wheel zooms.
class DiagramCanvas : public QWidget {
  Q_OBJECT

 public:
  static constexpr double kMargin = 28;

  DiagramCanvas(ComposeDocument& document, ComposeDiagram& owner);

  const DiagramLayout& diagram() const { return m_layout; }
  double zoom() const { return m_zoom; }
  void setZoom(double zoom);
  void setChanges(std::map<ElementPath, DiagramChange> changes);
  QPointF fromDiagram(QPointF point) const { return point * m_zoom + origin(); }

 Q_SIGNALS:
  void laidOut();
  void objected(const QString& sentence);
  void fieldAsked(const QString& parameter);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragMoveEvent(QDragMoveEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QPointF origin() const;
  QPointF toDiagram(QPointF point) const { return (point - origin()) / m_zoom; }
  void layOutAgain();
  void showSelection();
  void step(int by, bool extend);
  void goOut();
  void goIn();
  void startDrag();
  void endDrag();
  void findTarget(QPointF point);

  ComposeDocument& m_document;
  ComposeDiagram& m_owner;
  DiagramLayout m_layout;
  DiagramMarks m_marks;
  double m_zoom = 1;
  std::optional<QPointF> m_pressed;  // where a drag may begin
  bool m_selectOnRelease = false;    // one of several was pressed: they may be dragged together
};

}  // namespace headroom
