// What trains and what waits, in the order of starting; waiting runs are dragged to another place.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/models/runs_model.h"

namespace headroom {

class QueueModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Place, Name, State, Priority, Steps, ColumnCount };

  explicit QueueModel(RunsModel& runs, QObject* parent = nullptr);

  const RunId& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
  int rowOf(const RunId& run) const;
  bool waits(int row) const { return row >= m_live; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  Qt::ItemFlags flags(const QModelIndex& index) const override;
  Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
  QStringList mimeTypes() const override;
  QMimeData* mimeData(const QModelIndexList& indexes) const override;
  bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                       const QModelIndex& parent) const override;
  /// Says where the run is wanted; the rows move when the engine has moved it.
  bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                    const QModelIndex& parent) override;

 Q_SIGNALS:
  /// `before` empty: to the end.
  void moveWanted(const headroom::RunId& run, const headroom::RunId& before);

 private:
  void refresh();
  int dropPlace(int from, int row, const QModelIndex& parent) const;

  RunsModel& m_runs;
  std::vector<RunId> m_rows;
  int m_live = 0;  // rows that train: they stand first
};

}  // namespace headroom
