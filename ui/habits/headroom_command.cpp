#include "ui/habits/headroom_command.h"

#include <QTimer>

#include "core/engine/detached_process.h"

namespace headroom {

namespace {

Result<Json> answerOf(QProcess& process) {
  const QByteArray said = process.readAllStandardError().trimmed();
  if (process.exitStatus() == QProcess::CrashExit) return failed("It was ended before it was done.");
  if (process.exitCode() != 0)
    return failed(said.isEmpty() ? "It ended with code " + std::to_string(process.exitCode()) + " and no word."
                                 : said.mid(said.lastIndexOf('\n') + 1).toStdString());
  const QByteArray printed = process.readAllStandardOutput();
  return parseJson(std::string_view(printed.constData(), static_cast<std::size_t>(printed.size())),
                   "headroom's answer");
}

}  // namespace

QPointer<QProcess> runHeadroom(const QStringList& arguments, QObject* context,
                               std::function<void(const Result<Json>&)> done) {
  const auto program = findProgram("HEADROOM_PROGRAM", "headroom");
  if (!program) {
    QTimer::singleShot(0, context, [done, error = program.error()] { done(error); });
    return {};
  }
  auto* process = new QProcess(context);
  QObject::connect(process, &QProcess::finished, context, [process, done] {
    process->deleteLater();
    done(answerOf(*process));
  });
  QObject::connect(process, &QProcess::errorOccurred, context, [process, done](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;  // the others are followed by finished()
    process->deleteLater();
    done(failed("headroom cannot be started: " + process->errorString().toStdString() + "."));
  });
  process->start(QString::fromStdString(program->string()), arguments + QStringList{QStringLiteral("--json")});
  return process;
}

}  // namespace headroom
