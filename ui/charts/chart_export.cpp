// A chart on paper, in a file and on the clipboard.
#include <QBuffer>
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>

#include "ui/charts/chart_files.h"
#include "ui/charts/chart_view_private.h"

namespace headroom {

QByteArray ChartView::svg(QSize size) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(0, 0), size));
  const ScenePaper paper(m->scene, size);
  // Qt writes these two into the file as they are.
  generator.setTitle(accessibleName().toHtmlEscaped());
  generator.setDescription(accessibleDescription().toHtmlEscaped());
  QCPPainter painter;
  painter.begin(&generator);
  painter.setMode(QCPPainter::pmVectorized);
  painter.setMode(QCPPainter::pmNoCaching);
  painter.fillRect(QRect(QPoint(0, 0), size), m->scene.colours().panel);
  m->scene.plot().toPainter(&painter, size.width(), size.height());
  painter.end();
  return bytes;
}

QImage ChartView::image(QSize size, double scale) {
  const ScenePaper paper(m->scene, size);
  return m->scene.plot().toPixmap(size.width(), size.height(), scale).toImage();
}

Result<void> ChartView::savePng(const QString& file, double scale) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image(size(), scale).save(&buffer, "PNG");
  return writeWhole(file, bytes);
}

Result<void> ChartView::saveSvg(const QString& file) {
  return writeWhole(file, svg(size()));
}

Result<void> ChartView::savePdf(const QString& file) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setTitle(accessibleName());
  writer.setCreator(QStringLiteral("Headroom"));
  writer.setResolution(96);
  writer.setPageSize(QPageSize(QSizeF(size()) * 0.75, QPageSize::Point));
  writer.setPageMargins(QMarginsF());
  {
    const ScenePaper paper(m->scene, size());
    QCPPainter painter;
    painter.begin(&writer);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.fillRect(rect(), m->scene.colours().panel);
    m->scene.plot().toPainter(&painter, width(), height());
    painter.end();
  }
  return writeWhole(file, bytes);
}

Result<void> ChartView::saveCsv(const QString& file) const {
  return writeWhole(file, toCsv(spec()).toUtf8());
}

void ChartView::copyToClipboard() {
  auto* data = new QMimeData;
  data->setImageData(image(size()));
  data->setData(QStringLiteral("image/svg+xml"), svg(size()));
  data->setText(toCsv(spec()));
  QGuiApplication::clipboard()->setMimeData(data);
}

QByteArray chartSvg(const ChartSpec& spec, QSize size, const ThemeColours& colours) {
  ChartView view;
  view.setColours(colours);
  view.resize(size);
  view.setSpec(spec);
  return view.svg(size);
}

QImage chartImage(const ChartSpec& spec, QSize size, const ThemeColours& colours, double scale) {
  ChartView view;
  view.setColours(colours);
  view.resize(size);
  view.setSpec(spec);
  return view.image(size, scale);
}

}  // namespace headroom
