// The table of runs: columns chosen, ordered and sorted by the person; a selection that survives another filter.
#pragma once

#include <QTableView>
#include <vector>

#include "ui/models/runs_proxy.h"

namespace headroom {

class RunTable : public QTableView {
  Q_OBJECT

 public:
  RunTable(RunsModel& model, RunsProxy& proxy, QWidget* parent = nullptr);

  /// In the order of selecting, so that the first is what others are compared with; hidden runs are not selected.
  const std::vector<RunId>& selection() const { return m_selected; }
  void select(const std::vector<RunId>& runs);
  /// The run with the keyboard's mark, else the first selected one; empty for none.
  RunId currentRun() const;

  struct ShownColumn {
    int column = 0;
    bool shown = true;
    bool operator==(const ShownColumn&) const = default;
  };
  /// All columns in their order on screen.
  std::vector<ShownColumn> columns() const;
  void setColumns(const std::vector<ShownColumn>& columns);
  void resetColumns();
  /// Order, widths, choice and sorting, by the columns' words: readable by other versions. What is not understood is
  /// passed over.
  QByteArray columnState() const;
  void restoreColumns(const QByteArray& state);

  /// The columns that are seen, in their order.
  QString csv(bool onlySelected) const;

 Q_SIGNALS:
  /// Other runs are selected, by a person or because the filter hides some.
  void selectionMoved();
  void columnsChanged();
  void menuAsked(const QPoint& globalPosition);

 protected:
  void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void keepSelection();
  void restoreSelection();
  std::vector<RunId> selectedRows() const;

  RunsModel& m_model;
  RunsProxy& m_proxy;
  std::vector<RunId> m_selected;
  std::vector<RunId> m_kept;  // while the proxy resets
  RunId m_keptCurrent;
  bool m_resetting = false;
  bool m_told = false;  // that the selection changed
};

}  // namespace headroom
