#include "ui/charts/chart_input.h"

#include <QApplication>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_view.h"

namespace headroom {

ChartInput::ChartInput(ChartView* view, ChartScene& scene) : m_view(view), m_scene(scene) {
  auto& plot = scene.plot();
  plot.setFocusPolicy(Qt::StrongFocus);
  plot.installEventFilter(this);
  connect(&plot, &QCustomPlot::mousePress, this, &ChartInput::press);
  connect(&plot, &QCustomPlot::mouseMove, this, &ChartInput::move);
  connect(&plot, &QCustomPlot::mouseRelease, this, &ChartInput::release);
  connect(&plot, &QCustomPlot::mouseDoubleClick, view, [this](QMouseEvent* event) {
    if (!m_scene.legendRowAt(event->position())) m_view->fit();
  });
  connect(plot.selectionRect(), &QCPSelectionRect::accepted, this, [this](const QRect& rect) { zoomInto(rect); });
}

bool ChartInput::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::Leave:
      m_scene.setMouseHeight(NAN);
      if (!m_byKeys) crosshairTo(NAN);
      break;
    case QEvent::FocusIn:
    case QEvent::FocusOut:
      m_scene.restyle();
      Q_EMIT m_scene.frameWanted();
      break;
    case QEvent::Wheel:
      wheel(static_cast<QWheelEvent*>(event));
      return true;
    case QEvent::ToolTip:
      showTip(static_cast<QHelpEvent*>(event));
      return true;
    case QEvent::ShortcutOverride:
      if (key(static_cast<QKeyEvent*>(event), false)) event->accept();
      break;
    case QEvent::KeyPress:
      if (key(static_cast<QKeyEvent*>(event), true)) return true;
      break;
    default:
      break;
  }
  return QObject::eventFilter(watched, event);
}

void ChartInput::press(QMouseEvent* event) {
  m_moved = false;
  m_pressed = event->position();
  const bool inside = m_scene.plot().axisRect()->rect().contains(event->pos());
  m_panning = inside && (event->button() == Qt::MiddleButton ||
                         (event->button() == Qt::LeftButton && event->modifiers().testFlag(Qt::ShiftModifier)));
  m_panX = m_scene.plot().xAxis->range();
  m_panY = m_scene.plot().yAxis->range();
  const bool zoom = inside && !m_panning && event->button() == Qt::LeftButton && !m_scene.legendRowAt(m_pressed);
  m_scene.plot().setSelectionRectMode(zoom ? QCP::srmCustom : QCP::srmNone);
}

void ChartInput::move(QMouseEvent* event) {
  m_moved = m_moved || (event->position() - m_pressed).manhattanLength() > 3;
  auto& plot = m_scene.plot();
  if (m_panning && m_moved) {
    const auto moved = [&](QCPAxis* axis, QCPRange range, double from, double to) {
      const auto old = axis->range();
      axis->setRange(range);  // pixels of the beginning count
      const double a = axis->pixelToCoord(from), b = axis->pixelToCoord(to);
      axis->setRange(old);
      return axis->scaleType() == QCPAxis::stLogarithmic ? QCPRange(range.lower * a / b, range.upper * a / b)
                                                         : QCPRange(range.lower + a - b, range.upper + a - b);
    };
    m_scene.setRanges(moved(plot.xAxis, m_panX, m_pressed.x(), event->position().x()),
                      moved(plot.yAxis, m_panY, m_pressed.y(), event->position().y()));
    Q_EMIT m_scene.frameWanted();
    return;
  }
  const bool inside = plot.axisRect()->rect().contains(event->pos());
  m_byKeys = false;
  m_scene.setMouseHeight(inside ? event->position().y() : NAN);
  crosshairTo(inside && !m_scene.legendRowAt(event->position()) ? plot.xAxis->pixelToCoord(event->position().x())
                                                                : NAN);
}

void ChartInput::release(QMouseEvent* event) {
  if (!m_moved && event->button() == Qt::LeftButton && !m_panning)
    click(event->position(), event->modifiers().testFlag(Qt::ControlModifier));
  m_panning = false;
}

