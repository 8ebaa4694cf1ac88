#include "ui/runs/run_delegate.h"

#include <QApplication>
#include <QPainter>
#include <cmath>

#include "ui/models/runs_model.h"
#include "ui/theme.h"

namespace headroom {

namespace {

QColor colourOf(const QString& state, const ThemeColours& colours) {
  const auto known = runStateFrom(state.toStdString());
  switch (known.value_or(RunState::Draft)) {
    case RunState::Starting:
    case RunState::Running:
      return colours.running;
    case RunState::Pausing:
    case RunState::Paused:
    case RunState::Stopping:
      return colours.paused;
    case RunState::Completed:
      return colours.done;
    case RunState::Failed:
    case RunState::Diverged:
    case RunState::Lost:
      return colours.error;
    case RunState::Draft:
    case RunState::Queued:
    case RunState::Stopped:
      return colours.waiting;
  }
  return colours.waiting;
}

void paintChip(QPainter* painter, const QRect& cell, const QString& text, const ThemeColours& colours) {
  const QFontMetrics metrics = painter->fontMetrics();
  const QString shown = metrics.elidedText(text, Qt::ElideRight, cell.width() - 16);
  const QRectF chip(cell.left(), cell.center().y() - metrics.height() / 2.0 - 1, metrics.horizontalAdvance(shown) + 16,
                    metrics.height() + 2);
  painter->setPen(Qt::NoPen);
  painter->setBrush(colours.dark ? QColor("#16302c") : QColor("#e3f2ef"));
  painter->drawRoundedRect(chip, chip.height() / 2, chip.height() / 2);
  painter->setPen(colours.accent);
  painter->drawText(chip, Qt::AlignCenter, shown);
}

void paintSparkline(QPainter* painter, const QRect& cell, const QVector<float>& values, const QColor& colour) {
  float low = INFINITY, high = -INFINITY;
  for (float value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (!(high > low)) return;
  const QRectF area = QRectF(cell).adjusted(2, 6, -2, -6);
  QPolygonF line;
  for (qsizetype i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) continue;
    line << QPointF(area.left() + area.width() * static_cast<double>(i) / static_cast<double>(values.size() - 1),
                    area.bottom() - area.height() * (values[i] - low) / (high - low));
  }
  painter->setPen(QPen(colour, 1.4));
  painter->drawPolyline(line);
}

}  // namespace

void RunDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const auto& colours = coloursFor(option.palette);
  QStyleOptionViewItem plain = option;
  initStyleOption(&plain, index);
  plain.state &= ~QStyle::State_HasFocus;  // rows are selected, not cells
  const QString text = plain.text;
  const bool own =
      index.column() == RunsModel::State || index.column() == RunsModel::Arm || index.column() == RunsModel::Sparkline;
  if (own) plain.text.clear();
  if (index.column() == RunsModel::Left) plain.palette.setColor(QPalette::Text, colours.dim);
  const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
  style->drawControl(QStyle::CE_ItemViewItem, &plain, painter, option.widget);
  if (index.column() == RunsModel::Name) {
    const auto colour = index.data(RunsModel::ColourRole).value<QColor>();
    if (colour.isValid()) painter->fillRect(option.rect.adjusted(0, 4, 3 - option.rect.width(), -4), colour);
  }
  if (!own) return;
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setFont(option.font);
  const QRect cell = option.rect.adjusted(8, 0, -6, 0);
  if (index.column() == RunsModel::State) {
    painter->setPen(Qt::NoPen);
    painter->setBrush(colourOf(text, colours));
    painter->drawEllipse(QPointF(cell.left() + 4, cell.center().y() + 0.5), 4, 4);
    painter->setPen(colours.text);
    const QRect rest = cell.adjusted(14, 0, 0, 0);
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(text, Qt::ElideRight, rest.width()));
  } else if (index.column() == RunsModel::Arm) {
    paintChip(painter, cell, text, colours);
  } else {
    paintSparkline(painter, cell, index.data(RunsModel::SparklineRole).value<QVector<float>>(), colours.series[0]);
  }
  painter->restore();
}

QSize RunDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  return {80, option.fontMetrics.height() + 12};
}

}  // namespace headroom
