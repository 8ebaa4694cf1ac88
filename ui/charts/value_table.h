// The values of all curves under the crosshair, as a small table beside it.
#pragma once

#include <qcustomplot.h>

#include <vector>

#include "ui/theme.h"

namespace headroom {

struct ValueRow {
  QString key, name, value;
  QColor colour;
  double pixel = 0;     // height of the value in the plot: rows stand in this order
  bool strong = false;  // the curve under the mouse, or the one chosen with the keys
};

struct ValueTable {
  QString head;  // "step 1,200"
  std::vector<ValueRow> rows;
};

/// For a screen reader: "step 1,200. rope: 1.64. none: 1.7."
QString spoken(const ValueTable& table);

class ValueTableItem : public QCPLayerable {
 public:
  ValueTableItem(QCustomPlot* plot, const QString& layer) : QCPLayerable(plot, layer) {}

  void setTable(ValueTable table) { m_table = std::move(table); }
  /// The plot, and where in it the crosshair stands: the table keeps to the other side.
  void setPlace(const QRect& plot, double crosshair);
  void setLook(const QFont& font, const ThemeColours& colours);

 protected:
  void applyDefaultAntialiasingHint(QCPPainter*) const override {}
  void draw(QCPPainter* painter) override;

 private:
  ValueTable m_table;
  QRect m_plot;
  double m_crosshair = 0;
  QFont m_font;
  const ThemeColours* m_colours = &lightColours();
};

}  // namespace headroom
