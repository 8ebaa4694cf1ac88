#include "ui/compose/code_pane.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSyntaxHighlighter>
#include <QVBoxLayout>
#include <memory>

#include "core/arch/pytorch/source.h"
#include "core/base/text.h"
#include "ui/theme.h"

namespace headroom {

/// Keywords, strings, comments and numbers of Python: enough to read by.
class Highlighter : public QSyntaxHighlighter {
 public:
  explicit Highlighter(QTextDocument* document, const QPalette& palette) : QSyntaxHighlighter(document) {
    use(coloursFor(palette));
  }
  void use(const ThemeColours& colours) {
    m_keyword.setForeground(colours.accent);
    m_keyword.setFontWeight(QFont::DemiBold);
    m_string.setForeground(colours.warning);
    m_comment.setForeground(colours.dim);
    rehighlight();
  }

 protected:
  void highlightBlock(const QString& text) override {
    // State 1: within a docstring that began on an earlier line.
    qsizetype from = 0;
    if (previousBlockState() == 1) {
      from = docstring(text, 0, 0);
      if (currentBlockState() == 1) return;
    }
    setCurrentBlockState(0);
    static const QRegularExpression tokens(QStringLiteral(
        R"((?<comment>#.*$)|(?<docstring>""")|(?<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\b(?<keyword>and|as|assert|class|def|elif|else|for|from|if|import|in|is|lambda|None|not|or|pass|return|self|super|True|False|while|with|yield)\b)"));
    for (auto token = tokens.match(text, from); token.hasMatch(); token = tokens.match(text, from)) {
      if (token.hasCaptured(QStringLiteral("docstring"))) {
        from = docstring(text, token.capturedStart(), token.capturedEnd());
        if (currentBlockState() == 1) return;
        continue;
      }
      const QTextCharFormat& format = token.hasCaptured(QStringLiteral("comment"))  ? m_comment
                                      : token.hasCaptured(QStringLiteral("string")) ? m_string
                                                                                    : m_keyword;
      setFormat(static_cast<int>(token.capturedStart()), static_cast<int>(token.capturedLength()), format);
      from = token.capturedEnd();
    }
  }

 private:
  /// Colours a docstring from `start`, its text from `inside` on; where the line goes on after it.
  qsizetype docstring(const QString& text, qsizetype start, qsizetype inside) {
    const qsizetype end = text.indexOf(QLatin1String("\"\"\""), inside);
    const qsizetype stop = end < 0 ? text.size() : end + 3;
    setFormat(static_cast<int>(start), static_cast<int>(stop - start), m_string);
    setCurrentBlockState(end < 0 ? 1 : 0);
    return stop;
  }

  QTextCharFormat m_keyword, m_string, m_comment;
};

CodePane::CodePane(ComposeDocument& document, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_caption(new QLabel(this)),
      m_text(new QPlainTextEdit(this)),
      m_highlighter(new Highlighter(m_text->document(), palette())) {
  m_caption->setProperty("dim", true);
  m_caption->setWordWrap(true);
  m_text->setReadOnly(true);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_text->setFrameShape(QFrame::NoFrame);
  m_text->setAccessibleName(tr("PyTorch source"));
  auto* copy = new QPushButton(tr("Copy"), this);
  copy->setToolTip(tr("The whole file to the clipboard"));
  auto* save = new QPushButton(tr("Save…"), this);
  save->setToolTip(tr("As a Python file that needs PyTorch alone"));
  auto* bar = new QHBoxLayout;
  bar->addWidget(m_caption, 1);
  bar->addWidget(copy);
  bar->addWidget(save);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 8, 8, 8);
  layout->setSpacing(6);
  layout->addLayout(bar);
  layout->addWidget(m_text, 1);
  connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_text->toPlainText()); });
  connect(save, &QPushButton::clicked, this, &CodePane::saveAsked);
  connect(&document, &ComposeDocument::changed, this, &CodePane::refresh);
}

QString CodePane::source() const {
  return m_text->toPlainText();
}

QString CodePane::caption() const {
  return m_caption->text();
}

void CodePane::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  refresh();
}

void CodePane::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) m_highlighter->use(coloursFor(palette()));
}

void CodePane::refresh() {
  if (!isVisible()) return;
  const Composition& composition = m_document.composition();
  m_job.start(
      [this, architecture = composition.architecture, dropout = composition.recipe.dropout]() -> LatestJob::Deliver {
        auto source = std::make_shared<Result<std::string>>(pytorchSource(architecture, {.dropout = dropout}));
        return [this, source, name = QString::fromStdString(oneLine(architecture.name, 40))] { take(*source, name); };
      });
}

void CodePane::take(const Result<std::string>& source, const QString& name) {
  if (source) {
    m_caption->setText(tr("%1 in PyTorch").arg(name));
    const QString text = QString::fromStdString(*source);
    if (text != m_text->toPlainText()) {
      const int across = m_text->horizontalScrollBar()->value(), down = m_text->verticalScrollBar()->value();
      m_text->setPlainText(text);
      m_text->horizontalScrollBar()->setValue(across);
      m_text->verticalScrollBar()->setValue(down);
    }
    m_text->setEnabled(true);
  } else {
    // The last source that was right stays, dimmed.
    m_caption->setText(tr("No source: %1").arg(QString::fromStdString(oneLine(source.error().message, 300))));
    m_text->setEnabled(false);
  }
  Q_EMIT written();
}

}  // namespace headroom
