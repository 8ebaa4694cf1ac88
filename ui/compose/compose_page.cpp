#include "ui/compose/compose_page.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSplitter>
#include <QStyle>
#include <QThread>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/arch/resolve.h"
#include "core/train/data/token_source.h"
#include "ui/compose/block_catalogue.h"
#include "ui/compose/compose_diagram.h"
#include "ui/compose/inspector.h"
#include "ui/compose/totals_bar.h"

namespace headroom {

namespace {

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

}  // namespace

ComposePage::ComposePage(QWidget* parent)
    : QWidget(parent),
      m_catalogue(new BlockCatalogue),
      m_diagram(new ComposeDiagram(m_document)),
      m_inspector(new Inspector(m_document)),
      m_totals(new TotalsBar(m_document)) {
  auto* columns = new QSplitter(Qt::Horizontal);
  columns->addWidget(panel(m_catalogue));
  columns->addWidget(makeCentre());
  columns->addWidget(panel(m_inspector));
  columns->setSizes({230, 760, 300});
  columns->setStretchFactor(1, 1);
  columns->setChildrenCollapsible(false);
  columns->setHandleWidth(8);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->setSpacing(8);
  layout->addWidget(columns, 1);
  layout->addWidget(m_totals);

  m_diagram->setObjectName(QStringLiteral("compose.diagram"));
  m_inspector->setObjectName(QStringLiteral("compose.inspector"));
  m_catalogue->setObjectName(QStringLiteral("compose.catalogue"));
  makeActions();
  connect(m_catalogue, &BlockCatalogue::blockChosen, this, &ComposePage::addBlock);
  connect(m_diagram, &ComposeDiagram::objected, this, [this](const QString& why) { say(why, true); });
  connect(m_totals, &TotalsBar::objected, this, [this](const QString& why) { say(why, true); });
  connect(m_totals, &TotalsBar::dataAsked, this, &ComposePage::askForData);
  connect(m_totals, &TotalsBar::commandAsked, this, &ComposePage::copyCommand);
  connect(m_totals, &TotalsBar::runAsked, this, &ComposePage::run);
  connect(&m_document, &ComposeDocument::changed, this, [this] {
    say({}, false);
    showTitle();
  });
  connect(&m_document, &ComposeDocument::fileChanged, this, &ComposePage::showTitle);
  connect(&m_document.undoStack(), &QUndoStack::cleanChanged, this, &ComposePage::showTitle);

  if (const auto opened = m_document.openTemplate("gpt2", "nano"); !opened) say(shown(opened.error().message), true);
  m_document.undoStack().clear();
  showTitle();
  chooseData(QStringLiteral("grammar"));
}

ComposePage::~ComposePage() {
  for (QThread* reader : m_readers) reader->wait();
}

QWidget* ComposePage::makeCentre() {
  m_title = new QLabel;
  m_title->setProperty("dim", true);
  m_message = new QLabel;
  m_message->setWordWrap(true);
  m_message->hide();
  auto* menu = new QMenu(this);
  for (const auto& document : builtinLibrary().templates) {
    menu->addAction(shown(document.name), this, [this, name = document.name] {
      if (const auto opened = m_document.openTemplate(name, m_document.composition().scale); !opened)
        say(shown(opened.error().message), true);
      else
        m_diagram->fit();
    });
  }
  auto* templates = new QPushButton(tr("Templates"));
  templates->setObjectName(QStringLiteral("compose.templates"));
  templates->setMenu(menu);
  const auto button = [this](const QString& text, const QString& help, auto&& act) {
    auto* made = new QPushButton(text);
    made->setToolTip(help);
    connect(made, &QPushButton::clicked, this, act);
    return made;
  };
  auto* bar = new QHBoxLayout;
  bar->setContentsMargins(12, 8, 8, 0);
  bar->addWidget(m_title, 1);
  bar->addWidget(templates);
  bar->addWidget(button(tr("Open…"), tr("Open an architecture file (Ctrl+O)"), [this] {
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Open an architecture"), {}, tr("Architectures (*.json)"));
    if (!file.isEmpty()) openFile(file);
  }));
  bar->addWidget(button(tr("Save"), tr("Save the architecture (Ctrl+S)"), [this] { save(false); }));
  bar->addWidget(button(tr("Fit"), tr("Show the whole architecture (Ctrl+0)"), [this] { m_diagram->fit(); }));
  auto* content = new QWidget;
  auto* layout = new QVBoxLayout(content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addLayout(bar);
  layout->addWidget(m_diagram, 1);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(12, 0, 12, 8);
  foot->addWidget(m_message);
  layout->addLayout(foot);
  return panel(content);
}

void ComposePage::makeActions() {
  const auto add = [this](QAction* action, const QKeySequence& key) {
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
  };
  add(m_document.undoStack().createUndoAction(this, tr("Undo")), QKeySequence::Undo);
  add(m_document.undoStack().createRedoAction(this, tr("Redo")), QKeySequence::Redo);
  const auto make = [&](const QString& text, const QKeySequence& key, auto&& act) {
    auto* action = new QAction(text, this);
    connect(action, &QAction::triggered, this, act);
    add(action, key);
  };
  make(tr("Save architecture"), QKeySequence::Save, [this] { save(false); });
  make(tr("Save architecture as…"), QKeySequence::SaveAs, [this] { save(true); });
  make(tr("Run"), Qt::CTRL | Qt::Key_Return, [this] { run(); });
  make(tr("Fit diagram"), Qt::CTRL | Qt::Key_0, [this] { m_diagram->fit(); });
  make(tr("Zoom in"), QKeySequence::ZoomIn, [this] { m_diagram->setZoom(m_diagram->zoom() * 1.2); });
  make(tr("Zoom out"), QKeySequence::ZoomOut, [this] { m_diagram->setZoom(m_diagram->zoom() / 1.2); });
}

void ComposePage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (!m_fitted)
    QMetaObject::invokeMethod(
        this, [this] { m_diagram->fit(); }, Qt::QueuedConnection);
  m_fitted = true;
}

void ComposePage::setRoofs(const Json& machines) {
  m_totals->setRoofs(machines);
}

void ComposePage::say(const QString& sentence, bool problem) {
  m_message->setText(sentence);
  m_message->setVisible(!sentence.isEmpty());
  m_message->setProperty("problem", problem);
  m_message->style()->polish(m_message);
}

void ComposePage::showTitle() {
  const QString file = m_document.file();
  QString title = file.isEmpty() ? shown(m_document.architecture().name) : file.section('/', -1);
  if (m_document.isModified()) title += tr(" · edited");
  m_title->setText(title);
}

void ComposePage::addBlock(const std::string& id) {
  if (const auto done = m_document.insert(m_document.placeAfterSelection(), blockElement(id)); !done)
    say(tr("Cannot stand there: %1").arg(shown(done.error().message)), true);
}

void ComposePage::askForData(const QString& kind) {
  if (kind == QLatin1String("grammar")) return chooseData(kind);
  const QString chosen = kind == QLatin1String("text")
                             ? QFileDialog::getOpenFileName(this, tr("Text to train on"))
                             : QFileDialog::getExistingDirectory(this, tr("Folder of token files (.bin)"));
  if (!chosen.isEmpty()) chooseData(kind + ':' + chosen);
}

void ComposePage::chooseData(const QString& argument) {
  const auto spec = parseDataArgument(argument.toStdString());
  if (!spec) return say(shown(spec.error().message), true);
  const int request = ++m_dataRequest;
  m_totals->setWaiting(tr("The data is being read."));
  // A large text takes seconds to read; the window does not wait for it.
  auto vocabulary = std::make_shared<Result<std::int64_t>>(0);
  auto* reader = QThread::create([spec = *spec, vocabulary] {
    const Result<Corpus> corpus = openCorpus(spec);
    *vocabulary = corpus ? Result<std::int64_t>(corpus->vocabulary) : Result<std::int64_t>(corpus.error());
  });
  m_readers.push_back(reader);
  connect(reader, &QThread::finished, this, [this, reader, request, spec = *spec, vocabulary] {
    std::erase(m_readers, reader);
    reader->deleteLater();
    if (request != m_dataRequest) return;
    m_totals->setWaiting({});
    if (*vocabulary) {
      // The first answer belongs to the start, not to what a person did.
      const bool start = m_document.composition().dataVocabulary == 0 && m_document.undoStack().count() == 0;
      m_document.setData(dataToJson(spec), **vocabulary);
      if (start) m_document.undoStack().clear();
    } else {
      say(shown(vocabulary->error().message), true);
    }
    Q_EMIT dataRead();
  });
  reader->start();
}

void ComposePage::openFile(const QString& file) {
  if (const auto opened = m_document.openFile(file); !opened) return say(shown(opened.error().message), true);
  m_diagram->fit();
}

bool ComposePage::save(bool as) {
  QString file = m_document.file();
  if (as || file.isEmpty())
    file = QFileDialog::getSaveFileName(this, tr("Save the architecture"),
                                        shown(m_document.architecture().name).replace('/', '-') + ".architecture.json",
                                        tr("Architectures (*.json)"));
  if (file.isEmpty()) return false;
  const auto saved = m_document.saveFile(file);
  say(saved ? tr("Saved %1.").arg(file) : shown(saved.error().message), !saved);
  return saved.ok();
}

void ComposePage::copyCommand() {
  const QString file = m_document.isModified() ? QString() : m_document.file();
  const auto command = commandLine(m_document.composition(), file.toStdString());
  if (!command) return say(shown(command.error().message), true);
  QApplication::clipboard()->setText(shown(*command));
  say(tr("Copied: %1").arg(shown(*command)), false);
}

void ComposePage::run() {
  if (!m_totals->runButton()->isEnabled()) return say(m_totals->runButton()->toolTip(), true);
  Q_EMIT runRequested(definitionOf(m_document.composition()));
}

}  // namespace headroom
