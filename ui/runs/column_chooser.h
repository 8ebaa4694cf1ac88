// The columns of the table of runs: checked ones are shown, dragged or moved with Alt+arrows into their order.
#pragma once

#include <QDialog>

class QListWidget;

namespace headroom {

class RunTable;

class ColumnChooser : public QDialog {
  Q_OBJECT

 public:
  /// Every change is applied to the table at once.
  explicit ColumnChooser(RunTable& table, QWidget* parent = nullptr);
  QListWidget& list() { return *m_list; }

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void fill();
  void apply();

  RunTable& m_table;
  QListWidget* m_list;
};

}  // namespace headroom
