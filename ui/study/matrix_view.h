// Matrix of a study's runs, arm × scale × seed: every cell a state in colour and in words; a click opens its runs.
#pragma once

#include <QAbstractTableModel>
#include <QTableView>
#include <memory>

#include "core/study/study_result.h"

namespace headroom {

class MatrixModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Role { StateRole = Qt::UserRole };
  enum class State { Planned, Running, Partly, Completed, Failed, Diverged, Dropped };

  explicit MatrixModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
  /// Rows and columns that stay keep selection and scroll.
  void set(std::shared_ptr<const StudyResult> result);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
  /// Null where the study has no such cell.
  const MatrixCell* cell(const QModelIndex& index) const;
  static State stateOf(const MatrixCell& cell);

 private:
  std::shared_ptr<const StudyResult> m_result;
  std::vector<std::string> m_arms;
  std::vector<std::pair<std::string, std::int64_t>> m_columns;  // scale, seed
  std::vector<const MatrixCell*> m_cells;                       // row by row
};

class MatrixView : public QTableView {
  Q_OBJECT

 public:
  explicit MatrixView(QWidget* parent = nullptr);
  void set(std::shared_ptr<const StudyResult> result);
  MatrixModel& matrix() { return *m_model; }
  void copy() const;

 Q_SIGNALS:
  /// A click or Return on a cell.
  void cellActivated(const headroom::MatrixCell& cell);

 private:
  MatrixModel* m_model;
};

}  // namespace headroom
