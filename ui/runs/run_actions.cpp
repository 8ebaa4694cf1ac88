#include "ui/runs/run_actions.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QPixmap>
#include <QPushButton>
#include <QUndoCommand>
#include <QWidget>
#include <algorithm>

#include "core/base/text.h"
#include "ui/icons.h"
#include "ui/runs/run_commands.h"
#include "ui/runs/run_edit_dialog.h"
#include "ui/theme.h"

namespace headroom {

namespace {

bool stoppable(const RunSummary& run) {
  return isLive(run.state) || run.state == RunState::Queued || run.state == RunState::Paused;
}
bool running(const RunSummary& run) {
  return run.state == RunState::Running;
}
bool isDraft(const RunSummary& run) {
  return run.state == RunState::Draft;
}
bool continues(const RunSummary& run) {
  return canResume(run.state);
}
bool resumable(const RunSummary& run) {
  return isDraft(run) || continues(run);
}
bool waiting(const RunSummary& run) {
  return run.state == RunState::Queued;
}
bool any(const RunSummary&) {
  return true;
}
bool removable(const RunSummary& run) {
  return !isLive(run.state);
}

/// Requests one way and back.
class Change : public QUndoCommand {
 public:
  Change(RunActions& actions, const QString& text, std::vector<Json> there, std::vector<Json> back)
      : QUndoCommand(text), m_actions(actions), m_there(std::move(there)), m_back(std::move(back)) {}
  void redo() override { m_actions.send(m_there); }
  void undo() override { m_actions.send(m_back); }

