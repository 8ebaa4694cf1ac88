#include "ui/study/study_actions.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileDialog>
#include <QGuiApplication>
#include <QProcess>
#include <QSaveFile>
#include <QUrl>

#include "ui/study/start_command.h"

namespace headroom {

bool saveStudy(const Study& study, const QString& file) {
  QSaveFile out(file);
  const std::string document = dump(toJson(study), 2) + "\n";
  return out.open(QIODevice::WriteOnly) && out.write(document.data(), static_cast<qint64>(document.size())) > 0 &&
         out.commit();
}

StudyActions::StudyActions(AskEngine ask, std::filesystem::path database, QObject* parent)
    : QObject(parent), m_ask(std::move(ask)), m_database(std::move(database)) {}

void StudyActions::send(const char* what, const StudyId& study) {
  m_ask({{"do", what}, {"study", study.text}}, [this](const Result<Json>& answer) {
    if (!answer) return Q_EMIT problemFound(QString::fromStdString(answer.error().message));
    Q_EMIT changed();
  });
}

void StudyActions::start(const PreparedStudy& prepared) {
  m_ask(startRequest(prepared), [this](const Result<Json>& answer) {
    if (!answer) return Q_EMIT problemFound(QString::fromStdString(answer.error().message));
    Q_EMIT started(StudyId{answer->value("study", std::string())});
    Q_EMIT changed();
  });
}

void StudyActions::replace(const StudyId& study, const PreparedStudy& prepared) {
  m_ask(replaceRequest(study, prepared), [this](const Result<Json>& answer) {
    if (!answer) return Q_EMIT problemFound(QString::fromStdString(answer.error().message));
    Q_EMIT told(tr("The study has a new version, %1; its runs are kept.").arg(answer->value("version", 0)));
    Q_EMIT changed();
  });
}

QString StudyActions::savedDefinition(const Study& study, QWidget* window) {
  const QString file =
      QFileDialog::getSaveFileName(window, tr("Save the definition that the command names"),
                                   QString::fromStdString(study.name) + ".json", QStringLiteral("*.json"));
  if (file.isEmpty() || saveStudy(study, file)) return file;
  Q_EMIT problemFound(tr("%1 cannot be written; choose another place.").arg(file));
  return {};
}

QString StudyActions::copyCommand(const Study& study, QWidget* window) {
  std::optional<QString> command = startCommand(study, m_database);
  if (!command) {
    const QString file = savedDefinition(study, window);
    if (file.isEmpty()) return {};
    command = startCommandOfFile(file, m_database);
  }
  copy(*command);
  return *command;
}

QString StudyActions::copyReplan(const StudyId& id, const Study& study, QWidget* window) {
  const QString file = savedDefinition(study, window);
  if (file.isEmpty()) return {};
  const QString command = replanCommandOfFile(id, file, m_database);
  copy(command);
  return command;
}

void StudyActions::copy(const QString& command) {
  QGuiApplication::clipboard()->setText(command);
  Q_EMIT told(tr("Copied: %1").arg(command));
}

void StudyActions::report(const StudyId& study, const QString& file) {
  auto* process = new QProcess(this);
  process->setProcessChannelMode(QProcess::SeparateChannels);
  const auto done = [this, process, file](const QString& problem) {
    process->deleteLater();
    if (!problem.isEmpty()) return Q_EMIT problemFound(problem);
    Q_EMIT told(tr("The report was written to %1.").arg(file));
    QDesktopServices::openUrl(QUrl::fromLocalFile(file));
  };
  connect(process, &QProcess::errorOccurred, this, [process, done](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) done(tr("The report could not be started: %1.").arg(process->errorString()));
  });
  connect(process, &QProcess::finished, this, [process, done](int code, QProcess::ExitStatus status) {
    if (status == QProcess::NormalExit && code == 0) return done({});
    const QString said = QString::fromUtf8(process->readAllStandardError()).trimmed();
    done(said.isEmpty() ? tr("The report ended early and said nothing; try headroom report in a terminal.") : said);
  });
  Q_EMIT told(tr("Writing the report…"));
  process->start(QCoreApplication::applicationDirPath() + QStringLiteral("/headroom-gui"),
                 {"report", "--db", QString::fromStdString(m_database.string()), "--study",
                  QString::fromStdString(study.text), "--to", file});
}

}  // namespace headroom
