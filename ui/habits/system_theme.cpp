#include "ui/habits/system_theme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

#include "ui/theme.h"

namespace headroom {

namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kSpace = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");

/// Portals wrap the value once or twice.
QVariant unwrapped(QVariant value) {
  while (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
  return value;
}

/// D-Bus signals reach slots of an object only.
class SystemListener : public QObject {
  Q_OBJECT

 public:
  explicit SystemListener(Theme& theme) : QObject(&theme), m_theme(theme) {}

 public Q_SLOTS:
  void settingChanged(const QString& space, const QString& key, const QDBusVariant& value) {
    if (space == kSpace && key == kKey) takeSystemScheme(m_theme, unwrapped(QVariant::fromValue(value)));
  }

 private:
  Theme& m_theme;
};

}  // namespace

void followSystemTheme(Theme& theme) {
  QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return;
  auto* listener = new SystemListener(theme);
  bus.connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"), listener,
              SLOT(settingChanged(QString, QString, QDBusVariant)));
  QDBusMessage ask = QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
  ask << kSpace << kKey;
  auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(ask), listener);
  QObject::connect(answer, &QDBusPendingCallWatcher::finished, listener, [&theme, answer] {
    const QDBusPendingReply<QDBusVariant> reply = *answer;
    if (reply.isValid()) takeSystemScheme(theme, unwrapped(QVariant::fromValue(reply.value())));
    answer->deleteLater();
  });
}

void takeSystemScheme(Theme& theme, const QVariant& scheme) {
  bool number = false;
  const unsigned prefers = scheme.toUInt(&number);
  if (number && prefers <= 2) theme.setSystemDark(prefers == 1);
}

}  // namespace headroom

#include "system_theme.moc"
