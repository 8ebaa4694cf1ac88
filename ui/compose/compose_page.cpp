#include "ui/compose/compose_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStyle>
#include <QThread>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/text.h"
#include "ui/compose/block_catalogue.h"
#include "ui/compose/code_pane.h"
#include "ui/compose/comparison.h"
#include "ui/compose/compose_diagram.h"
#include "ui/compose/draft.h"
#include "ui/compose/inspector.h"
#include "ui/compose/totals_bar.h"

namespace headroom {

namespace {

constexpr int kLongestTitle = 60;

QString shown(const std::string& text) {
  return QString::fromStdString(text);
}

QFrame* panel(QWidget* content) {
  auto* frame = new QFrame;
  frame->setProperty("panel", true);
  auto* layout = new QVBoxLayout(frame);
  layout->setContentsMargins(1, 1, 1, 1);
  layout->addWidget(content);
  return frame;
}

/// A button that is an action's: the same text, reason and state.
QToolButton* buttonFor(QAction* action) {
  auto* button = new QToolButton;
  button->setDefaultAction(action);
  button->setProperty("plain", true);
  button->setToolButtonStyle(Qt::ToolButtonTextOnly);
  return button;
}

}  // namespace

ComposePage::ComposePage(std::filesystem::path drafts, QWidget* parent)
    : QWidget(parent),
      m_catalogue(new BlockCatalogue),
      m_diagram(new ComposeDiagram(m_document)),
      m_inspector(new Inspector(m_document)),
      m_comparison(new Comparison(m_document)),
      m_code(new CodePane(m_document)),
      m_totals(new TotalsBar(m_document)) {
  if (!drafts.empty()) m_drafts = std::make_unique<DraftKeeper>(m_document, std::move(drafts));
  makeActions();
  auto* columns = new QSplitter(Qt::Horizontal);
  columns->addWidget(panel(m_catalogue));
  columns->addWidget(makeCentre());
  columns->addWidget(makeRight());
  columns->setStretchFactor(1, 1);
  columns->setSizes({236, 800, 300});
  columns->setHandleWidth(8);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->setSpacing(8);
  layout->addWidget(columns, 1);
  layout->addWidget(m_totals);

  const auto complain = [this](const QString& why) { say(why, true); };
  connect(m_catalogue, &BlockCatalogue::blockChosen, this, &ComposePage::addBlock);
  connect(m_diagram, &ComposeDiagram::objected, this, complain);
  connect(m_diagram, &ComposeDiagram::fieldAsked, m_inspector, &Inspector::focusField);
  connect(m_comparison, &Comparison::marked, m_diagram, &ComposeDiagram::setChanges);
  connect(m_code, &CodePane::saveAsked, this, &ComposePage::exportSourceAs);
  connect(m_totals, &TotalsBar::objected, this, complain);
  connect(m_totals, &TotalsBar::dataAsked, this, &ComposePage::askForData);
  connect(m_totals, &TotalsBar::commandAsked, this, &ComposePage::copyCommand);
  connect(m_totals, &TotalsBar::runAsked, this, &ComposePage::run);
  connect(m_totals, &TotalsBar::studyAsked, this, &ComposePage::addToStudy);
  connect(m_totals, &TotalsBar::refreshed, this, &ComposePage::updateActions);
  connect(&m_document, &ComposeDocument::changed, this, [this] {
    say({}, false);
    showTitle();
  });
  connect(&m_document, &ComposeDocument::selectionChanged, this, &ComposePage::updateActions);
  connect(&m_document, &ComposeDocument::fileChanged, this, &ComposePage::showTitle);
  connect(&m_document.undoStack(), &QUndoStack::cleanChanged, this, &ComposePage::showTitle);
  begin();
}

ComposePage::~ComposePage() {
  for (QThread* reader : m_readers) reader->wait();
}

/// What was left last time, or something that can be trained at once.
void ComposePage::begin() {
  Result<std::optional<Draft>> left = std::optional<Draft>();
  if (m_drafts) left = m_drafts->take();
  if (left && *left) {
    const Draft& draft = **left;
    m_document.restore(draft.composition, draft.file, draft.modified);
    begun(true);
    if (!draft.closed)
      say(tr("Headroom ended unexpectedly last time. This is what was being edited, as it was kept."), false);
  } else {
    if (const auto opened = m_document.openTemplate("gpt2", "nano"); !opened) say(shown(opened.error().message), true);
    m_document.undoStack().clear();
    begun(false);
    if (!left) say(shown(left.error().message), true);
  }
  if (m_drafts) {
    connect(m_drafts.get(), &DraftKeeper::failed, this,
            [this](const QString& why) { say(tr("Drafts are not being kept: %1").arg(why), true); });
    m_drafts->start();
  }
}

void ComposePage::begun(bool restored) {
  showTitle();
  updateActions();
  const auto spec = restored ? dataFromJson(m_document.composition().data) : Result<DataSpec>(failed({}));
  if (spec)
    openData(*spec);
  else
    chooseData(QStringLiteral("grammar"));
}

QWidget* ComposePage::makeCentre() {
  m_title = new QLabel;
  m_title->setProperty("dim", true);
  m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_message = new QLabel;
  m_message->setWordWrap(true);
  m_message->setTextFormat(Qt::PlainText);
  m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_message->hide();
  auto* compare = new QToolButton;
  compare->setText(tr("Compare with"));
  compare->setProperty("plain", true);
  compare->setPopupMode(QToolButton::InstantPopup);
  compare->setMenu(m_compareMenu);
  compare->setToolTip(tr("Mark what differs from a baseline"));
  auto* bar = new QHBoxLayout;
  bar->setContentsMargins(12, 8, 8, 0);
  bar->addWidget(m_title, 1);
  for (QAction* action : m_fileActions)
    if (action->data().toBool()) bar->addWidget(buttonFor(action));
  bar->addWidget(compare);
  for (QAction* action : m_viewActions)
    if (action->data().toBool()) bar->addWidget(buttonFor(action));
  auto* split = new QSplitter(Qt::Horizontal);
  split->addWidget(m_diagram);
  split->addWidget(m_code);
  split->setStretchFactor(0, 1);
  split->setSizes({500, 420});
  split->setChildrenCollapsible(false);
  m_code->hide();
  auto* content = new QWidget;
  auto* layout = new QVBoxLayout(content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addLayout(bar);
  layout->addWidget(split, 1);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(12, 0, 12, 8);
  foot->addWidget(m_message);
  layout->addLayout(foot);
  return panel(content);
}

QWidget* ComposePage::makeRight() {
  auto* right = new QSplitter(Qt::Vertical);
  right->addWidget(m_inspector);
  right->addWidget(m_comparison);
  right->setStretchFactor(0, 1);
  right->setSizes({480, 240});
  right->setChildrenCollapsible(false);
  return panel(right);
}

void ComposePage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (!m_fitted)
    QMetaObject::invokeMethod(
        this, [this] { m_diagram->fit(); }, Qt::QueuedConnection);
  m_fitted = true;
}

void ComposePage::setRoofs(const Json& machines) {
  m_totals->setMachines(machines);
}

void ComposePage::showCode(bool shown) {
  m_codeShown->setChecked(shown);
}

void ComposePage::say(const QString& sentence, bool problem) {
  m_message->setText(sentence);
  m_message->setVisible(!sentence.isEmpty());
  m_message->setProperty("problem", problem);
  m_message->style()->polish(m_message);
}

QString ComposePage::said() const {
  return m_message->text();
}

void ComposePage::showTitle() {
  const QString file = m_document.file();
  QString title = shown(
      oneLine(file.isEmpty() ? m_document.architecture().name : file.section('/', -1).toStdString(), kLongestTitle));
  if (m_document.isModified()) title += tr(" · edited");
  m_title->setText(title);
  m_title->setToolTip(file);
  Q_EMIT modifiedChanged();
}

}  // namespace headroom
