// The files that were opened or saved last, newest first, kept from one day to the next.
#pragma once

#include <QObject>
#include <QStringList>

class QMenu;

namespace headroom {

class RecentFiles : public QObject {
  Q_OBJECT

 public:
  static constexpr int kMost = 10;

  /// `file` is the QSettings file that they are kept in.
  explicit RecentFiles(QString file, QObject* parent = nullptr);

  const QStringList& files() const { return m_files; }
  void add(const QString& file);
  void remove(const QString& file);
  void clear();
  /// Fills the menu now and after every change.
  void showIn(QMenu& menu);

 Q_SIGNALS:
  void chosen(const QString& file);

 private:
  void save();
  void fill(QMenu& menu);

  const QString m_store;
  QStringList m_files;
  QMenu* m_menu = nullptr;
};

}  // namespace headroom
