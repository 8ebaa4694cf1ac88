// The whole diagram small at the right edge, when it is much taller than what is seen; a click goes there.
#pragma once

#include <QPixmap>
#include <QWidget>

namespace headroom {

class ComposeDiagram;
class DiagramCanvas;

class DiagramMap : public QWidget {
 public:
  DiagramMap(const DiagramCanvas& canvas, ComposeDiagram& view);
  /// The diagram or the view has changed.
  void refresh();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  void goTo(double y);

  const DiagramCanvas& m_canvas;
  ComposeDiagram& m_view;
  QPixmap m_picture;  // of the outline; empty when it must be drawn anew
};

}  // namespace headroom
