// A small table of texts: a model for any view, and the card that shows it with its title, copies and tooltips.
#pragma once

#include <QAbstractTableModel>
#include <QFrame>
#include <QString>
#include <vector>

class QLabel;
class QTableView;

namespace headroom {

enum class Chip { None, Good, Warn, Neutral };

struct TextCell {
  QString text;
  QString toolTip;
  Chip chip = Chip::None;
  bool operator==(const TextCell&) const = default;
};

struct TextTable {
  struct Column {
    QString title;
    bool number = false;  // right-aligned
    bool operator==(const Column&) const = default;
  };
  QString title;
  QString note;   // a line below the title
  QString empty;  // shown instead of the table while it has no row
  std::vector<Column> columns;
  std::vector<std::vector<TextCell>> rows;
  bool operator==(const TextTable&) const = default;
};

QString toCsv(const TextTable& table);

class TextTableModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Role { ChipRole = Qt::UserRole };

  explicit TextTableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
  /// Nothing happens when it is the same; equal shapes keep selection and scroll.
  void set(TextTable table);
  const TextTable& table() const { return m_table; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  TextTable m_table;
};

/// Ctrl+C and the context menu copy it as CSV. As high as its rows.
class TableCard : public QWidget {
  Q_OBJECT

 public:
  explicit TableCard(QWidget* parent = nullptr);
  void set(const TextTable& table);
  const TextTable& table() const { return m_model->table(); }
  QTableView& view() { return *m_view; }
  void copy() const;

 Q_SIGNALS:
  /// A double click or Return on a row.
  void rowActivated(int row);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fit();

  TextTableModel* m_model;
  QLabel* m_title;
  QLabel* m_note;
  QLabel* m_empty;
  QTableView* m_view;
};

}  // namespace headroom
