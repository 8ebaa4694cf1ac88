#include "app/gui/pages.h"

#include <QCoreApplication>
#include <QLineEdit>

#include "core/runs/local_run_reader.h"
#include "ui/coming_page.h"
#include "ui/compose/compose_page.h"
#include "ui/learn/learn_page.h"
#include "ui/runs/runs_page.h"
#include "ui/study/new_study_sheet.h"
#include "ui/study/study_page.h"

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("pages", text);
}

QWidget* makeRuns(Workbench& workbench, MainWindow*& window) {
  auto* page = new RunsPage(workbench);
  QObject::connect(page, &RunsPage::demoRequested, &workbench, &Workbench::trainDemo);
  QObject::connect(&workbench, &Workbench::runsRead, page, &RunsPage::runsRead);
  QObject::connect(page, &RunsPage::studyRequested, page, [&window](const Study& study) {
    window->showPage(QStringLiteral("study"));
    if (auto* studies = qobject_cast<StudyPage*>(window->page(QStringLiteral("study"))))
      studies->openSheet()->form().setStudy(study);
  });
  QObject::connect(&workbench, &Workbench::problemFound, page, &RunsPage::showProblem);
  window->setRunActions(page->actions().all());
  if (workbench.hasRead()) page->runsRead();
  return page;
}

QWidget* makeCompose(Workbench& workbench, MainWindow*& window) {
  auto* page = new ComposePage(workbench.database().parent_path() / "drafts");
  page->setRoofs(workbench.machines());
  QObject::connect(&workbench, &Workbench::roofsRead, page, &ComposePage::setRoofs);
  QObject::connect(page, &ComposePage::runRequested, &workbench,
                   [&workbench, &window](const RunDefinition& definition) {
                     workbench.submit(definition);
                     window->showPage(QStringLiteral("runs"));
                   });
  return page;
}

/// Selects the runs on their page, with a filter that shows their neighbours too where it shows them all.
void showRuns(MainWindow& window, const std::vector<RunId>& runs, const QString& filter) {
  window.showPage(QStringLiteral("runs"));
  auto* page = qobject_cast<RunsPage*>(window.page(QStringLiteral("runs")));
  if (!page) return;
  page->filterLine().setText(filter);
  page->select(runs);
  if (page->selection().size() == runs.size()) return;
  page->filterLine().clear();  // a run that another study trained bears that one's name
  page->select(runs);
}

QWidget* makeStudy(Workbench& workbench, MainWindow*& window) {
  auto* reader = new ReaderThread([file = workbench.database()] { return LocalRunReader::open(file); });
  auto* store = new StudyStore(*reader);
  auto& engine = workbench.engine();
  auto* page = new StudyPage(
      store,
      [&engine, store](Json request, std::function<void(Result<Json>)> done) {
        engine.ask(std::move(request), store, std::move(done));
      },
      workbench.database());
  reader->setParent(page);
  store->setParent(page);
  page->setMachines(workbench.machines());
  QObject::connect(&workbench, &Workbench::roofsRead, page, &StudyPage::setMachines);
  QObject::connect(&engine, &EngineClient::connected, store, &StudyStore::refresh);
  QObject::connect(&engine, &EngineClient::newsArrived, store, &StudyStore::refresh);
  QObject::connect(
      page, &StudyPage::runsRequested, page,
      [&window](const std::vector<RunId>& runs, const QString& filter) { showRuns(*window, runs, filter); });
  window->setStudyActions(page->menuActions());
  std::error_code ignored;
  if (std::filesystem::exists(workbench.database(), ignored))
    store->refresh();
  else
    page->showStudies({}, {});
  return page;
}

QWidget* makeLearn(Workbench& workbench, MainWindow*& window) {
  return new LearnPage(
      new LessonGuide(*window, workbench, readLessons(lessonFolder()), LessonProgress(progressFile())));
}

}  // namespace

std::vector<WindowPage> windowPages(Workbench& workbench, MainWindow*& window) {
  std::vector<WindowPage> pages;
  pages.push_back({"compose", tr("Compose"), "compose", [&] { return makeCompose(workbench, window); }});
  pages.push_back({"runs", tr("Runs"), "runs", [&] { return makeRuns(workbench, window); }});
  pages.push_back({"study", tr("Study"), "study", [&] { return makeStudy(workbench, window); }});
  pages.push_back(
      {"hardware", tr("Hardware"), "hardware", [] {
         return new ComingPage(
             tr("Hardware"), tr("What is the limit?"),
             tr("This page will show the measured roofs of this machine and every block of a model below them."),
             tr("measure the roofs in a terminal; the bandwidth chart of the Runs page then shows them."),
             QStringLiteral("headroom doctor"));
       }});
  pages.push_back({"plan", tr("Plan"), "plan", [] {
                     return new ComingPage(tr("Plan"), tr("What would it take?"),
                                           tr("This page will plan compute budgets, memory, clusters and inference."),
                                           tr("parameters, FLOPs and memory of a model can be read in a terminal."),
                                           QStringLiteral("headroom cost gpt2 --scale small"));
                   }});
  pages.push_back({"learn", tr("Learn"), "learn", [&] { return makeLearn(workbench, window); }});
  return pages;
}

}  // namespace headroom
