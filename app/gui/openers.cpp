#include "app/gui/openers.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "core/study/study.h"
#include "ui/compose/compose_page.h"
#include "ui/habits/headroom_command.h"
#include "ui/habits/notice_bar.h"
#include "ui/study/new_study_sheet.h"
#include "ui/study/study_page.h"

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("openers", text);
}

QString text(const std::string& words) {
  return QString::fromStdString(words);
}

ComposePage* compose(MainWindow& window) {
  window.showPage(QStringLiteral("compose"));
  return qobject_cast<ComposePage*>(window.page(QStringLiteral("compose")));
}

void openArchitecture(MainWindow& window, const QString& path) {
  if (auto* page = compose(window)) page->openFile(path);  // it says what is wrong with a broken one
}

void openStudy(MainWindow& window, const QString& path) {
  const auto study = readStudy(path.toStdString());
  if (!study) return window.notices().show({.id = path, .text = text(study.error().message), .problem = true});
  window.showPage(QStringLiteral("study"));
  auto* page = qobject_cast<StudyPage*>(window.page(QStringLiteral("study")));
  if (!page) return;
  page->openSheet()->form().setStudy(*study);
  window.recentFiles().add(path);
}

/// A command takes the file in; the window says that it does, and how it ended.
void takeIn(MainWindow& window, const std::filesystem::path& database, const QString& path,
            const QStringList& command) {
  const QString name = QFileInfo(path).fileName().left(80);
  auto process = std::make_shared<QPointer<QProcess>>();
  window.notices().show(
      {.id = path, .text = tr("%1 is being taken in…").arg(name), .buttons = {{tr("Cancel"), [process] {
                                                                                 if (*process) (*process)->terminate();
                                                                               }}}});
  *process =
      runHeadroom(command + QStringList{path, QStringLiteral("--db"), text(database.string())}, &window,
                  [&window, path, name](const Result<Json>& answer) {
                    if (!answer)
                      return window.notices().show(
                          {.id = path, .text = tr("%1: %2").arg(name, text(answer.error().message)), .problem = true});
                    const auto runs = answer->value("runs", Json::array()).size();
                    const QString page = answer->value("studies", Json::array()).empty() ? QStringLiteral("runs")
                                                                                         : QStringLiteral("study");
                    window.recentFiles().add(path);
                    window.notices().show({.id = path,
                                           .text = tr("%1 was taken in. New runs: %2.").arg(name).arg(runs),
                                           .buttons = {{tr("Show them"),
                                                        [&window, path, page] {
                                                          window.notices().withdraw(path);
                                                          window.showPage(page);
                                                        }}},
                                           .seconds = 20});
                  });
}

void openDatabase(MainWindow& window, const QString& path) {
  window.notices().show(
      {.id = path,
       .text = tr("%1 is another database; this window shows one.").arg(path),
       .buttons = {{tr("Open it in a window of its own"), [&window, path] {
                      window.notices().withdraw(path);
                      QProcess::startDetached(QCoreApplication::applicationFilePath(), {QStringLiteral("--db"), path});
                    }}}});
}

}  // namespace

void addOpeners(MainWindow& window, Workbench& workbench) {
  const auto with = [&](FileKind kind, auto open) {
    window.setOpener(kind, [&window, open](const QString& path) { open(window, path); });
  };
  const auto taking = [&](FileKind kind, const QStringList& command) {
    window.setOpener(kind, [&window, &workbench, command](const QString& path) {
      takeIn(window, workbench.database(), path, command);
    });
  };
  with(FileKind::Architecture, openArchitecture);
  with(FileKind::Study, openStudy);
  with(FileKind::Database, openDatabase);
  with(FileKind::Text, [](MainWindow& in, const QString& path) {
    if (auto* page = compose(in)) page->chooseData(QStringLiteral("text:") + path);
  });
  taking(FileKind::Bundle, {"bundle", "open"});
  taking(FileKind::Series, {"import", "csv"});
  taking(FileKind::Events, {"import", "tensorboard"});
  taking(FileKind::Weights, {"import", "huggingface"});
}

}  // namespace headroom
