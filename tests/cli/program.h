// A small language for tests of the real program: a folder of its own, run(), and what came out.
#pragma once

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <memory>

#include "core/base/json.h"
#include "core/base/text.h"

namespace headroom {

struct Outcome {
  int code = -1;
  QByteArray out, err;
  /// The one JSON object on stdout; an empty one where there is none.
  Json json() const {
    const auto parsed = parseJson(out.toStdString(), "stdout");
    return parsed && parsed->is_object() ? *parsed : Json::object();
  }
  /// "" when a failure looks as promised: exactly one clean line on stderr.
  QString problemOfError() const {
    const std::string text = err.toStdString();
    if (!text.ends_with('\n') || text.find('\n') + 1 != text.size()) return "not one line: " + QString(err);
    const std::string line = text.substr(0, text.size() - 1);
    if (line.empty() || oneLine(line) != line) return "not a clean line: " + QString(err);
    return {};
  }
};

class Program {
 public:
  explicit Program(const char* worker) : m_folder(HEADROOM_BIN_DIR "/../cli-XXXXXX") {
    m_environment = QProcessEnvironment::systemEnvironment();
    m_environment.insert("XDG_RUNTIME_DIR", m_folder.filePath("run"));
    m_environment.insert("XDG_DATA_HOME", m_folder.filePath("data"));
    m_environment.insert("HEADROOM_TRAIN_PROGRAM", QString(HEADROOM_BIN_DIR "/") + worker);
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "HEADROOM_MEMORY_LIMIT"}) m_environment.remove(name);
    QDir().mkpath(m_folder.filePath("run"));
    QFile::setPermissions(m_folder.filePath("run"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  }
  ~Program() {
    run({"engine", "stop", "--db", database()});
    // Until it has left, the folder cannot be removed.
    for (int i = 0; i < 100 && run({"engine", "status", "--json", "--db", database()}).json().value("alive", false);)
      ++i;
  }

  QString path(const QString& name) const { return m_folder.filePath(name); }
  QString database() const { return path("headroom.db"); }
  QProcessEnvironment& environment() { return m_environment; }
  void write(const QString& name, const QByteArray& content) const {
    QFile file(path(name));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(content);
  }

  std::unique_ptr<QProcess> start(const QStringList& arguments) const {
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    process->setWorkingDirectory(m_folder.path());
    process->start(HEADROOM_BIN_DIR "/headroom", arguments);
    process->closeWriteChannel();
    return process;
  }
  Outcome run(const QStringList& arguments) const { return ended(*start(arguments)); }
  static Outcome ended(QProcess& process) {
    if (!process.waitForFinished(120'000)) process.kill(), process.waitForFinished();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
  }

 private:
  QTemporaryDir m_folder;
  QProcessEnvironment m_environment;
};

}  // namespace headroom
