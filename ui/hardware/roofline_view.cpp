#include "ui/hardware/roofline_view.h"

#include <QAccessible>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPdfWriter>
#include <QToolTip>
#include <algorithm>

namespace headroom {

namespace {

bool write(const QString& file, const QByteArray& bytes) {
  QFile out(file);
  return out.open(QIODevice::WriteOnly | QIODevice::Truncate) && out.write(bytes) == bytes.size() && out.flush();
}

bool canBeChosen(const RooflinePoint& point) {
  return point.at.intensity > 0 && point.at.rate > 0;
}

}  // namespace

RooflineView::RooflineView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAccessibleName(tr("Roofline"));
}

QRectF RooflineView::area() const {
  return QRectF(rect()).adjusted(14, 8, -8, -6);
}

void RooflineView::setChart(RooflineChart chart) {
  if (chart == m_chart) return;
  const auto& points = m_chart.points;
  const auto chosen = static_cast<std::size_t>(m_marks.current);
  m_marks.hover = -1;
  int kept = -1;
  if (m_marks.current >= 0 && chosen < points.size())
    for (std::size_t i = 0; i < chart.points.size(); ++i)
      if (chart.points[i].path == points[chosen].path && chart.points[i].name == points[chosen].name &&
          chart.points[i].backward == points[chosen].backward)
        kept = static_cast<int>(i);
  m_marks.current = kept;
  m_chart = std::move(chart);
  setAccessibleDescription(describe(m_chart));
  update();
}

void RooflineView::setCurrentPoint(int point) {
  if (point < 0 || point >= static_cast<int>(m_chart.points.size())) point = -1;
  if (point == m_marks.current) return;
  m_marks.current = point;
  update();
  if (point >= 0) {
    setAccessibleDescription(describe(m_chart.points[static_cast<std::size_t>(point)]));
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
  }
  Q_EMIT pointChosen(point);
}

QPointF RooflineView::placeOf(int point) const {
  return layoutOf(m_chart, area(), font()).place(m_chart.points[static_cast<std::size_t>(point)].at);
}

void RooflineView::step(int by) {
  const int count = static_cast<int>(m_chart.points.size());
  int next = m_marks.current < 0 ? (by > 0 ? -1 : count) : m_marks.current;
  do next += by;
  while (next >= 0 && next < count && !canBeChosen(m_chart.points[static_cast<std::size_t>(next)]));
  if (next >= 0 && next < count) setCurrentPoint(next);
}

bool RooflineView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const int point = pointAt(m_chart, layoutOf(m_chart, area(), font()), help->pos());
    if (point >= 0)
      QToolTip::showText(help->globalPos(), m_chart.points[static_cast<std::size_t>(point)].toolTip, this);
    else
      QToolTip::hideText();
    return true;
  }
  return QWidget::event(event);
}

void RooflineView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  RooflineMarks marks = m_marks;
  marks.focused = hasFocus();
  paintRoofline(painter, area(), m_chart, coloursFor(palette()), marks);
}

void RooflineView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  const int point = pointAt(m_chart, layoutOf(m_chart, area(), font()), event->position());
  setCurrentPoint(point);
  if (point >= 0) Q_EMIT pointActivated(point);
}

void RooflineView::mouseMoveEvent(QMouseEvent* event) {
  const int point = pointAt(m_chart, layoutOf(m_chart, area(), font()), event->position());
  setCursor(point >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
  if (point == m_marks.hover) return;
  m_marks.hover = point;
  update();
}

void RooflineView::leaveEvent(QEvent*) {
  m_marks.hover = -1;
  update();
}

void RooflineView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
      return step(1);
    case Qt::Key_Left:
    case Qt::Key_Up:
      return step(-1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_marks.current >= 0) Q_EMIT pointActivated(m_marks.current);
      return;
    default:
      break;
  }
  if (event->matches(QKeySequence::Copy)) return copyToClipboard();
  QWidget::keyPressEvent(event);
}

void RooflineView::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addAction(tr("Copy the picture"), this, &RooflineView::copyToClipboard);
  menu.addAction(tr("Copy the points as CSV"), this, [this] { QGuiApplication::clipboard()->setText(toCsv(m_chart)); });
  menu.addAction(tr("Save as…"), this, [this] {
    const QString file = QFileDialog::getSaveFileName(this, tr("Save the roofline"), QStringLiteral("roofline.svg"),
                                                      tr("Pictures and tables (*.svg *.png *.pdf *.csv)"));
    if (file.endsWith(QStringLiteral(".png"))) savePng(file);
    if (file.endsWith(QStringLiteral(".svg"))) saveSvg(file);
    if (file.endsWith(QStringLiteral(".pdf"))) savePdf(file);
    if (file.endsWith(QStringLiteral(".csv"))) saveCsv(file);
  });
  menu.exec(event->globalPos());
}

bool RooflineView::savePng(const QString& file) const {
  constexpr double kScale = 2;
  QImage image(size() * kScale, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(kScale);
  image.fill(coloursFor(palette()).panel);
  QPainter painter(&image);
  painter.setFont(font());
  paintRoofline(painter, area(), m_chart, coloursFor(palette()));
  painter.end();
  return image.save(file, "PNG");
}

bool RooflineView::saveSvg(const QString& file) const {
  return write(file, rooflineSvg(m_chart, size()));
}

bool RooflineView::savePdf(const QString& file) const {
  QPdfWriter writer(file);
  writer.setResolution(96);
  writer.setPageSize(QPageSize(QSizeF(size()) * 25.4 / 96, QPageSize::Millimeter));
  writer.setPageMargins(QMarginsF());
  QPainter painter;
  if (!painter.begin(&writer)) return false;
  paintRoofline(painter, area(), m_chart, lightColours());
  return painter.end();
}

bool RooflineView::saveCsv(const QString& file) const {
  return write(file, toCsv(m_chart).toUtf8());
}

void RooflineView::copyToClipboard() const {
  QImage image(size() * devicePixelRatioF(), QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(devicePixelRatioF());
  image.fill(coloursFor(palette()).panel);
  QPainter painter(&image);
  painter.setFont(font());
  paintRoofline(painter, area(), m_chart, coloursFor(palette()));
  painter.end();
  QGuiApplication::clipboard()->setImage(image);
}

}  // namespace headroom
