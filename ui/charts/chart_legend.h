// The legend of a chart: one row a curve, which a click hides or shows; inside the plot or right of it.
#pragma once

#include <qcustomplot.h>

#include <vector>

#include "ui/theme.h"

namespace headroom {

class ChartLegend : public QCPLayoutElement {
 public:
  static constexpr int kMostRows = 12;  // the others are found in the chart's menu

  struct Row {
    QString key;  // of the series
    QString name;
    QPen pen;
    bool hidden = false;
    bool operator==(const Row&) const = default;
  };

  explicit ChartLegend(QCustomPlot* plot) : QCPLayoutElement(plot) {}

  void setRows(std::vector<Row> rows) { m_rows = std::move(rows); }
  void setLook(const QFont& font, const ThemeColours& colours);
  /// Names are shortened to fit.
  void setMostWidth(int pixels) { m_mostWidth = pixels; }
  bool isEmpty() const { return m_rows.empty(); }
  QSize size() const;
  /// Null outside every row.
  const Row* rowAt(const QPointF& place) const;

  QSize minimumOuterSizeHint() const override { return size(); }
  QSize maximumOuterSizeHint() const override { return size(); }

 protected:
  void draw(QCPPainter* painter) override;
  void applyDefaultAntialiasingHint(QCPPainter*) const override {}

 private:
  std::size_t shownRows() const;
  int rowHeight() const;
  QString remainder() const;

  std::vector<Row> m_rows;
  QFont m_font;
  const ThemeColours* m_colours = &lightColours();
  int m_mostWidth = 220;
};

}  // namespace headroom
