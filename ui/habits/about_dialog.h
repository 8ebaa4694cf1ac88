// About: version, what it stands on with versions and licences, and the licence itself.
#pragma once

#include <QDialog>

namespace headroom {

class AboutDialog : public QDialog {
  Q_OBJECT

 public:
  /// `engine` is the engine's greeting in words, `database` its file.
  AboutDialog(const QString& engine, const QString& database, QWidget* parent = nullptr);

  /// Everything as plain text: for a report of a defect.
  QString plainText() const;

 private:
  QString m_engine, m_database;
};

}  // namespace headroom
