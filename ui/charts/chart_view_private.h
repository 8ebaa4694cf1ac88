// What the files of ChartView share: the scene, its input and the times of its frames.
#pragma once

#include <QTimer>
#include <QToolButton>

#include "ui/charts/chart_input.h"
#include "ui/charts/chart_scene.h"
#include "ui/charts/chart_view.h"

namespace headroom {

struct ChartView::Private {
  explicit Private(ChartView* view) : view(view), scene(view), input(view, scene) {}

  /// A person waits for it.
  void redraw();
  /// Something came in: drawn soon, and never so often that it costs a core.
  void redrawSoon();
  void placeButtons();
  void updateFollow();

  ChartView* view;
  ChartScene scene;
  ChartInput input;
  QToolButton* follow = nullptr;
  QToolButton* menu = nullptr;
  QTimer live;
  QElapsedTimer frame;
  double frameMs = 1;  // what the last one took
};

}  // namespace headroom
