#include "ui/report/report_formats.h"

#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>

#include "core/base/files.h"
#include "core/base/text.h"
#include "ui/charts/chart_view.h"
#include "ui/compose/diagram_painter.h"

namespace headroom {

namespace {

/// Names come from people: nothing in them may become markup.
QString markdownEscaped(const QString& text) {
  QString escaped;
  for (const QChar c : text) {
    if (c == '\n' || c == '\r') {
      escaped += ' ';
      continue;
    }
    if (QStringLiteral("\\`*_{}[]<>#|~&$").contains(c)) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

class Markdown {
 public:
  explicit Markdown(QString folder) : m_folder(std::move(folder)) {}
  MarkdownReport finish() && { return {m_text.toUtf8(), std::move(m_pictures)}; }

  void title(const QString& text) { m_text += "# " + markdownEscaped(text) + "\n\n"; }
  void operator()(const ReportHeading& part) { m_text += "## " + markdownEscaped(part.text) + "\n\n"; }
  void operator()(const ReportText& part) { m_text += markdownEscaped(part.text) + "\n\n"; }
  void operator()(const ReportList& part) {
    for (const QString& item : part.items) m_text += "- " + markdownEscaped(item) + "\n";
    m_text += "\n";
  }
  void operator()(const ReportTable& part) {
    row(part.header);
    m_text += "|" + QStringLiteral("-|").repeated(part.header.size()) + "\n";
    for (const QStringList& each : part.rows) row(each);
    m_text += "\n";
    if (!part.note.isEmpty()) m_text += markdownEscaped(part.note) + "\n\n";
  }
  void operator()(const ReportChart& part) { picture(pictureOf(part)); }
  void operator()(const ReportGains& part) { picture(pictureOf(part)); }
  void operator()(const ReportDiagram& part) { picture(pictureOf(part)); }
  void operator()(const ReportCode& part) {
    // A fence longer than any run of back-ticks inside.
    QString fence = "```";
    while (part.text.contains(fence)) fence += '`';
    m_text += fence + "\n" + part.text + "\n" + fence + "\n\n";
  }

 private:
  void row(const QStringList& cells) {
    m_text += "|";
    for (const QString& cell : cells) m_text += " " + markdownEscaped(cell) + " |";
    m_text += "\n";
  }
  void picture(const Picture& picture) {
    const QString name = QStringLiteral("picture-%1.svg").arg(m_pictures.size() + 1);
    m_text += "![" + markdownEscaped(picture.description) + "](<" + m_folder + "/" + name + ">)\n\n";
    m_pictures.push_back({name, picture.svg});
  }

  const QString m_folder;
  QString m_text;
  std::vector<ReportPicture> m_pictures;
};

constexpr char kStyle[] = R"(
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; color: #1b2430; background: #f6f7f9; margin: 0; }
main { max-width: 920px; margin: 24px auto; padding: 24px 40px; background: #fff; border: 1px solid #dde2e8; border-radius: 8px; }
h1 { font-size: 1.6em; overflow-wrap: anywhere; } h2 { font-size: 1.15em; margin-top: 2em; border-bottom: 1px solid #dde2e8; padding-bottom: .3em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92em; font-variant-numeric: tabular-nums; margin: .8em 0; }
th, td { text-align: left; padding: 4px 12px 4px 0; border-bottom: 1px solid #dde2e8; vertical-align: top; overflow-wrap: anywhere; }
th { color: #66717f; font-weight: 600; } .note { color: #66717f; font-size: .9em; }
figure { margin: 1em 0; } figure svg { max-width: 100%; height: auto; display: block; margin: auto; }
pre { background: #f1f3f6; padding: 10px 12px; border-radius: 6px; overflow-x: auto; font-size: .85em; max-height: 32em; }
@media print { body { background: #fff; } main { border: 0; margin: 0; padding: 0; } pre { max-height: none; white-space: pre-wrap; } figure, tr { break-inside: avoid; } }
)";

class Html {
 public:
  explicit Html(const QString& title) {
    m_text =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" +
        title.toHtmlEscaped() + "</title><style>" + kStyle + "</style></head><body><main>\n<h1>" +
        title.toHtmlEscaped() + "</h1>\n";
  }
  QByteArray finish() && { return (m_text + "</main></body></html>\n").toUtf8(); }

  void operator()(const ReportHeading& part) { m_text += "<h2>" + part.text.toHtmlEscaped() + "</h2>\n"; }
  void operator()(const ReportText& part) { m_text += "<p>" + part.text.toHtmlEscaped() + "</p>\n"; }
  void operator()(const ReportList& part) {
    m_text += "<ul>";
    for (const QString& item : part.items) m_text += "<li>" + item.toHtmlEscaped() + "</li>";
    m_text += "</ul>\n";
  }
  void operator()(const ReportTable& part) {
    m_text += "<div class=\"wide\"><table><thead><tr>";
    for (const QString& cell : part.header) m_text += "<th scope=\"col\">" + cell.toHtmlEscaped() + "</th>";
    m_text += "</tr></thead><tbody>";
    for (const QStringList& row : part.rows) {
      m_text += "<tr>";
      for (const QString& cell : row) m_text += "<td>" + cell.toHtmlEscaped() + "</td>";
      m_text += "</tr>\n";
    }
    m_text += "</tbody></table></div>\n";
    if (!part.note.isEmpty()) m_text += "<p class=\"note\">" + part.note.toHtmlEscaped() + "</p>\n";
  }
  void operator()(const ReportChart& part) { picture(pictureOf(part)); }
  void operator()(const ReportGains& part) { picture(pictureOf(part)); }
  void operator()(const ReportDiagram& part) { picture(pictureOf(part)); }
  void operator()(const ReportCode& part) { m_text += "<pre>" + part.text.toHtmlEscaped() + "</pre>\n"; }

 private:
  void picture(const Picture& picture) {
    QString svg = QString::fromUtf8(picture.svg);
    const qsizetype start = svg.indexOf("<svg");
    if (start < 0) return;
    // Only the element itself can stand in HTML, without its prologue.
    svg = svg.mid(start).trimmed();
    m_text += "<figure role=\"img\" aria-label=\"" + picture.description.toHtmlEscaped() + "\">" + svg + "</figure>\n";
  }
  QString m_text;
};

}  // namespace

Picture pictureOf(const ReportChart& chart) {
  const QSize size(640, 290);
  return {.svg = chartSvg(chart.spec, size), .size = size, .description = describe(chart.spec)};
}

Picture pictureOf(const ReportGains& gains) {
  const QSize size(640, gainChartHeight(gains.chart, QGuiApplication::font()));
  return {.svg = gainChartSvg(gains.chart, size), .size = size, .description = describe(gains.chart)};
}

Picture pictureOf(const ReportDiagram& diagram) {
  Picture picture;
  picture.svg = diagramSvg(diagram.architecture, picture.size);
  picture.description = QObject::tr("Architecture %1").arg(QString::fromStdString(diagram.architecture.name));
  return picture;
}

MarkdownReport toMarkdown(const RunReport& report, const QString& pictureFolder) {
  Markdown markdown(pictureFolder);
  markdown.title(report.title);
  for (const ReportPart& part : report.parts) std::visit(markdown, part);
  return std::move(markdown).finish();
}

QByteArray toHtml(const RunReport& report) {
  Html html(report.title);
  for (const ReportPart& part : report.parts) std::visit(html, part);
  return std::move(html).finish();
}

Result<void> writeReport(const RunReport& report, const QString& file) {
  const QFileInfo info(file);
  const QString ending = info.suffix().toLower();
  const std::string path = file.toStdString();
  if (ending == "pdf") return writePdf(report, file);
  if (ending == "html" || ending == "htm") return replaceFile(path, toHtml(report).toStdString());
  if (ending != "md")
    return badInput("A report cannot be written as " + inQuotes(path) +
                    "; try a name that ends in .md, .html or .pdf.");
  const QString folder = info.completeBaseName() + "-pictures";
  const MarkdownReport markdown = toMarkdown(report, folder);
  const std::filesystem::path pictures = std::filesystem::path(path).parent_path() / folder.toStdString();
  HEADROOM_TRY(makeFolders(pictures));
  for (const ReportPicture& picture : markdown.pictures)
    HEADROOM_TRY(replaceFile(pictures / picture.name.toStdString(), picture.svg.toStdString()));
  return replaceFile(path, markdown.text.toStdString());
}

}  // namespace headroom
