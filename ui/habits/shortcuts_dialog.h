// Every key of the window in one searchable table.
#pragma once

#include <QDialog>

#include "ui/habits/palette_entry.h"

class QLineEdit;
class QTableWidget;

namespace headroom {

class ShortcutsDialog : public QDialog {
  Q_OBJECT

 public:
  /// Of `entries` those that have keys are shown; a few that are no actions are added.
  explicit ShortcutsDialog(const std::vector<PaletteEntry>& entries, QWidget* parent = nullptr);
  QTableWidget& table() { return *m_table; }
  QLineEdit& line() { return *m_line; }

 private:
  void filter(const QString& query);
  void copy() const;

  QLineEdit* m_line;
  QTableWidget* m_table;
};

}  // namespace headroom
