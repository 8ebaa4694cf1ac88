// What the actions of Compose do: files, data, run, study, comparison.
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QThread>

#include "core/arch/pytorch/source.h"
#include "core/arch/resolve.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/blocks/catalog.h"
#include "ui/compose/comparison.h"
#include "ui/compose/compose_diagram.h"
#include "ui/compose/compose_page.h"
#include "ui/compose/template_gallery.h"
#include "ui/compose/totals_bar.h"

namespace headroom {

namespace {

constexpr std::size_t kLongestFileName = 80;

QString shown(const std::string& text) {
  return QString::fromStdString(text);
}

}  // namespace

void ComposePage::tell(const Result<void>& done) {
  if (!done) say(shown(done.error().message), true);
}

void ComposePage::addBlock(const std::string& id) {
  const Block* block = findBlock(id);
  if (!block || !block->onlyInSlots) {
    if (const auto done = m_document.insert(m_document.placeAfterSelection(), blockElement(id)); !done)
      say(tr("Cannot stand there: %1").arg(shown(done.error().message)), true);
    return;
  }
  // It fills the first slot of the selected block that takes it.
  const Element* element = m_document.selected();
  const Block* outer = element ? findBlock(element->block) : nullptr;
  for (const ParamSpec& spec : outer ? outer->params : std::vector<ParamSpec>())
    if (std::find(spec.choices.begin(), spec.choices.end(), id) != spec.choices.end())
      return tell(m_document.setParameter(*m_document.selection(), spec.name, shown(id)));
  say(tr("%1 stands in a slot of another block: select a block with such a slot first, for example an attention.")
          .arg(shown(block->title)),
      true);
}

void ComposePage::chooseTemplate() {
  TemplateGallery gallery(this);
  if (gallery.exec() == QDialog::Accepted) openTemplate(gallery.chosen());
}

void ComposePage::openTemplate(const QString& name) {
  const auto opened = m_document.openTemplate(name.toStdString(), m_document.composition().scale);
  if (!opened) return say(shown(opened.error().message), true);
  m_diagram->fit();
}

void ComposePage::openChosenFile() {
  const QString file =
      QFileDialog::getOpenFileName(this, tr("Open an architecture"), {}, tr("Architectures (*.json);;All files (*)"));
  if (!file.isEmpty()) openFile(file);
}

bool ComposePage::openFile(const QString& file) {
  const QString path = QFileInfo(file).absoluteFilePath();
  if (const auto opened = m_document.openFile(path); !opened) {
    say(tr("Not opened: %1").arg(shown(opened.error().message)), true);
    return false;
  }
  m_diagram->fit();
  Q_EMIT fileOpened(path);
  return true;
}

QString ComposePage::suggestedName(const QString& ending) const {
  const QString file = m_document.file();
  if (!file.isEmpty()) return file.section('.', 0, 0) + ending;
  QString name = shown(oneLine(m_document.architecture().name, kLongestFileName));
  return name.replace('/', '-') + ending;
}

bool ComposePage::save(bool as) {
  QString file = m_document.file();
  // A file that may not be written is kept as it is: the edit goes elsewhere.
  const bool readOnly = !file.isEmpty() && QFileInfo::exists(file) && !QFileInfo(file).isWritable();
  if (as || file.isEmpty() || readOnly)
    file = QFileDialog::getSaveFileName(
        this, readOnly ? tr("The file may not be written: save elsewhere") : tr("Save the architecture"),
        readOnly || !m_document.file().isEmpty() ? m_document.file() : suggestedName(".architecture.json"),
        tr("Architectures (*.json)"));
  if (file.isEmpty()) return false;
  const auto saved = m_document.saveFile(file);
  say(saved ? tr("Saved %1.").arg(file) : shown(saved.error().message), !saved);
  if (saved) Q_EMIT fileOpened(file);
  return saved.ok();
}

void ComposePage::exportDiagramAs() {
  const QString file = QFileDialog::getSaveFileName(this, tr("Export the diagram"), suggestedName(".svg"),
                                                    tr("SVG (*.svg);;PDF (*.pdf);;PNG (*.png)"));
  if (file.isEmpty()) return;
  const auto done = exportDiagram(m_diagram->diagram(), shown(m_document.architecture().name), file);
  say(done ? tr("Exported %1.").arg(file) : shown(done.error().message), !done);
}

void ComposePage::exportSourceAs() {
  const auto source = pytorchSource(m_document.architecture(), {.dropout = m_document.composition().recipe.dropout});
  if (!source) return say(tr("No source: %1").arg(shown(source.error().message)), true);
  const QString file =
      QFileDialog::getSaveFileName(this, tr("Export as PyTorch"), suggestedName(".py"), tr("Python (*.py)"));
  if (file.isEmpty()) return;
  const auto done = replaceFile(file.toStdString(), *source);
  say(done ? tr("Exported %1.").arg(file) : shown(done.error().message), !done);
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

void ComposePage::addToStudy() {
  if (!m_totals->studyButton()->isEnabled()) return say(m_totals->studyButton()->toolTip(), true);
  // A study names its arms' files, so the edit must be in one.
  if ((m_document.isModified() || m_document.file().isEmpty()) && !save(false)) return;
  Q_EMIT studyRequested(m_document.file(), shown(m_document.architecture().name));
}

void ComposePage::compareWithTemplate(const QString& name) {
  if (name.isEmpty()) return m_comparison->clear();
  const Composition& now = m_document.composition();
  ModelRequest request{.model = name.toStdString(), .scale = now.scale, .recipe = now.recipeName};
  if (now.dataVocabulary > 0) request.dataVocab = now.dataVocabulary;
  const auto baseline = resolve(request);
  if (!baseline) return say(shown(baseline.error().message), true);
  m_comparison->setBaseline(name, baseline->architecture, baseline->recipe);
}

void ComposePage::compareWithFile(const QString& file) {
  const auto baseline = resolve({.model = file.toStdString()});
  if (!baseline) return say(tr("Not compared: %1").arg(shown(baseline.error().message)), true);
  m_comparison->setBaseline(file.section('/', -1), baseline->architecture, baseline->recipe);
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
  openData(*spec);
}

void ComposePage::openData(const DataSpec& spec) {
  const int request = ++m_dataRequest;
  m_totals->setWaiting(tr("The data is being read."));
  // A large text takes seconds to read; the window does not wait for it.
  auto vocabulary = std::make_shared<Result<std::int64_t>>(0);
  auto* reader = QThread::create([spec, vocabulary] {
    const Result<Corpus> corpus = openCorpus(spec);
    *vocabulary = corpus ? Result<std::int64_t>(corpus->vocabulary) : Result<std::int64_t>(corpus.error());
  });
  m_readers.push_back(reader);
  connect(reader, &QThread::finished, this, [this, reader, request, spec, vocabulary] {
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

}  // namespace headroom
