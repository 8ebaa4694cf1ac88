// Whether the desktop is dark, and when that changes: through the XDG portal, since Qt 6.4 does not tell.
#pragma once

#include <QDBusVariant>
#include <QObject>

namespace headroom {

class Theme;

/// Asks without waiting; without a session bus or a portal the theme keeps what it took from the palette.
class SystemTheme : public QObject {
  Q_OBJECT

 public:
  explicit SystemTheme(Theme& theme, QObject* parent = nullptr);

  /// The portal's color-scheme: 1 prefers dark; 0 (no preference) and 2 are light. Anything else is no answer.
  static void take(Theme& theme, const QVariant& scheme);

 private Q_SLOTS:
  void settingChanged(const QString& space, const QString& key, const QDBusVariant& value);

 private:
  Theme& m_theme;
};

}  // namespace headroom
