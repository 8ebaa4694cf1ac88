// Mouse and keys of a chart. Private to ui/charts.
#pragma once

#include <QObject>

#include "ui/charts/chart_scene.h"

namespace headroom {

class ChartView;

class ChartInput : public QObject {
 public:
  ChartInput(ChartView* view, ChartScene& scene);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void press(QMouseEvent* event);
  void move(QMouseEvent* event);
  void release(QMouseEvent* event);
  void wheel(QWheelEvent* event);
  void zoomInto(const QRect& rect);
  void click(QPointF place, bool others);
  void showTip(QHelpEvent* event);
  /// What the key does, done when `act`; false: it is none of ours.
  bool key(const QKeyEvent* event, bool act);
  void moveCrosshair(int points);
  void chooseCurve(int by);
  void crosshairTo(double x);

  ChartView* m_view;
  ChartScene& m_scene;
  bool m_panning = false, m_moved = false;
  bool m_byKeys = false;  // the crosshair stands where the keys put it
  QPointF m_pressed;
  QCPRange m_panX, m_panY;  // as they were when the pan began
};

}  // namespace headroom
