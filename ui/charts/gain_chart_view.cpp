// The widget around a gain chart: rows under mouse and keys, tooltips, exports.
#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPdfWriter>
#include <QToolTip>

#include "ui/charts/chart_files.h"
#include "ui/charts/gain_chart.h"
#include "ui/charts/gain_chart_layout.h"

namespace headroom {

GainChartView::GainChartView(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void GainChartView::setChart(GainChart chart) {
  if (chart == m_chart) return;
  const QString chosen = m_row >= 0 ? m_chart.rows[static_cast<std::size_t>(m_row)].name : QString();
  m_chart = std::move(chart);
  m_row = m_hover = -1;
  for (std::size_t i = 0; i < m_chart.rows.size(); ++i)
    if (!chosen.isEmpty() && m_chart.rows[i].name == chosen) m_row = static_cast<int>(i);
  setAccessibleName(gainChartTitle(m_chart));
  setAccessibleDescription(describe(m_chart));
  updateGeometry();
  update();
}

QSize GainChartView::sizeHint() const {
  return {640, gainChartHeight(m_chart, font()) + 40};
}
QSize GainChartView::minimumSizeHint() const {
  return {360, gainChartHeight(m_chart, font())};
}

QRectF GainChartView::rowRect(int row) const {
  if (row < 0 || row >= static_cast<int>(m_chart.rows.size())) return {};
  return layoutOf(m_chart, rect(), font()).row(static_cast<std::size_t>(row));
}

int GainChartView::rowAt(QPointF place) const {
  for (int row = 0; row < static_cast<int>(m_chart.rows.size()); ++row)
    if (rowRect(row).contains(place)) return row;
  return -1;
}

bool GainChartView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  if (const int row = rowAt(help->pos()); row >= 0) {
    const QString text = describe(m_chart.rows[static_cast<std::size_t>(row)]);
    QToolTip::showText(help->globalPos(), QStringLiteral("<qt>") + text.toHtmlEscaped() + QStringLiteral("</qt>"),
                       this);
  } else {
    QToolTip::showText(help->globalPos(), m_chart.note, this);
  }
  return true;
}

void GainChartView::paintEvent(QPaintEvent*) {
  const auto& colours = coloursFor(palette());
  QPainter painter(this);
  painter.setFont(font());
  for (const auto& [row, colour] :
       {std::pair(m_hover, colours.hover), std::pair(hasFocus() ? m_row : -1, colours.selection)})
    if (row >= 0) painter.fillRect(rowRect(row).adjusted(6, 0, -6, 0), colour);
  paintGainChart(painter, rect(), m_chart, colours);
}

void GainChartView::choose(int row) {
  m_row = row;
  if (row >= 0) setAccessibleDescription(describe(m_chart.rows[static_cast<std::size_t>(row)]));
  update();
}

void GainChartView::mousePressEvent(QMouseEvent* event) {
  const int row = rowAt(event->position());
  if (event->button() != Qt::LeftButton || row < 0) return QWidget::mousePressEvent(event);
  choose(row);
  Q_EMIT rowActivated(m_chart.rows[static_cast<std::size_t>(row)].name);
}

void GainChartView::mouseMoveEvent(QMouseEvent* event) {
  const int row = rowAt(event->position());
  if (row == m_hover) return;
  m_hover = row;
  setCursor(row >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
}

void GainChartView::leaveEvent(QEvent* event) {
  m_hover = -1;
  update();
  QWidget::leaveEvent(event);
}

void GainChartView::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(m_chart.rows.size()) - 1;
  if (last < 0) return QWidget::keyPressEvent(event);
  switch (event->key()) {
    case Qt::Key_Down:
      return choose(std::min(m_row + 1, last));
    case Qt::Key_Up:
      return choose(std::max(m_row - 1, 0));
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      if (m_row >= 0) Q_EMIT rowActivated(m_chart.rows[static_cast<std::size_t>(m_row)].name);
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

Result<void> GainChartView::savePng(const QString& file) const {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  gainChartImage(m_chart, size(), coloursFor(palette())).save(&buffer, "PNG");
  return writeWhole(file, bytes);
}

Result<void> GainChartView::saveSvg(const QString& file) const {
  return writeWhole(file, gainChartSvg(m_chart, size(), coloursFor(palette())));
}

Result<void> GainChartView::savePdf(const QString& file) const {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setTitle(gainChartTitle(m_chart));
  writer.setResolution(96);
  writer.setPageSize(QPageSize(QSizeF(size()) * 0.75, QPageSize::Point));
  writer.setPageMargins(QMarginsF());
  QPainter painter(&writer);
  painter.setFont(font());
  paintGainChart(painter, QRectF(QPointF(0, 0), size()), m_chart, lightColours());
  painter.end();
  return writeWhole(file, bytes);
}

Result<void> GainChartView::saveCsv(const QString& file) const {
  return writeWhole(file, toCsv(m_chart).toUtf8());
}

void GainChartView::copyToClipboard() const {
  auto* data = new QMimeData;
  data->setImageData(gainChartImage(m_chart, size(), coloursFor(palette())));
  data->setText(toCsv(m_chart));
  QGuiApplication::clipboard()->setMimeData(data);
}

void GainChartView::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addAction(tr("Copy (picture and table)"), this, &GainChartView::copyToClipboard);
  const auto save = [&](const QString& text, const QString& ending, const SaveChart& write) {
    addSaveAction(&menu, this, text, gainChartTitle(m_chart), ending, write);
  };
  save(tr("Save as PNG…"), QStringLiteral(".png"), [this](const QString& file) { return savePng(file); });
  save(tr("Save as SVG…"), QStringLiteral(".svg"), [this](const QString& file) { return saveSvg(file); });
  save(tr("Save as PDF…"), QStringLiteral(".pdf"), [this](const QString& file) { return savePdf(file); });
  save(tr("Save the gains as CSV…"), QStringLiteral(".csv"), [this](const QString& file) { return saveCsv(file); });
  menu.exec(event->globalPos());
}

}  // namespace headroom
