// What can be done with the selected runs: one QAction each, for buttons, menus and keys; disabled ones say why. What
// people attach to runs can be undone; every action knows the command line that does the same.
#pragma once

#include <QAction>
#include <QObject>
#include <QUndoStack>
#include <functional>
#include <vector>

#include "core/engine/engine_client.h"
#include "ui/models/runs_model.h"

class QMenu;
class QWidget;

namespace headroom {

class RunActions : public QObject {
  Q_OBJECT

 public:
  /// `window` is what questions appear over.
  RunActions(EngineClient& engine, RunsModel& model, std::filesystem::path database, QWidget* window);

  void setSelection(std::vector<RunId> runs);
  void update();

  QAction* stop = nullptr;
  QAction* pause = nullptr;
  QAction* resume = nullptr;
  QAction* checkpoint = nullptr;
  QAction* clone = nullptr;
  QAction* remove = nullptr;
  QAction* tag = nullptr;
  QAction* note = nullptr;
  QAction* rename = nullptr;
  QAction* star = nullptr;
  QAction* colour = nullptr;  // has a menu
  QAction* study = nullptr;
  QAction* earlier = nullptr;  // in the queue
  QAction* later = nullptr;
  QAction* undo = nullptr;
  QAction* redo = nullptr;
  QAction* command = nullptr;  // has a menu: copies what an action stands for
  std::vector<QAction*> all() const {
    return {resume, pause,  stop, checkpoint, clone, study, earlier, later, tag,
            note,   rename, star, colour,     undo,  redo,  command, remove};
  }

  /// Removes without asking: the question is asked by the action.
  void removeNow(const std::vector<RunId>& runs);
  /// `to` of the same run as `from`: one step of undo for all of them.
  struct Edit {
    RunId run;
    RunMeta from, to;
  };
  void edit(std::vector<Edit> edits);
  /// Before another waiting run, or to the end (empty).
  void move(const RunId& run, const RunId& before);
  /// The lines that do what the action would do now; empty while it can do nothing.
  QString commandOf(const QAction* action) const;
  const std::filesystem::path& database() const { return m_database; }

  void send(const std::vector<Json>& requests);

 Q_SIGNALS:
  void problemFound(const QString& sentence);
  /// "Add to study" was chosen.
  void studyWanted(const std::vector<headroom::RunId>& runs);

 private:
  using Requests = std::function<std::vector<Json>()>;
  QAction* make(const QString& text, const QString& icon, const QKeySequence& key);
  /// Triggered, it sends these; copied, it says them.
  QAction* makeSimple(const QString& text, const QString& icon, const QKeySequence& key, Requests requests);
  std::vector<Json> requests(const char* what, bool (*fits)(const RunSummary&),
                             const Json& more = Json::object()) const;
  std::vector<RunId> which(bool (*fits)(const RunSummary&)) const;
  void allow(QAction* action, bool (*fits)(const RunSummary&), const QString& hint, const QString& whyNot);
  void allow(QAction* action, bool allowed, const QString& hint, const QString& whyNot);
  void makeColours();
  void fillCommands(QMenu* menu) const;

  std::vector<Edit> edits(const std::function<void(RunMeta&)>& change) const;
  std::vector<Json> toggleStar() const;
  std::vector<Json> moveInQueue(bool later) const;
  void doMove(bool later);
  void doRemove();
  void doEdit(const char* field);

  EngineClient& m_engine;
  RunsModel& m_model;
  const std::filesystem::path m_database;
  QWidget* m_window;
  QUndoStack* m_undo;
  std::vector<RunId> m_selected;
  std::vector<std::pair<const QAction*, Requests>> m_requests;
};

}  // namespace headroom
