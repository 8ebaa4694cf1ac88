// Charts side by side as a person arranges them: order, full width, shown or not, columns and height; remembered.
#pragma once

#include <QScrollArea>
#include <QString>
#include <vector>

#include "core/base/json.h"

class QFrame;
class QGridLayout;
class QMenu;

namespace headroom {

struct GridPlace {
  int row = 0, column = 0, span = 1;
  bool operator==(const GridPlace&) const = default;
};
/// Places in reading order; a wide cell takes a row of its own.
std::vector<GridPlace> gridPlaces(const std::vector<bool>& wide, int columns);

/// A cell is moved with the grip at its top left corner or with Alt+arrows, and by the actions that its content is
/// given: they stand in the menu of a ChartView.
class ChartGrid : public QScrollArea {
  Q_OBJECT

 public:
  enum class Height { Low, Normal, Tall };

  explicit ChartGrid(QWidget* parent = nullptr);

  void add(const QString& id, const QString& title, QWidget* content);
  /// All cells, shown or not, in order.
  std::vector<QString> order() const;
  bool isShown(const QString& id) const;
  bool isWide(const QString& id) const;
  void setShown(const QString& id, bool shown);
  void setWide(const QString& id, bool wide);
  /// To another place among those shown.
  void moveTo(const QString& id, int place);
  void move(const QString& id, int by);
  /// 0: as many as fit.
  void setColumns(int columns);
  void setHeight(Height height);
  /// As the program came.
  void reset();

  Json state() const;
  /// Cells it does not know and what it does not understand are passed over; cells that it does not name come last.
  void restore(const Json& state);
  /// Which charts, how many columns, how high. The caller owns it.
  QMenu* makeMenu(QWidget* parent);

 Q_SIGNALS:
  void arranged();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Cell {
    QString id, title;
    QFrame* frame = nullptr;
    QWidget* content = nullptr;
    QWidget* grip = nullptr;
    bool shown = true, wide = false;
  };
  Cell* find(const QString& id);
  const Cell* find(const QString& id) const;
  void addActions(const Cell& cell);
  void layOut();
  void changed();
  void drag(const QString& id, QPoint global);
  int usedColumns() const;

  QWidget* m_inner;
  QGridLayout* m_grid;
  std::vector<Cell> m_cells;
  std::vector<QString> m_original;
  int m_columns = 0;
  Height m_height = Height::Normal;
  QString m_dragged;
};

}  // namespace headroom
