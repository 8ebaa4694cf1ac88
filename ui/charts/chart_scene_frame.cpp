// What a frame needs: how far the axes reach, which points are seen, where legend and labels stand, what the words say.
#include <QGuiApplication>
#include <algorithm>
#include <cmath>

#include "core/base/units.h"
#include "ui/charts/chart_scene.h"

namespace headroom {

void ChartScene::fitX() {
  double from = INFINITY, to = -INFINITY;
  for (const auto& curve : m_curves.all()) {
    const auto& x = curve->points.measured->x();
    if (curve->hidden || x.empty()) continue;
    const auto first = logarithmicX() ? std::upper_bound(x.begin(), x.end(), 0.0) : x.begin();
    if (first != x.end()) from = std::min(from, *first);
    to = std::max(to, x.back());
  }
  if (m_shape.x.from && (!logarithmicX() || *m_shape.x.from > 0)) from = *m_shape.x.from;
  if (m_shape.x.to) to = std::max(to, *m_shape.x.to);
  if (!std::isfinite(to)) to = std::isfinite(from) ? from + 1 : 1;
  if (!std::isfinite(from)) from = logarithmicX() ? to / 1000 : std::min(0.0, to - 1);
  if (logarithmicX() && !(from > 0)) from = 1, to = 10;
  if (to <= from) to = logarithmicX() ? from * 10 : from + std::max(1.0, std::abs(from) * 1e-6);
  m_plot->xAxis->setRange(from, to);
}

void ChartScene::fitY(const std::optional<Outliers>& outliers) {
  SpanWish wish{.low = INFINITY, .high = -INFINITY, .logarithmic = logarithmicY()};
  const auto visible = m_plot->xAxis->range();
  const auto include = [&](double low, double high) {
    wish.low = std::min(wish.low, low);
    wish.high = std::max(wish.high, high);
  };
  if (outliers) include(outliers->kept.from, outliers->kept.to);
  for (const auto& curve : m_curves.all()) {
    if (curve->hidden) continue;
    const MinMaxPyramid& points = *curve->points.measured;
    const std::size_t first = points.lowerBound(visible.lower);
    const std::size_t last = std::min(points.size(), points.lowerBound(visible.upper) + 1);
    const auto range = outliers ? std::nullopt : points.range(first, last);
    if (range && !wish.logarithmic) include(range->first, range->second);
    if (range && wish.logarithmic) {
      if (const auto least = points.leastPositive(first, last)) include(*least, range->second);
    }
    if (!curve->spread) continue;
    if (const auto bounds = curve->spread->bounds(visible, wish.logarithmic)) include(bounds->first, bounds->second);
  }
  for (const auto& reference : m_shape.references) {
    if (canBeDrawn(reference.value) && !(wish.logarithmic && reference.value <= 0))
      include(reference.value, reference.value);
  }
  wish.from = m_shape.y.from;
  wish.to = m_shape.y.to;
  const Span span = spanFor(wish);
  m_plot->yAxis->setRange(span.from, span.to);
}

std::optional<Outliers> ChartScene::outliers() const {
  if (m_settings.showOutliers || m_zoomedY || logarithmicY()) return {};
  std::vector<double> values;
  const auto visible = m_plot->xAxis->range();
  for (const auto& curve : m_curves.all()) {
    if (curve->hidden) continue;
    const bool twin = curve->points.smoothed != nullptr;
    for (const ChartPoint& point : (twin ? curve->raw : curve->line)->points()) {
      if (visible.contains(point.x)) values.push_back(point.y);
    }
  }
  return findOutliers(std::move(values));
}

std::size_t ChartScene::fill() {
  const int count = std::clamp(m_plot->axisRect()->width(), 64, 8192);
  std::vector<double> edges(static_cast<std::size_t>(count) + 1);
  const auto range = m_plot->xAxis->range();
  for (int i = 0; i <= count; ++i) {
    const double t = static_cast<double>(i) / count;
    edges[static_cast<std::size_t>(i)] = logarithmicX() && range.lower > 0
                                             ? range.lower * std::pow(range.upper / range.lower, t)
                                             : range.lower + range.size() * t;
  }
  const double onePixel = m_plot->yAxis->range().size() / std::max(m_plot->axisRect()->height(), 64);
  return m_curves.show(edges, logarithmicY() ? 0 : onePixel);
}

void ChartScene::placeReferenceLabels() {
  // Above their line; below it where the chart ends.
  const double top = m_plot->axisRect()->top();
  for (std::size_t i = 1; i < m_referenceItems.size(); i += 2) {
    auto* label = static_cast<QCPItemText*>(m_referenceItems[i]);
    const double value = m_shape.references[i / 2].value;
    const bool there = canBeDrawn(value) && m_plot->yAxis->range().contains(value);
    label->setVisible(there);
    m_referenceItems[i - 1]->setVisible(there);
    if (!there) continue;
    const bool room = m_plot->yAxis->coordToPixel(value) - top > QFontMetrics(label->font()).height() + 2;
    label->setPositionAlignment(Qt::AlignLeft | (room ? Qt::AlignBottom : Qt::AlignTop));
  }
}

void ChartScene::updateLegendRows() {
  std::vector<ChartLegend::Row> rows;
  for (const auto& curve : m_curves.all()) {
    const ChartSeries& series = curve->description;
    if (series.name.isEmpty() || !series.inLegend) continue;
    QPen pen(colourOf(series), 3);
    if (series.style == LineStyle::Dashed) pen.setStyle(Qt::DashLine);
    if (!series.ownColour.isValid() && series.colour >= static_cast<int>(colours().series.size()))
      pen.setStyle(Qt::DashDotLine);
    rows.push_back({series.key, series.name, pen, curve->hidden});
  }
  m_legend->setRows(std::move(rows));
}

bool ChartScene::placeLegend() {
  m_plot->layOut();
  updateLegendRows();
  const bool wanted = m_settings.legend && !m_legend->isEmpty();
  const bool was = m_legend->realVisibility();
  m_legend->setVisible(wanted);
  if (!wanted) {
    setLegendBeside(false);
    return was;
  }
  const int width = m_plot->viewport().width();
  m_legend->setMostWidth(std::max(width * 2 / 5, 90));
  if (m_shape.legendBeside || (m_beside && m_legendFor == m_plot->viewport().size())) {
    const bool moves = !m_beside;
    setLegendBeside(true);
    return moves || !was;
  }
  const bool came = m_beside != nullptr;
  if (came) {
    setLegendBeside(false);
    m_plot->layOut();
    fill();
  }
  m_legend->setMostWidth(std::max(width * 7 / 10, 90));
  const QRect rect = m_plot->axisRect()->rect();
  PlotOccupancy occupancy{QSizeF(rect.size())};
  for (const auto& curve : m_curves.all()) {
    if (curve->hidden) continue;
    curve->line->occupy(occupancy);
    curve->raw->occupy(occupancy);
    if (curve->spread) curve->spread->occupy(occupancy);
  }
  for (std::size_t i = 1; i < m_referenceItems.size(); i += 2) {
    const auto* label = static_cast<QCPItemText*>(m_referenceItems[i]);
    if (label->visible())
      occupancy.addRect(
          QRectF(label->topLeft->pixelPosition(), label->bottomRight->pixelPosition()).translated(-rect.topLeft()));
  }
  const QSizeF size = m_legend->size();
  if (m_legendRoom != rect.size()) m_legendPlace.reset();
  m_legendRoom = rect.size();
  auto place = occupancy.placeFor(size, m_legendPlace);
  constexpr int kWideEnough = 300;  // for a plot that gives some of its width to the legend
  if (!place && width * 3 / 5 > kWideEnough) {
    m_legend->setMostWidth(width * 2 / 5);
    m_legendFor = m_plot->viewport().size();
    m_legendPlace.reset();
    setLegendBeside(true);
    return !came;
  }
  if (!place) place = QPointF(std::max(rect.width() - size.width() - 6, 0.0), 6);
  const bool moves = came || !was || place != m_legendPlace;
  m_legendPlace = place;
  m_plot->axisRect()->insetLayout()->setInsetRect(
      0, QRectF(place->x() / std::max(rect.width(), 1), place->y() / std::max(rect.height(), 1), 0, 0));
  return moves;
}

void ChartScene::setLegendBeside(bool beside) {
  if (beside == (m_beside != nullptr)) return;
  auto* corner = m_plot->axisRect()->insetLayout();
  auto* layout = m_plot->plotLayout();
  if (beside) {
    corner->take(m_legend);
    m_beside = new QCPLayoutGrid;
    layout->addElement(1, 1, m_beside);  // first: what is added to it then knows its plot
    m_beside->addElement(0, 0, m_legend);
    m_beside->addElement(1, 0, new QCPLayoutElement);  // takes the height that the legend leaves
    m_beside->setRowStretchFactor(0, 0.001);
    m_beside->setMargins(QMargins(0, 6, 0, 0));
    layout->setColumnStretchFactor(1, 0.001);
    return;
  }
  m_beside->take(m_legend);
  corner->addElement(m_legend, QRectF(0.6, 0.02, 0, 0));
  layout->remove(m_beside);
  layout->simplify();
  m_beside = nullptr;
}

QString ChartScene::fullNote() const {
  QStringList notes;
  if (!m_shape.note.isEmpty()) notes << m_shape.note;
  if (m_curves.busy()) notes << tr("Preparing the curves…");
  const auto values = [](std::size_t count) { return count == 1 ? tr("1 value") : tr("%1 values").arg(count); };
  if (m_outliers && m_outliers->above > 0)
    notes << tr("Outside, far above %1: %2, marked at the top.")
                 .arg(spokenValue(m_outliers->kept.to, m_shape.y.numbers),
                      values(static_cast<std::size_t>(m_outliers->above)));
  if (m_outliers && m_outliers->below > 0)
    notes << tr("Outside, far below %1: %2, marked at the foot.")
                 .arg(spokenValue(m_outliers->kept.from, m_shape.y.numbers),
                      values(static_cast<std::size_t>(m_outliers->below)));
  for (const auto& curve : m_curves.all()) {
    if (curve->hidden || curve->points.notNumbers == 0 || curve->description.name.isEmpty()) continue;
    notes << tr("%1: %2 not a number, from %3 %4 on.")
                 .arg(onOneLine(curve->title()), values(curve->points.notNumbers), m_shape.x.title,
                      spokenValue(curve->points.firstNotNumber, AxisNumbers::Prefixed));
  }
  return notes.join(' ');
}

void ChartScene::updateNote() {
  m_note->setTexts(fullNote(), {});
}

void ChartScene::updateDescription() {
  // Extremes and the last value say the same as all points, at no cost.
  ChartSpec brief = m_shape;
  brief.note = fullNote();
  for (const auto& curve : m_curves.all()) {
    ChartSeries series = curve->description;
    const MinMaxPyramid& points = *curve->points.measured;
    if (const auto range = points.range(0, points.size())) {
      series.x.assign(3, points.x().back());
      series.y = {range->first, range->second, points.y().back()};
      if (series.low.size() == points.size() && series.high.size() == series.low.size()) {
        series.low.assign(3, curve->description.low.back());
        series.high.assign(3, curve->description.high.back());
      }
    }
    brief.series.push_back(std::move(series));
  }
  QStringList words;
  if (const Curve* chosen = m_curves.find(m_chosen))
    words << (chosen->hidden ? tr("%1, hidden.") : tr("%1.")).arg(chosen->title());
  if (std::isfinite(m_crossX)) words << spoken(valueTable());
  words << describe(brief);
  // The one that has the focus is the plot inside.
  for (QWidget* widget : {m_view, static_cast<QWidget*>(m_plot)}) widget->setAccessibleDescription(words.join(' '));
}

ValueTable ChartScene::valueTable() const {
  ValueTable table;
  const auto visible = m_plot->xAxis->range();
  for (const auto& curve : m_curves.all()) {
    const auto& x = curve->points.measured->x();
    if (curve->hidden || x.empty() || curve->description.name.isEmpty()) continue;
    const double margin = visible.size() * 0.02;
    if (m_crossX > x.back() + margin || m_crossX < x.front() - margin) continue;
    std::size_t nearest = std::min(curve->points.measured->lowerBound(m_crossX), x.size() - 1);
    if (nearest > 0 && m_crossX - x[nearest - 1] < x[nearest] - m_crossX) --nearest;
    if (table.rows.empty()) {
      const double at = x[nearest];
      const bool whole = std::abs(at) >= 1 && std::abs(at) < 1e9;
      table.head =
          m_shape.x.title + ' ' +
          (whole ? QString::fromStdString(formatGrouped(std::llround(at))) : spokenValue(at, AxisNumbers::Prefixed));
    }
    const double value = curve->points.shown().y()[nearest];
    ValueRow row{.key = curve->description.key,
                 .name = curve->title(),
                 .value = spokenValue(value, m_shape.y.numbers),
                 .colour = colourOf(curve->description),
                 .pixel = std::isfinite(value) ? m_plot->yAxis->coordToPixel(value) : INFINITY,
                 .strong = curve->description.key == m_chosen};
    if (curve->points.smoothed)
      row.value =
          tr("%1 · raw %2").arg(row.value, spokenValue(curve->points.measured->y()[nearest], m_shape.y.numbers));
    table.rows.push_back(std::move(row));
  }
  std::stable_sort(table.rows.begin(), table.rows.end(),
                   [](const ValueRow& a, const ValueRow& b) { return a.pixel < b.pixel; });
  ValueRow* nearest = nullptr;
  for (auto& row : table.rows) {
    const double away = std::abs(row.pixel - m_mouseHeight);
    if (away < 24 && (!nearest || away < std::abs(nearest->pixel - m_mouseHeight))) nearest = &row;
  }
  if (nearest) nearest->strong = true;
  return table;
}

void ChartScene::updateCrosshair() {
  const bool shown = std::isfinite(m_crossX) && m_plot->xAxis->range().contains(m_crossX);
  m_crossLine->setVisible(shown);
  m_values->setVisible(shown);
  if (!shown) return;
  m_crossLine->point1->setCoords(m_crossX, 1);
  m_crossLine->point2->setCoords(m_crossX, 2);
  m_values->setTable(valueTable());
  m_values->setPlace(m_plot->axisRect()->rect(), m_plot->xAxis->coordToPixel(m_crossX));
}

}  // namespace headroom
