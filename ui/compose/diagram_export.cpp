// The diagram as a file: SVG, PDF, PNG. Always in the light colours, as paper is.
#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <algorithm>

#include "core/base/text.h"
#include "ui/compose/diagram_painter.h"

namespace headroom {

namespace {

constexpr double kPdfUnit = 0.75;      // points a pixel: 96 to 72
constexpr double kMostPoints = 14400;  // a side of a page, PDF 1.7, annex C
constexpr int kPngScale = 2, kMostPngSide = 16000;

QRectF areaOf(const DiagramLayout& layout) {
  return layout.bounds.adjusted(-12, -12, 12, 4);
}

QByteArray pdf(const DiagramLayout& layout, const QString& title) {
  const QRectF area = areaOf(layout);
  const double scale = std::min(kPdfUnit, kMostPoints / std::max(area.width(), area.height()));
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Headroom"));
    writer.setPageSize(QPageSize(area.size() * scale, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    writer.setResolution(1200);
    QPainter painter(&writer);
    const double dots = scale * 1200 / 72;
    painter.scale(dots, dots);
    painter.translate(-area.topLeft());
    paintDiagram(painter, layout, lightColours());
  }
  return bytes;
}

Result<QByteArray> png(const DiagramLayout& layout) {
  const QRectF area = areaOf(layout);
  if (std::max(area.width(), area.height()) * kPngScale > kMostPngSide)
    return badInput("The diagram is too large for a picture of pixels; fold parts of it, or choose .svg or .pdf.");
  QImage image((area.size() * kPngScale).toSize(), QImage::Format_ARGB32_Premultiplied);
  image.fill(lightColours().panel);
  QPainter painter(&image);
  painter.scale(kPngScale, kPngScale);
  painter.translate(-area.topLeft());
  paintDiagram(painter, layout, lightColours());
  painter.end();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  return bytes;
}

}  // namespace

QByteArray diagramSvg(const DiagramLayout& layout, QSizeF& size) {
  const QRectF area = areaOf(layout);
  size = area.size();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator svg;
  svg.setOutputDevice(&buffer);
  svg.setResolution(96);
  svg.setSize(size.toSize());
  svg.setViewBox(QRectF(QPointF(0, 0), size));
  QPainter painter(&svg);
  painter.translate(-area.topLeft());
  paintDiagram(painter, layout, lightColours());
  painter.end();
  return bytes;
}

QByteArray diagramSvg(const Architecture& architecture, QSizeF& size) {
  return diagramSvg(layOut(architecture, inspect(architecture)), size);
}

Result<void> exportDiagram(const DiagramLayout& layout, const QString& title, const QString& file) {
  const QString kind = QFileInfo(file).suffix().toLower();
  QByteArray bytes;
  QSizeF size;
  if (kind == QLatin1String("svg")) {
    bytes = diagramSvg(layout, size);
  } else if (kind == QLatin1String("pdf")) {
    bytes = pdf(layout, title);
  } else if (kind == QLatin1String("png")) {
    HEADROOM_ASSIGN(bytes, png(layout));
  } else {
    return badInput(inQuotes(file.toStdString(), 200) + " is no kind of picture; end it in .svg, .pdf or .png.");
  }
  QSaveFile out(file);
  if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
    return failed(inQuotes(file.toStdString(), 200) + " cannot be written: " + out.errorString().toStdString() + ".");
  return {};
}

}  // namespace headroom
