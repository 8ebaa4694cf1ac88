// What can be done with a study: everything that changes one goes to the engine, as the command line's study … does.
#pragma once

#include <QObject>
#include <QString>
#include <filesystem>
#include <functional>

#include "core/study/prepared_study.h"

class QWidget;

namespace headroom {

/// Sends a request to the engine; `done` gets the answer, later, on the window's thread.
using AskEngine = std::function<void(Json request, std::function<void(Result<Json>)> done)>;

/// The definition as a file that `headroom study start FILE` reads.
bool saveStudy(const Study& study, const QString& file);

class StudyActions : public QObject {
  Q_OBJECT

 public:
  StudyActions(AskEngine ask, std::filesystem::path database, QObject* parent = nullptr);

  void start(const PreparedStudy& prepared);
  void pause(const StudyId& study) { send("study-pause", study); }
  void resume(const StudyId& study) { send("study-resume", study); }
  void stop(const StudyId& study) { send("study-stop", study); }
  /// A new version: its runs are kept.
  void replace(const StudyId& study, const PreparedStudy& prepared);
  /// Copies the command that starts the same study; one that is no template is saved as a file first, which is asked
  /// for over `window`. The command, empty when nothing was copied.
  QString copyCommand(const Study& study, QWidget* window);
  /// The same of the next version of a study: its definition is saved as a file.
  QString copyReplan(const StudyId& id, const Study& study, QWidget* window);
  void copy(const QString& command);
  /// Writes a report with `headroom-gui report`, in a process of its own.
  void report(const StudyId& study, const QString& file);
  const std::filesystem::path& database() const { return m_database; }

 Q_SIGNALS:
  void started(const headroom::StudyId& study);
  void changed();
  void told(const QString& sentence);
  void problemFound(const QString& sentence);

 private:
  /// Where the definition was saved to; empty when it was not.
  QString savedDefinition(const Study& study, QWidget* window);
  void send(const char* what, const StudyId& study);

  const AskEngine m_ask;
  const std::filesystem::path m_database;
};

}  // namespace headroom