void ChartInput::click(QPointF place, bool others) {
  if (const auto* row = m_scene.legendRowAt(place)) {
    const QString key = row->key;
    if (!others) return m_view->setHidden(key, !m_view->isHidden(key));
    // This one alone; when it is alone already, all again.
    const auto* kept = m_scene.curves().find(key);
    const auto& all = m_scene.curves().all();
    const bool alone = std::all_of(
        all.begin(), all.end(), [&](const auto& curve) { return curve->hidden == (curve->group() != kept->group()); });
    for (const auto& curve : all) m_view->setHidden(curve->description.key, !alone && curve->group() != kept->group());
    return;
  }
  if (const auto* curve = m_scene.curveAt(place)) Q_EMIT m_view->seriesClicked(curve->description.key);
}

void ChartInput::zoomInto(const QRect& rect) {
  constexpr int kMeant = 8;  // pixels: a narrower rectangle means the other direction alone
  const bool x = rect.width() >= kMeant, y = rect.height() >= kMeant;
  const auto range = [](const QCPAxis* axis, int from, int to) {
    QCPRange seen(axis->pixelToCoord(from), axis->pixelToCoord(to));
    seen.normalize();
    return seen;
  };
  auto& plot = m_scene.plot();
  m_scene.setRanges(x ? std::optional(range(plot.xAxis, rect.left(), rect.right())) : std::nullopt,
                    y ? std::optional(range(plot.yAxis, rect.bottom(), rect.top())) : std::nullopt);
  Q_EMIT m_scene.frameWanted();
}

void ChartInput::wheel(QWheelEvent* event) {
  auto& plot = m_scene.plot();
  if (!plot.axisRect()->rect().contains(event->position().toPoint())) return event->ignore();  // the page scrolls
  const bool vertical = event->modifiers().testFlag(Qt::ControlModifier);
  auto* axis = vertical ? plot.yAxis : plot.xAxis;
  const double steps = (event->angleDelta().y() + event->angleDelta().x()) / 120.0;
  const double centre = axis->pixelToCoord(vertical ? event->position().y() : event->position().x());
  auto range = axis->range();
  const double factor = std::pow(0.85, steps);
  if (axis->scaleType() == QCPAxis::stLogarithmic) {
    range = {centre * std::pow(range.lower / centre, factor), centre * std::pow(range.upper / centre, factor)};
  } else {
    range = {centre + (range.lower - centre) * factor, centre + (range.upper - centre) * factor};
  }
  m_scene.setRanges(vertical ? std::nullopt : std::optional(range), vertical ? std::optional(range) : std::nullopt);
  event->accept();
  Q_EMIT m_scene.frameWanted();
}

void ChartInput::showTip(QHelpEvent* event) {
  QString text;
  if (const auto* row = m_scene.legendRowAt(event->pos())) {
    text = row->name.left(2000) + '\n' + ChartView::tr("Click: hide or show. Ctrl+click: this one alone.");
  } else if (m_scene.noteContains(event->pos())) {
    text = m_scene.fullNote();
  } else if (m_scene.headerContains(event->pos())) {
    text = m_scene.shape().title.left(2000);
    if (!m_scene.shape().subtitle.isEmpty()) text += '\n' + m_scene.shape().subtitle.left(2000);
  }
  QToolTip::showText(event->globalPos(), text.isEmpty() ? text : "<qt>" + text.toHtmlEscaped().replace('\n', "<br>"),
                     m_view);
}

