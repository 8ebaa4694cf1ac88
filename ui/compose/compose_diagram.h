// The architecture as a vertical flow that lays itself out; click, keys and drops edit the document.
#pragma once

#include <QScrollArea>

#include "ui/compose/compose_document.h"
#include "ui/compose/diagram_painter.h"

namespace headroom {

/// The MIME type under which the catalogue gives a block's id.
inline constexpr char kBlockMime[] = "application/x-headroom-block";

/// Up and Down select, Alt+Up and Alt+Down reorder, Delete removes, Escape selects the model; Ctrl+wheel zooms.
class ComposeDiagram : public QScrollArea {
  Q_OBJECT

 public:
  explicit ComposeDiagram(ComposeDocument& document, QWidget* parent = nullptr);

  const DiagramLayout& diagram() const;
  double zoom() const;
  void setZoom(double zoom);
  /// The whole architecture in the visible part, never larger than 100 %.
  void fit();

  void copySelection();
  void cutSelection();
  void paste();
  void removeSelection();

 Q_SIGNALS:
  /// A sentence that says why something could not be done.
  void objected(const QString& sentence);

 private:
  class Canvas;
  Canvas* const m_canvas;
};

}  // namespace headroom
