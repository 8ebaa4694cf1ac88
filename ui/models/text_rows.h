// A small table of texts that is given whole: history, files, checkpoints of a run.
#pragma once

#include <QAbstractTableModel>
#include <QStringList>
#include <QVector>
#include <vector>

namespace headroom {

class TextRows : public QAbstractTableModel {
  Q_OBJECT

 public:
  struct Column {
    QString title;
    bool number = false;  // right-aligned
    bool operator==(const Column&) const = default;
  };
  struct Row {
    QStringList cells;
    QString toolTip;  // plain text; of the whole row
    bool operator==(const Row&) const = default;
  };

  explicit TextRows(std::vector<Column> columns, QObject* parent = nullptr)
      : QAbstractTableModel(parent), m_columns(std::move(columns)) {}

  /// Equal shapes keep selection and scrolling. Rows that follow the known ones are appended.
  void set(std::vector<Row> rows);
  const std::vector<Row>& rows() const { return m_rows; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  const std::vector<Column> m_columns;
  std::vector<Row> m_rows;
};

/// As a tool tip: never taken for HTML, cut to what can be read.
QString plainToolTip(const QString& text);

}  // namespace headroom
