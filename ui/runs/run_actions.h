// What can be done with the selected runs: one QAction each, for buttons, menus and keys; disabled ones say why.
#pragma once

#include <QAction>
#include <QObject>
#include <vector>

#include "core/engine/engine_client.h"
#include "ui/models/runs_model.h"

class QWidget;

namespace headroom {

class RunActions : public QObject {
  Q_OBJECT

 public:
  /// `window` is what questions appear over.
  RunActions(EngineClient& engine, RunsModel& model, QWidget* window);

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
  std::vector<QAction*> all() const {
    return {stop, pause, resume, checkpoint, clone, tag, note, rename, star, remove};
  }

  /// Removes without asking: the question is asked by the action.
  void removeNow(const std::vector<RunId>& runs);

 Q_SIGNALS:
  void problemFound(const QString& sentence);

 private:
  QAction* make(const QString& text, const QString& icon, const QKeySequence& key, void (RunActions::*slot)());
  void send(const char* what, const std::vector<RunId>& runs, const Json& more = Json::object());
  std::vector<RunId> which(bool (*fits)(const RunSummary&)) const;
  void allow(QAction* action, bool (*fits)(const RunSummary&), const QString& hint, const QString& whyNot);

  void doStop();
  void doPause();
  void doResume();
  void doCheckpoint();
  void doClone();
  void doRemove();
  void doTag();
  void doNote();
  void doRename();
  void doStar();

  EngineClient& m_engine;
  RunsModel& m_model;
  QWidget* m_window;
  std::vector<RunId> m_selected;
};

}  // namespace headroom
