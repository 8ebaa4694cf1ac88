#include "ui/habits/recent_files.h"

#include <QFileInfo>
#include <QFontMetrics>
#include <QMenu>
#include <QSettings>

namespace headroom {

RecentFiles::RecentFiles(QString file, QObject* parent)
    : QObject(parent),
      m_store(std::move(file)),
      m_files(QSettings(m_store, QSettings::IniFormat).value("recent").toStringList()) {}

void RecentFiles::add(const QString& file) {
  const QString path = QFileInfo(file).absoluteFilePath();
  m_files.removeAll(path);
  m_files.prepend(path);
  while (m_files.size() > kMost) m_files.removeLast();
  save();
}

void RecentFiles::remove(const QString& file) {
  m_files.removeAll(file);
  save();
}

void RecentFiles::clear() {
  m_files.clear();
  save();
}

void RecentFiles::save() {
  QSettings(m_store, QSettings::IniFormat).setValue("recent", m_files);
  if (m_menu) fill(*m_menu);
}

void RecentFiles::showIn(QMenu& menu) {
  m_menu = &menu;
  menu.setToolTipsVisible(true);
  fill(menu);
}

void RecentFiles::fill(QMenu& menu) {
  menu.clear();
  menu.setEnabled(!m_files.isEmpty());
  menu.setToolTip(m_files.isEmpty() ? tr("No file was opened yet") : QString());
  for (const QString& file : m_files) {
    QString name = menu.fontMetrics().elidedText(QFileInfo(file).fileName(), Qt::ElideMiddle, 320);
    auto* action = menu.addAction(name.replace('&', QLatin1String("&&")));
    action->setToolTip(file);
    connect(action, &QAction::triggered, this, [this, file] { Q_EMIT chosen(file); });
  }
  if (m_files.isEmpty()) return;
  menu.addSeparator();
  connect(menu.addAction(tr("&Clear the list")), &QAction::triggered, this, &RecentFiles::clear);
}

}  // namespace headroom
