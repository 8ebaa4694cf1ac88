// The table of runs: kept up to date from a reader, by revision, without ever blocking the window.
#pragma once

#include <QAbstractTableModel>
#include <unordered_map>
#include <vector>

#include "ui/models/reader_thread.h"
#include "ui/models/roofs.h"

namespace headroom {

class RunsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  /// The last ones are shown when a person wants them.
  enum Column {
    State,
    Name,
    Arm,
    Scale,
    Seed,
    Done,
    Left,
    Loss,
    TokensPerSecond,
    Bandwidth,
    Sparkline,
    Tags,
    Note,
    Model,
    Device,
    Step,
    TrainLoss,
    ValLoss,
    Attempt,
    Priority,
    Created,
    Took,
    Id,
    ColumnCount
  };
  enum Role {
    SortRole = Qt::UserRole,  // numbers as numbers
    SparklineRole,            // QVector<float>
    ColourRole                // QColor that a person gave the run; invalid for none
  };

  explicit RunsModel(QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  /// A column's title where the header has none, for menus and files; its word in what is remembered.
  static QString columnTitle(int column);
  static QString columnKey(int column);

  const RunSummary& at(int row) const { return m_runs[static_cast<std::size_t>(row)]; }
  const RunSummary* find(const RunId& run) const;
  QModelIndex indexOf(const RunId& run) const;
  std::int64_t revision() const { return m_revision; }
  int count(RunState state) const;
  /// What waits, in the order of starting.
  const std::vector<RunId>& queue() const { return m_queue; }

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
  void orderQueue();

  std::vector<RunSummary> m_runs;
  std::vector<RunId> m_queue;
  std::unordered_map<RunId, std::size_t> m_rows;
  std::int64_t m_revision = 0;
  MemoryRoofs m_roofs;
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
