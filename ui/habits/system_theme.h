// Whether the desktop is dark, and when that changes: through the XDG portal, since Qt 6.4 does not tell.
#pragma once

#include <QVariant>

namespace headroom {

class Theme;

/// Asks without waiting, and listens as long as the theme lives. Without a session bus or a portal the theme keeps what
/// it took from the palette.
void followSystemTheme(Theme& theme);

/// The portal's color-scheme: 1 prefers dark; 0 (no preference) and 2 are light. Anything else is no answer.
void takeSystemScheme(Theme& theme, const QVariant& scheme);

}  // namespace headroom
