// Where everything of an architecture's diagram stands: a pure function, so that screen, report and test see the same
// picture. x = 0 is the stream; y grows downwards; one unit is a pixel at 100 %.
#pragma once

#include <QRectF>
#include <QString>
#include <optional>
#include <set>
#include <vector>

#include "core/arch/architecture.h"

namespace headroom {

/// A slot of a block, with what fills it.
struct DiagramChip {
  std::string parameter;  // "position"
  QString text;           // "position: rope"
  bool empty = false;
  QRectF rect;
};

struct DiagramItem {
  ElementPath path;
  Element::Kind kind = Element::Kind::Block;
  bool box = false;     // drawn as a box: a block, a tap or use without body, anything folded
  bool folded = false;  // its elements are not shown
  QRectF rect;          // a box; the bracket of a container; everything of a residual branch
  QString title, detail, shape, error;
  QRectF errorBox;               // where the sentence of `error` stands
  std::optional<Family> family;  // of a known block
  std::vector<DiagramChip> chips;
  double streamX = 0;                        // of the stream it stands in
  double laneX = 0, laneTop = 0, plusY = 0;  // residual: its lane runs from (streamX, laneTop) by laneX to plusY
  QPointF join;                              // parallel: where its branches meet
  QString joinSign;                          // "+", "‖", "g"
};

/// A place where an element can be added; an upright one stands beside a branch and makes another.
struct DiagramSlot {
  ElementPath place;
  QPointF at;
  bool upright = false;
};

/// A piece of stream, or the way from a tap to its use.
struct DiagramLine {
  QPointF from, to;
  bool tap = false;
};

struct DiagramLayout {
  std::vector<DiagramItem> items;  // an outer one before what is inside
  std::vector<DiagramSlot> places;
  std::vector<DiagramLine> lines;
  QRectF bounds;

  const DiagramItem* item(const ElementPath& path) const;
  /// The innermost element at a point; brackets count at their edge and label only.
  const DiagramItem* itemAt(QPointF point) const;
};

DiagramLayout layOut(const Architecture& architecture, const std::vector<BlockReport>& reports,
                     const std::set<ElementPath>& folded = {});

inline constexpr double kTitlePixels = 13, kDetailPixels = 11;
inline constexpr double kJoinRadius = 9;

/// "heads 6 · flash · no bias": the parameters of a block as they come out. Slots are left to chips.
QString parameterLine(const Element& element, const Sizes* sizes);

}  // namespace headroom
