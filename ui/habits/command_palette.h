// Ctrl+K: one line that finds any action, page, run, block, template and setting; keyboard only if one likes.
#pragma once

#include <QDialog>

#include "ui/habits/palette_model.h"

class QLabel;
class QLineEdit;
class QListView;

namespace headroom {

/// GUI thread. Made once; open() asks every source again.
class CommandPalette : public QDialog {
  Q_OBJECT

 public:
  explicit CommandPalette(QWidget* window);

  /// Sources are asked in the order in which they were added: so are equal answers shown.
  void addSource(PaletteEntries source);
  /// Over the upper part of its window, with `query` in its line.
  void find(const QString& query = {});
  /// Asks the sources again and keeps the line: more is known than when it opened.
  void refresh();

  QLineEdit& line() { return *m_line; }
  QListView& list() { return *m_list; }
  PaletteModel& model() { return *m_model; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void choose();
  void queryMoved(const QString& query);
  void showHint();

  std::vector<PaletteEntries> m_sources;
  PaletteModel* m_model;
  QLineEdit* m_line;
  QListView* m_list;
  QLabel* m_hint;
};

}  // namespace headroom