bool ChartInput::key(const QKeyEvent* event, bool act) {
  const bool ctrl = event->modifiers().testFlag(Qt::ControlModifier),
             shift = event->modifiers().testFlag(Qt::ShiftModifier);
  if (event->modifiers().testFlag(Qt::AltModifier) || event->modifiers().testFlag(Qt::MetaModifier)) return false;
  const auto done = [act](auto what) {
    if (act) what();
    return true;
  };
  const auto arrow = [&](Qt::Orientation along, int sign) {
    return done([&] {
      if (shift) return m_view->pan(along, 0.1 * sign);
      along == Qt::Horizontal ? moveCrosshair(ctrl ? sign * 20 : sign) : chooseCurve(-sign);
    });
  };
  const auto zoomAlong = ctrl ? Qt::Vertical : Qt::Horizontal;
  switch (event->key()) {
    case Qt::Key_Left:
      return arrow(Qt::Horizontal, -1);
    case Qt::Key_Right:
      return arrow(Qt::Horizontal, 1);
    case Qt::Key_Up:
      return arrow(Qt::Vertical, 1);
    case Qt::Key_Down:
      return arrow(Qt::Vertical, -1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return done([&] { m_view->zoom(zoomAlong, 0.7); });
    case Qt::Key_Minus:
      return done([&] { m_view->zoom(zoomAlong, 1 / 0.7); });
    case Qt::Key_Home:
      return done([&] { m_view->fit(); });
    case Qt::Key_Escape:
      if (!std::isfinite(m_scene.crosshair()) && m_scene.chosen().isEmpty()) return false;
      return done([&] {
        m_scene.choose({});
        crosshairTo(NAN);
        Q_EMIT m_scene.frameWanted();
      });
    case Qt::Key_Space:
      if (m_scene.chosen().isEmpty()) return false;
      return done([&] { m_view->setHidden(m_scene.chosen(), !m_view->isHidden(m_scene.chosen())); });
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_scene.chosen().isEmpty()) return false;
      return done([&] { Q_EMIT m_view->seriesClicked(m_scene.chosen()); });
    case Qt::Key_C:
      return ctrl && !shift ? done([&] { m_view->copyToClipboard(); }) : false;
    default:
      return false;
  }
}

void ChartInput::crosshairTo(double x) {
  m_view->setCrosshair(x);
  Q_EMIT m_view->crosshairMoved(m_view->crosshair());
}

void ChartInput::moveCrosshair(int points) {
  const auto& all = m_scene.curves().all();
  const Curve* curve = m_scene.curves().find(m_scene.chosen());
  for (const auto& each : all) {
    if (!curve && !each->hidden && each->points.measured->size() > 0) curve = each.get();
  }
  if (!curve || curve->points.measured->size() == 0) return;
  const auto& x = curve->points.measured->x();
  const auto seen = m_scene.plot().xAxis->range();
  const auto first = static_cast<std::ptrdiff_t>(curve->points.measured->lowerBound(seen.lower));
  const auto end = std::upper_bound(x.begin(), x.end(), seen.upper) - x.begin();
  if (first >= end) return;
  const double now = m_scene.crosshair();
  std::ptrdiff_t at = points > 0 ? first : end - 1;
  if (std::isfinite(now) && seen.contains(now)) {
    // At least a pixel a key press, however close the points lie.
    const double pixel = m_scene.plot().xAxis->coordToPixel(now) + points;
    const double reach = m_scene.plot().xAxis->pixelToCoord(pixel);
    if (points > 0) {
      const auto next = std::upper_bound(x.begin(), x.end(), now) - x.begin() + points - 1;
      at = std::max(next, std::lower_bound(x.begin(), x.end(), reach) - x.begin());
    } else {
      const auto next = std::lower_bound(x.begin(), x.end(), now) - x.begin() + points;
      at = std::min(next, std::upper_bound(x.begin(), x.end(), reach) - x.begin() - 1);
    }
  }
  m_scene.setMouseHeight(NAN);
  m_byKeys = true;
  crosshairTo(x[static_cast<std::size_t>(std::clamp(at, first, end - 1))]);
  m_scene.updateDescription();
}

void ChartInput::chooseCurve(int by) {
  std::vector<const Curve*> curves;
  int at = -1;
  for (const auto& curve : m_scene.curves().all()) {
    if (curve->description.name.isEmpty() || !curve->description.inLegend) continue;
    if (curve->description.key == m_scene.chosen()) at = static_cast<int>(curves.size());
    curves.push_back(curve.get());
  }
  if (curves.empty()) return;
  const int last = static_cast<int>(curves.size()) - 1;
  at = at < 0 ? (by > 0 ? 0 : last) : std::clamp(at + by, 0, last);
  m_scene.choose(curves[static_cast<std::size_t>(at)]->description.key);
  m_scene.updateDescription();
  Q_EMIT m_scene.frameWanted();
}

}  // namespace headroom
