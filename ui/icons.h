// Icons from resources/icons in the colours of the theme: drawn from SVG at the size and scale that is asked for.
#pragma once

#include <QIcon>
#include <QString>

namespace headroom {

/// `name` is a file of resources/icons without its ending. Normal: text colour of the palette; disabled: dimmed;
/// selected (On): accent. An unknown name is an empty picture.
QIcon themedIcon(const QString& name);

/// Makes the pictures below :/icons known; for style sheets, which name them. Cheap to call again.
void linkIconFiles();

}  // namespace headroom
