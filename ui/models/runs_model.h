// The table of runs: kept up to date from a reader, by revision, without ever blocking the window.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <unordered_map>
#include <vector>

#include "ui/models/reader_thread.h"
#include "ui/models/roofs.h"
#include "ui/models/run_filter.h"

namespace headroom {

class RunsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { State, Name, Arm, Scale, Seed, Done, Left, Loss, TokensPerSecond, Bandwidth, Sparkline, ColumnCount };
  enum Role {
    SortRole = Qt::UserRole,  // numbers as numbers
    SparklineRole             // QVector<float>
  };

  explicit RunsModel(QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  const RunSummary& at(int row) const { return m_runs[static_cast<std::size_t>(row)]; }
  const RunSummary* find(const RunId& run) const;
  QModelIndex indexOf(const RunId& run) const;
  std::int64_t revision() const { return m_revision; }
  int count(RunState state) const;

  /// Takes in what a reader answered; older answers change nothing.
  void apply(const RunChanges& changes);
  void setRoofs(const MemoryRoofs& roofs);
  const MemoryRoofs& roofs() const { return m_roofs; }

 Q_SIGNALS:
  void runsChanged(const std::vector<headroom::RunId>& runs);

 private:
  QVariant text(const RunSummary& run, int column) const;
  QVariant sortKey(const RunSummary& run, int column) const;
  QString toolTip(const RunSummary& run, int column) const;

  std::vector<RunSummary> m_runs;
  std::unordered_map<RunId, std::size_t> m_rows;
  std::int64_t m_revision = 0;
  MemoryRoofs m_roofs;
};

/// What the filter line lets through, newest runs first until a column is chosen.
class RunsProxy : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  explicit RunsProxy(RunsModel& model, QObject* parent = nullptr);
  void setFilter(RunFilter filter);

 protected:
  bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
  bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

 private:
  RunsModel& m_model;
  RunFilter m_filter;
};

/// Keeps a model fresh: asks for what changed since its revision, one question at a time.
class RunsRefresher : public QObject {
  Q_OBJECT

 public:
  RunsRefresher(RunsModel& model, ReaderThread& reader, QObject* parent = nullptr);
  void refresh();
  void refreshRoofs();

 Q_SIGNALS:
  void refreshed();
  void roofsRead(const headroom::Json& machines);
  void problemFound(const QString& sentence);

 private:
  RunsModel& m_model;
  ReaderThread& m_reader;
  bool m_asking = false;
  bool m_again = false;
};

}  // namespace headroom
