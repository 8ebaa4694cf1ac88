#include "app/gui/pages.h"

#include <QCoreApplication>
#include <QLineEdit>

#include "app/gui/openers.h"
#include "core/runs/local_run_reader.h"
#include "ui/coming_page.h"
#include "ui/compose/compose_page.h"
#include "ui/habits/palette_sources.h"
#include "ui/habits/start_page.h"
#include "ui/hardware/hardware_page.h"
#include "ui/learn/learn_page.h"
#include "ui/runs/runs_page.h"
#include "ui/study/new_study_sheet.h"
#include "ui/study/study_page.h"

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("pages", text);
}

DeviceTiles::Ask asking(EngineClient& engine, QObject* context) {
  return [&engine, context](Json request, std::function<void(Result<Json>)> done) {
    engine.ask(std::move(request), context, std::move(done));
  };
}

QWidget* makeRuns(Workbench& workbench, MainWindow*& window) {
  auto* page = new RunsPage(workbench);
  page->setHeaderWidget(new DeviceTiles(asking(workbench.engine(), page), workbench.runs()));
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

ComposePage* composePage(MainWindow& window) {
  return qobject_cast<ComposePage*>(window.page(QStringLiteral("compose")));
}

/// The element in Compose; a model that is not composed there is opened first, which undo takes back.
void showBlock(MainWindow& window, const QString& path, const HardwareModel& model) {
  auto* page = composePage(window);
  if (!page) return;
  ComposeDocument& document = page->document();
  if (document.architecture() != model.architecture)
    document.openModel(model.source, model.scale, model.architecture, model.recipe);
  window.showPage(QStringLiteral("compose"));
  for (const BlockReport& report : document.evaluation().reports)
    if (documentPath(document.architecture(), report.path) == path.toStdString()) document.select(report.path);
}

std::optional<HardwareModel> composedModel(MainWindow& window) {
  auto* page = composePage(window);
  if (!page || !page->document().evaluation().total) return std::nullopt;
  const Composition& composition = page->document().composition();
  QString name = QString::fromStdString(composition.architecture.name);
  if (!composition.scale.empty()) name += QStringLiteral(", ") + QString::fromStdString(composition.scale);
  return HardwareModel{name, composition.architecture, composition.recipe, composition.model, composition.scale};
}

QWidget* makeHardware(Workbench& workbench, MainWindow*& window) {
  auto* context = new QObject;  // answers that come after the page has gone are dropped
  auto& engine = workbench.engine();
  const HardwareSources sources{
      .composed = [&window] { return composedModel(*window); },
      .definition =
          [&workbench, context](const RunId& run, std::function<void(Result<RunDefinition>)> done) {
            workbench.reader().ask<RunDefinition>(
                context, [run](const RunReader& reader) { return reader.definition(run); }, std::move(done));
          }};
  auto* page = new HardwarePage(sources, workbench.runs(), asking(engine, context));
  context->setParent(page);
  page->setMachines(workbench.machines());
  QObject::connect(&workbench, &Workbench::roofsRead, page, &HardwarePage::setMachines);
  QObject::connect(&engine, &EngineClient::newsArrived, page, &HardwarePage::takeNews);
  QObject::connect(&engine, &EngineClient::connected, page, &HardwarePage::engineConnected);
  if (engine.state() == EngineClient::State::Connected) page->engineConnected();
  QObject::connect(page, &HardwarePage::blockActivated, page,
                   [&window](const QString& path, const HardwareModel& model) { showBlock(*window, path, model); });
  return page;
}

QWidget* makeLearn(Workbench& workbench, MainWindow*& window) {
  return new LearnPage(
      new LessonGuide(*window, workbench, readLessons(lessonFolder()), LessonProgress(progressFile())));
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
  pages.push_back({"hardware", tr("Hardware"), "hardware", [&] { return makeHardware(workbench, window); }});
  pages.push_back({"plan", tr("Plan"), "plan", [] {
                     return new ComingPage(tr("Plan"), tr("What would it take?"),
                                           tr("This page will plan compute budgets, memory, clusters and inference."),
                                           tr("parameters, FLOPs and memory of a model can be read in a terminal."),
                                           QStringLiteral("headroom cost gpt2 --scale small"));
                   }});
  pages.push_back({"learn", tr("Learn"), "learn", [&] { return makeLearn(workbench, window); }});
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
