// The widget of a roofline: a click on a point, or Return on the one chosen with the arrow keys, names its block.
#pragma once

#include <QWidget>

#include "ui/hardware/roofline_chart.h"

namespace headroom {

class RooflineView : public QWidget {
  Q_OBJECT

 public:
  explicit RooflineView(QWidget* parent = nullptr);

  /// The chosen point stays chosen where it is there still.
  void setChart(RooflineChart chart);
  const RooflineChart& chart() const { return m_chart; }
  int currentPoint() const { return m_marks.current; }
  void setCurrentPoint(int point);
  /// Where a point is drawn; for tests and tool tips.
  QPointF placeOf(int point) const;

  bool savePng(const QString& file) const;
  bool saveSvg(const QString& file) const;
  bool savePdf(const QString& file) const;
  bool saveCsv(const QString& file) const;
  void copyToClipboard() const;

  QSize sizeHint() const override { return {720, 440}; }
  QSize minimumSizeHint() const override { return {320, 220}; }

 Q_SIGNALS:
  void pointChosen(int point);
  void pointActivated(int point);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  QRectF area() const;
  void step(int by);

  RooflineChart m_chart;
  RooflineMarks m_marks;
};

}  // namespace headroom
