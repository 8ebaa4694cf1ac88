#include "app/gui/pages.h"

#include <QCoreApplication>
#include <QLineEdit>

#include "app/gui/openers.h"
#include "core/runs/local_run_reader.h"
#include "ui/coming_page.h"
#include "ui/compose/compose_page.h"
#include "ui/habits/palette_sources.h"
#include "ui/habits/start_page.h"
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
  window->setPageActions(QStringLiteral("runs"), actionsOf(*page));
  window->setPageState(QStringLiteral("runs"), stateOf(*page));
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
  QObject::connect(page, &ComposePage::studyRequested, page, [&window](const QString& file) {
    window->showPage(QStringLiteral("study"));
    auto* studies = qobject_cast<StudyPage*>(window->page(QStringLiteral("study")));
    if (!studies) return;
    auto& sheet = *studies->openSheet();
    sheet.form().ownArm->setText(file);  // to be added there, under a name of one's own
    sheet.goTo(StudyForm::Arms);
  });
  QObject::connect(page, &ComposePage::fileOpened, page,
                   [&window](const QString& file) { window->recentFiles().add(file); });
  window->setPageActions(QStringLiteral("compose"), actionsOf(*page));
  window->setPageState(QStringLiteral("compose"), stateOf(*page));
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
  auto actions = actionsOf(*page);
  if (actions.study.empty()) actions.study = page->menuActions();
  window->setPageActions(QStringLiteral("study"), std::move(actions));
  window->setPageState(QStringLiteral("study"), stateOf(*page));
  std::error_code ignored;
  if (std::filesystem::exists(workbench.database(), ignored))
    store->refresh();
  else
    page->showStudies({}, {});
  return page;
}

QWidget* makeStart(Workbench& workbench, MainWindow*& window) {
  auto* page = new StartPage(QString::fromStdString(workbench.database().parent_path().string()));
  QObject::connect(page, &StartPage::demoRequested, &workbench, [&workbench, &window] {
    window->showPage(QStringLiteral("runs"));
    workbench.trainDemo();
  });
  QObject::connect(page, &StartPage::pageRequested, &workbench, [&window](const QString& id) { window->showPage(id); });
  QObject::connect(page, &StartPage::openRequested, &workbench, [&window] { window->chooseFiles(); });
  QObject::connect(page, &StartPage::guideRequested, &workbench, [&window] { window->showGuide(); });
  return page;
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
  pages.push_back(
      {"learn", tr("Learn"), "learn", [] {
         return new ComingPage(
             tr("Learn"), tr("Show me."), tr("This page will hold lessons of ten minutes that drive the real window."),
             tr("train the demo from the Run menu and watch the loss fall towards the entropy of its text."),
             QString());
       }});
  pages.push_back({"start", tr("Welcome"), {}, [&] { return makeStart(workbench, window); }});
  return pages;
}

void wireWindow(MainWindow& window, Workbench& workbench) {
  addOpeners(window, workbench);
  const auto compose = [&window]() -> ComposePage& {
    window.showPage(QStringLiteral("compose"));
    return *qobject_cast<ComposePage*>(window.page(QStringLiteral("compose")));
  };
  QObject::connect(&window, &MainWindow::runRequested, &window,
                   [&window](const RunId& run) { showRuns(window, {run}, {}); });
  window.addToPalette(runEntries(workbench.runs(), [&window](const RunId& run) { showRuns(window, {run}, {}); }));
  window.addToPalette(blockEntries([compose](const std::string& id) {
    ComposePage& page = compose();
    auto& document = page.document();
    if (const auto done = document.insert(document.placeAfterSelection(), blockElement(id)); !done)
      page.say(tr("Cannot stand there: %1").arg(QString::fromStdString(done.error().message)), true);
  }));
  window.addToPalette(templateEntries([compose](const std::string& name) {
    ComposePage& page = compose();
    auto& document = page.document();
    if (const auto opened = document.openTemplate(name, document.composition().scale); !opened)
      page.say(QString::fromStdString(opened.error().message), true);
  }));
  window.addToPalette(settingEntries([compose](const std::string& key) {
    ComposePage& page = compose();
    page.document().select(std::nullopt);
    // The form of the whole model is made when the selection has moved.
    QMetaObject::invokeMethod(
        &page,
        [&page, key] {
          if (auto* field = page.findChild<QWidget*>("field." + QString::fromStdString(key))) field->setFocus();
        },
        Qt::QueuedConnection);
  }));
  window.addToPalette(studyEntries([&window](const std::string& name) {
    window.showPage(QStringLiteral("study"));
    if (auto* page = qobject_cast<StudyPage*>(window.page(QStringLiteral("study"))))
      page->openSheet(QString::fromStdString(name));
  }));
}

}  // namespace headroom
