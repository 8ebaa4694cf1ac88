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
#include <memory>

#include "core/base/text.h"
#include "ui/report/report_formats.h"

namespace headroom {

namespace {

constexpr int kPictureObject = QTextFormat::UserObject + 1;
constexpr int kSvgProperty = QTextFormat::UserProperty + 1, kSizeProperty = kSvgProperty + 1;
constexpr int kHeadingProperty = kSizeProperty + 1;
// An A4 page less the edge of a printer and the 2 cm that QTextDocument::print() leaves.
constexpr double kEdgeMillimetres = 2, kMarginMillimetres = 20;
constexpr double kColumnMillimetres = 210 - 2 * (kEdgeMillimetres + kMarginMillimetres), kTallestMillimetres = 235;

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
    if (withNext) format.setProperty(kHeadingProperty, true);
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

/// The first heading, from block `from` on, that would stand at the foot of a page while what it is of begins the next;
/// −1 where none would. Laid out as QTextDocument::print() does.
int strayHeading(const QTextDocument& document, QPdfWriter& writer, SvgObject& pictures, int from) {
  const std::unique_ptr<QTextDocument> laid(document.clone());
  auto* layout = laid->documentLayout();
  layout->setPaintDevice(&writer);
  layout->registerHandler(kPictureObject, &pictures);
  QTextFrameFormat root = laid->rootFrame()->frameFormat();
  root.setMargin(static_cast<int>(kMarginMillimetres / 25.4 * 96));  // scaled to the device by the layout
  laid->rootFrame()->setFrameFormat(root);
  const QSizeF page(writer.width(), writer.height());
  laid->setPageSize(page);
  const auto pageOf = [&](double y) { return static_cast<int>(y / page.height()); };
  for (QTextBlock block = laid->findBlockByNumber(from); block.isValid() && block.next().isValid();
       block = block.next()) {
    if (!block.blockFormat().boolProperty(kHeadingProperty)) continue;
    const QTextBlock next = block.next();
    const double foot = layout->blockBoundingRect(block).bottom();
    // A line that does not fit, such as a picture's, moves inside its block.
    const double begin =
        layout->blockBoundingRect(next).top() + (next.layout()->lineCount() > 0 ? next.layout()->lineAt(0).y() : 0);
    if (pageOf(begin) > pageOf(foot)) return block.blockNumber();
  }
  return -1;
}

/// A heading stays with what follows it.
void keepHeadings(QTextDocument& document, QPdfWriter& writer, SvgObject& pictures) {
  for (int stray = strayHeading(document, writer, pictures, 0); stray >= 0;
       stray = strayHeading(document, writer, pictures, stray + 1)) {
    QTextCursor cursor(document.findBlockByNumber(stray));
    QTextBlockFormat format = cursor.blockFormat();
    format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
    cursor.setBlockFormat(format);
  }
}

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
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait,
                                     QMarginsF(kEdgeMillimetres, kEdgeMillimetres, kEdgeMillimetres, kEdgeMillimetres),
                                     QPageLayout::Millimeter));
    writer.setResolution(300);
    keepHeadings(document, writer, pictures);
    document.print(&writer);
  }
  if (!out.commit()) return problem();
  return {};
}

}  // namespace headroom

#include "report_pdf.moc"
