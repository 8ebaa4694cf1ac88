// Where the window keeps what it remembers by itself (not what a person chose: that is QSettings' own file).
#pragma once

#include <QString>
#include <QVariantMap>

class QWidget;

namespace headroom {

/// window.ini in the XDG state folder: $XDG_STATE_HOME/headroom, else ~/.local/state/headroom.
QString stateFile();

/// Sizes of all splitters below a widget, by their place in it.
QVariantMap splittersOf(const QWidget& widget);
/// What does not fit any more (another version had other splitters) is left as it is.
void restoreSplitters(QWidget& widget, const QVariantMap& sizes);

}  // namespace headroom
