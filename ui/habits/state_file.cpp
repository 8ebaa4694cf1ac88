#include "ui/habits/state_file.h"

#include <QDir>
#include <QSplitter>

namespace headroom {

QString stateFile() {
  QString folder = qEnvironmentVariable("XDG_STATE_HOME");
  if (!QDir::isAbsolutePath(folder)) folder = QDir::homePath() + QStringLiteral("/.local/state");
  return folder + QStringLiteral("/headroom/window.ini");
}

namespace {

/// The n-th one of a page with the same number of parts is the same one.
QString keyOf(const QSplitter& splitter, int place) {
  return splitter.objectName().isEmpty() ? QStringLiteral("%1 of %2").arg(place).arg(splitter.count())
                                         : splitter.objectName();
}

}  // namespace

QVariantMap splittersOf(const QWidget& widget) {
  QVariantMap sizes;
  int place = 0;
  for (const auto* splitter : widget.findChildren<QSplitter*>())
    sizes[keyOf(*splitter, place++)] = splitter->saveState();
  return sizes;
}

void restoreSplitters(QWidget& widget, const QVariantMap& sizes) {
  int place = 0;
  for (auto* splitter : widget.findChildren<QSplitter*>()) {
    const QByteArray state = sizes.value(keyOf(*splitter, place++)).toByteArray();
    if (!state.isEmpty()) splitter->restoreState(state);
  }
}

}  // namespace headroom
