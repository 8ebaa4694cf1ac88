// What the filter line lets through of the table of runs, in the order of one column. A flat list of rows: another
// filter over 10,000 runs costs one pass, not a notice for every gap as QSortFilterProxyModel gives.
#pragma once

#include <QAbstractProxyModel>
#include <QCollator>
#include <optional>
#include <vector>

#include "ui/models/run_filter.h"
#include "ui/models/runs_model.h"

namespace headroom {

/// Newest first until a column is chosen. What is not known stands last, in both directions. Another filter resets the
/// model: who keeps a selection chooses it again.
class RunsProxy : public QAbstractProxyModel {
  Q_OBJECT

 public:
  explicit RunsProxy(RunsModel& model, QObject* parent = nullptr);

  void setFilter(RunFilter filter);
  void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

  QModelIndex mapToSource(const QModelIndex& index) const override;
  QModelIndex mapFromSource(const QModelIndex& index) const override;
  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex&) const override { return {}; }
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
  bool hasChildren(const QModelIndex& parent = {}) const override { return !parent.isValid() && !m_rows.empty(); }

  const RunSummary& at(int row) const { return m_model.at(m_rows[static_cast<std::size_t>(row)]); }

 private:
  struct Key {
    double number = 0;
    std::optional<QCollatorSortKey> text;
    bool known = true;
  };
  Key keyOf(int row) const;
  bool before(int a, int b) const;  // source rows
  std::vector<int> accepted() const;
  void readKeys();
  void place(std::size_t from, std::size_t to);  // m_rows[from, to) have moved

  void added(int first, int last);
  void leaving(int first, int last);
  void left(int first, int last);
  void changed(const QModelIndex& from, const QModelIndex& to);
  void changedOne(int row);
  void insert(int row);
  void remove(int row);

  RunsModel& m_model;
  RunFilter m_filter;
  QCollator m_collator;
  int m_column = RunsModel::Created;
  Qt::SortOrder m_order = Qt::DescendingOrder;
  std::vector<int> m_rows;    // shown, in order: row of the source
  std::vector<int> m_places;  // of every source row: where it is shown, else -1
  std::vector<Key> m_keys;    // of every source row
};

}  // namespace headroom