 private:
  RunActions& m_actions;
  const std::vector<Json> m_there, m_back;
};

void append(std::vector<Json>& all, std::vector<Json> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

Json moveRequest(const RunId& run, const RunId& before) {
  return {{"do", "move"}, {"run", run.text}, {"before", before.text}};
}

}  // namespace

RunActions::RunActions(EngineClient& engine, RunsModel& model, std::filesystem::path database, QWidget* window)
    : QObject(window),
      m_engine(engine),
      m_model(model),
      m_database(std::move(database)),
      m_window(window),
      m_undo(new QUndoStack(this)) {
  stop = makeSimple(tr("Stop"), QStringLiteral("stop"), QKeySequence(tr("Ctrl+.")),
                    [this] { return requests("stop", stoppable); });
  pause = makeSimple(tr("Pause"), QStringLiteral("pause"), QKeySequence(tr("Ctrl+P")),
                     [this] { return requests("pause", running); });
  resume = makeSimple(tr("Resume"), QStringLiteral("play"), QKeySequence(tr("Ctrl+R")), [this] {
    auto all = requests("start", isDraft);
    append(all, requests("resume", continues));
    return all;
  });
  checkpoint = makeSimple(tr("Save a checkpoint"), {}, QKeySequence(tr("Ctrl+Shift+S")),
                          [this] { return requests("checkpoint", running); });
  clone = makeSimple(tr("Clone"), QStringLiteral("clone"), QKeySequence(tr("Ctrl+D")),
                     [this] { return requests("clone", any); });
  remove = make(tr("Delete…"), QStringLiteral("delete"), QKeySequence::Delete);
  m_requests.emplace_back(remove, [this] { return requests("delete", removable); });
  connect(remove, &QAction::triggered, this, &RunActions::doRemove);
  tag = make(tr("Tags…"), QStringLiteral("tag"), QKeySequence(tr("Ctrl+T")));
  connect(tag, &QAction::triggered, this, [this] { doEdit("tags"); });
  note = make(tr("Note…"), QStringLiteral("note"), QKeySequence(tr("Ctrl+E")));
  connect(note, &QAction::triggered, this, [this] { doEdit("note"); });
  rename = make(tr("Rename…"), {}, QKeySequence(Qt::Key_F2));
  connect(rename, &QAction::triggered, this, [this] { doEdit("name"); });
  star = make(tr("Star"), QStringLiteral("star"), QKeySequence(tr("Ctrl+B")));
  m_requests.emplace_back(star, [this] { return toggleStar(); });
  connect(star, &QAction::triggered, this, [this] {
    const bool on = !which([](const RunSummary& run) { return !run.meta.star; }).empty();
    edit(edits([on](RunMeta& meta) { meta.star = on; }));
  });
  colour = make(tr("Colour"), {}, {});
  makeColours();
  study = make(tr("Add to study…"), QStringLiteral("study"), QKeySequence(tr("Ctrl+Shift+A")));
  connect(study, &QAction::triggered, this, [this] { Q_EMIT studyWanted(m_selected); });
  earlier = make(tr("Start earlier"), {}, QKeySequence(tr("Alt+Up")));
  m_requests.emplace_back(earlier, [this] { return moveInQueue(false); });
  connect(earlier, &QAction::triggered, this, [this] { doMove(false); });
  later = make(tr("Start later"), {}, QKeySequence(tr("Alt+Down")));
  m_requests.emplace_back(later, [this] { return moveInQueue(true); });
  connect(later, &QAction::triggered, this, [this] { doMove(true); });
  undo = m_undo->createUndoAction(this, tr("Undo"));
  undo->setShortcut(QKeySequence::Undo);
  redo = m_undo->createRedoAction(this, tr("Redo"));
  redo->setShortcuts(QKeySequence::keyBindings(QKeySequence::Redo));
  connect(m_undo, &QUndoStack::indexChanged, this, &RunActions::update);
  command = make(tr("Copy as command"), {}, {});
  command->setMenu(new QMenu(window));
  connect(command->menu(), &QMenu::aboutToShow, this, [this] { fillCommands(command->menu()); });
  for (auto* action : all()) action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  update();
}

QAction* RunActions::make(const QString& text, const QString& icon, const QKeySequence& key) {
  auto* action = new QAction(text, this);
  action->setShortcut(key);
  if (!icon.isEmpty()) action->setIcon(themedIcon(icon));
  return action;
}

QAction* RunActions::makeSimple(const QString& text, const QString& icon, const QKeySequence& key, Requests requests) {
  auto* action = make(text, icon, key);
  connect(action, &QAction::triggered, this, [this, requests] { send(requests()); });
  m_requests.emplace_back(action, std::move(requests));
  return action;
}

void RunActions::makeColours() {
  auto* menu = new QMenu(m_window);
  const QString names[] = {tr("Blue"),  tr("Orange"), tr("Green"), tr("Purple"),
                           tr("Ochre"), tr("Sky"),    tr("Grey"),  tr("Violet")};
  const auto& colours = lightColours().series;
  const auto add = [&](const QString& name, const std::string& value) {
    auto* action =
        menu->addAction(name, this, [this, value] { edit(edits([&](RunMeta& meta) { meta.colour = value; })); });
    if (value.empty()) return;
    QPixmap patch(16, 16);
    patch.fill(QColor(QString::fromStdString(value)));
    action->setIcon(patch);
  };
  for (std::size_t i = 0; i < colours.size(); ++i) add(names[i], colours[i].name().toStdString());
  menu->addSeparator();
  add(tr("None"), {});
  colour->setMenu(menu);
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
  allow(action, !which(fits).empty(), hint, m_selected.empty() ? tr("select a run first") : whyNot);
}

void RunActions::allow(QAction* action, bool allowed, const QString& hint, const QString& whyNot) {
  action->setEnabled(allowed);
  const QString key = action->shortcut().toString(QKeySequence::NativeText);
  const QString name = action->text().remove(QStringLiteral("…"));
  if (!allowed) return action->setToolTip(tr("%1: %2").arg(name, whyNot));
  action->setToolTip(key.isEmpty() ? tr("%1: %2").arg(name, hint) : tr("%1 (%2): %3").arg(name, key, hint));
}

void RunActions::update() {
  allow(stop, stoppable, tr("save a checkpoint, then leave; again: leave now"),
        tr("no selected run is running, waiting or paused"));
  allow(pause, running, tr("save a checkpoint and free the slot"), tr("no selected run is running"));
  allow(resume, resumable, tr("go on from the last checkpoint"),
        tr("only drafts and paused, stopped, failed or lost runs can go on; clone a completed one"));
  allow(checkpoint, running, tr("now, without stopping"), tr("no selected run is running"));
  allow(clone, any, tr("the same run once more"), QString());
  allow(remove, removable, tr("the run with its curves and checkpoints"), tr("stop the run first"));
  allow(tag, any, tr("words to find it by"), QString());
  allow(note, any, tr("a text of your own"), QString());
  allow(rename, m_selected.size() == 1, tr("another name for the run"),
        m_selected.empty() ? tr("select a run first") : tr("select one run: names tell runs apart"));
  allow(star, any, tr("mark or unmark"), QString());
  allow(colour, any, tr("of its mark in the table"), QString());
  allow(study, any, tr("compare these runs' arms over scales and seeds"), QString());
  const bool one = m_selected.size() == 1 && !which(waiting).empty();
  const QString why = m_selected.empty() ? tr("select a run first") : tr("select one run that waits in the queue");
  allow(earlier, one && !moveInQueue(false).empty(), tr("one place up in the queue"),
        one ? tr("it is the next one already") : why);
  allow(later, one && !moveInQueue(true).empty(), tr("one place down in the queue"),
        one ? tr("it is the last one already") : why);
  // The stack itself enables these.
  allow(undo, m_undo->canUndo(), m_undo->undoText(), tr("no edit of runs to take back"));
  allow(redo, m_undo->canRedo(), m_undo->redoText(), tr("nothing was taken back"));
  allow(command, !m_selected.empty(), tr("what an action does, for a terminal"), tr("select a run first"));
}

std::vector<Json> RunActions::requests(const char* what, bool (*fits)(const RunSummary&), const Json& more) const {
  std::vector<Json> all;
  for (const RunId& run : which(fits)) {
    Json request{{"do", what}, {"run", run.text}};
    request.update(more);
    all.push_back(std::move(request));
  }
  return all;
}

void RunActions::send(const std::vector<Json>& requests) {
  for (const Json& request : requests) {
    m_engine.ask(request, this, [this](Result<Json> answer) {
      if (!answer) Q_EMIT problemFound(QString::fromStdString(answer.error().message));
    });
  }
}

std::vector<RunActions::Edit> RunActions::edits(const std::function<void(RunMeta&)>& change) const {
  std::vector<Edit> all;
  for (const RunId& id : m_selected) {
    const auto* run = m_model.find(id);
    if (!run) continue;
    Edit edit{id, run->meta, run->meta};
    change(edit.to);
    if (edit.from != edit.to) all.push_back(std::move(edit));
  }
  return all;
}

void RunActions::edit(std::vector<Edit> edits) {
  std::vector<Json> there, back;
  for (const auto& [run, from, to] : edits) {
    append(there, requestsBetween(run, from, to));
    append(back, requestsBetween(run, to, from));
  }
  if (!there.empty()) m_undo->push(new Change(*this, tr("edit of runs"), std::move(there), std::move(back)));
}

void RunActions::move(const RunId& run, const RunId& before) {
  const auto& queue = m_model.queue();
  const auto place = std::find(queue.begin(), queue.end(), run);
  if (place == queue.end()) return;
  const RunId follower = place + 1 == queue.end() ? RunId{} : *(place + 1);
  if (before == run || before == follower) return;
  m_undo->push(new Change(*this, tr("order of the queue"), {moveRequest(run, before)}, {moveRequest(run, follower)}));
}

std::vector<Json> RunActions::moveInQueue(bool later) const {
  const auto& queue = m_model.queue();
  const auto place = m_selected.size() == 1 ? std::find(queue.begin(), queue.end(), m_selected.front()) : queue.end();
  if (place == queue.end() || (later ? place + 1 == queue.end() : place == queue.begin())) return {};
  if (!later) return {moveRequest(*place, *(place - 1))};
  return {moveRequest(*place, place + 2 == queue.end() ? RunId{} : *(place + 2))};
}

void RunActions::doMove(bool later) {
  for (const Json& request : moveInQueue(later))
    move(RunId{request["run"].get<std::string>()}, RunId{request["before"].get<std::string>()});
}

std::vector<Json> RunActions::toggleStar() const {
  const auto unstarred = [](const RunSummary& run) { return !run.meta.star; };
  return which(unstarred).empty() ? requests("star", any, {{"on", false}})
                                  : requests("star", unstarred, {{"on", true}});
}

QString RunActions::commandOf(const QAction* action) const {
  const auto found =
      std::find_if(m_requests.begin(), m_requests.end(), [&](const auto& entry) { return entry.first == action; });
  return found == m_requests.end() ? QString() : commandsFor(found->second(), m_database);
}

void RunActions::fillCommands(QMenu* menu) const {
  menu->clear();
  for (const auto& [action, requests] : m_requests) {
    const QString line = commandOf(action);
    if (line.isEmpty()) continue;
    auto* entry = menu->addAction(action->text().remove(QStringLiteral("…")),
                                  [line] { QGuiApplication::clipboard()->setText(line); });
    entry->setToolTip(line);
  }
  menu->setToolTipsVisible(true);
}

void RunActions::removeNow(const std::vector<RunId>& runs) {
  std::vector<Json> all;
  for (const RunId& run : runs) all.push_back({{"do", "delete"}, {"run", run.text}});
  send(all);
}

void RunActions::doRemove() {
  const auto runs = which(removable);
  const auto* first = runs.empty() ? nullptr : m_model.find(runs.front());
  if (!first) return;
  const QString question = runs.size() == 1 ? tr("Delete the run %1 with its curves and checkpoints?")
                                                  .arg(QString::fromStdString(inQuotes(first->meta.name)))
                                            : tr("Delete %n runs with their curves and checkpoints?", nullptr,
                                                 static_cast<int>(runs.size()));
  QMessageBox box(QMessageBox::Warning, tr("Delete"), question, QMessageBox::Cancel, m_window);
  box.setTextFormat(Qt::PlainText);
  box.setInformativeText(tr("This cannot be undone."));
  auto* yes = box.addButton(tr("Delete"), QMessageBox::DestructiveRole);
  box.setDefaultButton(QMessageBox::Cancel);
  box.exec();
  if (box.clickedButton() == static_cast<QAbstractButton*>(yes)) removeNow(runs);
}

void RunActions::doEdit(const char* field) {
  std::vector<RunEditDialog::Subject> subjects;
  for (const RunId& id : m_selected) {
    if (const auto* run = m_model.find(id)) subjects.push_back({id, run->meta});
  }
  if (subjects.empty()) return;
  auto* dialog = new RunEditDialog(std::move(subjects), m_model, m_database, m_window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->focusOn(field);
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    std::vector<Edit> all;
    for (const auto& [run, from, to] : dialog->changes()) all.push_back({run, from, to});
    edit(std::move(all));
  });
  dialog->open();
}

}  // namespace headroom
