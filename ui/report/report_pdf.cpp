// A report on paper: a text document whose pictures are drawn as vectors.
#include <QAbstractTextDocumentLayout>
#include <QObject>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgRenderer>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextObjectInterface>
#include <QTextTable>

#include "core/base/text.h"
#include "ui/report/report_formats.h"

namespace headroom {

namespace {

constexpr int kPictureObject = QTextFormat::UserObject + 1;
constexpr int kSvgProperty = QTextFormat::UserProperty + 1, kSizeProperty = kSvgProperty + 1;
constexpr double kColumnMillimetres = 168, kTallestMillimetres = 235;

}  // namespace

/// Draws a picture where its character stands, as large as the column allows.
class SvgObject : public QObject, public QTextObjectInterface {
  Q_OBJECT
  Q_INTERFACES(QTextObjectInterface)

 public:
  using QObject::QObject;
  QSizeF intrinsicSize(QTextDocument* document, int, const QTextFormat& format) override {
    const QPaintDevice* device = document->documentLayout()->paintDevice();
    const double dots = device ? device->logicalDpiX() : 96.0;
    QSizeF size = format.property(kSizeProperty).toSizeF() * dots / 96;
    const QSizeF most(kColumnMillimetres / 25.4 * dots, kTallestMillimetres / 25.4 * dots);
    if (size.width() > most.width() || size.height() > most.height()) size.scale(most, Qt::KeepAspectRatio);
    return size;
  }
  void drawObject(QPainter* painter, const QRectF& rect, QTextDocument*, int, const QTextFormat& format) override {
    QSvgRenderer renderer(format.property(kSvgProperty).toByteArray());
    renderer.render(painter, rect);
  }
};

namespace {

class Paper {
 public:
  /// One edit from here to finish(): laid out after every cell, a long table would take minutes.
  explicit Paper(QTextDocument& document) : m_cursor(&document) { m_cursor.beginEditBlock(); }
  void finish() { m_cursor.endEditBlock(); }

  void title(const QString& text) { paragraph(text, 17, QFont::DemiBold, 0, 6); }
  void operator()(const ReportHeading& part) { paragraph(part.text, 12.5, QFont::DemiBold, 12, 4, true); }
  void operator()(const ReportText& part) { paragraph(part.text, 9.5, QFont::Normal, 0, 4); }
  void operator()(const ReportList& part) {
    for (const QString& item : part.items) paragraph(QStringLiteral("•  ") + item, 9, QFont::Normal, 0, 2);
  }
  void operator()(const ReportTable& part) {
    m_cursor.movePosition(QTextCursor::End);
    QTextTableFormat format;
    format.setBorder(0);
    format.setCellPadding(3);
    format.setCellSpacing(0);
    format.setHeaderRowCount(1);
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    format.setTopMargin(2);
    QTextTable* table =
        m_cursor.insertTable(static_cast<int>(part.rows.size()) + 1, static_cast<int>(part.header.size()), format);
    const double points = part.header.size() > 5 ? 7.5 : 8.5;
    for (int column = 0; column < part.header.size(); ++column) {
      cell(*table, 0, column, part.header[column], points, true);
      for (std::size_t row = 0; row < part.rows.size(); ++row)
        cell(*table, static_cast<int>(row) + 1, column, part.rows[row].value(column), points, false);
    }
    m_cursor.movePosition(QTextCursor::End);
    if (!part.note.isEmpty()) paragraph(part.note, 8, QFont::Normal, 3, 4);
  }
  void operator()(const ReportChart& part) { picture(pictureOf(part)); }
  void operator()(const ReportGains& part) { picture(pictureOf(part)); }
  void operator()(const ReportDiagram& part) { picture(pictureOf(part)); }
  void operator()(const ReportCode& part) {
    QTextCharFormat format = characters(7.5, QFont::Normal);
    format.setFontFamilies({QStringLiteral("DejaVu Sans Mono"), QStringLiteral("monospace")});
    format.setFontFixedPitch(true);
    block(0, 4);
    m_cursor.insertText(part.text, format);
  }

 private:
  static QTextCharFormat characters(double points, int weight) {
    QTextCharFormat format;
    format.setFontPointSize(points);
    format.setFontWeight(weight);
    format.setForeground(QColor("#1b2430"));
    return format;
  }

  void block(double above, double below, bool withNext = false) {
    m_cursor.movePosition(QTextCursor::End);
    QTextBlockFormat format;
    format.setTopMargin(above);
    format.setBottomMargin(below);
    // A heading stays with what follows it.
    if (withNext) format.setPageBreakPolicy(QTextFormat::PageBreak_Auto);
    if (m_fresh) {
      m_cursor.setBlockFormat(format);
      m_fresh = false;
    } else {
      m_cursor.insertBlock(format);
    }
  }

  void paragraph(const QString& text, double points, int weight, double above, double below, bool withNext = false) {
    block(above, below, withNext);
    m_cursor.insertText(text, characters(points, weight));
  }

  static void cell(QTextTable& table, int row, int column, const QString& text, double points, bool header) {
    QTextTableCell cell = table.cellAt(row, column);
    QTextTableCellFormat format;
    format.setBottomBorder(0.5);
    format.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBottomBorderBrush(QColor("#dde2e8"));
    cell.setFormat(format);
    QTextCharFormat letters = characters(points, header ? QFont::DemiBold : QFont::Normal);
    if (header) letters.setForeground(QColor("#66717f"));
    cell.firstCursorPosition().insertText(text, letters);
  }

  void picture(const Picture& picture) {
    block(4, 6);
    QTextCharFormat format;
    format.setObjectType(kPictureObject);
    format.setProperty(kSvgProperty, picture.svg);
    format.setProperty(kSizeProperty, picture.size);
    m_cursor.insertText(QString(QChar::ObjectReplacementCharacter), format);
  }

  QTextCursor m_cursor;
  bool m_fresh = true;
};

}  // namespace

Result<void> writePdf(const RunReport& report, const QString& file) {
  QTextDocument document;
  QFont font;
  font.setPointSizeF(9.5);
  document.setDefaultFont(font);
  SvgObject pictures;
  document.documentLayout()->registerHandler(kPictureObject, &pictures);
  Paper paper(document);
  paper.title(report.title);
  for (const ReportPart& part : report.parts) std::visit(paper, part);
  paper.finish();

  // Written beside and renamed when whole, so that a full disk leaves no half report.
  QSaveFile out(file);
  const auto problem = [&] {
    return failed("The report cannot be written to " + inQuotes(file.toStdString()) + ": " +
                  out.errorString().toStdString() + ".");
  };
  if (!out.open(QIODevice::WriteOnly)) return problem();
  {
    QPdfWriter writer(&out);
    writer.setTitle(report.title);
    writer.setCreator(QStringLiteral("Headroom ") + HEADROOM_VERSION);
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, QMarginsF(0, 0, 0, 0), QPageLayout::Millimeter));
    writer.setResolution(300);
    document.print(&writer);
  }
  if (!out.commit()) return problem();
  return {};
}

}  // namespace headroom

#include "report_pdf.moc"
