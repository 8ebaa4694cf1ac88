#include "ui/habits/palette_entry.h"

#include <QAction>
#include <QCoreApplication>
#include <QPointer>

namespace headroom {

QString plainText(const QString& text) {
  QString plain = text;
  plain.replace(QLatin1String("&&"), QString(QChar(1))).remove('&').replace(QChar(1), '&');
  plain.remove(QStringLiteral("…"));
  return plain;
}

PaletteEntry entryOf(QAction& action, const QString& menu, std::function<void()> before) {
  PaletteEntry entry;
  entry.kind = QCoreApplication::translate("CommandPalette", "Action");
  entry.title = menu.isEmpty() ? plainText(action.text()) : menu + QStringLiteral(" ▸ ") + plainText(action.text());
  entry.keys = action.shortcut().toString(QKeySequence::NativeText);
  const QString told = action.toolTip();
  if (told != plainText(action.text())) entry.detail = told;
  if (!action.isEnabled())
    entry.whyNot =
        entry.detail.isEmpty() ? QCoreApplication::translate("CommandPalette", "Not possible now") : entry.detail;
  entry.act = [action = QPointer<QAction>(&action), before = std::move(before)] {
    if (before) before();
    if (action) action->trigger();
  };
  return entry;
}

}  // namespace headroom
