// Runs side by side, one row a setting: what they were asked for, what it was resolved to, on what they ran and how
// they ended. Of several runs only what differs, where that is wanted.
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <map>
#include <vector>

#include "core/base/json.h"
#include "core/runs/run_reader.h"

namespace headroom {

/// One run as it is compared: path → value, in the order of the documents.
struct ComparedRun {
  RunId id;
  QString name;
  std::vector<std::pair<QString, QString>> settings;
};

/// Definition, environment (may be null) and results as settings: "recipe.learning_rate", "environment.threads",
/// "result.loss". Leaves of the documents, in their order.
ComparedRun comparedRun(const RunSummary& run, const Json& definition, const Json& environment);

class RunComparison : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Role { DiffersRole = Qt::UserRole };  // the run's value is not the first run's

  explicit RunComparison(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  void setRuns(std::vector<ComparedRun> runs);
  /// Of one run everything is shown all the same.
  void setOnlyDifferences(bool only);
  /// Rows whose path or a value of which holds this text.
  void setSearched(const QString& text);
  int differences() const { return m_differences; }
  int settings() const { return static_cast<int>(m_all.size()); }
  std::size_t runs() const { return m_runs.size(); }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  struct Row {
    QString path;
    QStringList values;  // of each run; a null string where it has no such setting
    bool differs = false;
  };
  void choose();

  std::vector<ComparedRun> m_runs;
  std::vector<Row> m_all;
  std::vector<std::size_t> m_shown;
  int m_differences = 0;
  bool m_only = true;
  QString m_searched;
};

}  // namespace headroom
