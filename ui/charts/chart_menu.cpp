// The menu of a chart: all that its keys and mouse do, and what belongs to one chart alone.
#include <QActionGroup>
#include <QMenu>
#include <functional>

#include "ui/charts/chart_files.h"
#include "ui/charts/chart_view_private.h"

namespace headroom {

namespace {

QAction* addToggle(QMenu* menu, const QString& text, bool on, const std::function<void(bool)>& set) {
  auto* action = menu->addAction(text);
  action->setCheckable(true);
  action->setChecked(on);
  QObject::connect(action, &QAction::toggled, menu, set);
  return action;
}

}  // namespace

QMenu* ChartView::makeMenu() {
  auto* menu = new QMenu(this);
  menu->addAction(tr("Fit and follow"), this, &ChartView::fit)->setShortcut(Qt::Key_Home);
  const auto scaleToggle = [&](const QString& text, AxisScale now, std::optional<AxisScale> ChartSettings::*which) {
    addToggle(menu, text, now == AxisScale::Logarithmic, [this, which](bool on) {
      auto wanted = settings();
      wanted.*which = on ? AxisScale::Logarithmic : AxisScale::Linear;
      setSettings(wanted);
    });
  };
  scaleToggle(tr("Logarithmic x"), m->scene.shape().x.scale, &ChartSettings::x);
  scaleToggle(tr("Logarithmic y"), m->scene.shape().y.scale, &ChartSettings::y);

  auto* smoothing = menu->addMenu(tr("Smoothing"));
  auto* weights = new QActionGroup(smoothing);
  const auto addWeight = [&](const QString& text, std::optional<double> weight) {
    auto* action = addToggle(smoothing, text, settings().smoothing == weight, [this, weight](bool on) {
      if (!on) return;
      auto wanted = settings();
      wanted.smoothing = weight;
      setSettings(wanted);
    });
    weights->addAction(action);
  };
  addWeight(tr("As the page"), {});
  addWeight(tr("None"), 0.0);
  for (const double weight : {0.6, 0.9, 0.97, 0.99}) addWeight(QString::number(weight), weight);

  addToggle(menu, tr("Show outliers"), settings().showOutliers, [this](bool on) {
    auto wanted = settings();
    wanted.showOutliers = on;
    setSettings(wanted);
  });
  addToggle(menu, tr("Legend"), settings().legend, [this](bool on) {
    auto wanted = settings();
    wanted.legend = on;
    setSettings(wanted);
  });
  auto* curves = menu->addMenu(tr("Curves"));
  curves->addAction(tr("Show all"), this, [this] {
    for (const auto& curve : m->scene.curves().all()) setHidden(curve->description.key, false);
  });
  curves->addSeparator();
  for (const auto& curve : m->scene.curves().all()) {
    if (!curve->description.inLegend) continue;
    addToggle(curves, onOneLine(curve->title()).left(80), !curve->hidden,
              [this, key = curve->description.key](bool on) { setHidden(key, !on); });
  }
  curves->setEnabled(!m->scene.curves().all().empty());
  if (!actions().isEmpty()) {
    menu->addSeparator();
    menu->addActions(actions());
  }
  menu->addSeparator();
  menu->addAction(tr("Copy (picture and table)"), this, &ChartView::copyToClipboard)->setShortcut(QKeySequence::Copy);
  const auto save = [&](const QString& text, const QString& ending, const SaveChart& write) {
    addSaveAction(menu, this, text, m->scene.shape().title, ending, write);
  };
  save(tr("Save as PNG…"), QStringLiteral(".png"), [this](const QString& file) { return savePng(file); });
  save(tr("Save as SVG…"), QStringLiteral(".svg"), [this](const QString& file) { return saveSvg(file); });
  save(tr("Save as PDF…"), QStringLiteral(".pdf"), [this](const QString& file) { return savePdf(file); });
  save(tr("Save the points as CSV…"), QStringLiteral(".csv"), [this](const QString& file) { return saveCsv(file); });
  return menu;
}

}  // namespace headroom
