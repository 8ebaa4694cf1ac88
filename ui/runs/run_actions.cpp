#include "ui/runs/run_actions.h"

#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QWidget>

#include "core/base/text.h"
#include "ui/icons.h"

namespace headroom {

namespace {

bool stoppable(const RunSummary& run) {
  return isLive(run.state) || run.state == RunState::Queued || run.state == RunState::Paused;
}
bool pausable(const RunSummary& run) {
  return run.state == RunState::Running;
}
bool resumable(const RunSummary& run) {
  return run.state == RunState::Draft || canResume(run.state);
}
bool saving(const RunSummary& run) {
  return run.state == RunState::Running;
}
bool any(const RunSummary&) {
  return true;
}
bool removable(const RunSummary& run) {
  return !isLive(run.state);
}

}  // namespace

RunActions::RunActions(EngineClient& engine, RunsModel& model, QWidget* window)
    : QObject(window), m_engine(engine), m_model(model), m_window(window) {
  stop = make(tr("Stop"), QStringLiteral("stop"), QKeySequence(tr("Ctrl+.")), &RunActions::doStop);
  pause = make(tr("Pause"), QStringLiteral("pause"), QKeySequence(tr("Ctrl+P")), &RunActions::doPause);
  resume = make(tr("Resume"), QStringLiteral("play"), QKeySequence(tr("Ctrl+R")), &RunActions::doResume);
  checkpoint = make(tr("Save a checkpoint"), {}, QKeySequence(tr("Ctrl+Shift+S")), &RunActions::doCheckpoint);
  clone = make(tr("Clone"), QStringLiteral("clone"), QKeySequence(tr("Ctrl+D")), &RunActions::doClone);
  remove = make(tr("Delete…"), QStringLiteral("delete"), QKeySequence::Delete, &RunActions::doRemove);
  tag = make(tr("Tag…"), QStringLiteral("tag"), QKeySequence(tr("Ctrl+T")), &RunActions::doTag);
  note = make(tr("Note…"), QStringLiteral("note"), QKeySequence(tr("Ctrl+E")), &RunActions::doNote);
  rename = make(tr("Rename…"), {}, QKeySequence(Qt::Key_F2), &RunActions::doRename);
  star = make(tr("Star"), QStringLiteral("star"), QKeySequence(tr("Ctrl+B")), &RunActions::doStar);
  update();
}

QAction* RunActions::make(const QString& text, const QString& icon, const QKeySequence& key,
                          void (RunActions::*slot)()) {
  auto* action = new QAction(text, this);
  action->setShortcut(key);
  if (!icon.isEmpty()) action->setIcon(themedIcon(icon));
  connect(action, &QAction::triggered, this, slot);
  return action;
}

void RunActions::setSelection(std::vector<RunId> runs) {
  m_selected = std::move(runs);
  update();
}

std::vector<RunId> RunActions::which(bool (*fits)(const RunSummary&)) const {
  std::vector<RunId> runs;
  for (const auto& id : m_selected) {
    const auto* run = m_model.find(id);
    if (run && fits(*run)) runs.push_back(id);
  }
  return runs;
}

void RunActions::allow(QAction* action, bool (*fits)(const RunSummary&), const QString& hint, const QString& whyNot) {
  const bool fitting = !which(fits).empty();
  action->setEnabled(fitting);
  const QString key = action->shortcut().toString(QKeySequence::NativeText);
  const QString name = action->text().remove(QStringLiteral("…"));
  action->setToolTip(fitting ? tr("%1 (%2): %3").arg(name, key, hint)
                             : tr("%1: %2").arg(name, m_selected.empty() ? tr("select a run first") : whyNot));
}

void RunActions::update() {
  allow(stop, stoppable, tr("save a checkpoint, then leave; again: leave now"),
        tr("no selected run is running, waiting or paused"));
  allow(pause, pausable, tr("save a checkpoint and free the slot"), tr("no selected run is running"));
  allow(resume, resumable, tr("go on from the last checkpoint"),
        tr("only drafts and paused, stopped, failed or lost runs can go on; clone a completed one"));
  allow(checkpoint, saving, tr("now, without stopping"), tr("no selected run is running"));
  allow(clone, any, tr("the same run once more"), QString());
  allow(remove, removable, tr("the run with its curves and checkpoints"), tr("stop the run first"));
  allow(tag, any, tr("words to find it by"), QString());
  allow(note, any, tr("a text of your own"), QString());
  allow(rename, any, tr("another name for the run"), QString());
  allow(star, any, tr("mark or unmark"), QString());
  rename->setEnabled(m_selected.size() == 1);
}

void RunActions::send(const char* what, const std::vector<RunId>& runs, const Json& more) {
  for (const auto& run : runs) {
    Json request{{"do", what}, {"run", run.text}};
    request.update(more);
    m_engine.ask(std::move(request), this, [this](Result<Json> answer) {
      if (!answer) Q_EMIT problemFound(QString::fromStdString(answer.error().message));
    });
  }
}

void RunActions::doStop() {
  send("stop", which(stoppable));
}
void RunActions::doPause() {
  send("pause", which(pausable));
}
void RunActions::doCheckpoint() {
  send("checkpoint", which(saving));
}
void RunActions::doClone() {
  send("clone", which(any));
}

void RunActions::doResume() {
  send("start", which([](const RunSummary& run) { return run.state == RunState::Draft; }));
  send("resume", which([](const RunSummary& run) { return canResume(run.state); }));
}

void RunActions::removeNow(const std::vector<RunId>& runs) {
  send("delete", runs);
}

void RunActions::doRemove() {
  const auto runs = which(removable);
  const auto* first = runs.empty() ? nullptr : m_model.find(runs.front());
  if (!first) return;
  const QString question =
      runs.size() == 1
          ? tr("Delete the run %1 with its curves and checkpoints?").arg(QString::fromStdString(first->meta.name))
          : tr("Delete %n runs with their curves and checkpoints?", nullptr, static_cast<int>(runs.size()));
  QMessageBox box(QMessageBox::Warning, tr("Delete"), question, QMessageBox::Cancel, m_window);
  box.setInformativeText(tr("This cannot be undone."));
  auto* yes = box.addButton(tr("Delete"), QMessageBox::DestructiveRole);
  box.setDefaultButton(QMessageBox::Cancel);
  box.exec();
  if (box.clickedButton() == static_cast<QAbstractButton*>(yes)) removeNow(runs);
}

void RunActions::doTag() {
  const auto runs = which(any);
  bool ok = false;
  const QString text = QInputDialog::getText(
      m_window, tr("Tag"), tr("Tags for the selected runs, separated by commas:"), QLineEdit::Normal, {}, &ok);
  if (!ok) return;
  Json tags = Json::array();
  for (const QString& each : text.split(',', Qt::SkipEmptyParts)) {
    if (!each.trimmed().isEmpty()) tags.push_back(each.trimmed().toStdString());
  }
  if (!tags.empty()) send("tag", runs, {{"tags", tags}});
}

void RunActions::doNote() {
  const auto runs = which(any);
  const auto* first = runs.empty() ? nullptr : m_model.find(runs.front());
  if (!first) return;
  bool ok = false;
  const QString text = QInputDialog::getMultiLineText(m_window, tr("Note"), tr("Note on the selected runs:"),
                                                      QString::fromStdString(first->meta.notes), &ok);
  if (ok) send("note", runs, {{"text", text.toStdString()}});
}

void RunActions::doRename() {
  const auto runs = which(any);
  const auto* first = runs.size() == 1 ? m_model.find(runs.front()) : nullptr;
  if (!first) return;
  bool ok = false;
  const QString name = QInputDialog::getText(m_window, tr("Rename"), tr("Name of the run:"), QLineEdit::Normal,
                                             QString::fromStdString(first->meta.name), &ok);
  if (ok && !name.trimmed().isEmpty()) send("rename", runs, {{"name", name.trimmed().toStdString()}});
}

void RunActions::doStar() {
  const auto unstarred = which([](const RunSummary& run) { return !run.meta.star; });
  if (!unstarred.empty()) return send("star", unstarred, {{"on", true}});
  send("star", which(any), {{"on", false}});
}

}  // namespace headroom
