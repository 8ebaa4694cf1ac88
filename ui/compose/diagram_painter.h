// Draws a laid-out architecture: the same on screen, in dark and light, and on paper.
#pragma once

#include <QByteArray>
#include <map>
#include <optional>

#include "core/base/result.h"
#include "ui/compose/diagram_layout.h"
#include "ui/theme.h"

class QPainter;

namespace headroom {

QColor colourOf(std::optional<Family> family, const ThemeColours& colours);

/// What an element is against the baseline it is compared with.
enum class DiagramChange { Added, Changed };

struct DiagramMarks {
  std::optional<ElementPath> current;
  std::vector<ElementPath> selected;
  bool focused = false;
  bool stale = false;                   // shapes are right, costs are on their way
  std::vector<ElementPath> openPlaces;  // legal ones while something is dragged; sorted
  std::optional<ElementPath> target;    // the one it would land in
  std::vector<std::pair<ElementPath, std::string>> openChips;
  std::optional<std::pair<ElementPath, std::string>> chipTarget;
  std::map<ElementPath, DiagramChange> changes;
};
/// Only what shows in `area` (of the diagram) is drawn; an empty one shows all.
void paintDiagram(QPainter& painter, const DiagramLayout& layout, const ThemeColours& colours,
                  const DiagramMarks& marks = {}, const QRectF& area = {});
/// The whole as coloured boxes without text: minimap.
void paintOutline(QPainter& painter, const DiagramLayout& layout, const ThemeColours& colours);

/// The diagram as vectors; `size` receives its size in pixels at 100 %.
QByteArray diagramSvg(const Architecture& architecture, QSizeF& size);
QByteArray diagramSvg(const DiagramLayout& layout, QSizeF& size);
/// To SVG, PDF or PNG, as the file's name ends.
Result<void> exportDiagram(const DiagramLayout& layout, const QString& title, const QString& file);

}  // namespace headroom
