// A report in the three formats. The content is the same; only its clothes differ.
#pragma once

#include <QByteArray>
#include <QSizeF>

#include "core/base/result.h"
#include "ui/report/run_report.h"

namespace headroom {

struct ReportPicture {
  QString name;  // "chart-1.svg"
  QByteArray svg;
};
struct MarkdownReport {
  QByteArray text;
  std::vector<ReportPicture> pictures;  // as the text links them, below `pictureFolder`
};
MarkdownReport toMarkdown(const RunReport& report, const QString& pictureFolder);

/// One self-contained file: style and charts inside, nothing loaded.
QByteArray toHtml(const RunReport& report);

/// A4 with page numbers; charts and diagrams as vectors, text as text.
Result<void> writePdf(const RunReport& report, const QString& file);

/// By the ending: .md (pictures beside it, in NAME-pictures), .html, .pdf. BadInput for another one.
Result<void> writeReport(const RunReport& report, const QString& file);

/// A part's picture and its size in pixels; nothing for parts that are text.
struct Picture {
  QByteArray svg;
  QSizeF size;
  QString description;
};
Picture pictureOf(const ReportChart& chart);
Picture pictureOf(const ReportGains& gains);
Picture pictureOf(const ReportDiagram& diagram);

}  // namespace headroom
