// Draws a laid-out architecture: the same on screen, in dark and light, and on paper.
#pragma once

#include <QByteArray>
#include <optional>

#include "ui/compose/diagram_layout.h"
#include "ui/theme.h"

class QPainter;

namespace headroom {

QColor colourOf(std::optional<Family> family, const ThemeColours& colours);

struct DiagramMarks {
  std::optional<ElementPath> selected;
  bool focused = false;
  std::vector<ElementPath> openPlaces;  // legal ones while something is dragged
  std::optional<ElementPath> target;    // the one it would land in
};
void paintDiagram(QPainter& painter, const DiagramLayout& layout, const ThemeColours& colours,
                  const DiagramMarks& marks = {});

/// The diagram as vectors; `size` receives its size in pixels at 100 %.
QByteArray diagramSvg(const Architecture& architecture, QSizeF& size);

}  // namespace headroom
