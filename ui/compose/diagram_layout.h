// Where everything of an architecture's diagram stands: a pure function, so that screen, report and test see the same
// picture. x = 0 is the stream; y grows downwards; one unit is a pixel at 100 %.
#pragma once

#include <QRectF>
#include <QString>
#include <optional>
#include <vector>

#include "core/arch/architecture.h"

namespace headroom {

struct DiagramItem {
  ElementPath path;
  Element::Kind kind = Element::Kind::Block;
  QRectF rect;  // a block's box; the bracket of a repeat; everything of a residual branch
  QString title, detail, shape, error;
  QRectF errorBox;                           // where the sentence of `error` stands
  std::optional<Family> family;              // of a known block
  double laneX = 0, laneTop = 0, plusY = 0;  // residual branch: its lane runs from (0, laneTop) by laneX to (0, plusY)
};

/// A place where an element can be added.
struct DiagramSlot {
  ElementPath place;
  QPointF at;
};

struct DiagramLayout {
  std::vector<DiagramItem> items;  // an outer one before what is inside
  std::vector<DiagramSlot> places;
  double streamTop = 0, streamBottom = 0;
  QRectF bounds;

  const DiagramItem* item(const ElementPath& path) const;
  /// The innermost element at a point; brackets count at their edge and label only.
  const DiagramItem* itemAt(QPointF point) const;
};

DiagramLayout layOut(const Architecture& architecture, const std::vector<BlockReport>& reports);

inline constexpr double kTitlePixels = 13, kDetailPixels = 11;

/// "heads 6 · flash · no bias": the parameters of a block as they come out.
QString parameterLine(const Element& element, const Architecture& architecture);

}  // namespace headroom
