#include "ui/study/study_page.h"

#include <QAction>
#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "core/arch/resolve.h"
#include "core/study/pilot.h"
#include "ui/study/cases_dialog.h"
#include "ui/study/new_study_sheet.h"
#include "ui/study/start_command.h"

namespace headroom {

namespace {

enum Shown { Results, Waiting, Empty };

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

}  // namespace

StudyPage::StudyPage(StudyStore* store, AskEngine ask, std::filesystem::path database, QWidget* parent)
    : QWidget(parent),
      m_store(store),
      m_actions(new StudyActions(std::move(ask), database, this)),
      m_planner(new StudyPlanner(database, this)),
      m_header(new StudyHeader),
      m_results(new ResultsView),
      m_stack(new QStackedWidget),
      m_message(new QLabel),
      m_messageEnds(new QTimer(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->setSpacing(6);
  layout->addWidget(m_header);
  m_message->setWordWrap(true);
  m_message->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_message->hide();
  layout->addWidget(m_message);
  auto* waiting = new QLabel(tr("Reading the study…"));
  waiting->setProperty("dim", true);
  waiting->setAlignment(Qt::AlignCenter);
  m_stack->addWidget(m_results);
  m_stack->addWidget(waiting);
  m_stack->addWidget(makeEmptyPage());
  m_stack->setCurrentIndex(Waiting);
  layout->addWidget(m_stack, 1);
  m_messageEnds->setSingleShot(true);
  m_messageEnds->setInterval(12'000);
  connect(m_messageEnds, &QTimer::timeout, m_message, &QWidget::hide);
  connectButtons();
  makeMenu();
  if (!store) return;
  connect(store, &StudyStore::studiesRead, this, [this] {
    const auto& rows = m_store->studies();
    if (std::any_of(rows.begin(), rows.end(), [&](const StudyRow& row) { return row.id == m_awaited; }))
      m_store->choose(std::exchange(m_awaited, {}));
    showStudies(rows, m_store->chosen());
  });
  connect(store, &StudyStore::resultRead, this, [this] { showResult(m_store->result()); });
  connect(store, &StudyStore::problemFound, this, &StudyPage::showProblem);
  connect(m_header, &StudyHeader::studyChosen, store, &StudyStore::choose);
  connect(m_actions, &StudyActions::changed, store, &StudyStore::refresh);
}

QWidget* StudyPage::makeEmptyPage() {
  auto* inner = new QWidget;
  auto* layout = new QVBoxLayout(inner);
  layout->setAlignment(Qt::AlignCenter);
  layout->setSpacing(12);
  auto* heading = new QLabel(tr("No studies yet"));
  heading->setProperty("heading", true);
  auto* words = new QLabel(
      tr("A study trains a baseline and its arms at several scales with several seeds, and says with intervals\n"
         "how much compute each arm saves and whether that lasts. Start from one of these, or from scratch."));
  words->setProperty("dim", true);
  for (auto* label : {heading, words}) {
    label->setAlignment(Qt::AlignCenter);
    layout->addWidget(label);
  }
  auto* grid = new QGridLayout;
  grid->setSpacing(8);
  int place = 0;
  for (const Library::Document& document : builtinLibrary().studies) {
    const auto json = parseJson(document.json, document.name);
    const QString about = json && json->is_object() ? text(json->value("about", std::string())) : QString();
    const QString name = text(document.name);
    auto* button = new QPushButton(name);
    button->setObjectName("template " + name);
    button->setToolTip(about);
    button->setAccessibleDescription(about);
    button->setMinimumWidth(190);
    if (name == QLatin1String("paper-mini")) button->setProperty("accent", true);
    connect(button, &QPushButton::clicked, this, [this, name] { openSheet(name); });
    auto* label = new QLabel(about);
    label->setProperty("dim", true);
    label->setWordWrap(true);
    label->setMinimumWidth(420);
    grid->addWidget(button, place, 0);
    grid->addWidget(label, place++, 1);
  }
  auto* holder = new QWidget;
  holder->setLayout(grid);
  holder->setMaximumWidth(860);
  layout->addWidget(holder, 0, Qt::AlignCenter);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(inner);
  return scroll;
}

void StudyPage::connectButtons() {
  connect(m_header->create, &QPushButton::clicked, this, [this] { openSheet(); });
  connect(m_header->plan, &QPushButton::clicked, this, [this] { openPlan(false); });
  connect(m_header->seeds, &QPushButton::clicked, this, [this] { openPlan(true); });
  connect(m_header->edit, &QPushButton::clicked, this, &StudyPage::openEditor);
  connect(m_header->pause, &QPushButton::clicked, this, [this] {
    if (!m_result) return;
    if (m_result->state == StudyState::Running)
      m_actions->pause(m_result->id);
    else
      m_actions->resume(m_result->id);
  });
  connect(m_header->stop, &QPushButton::clicked, this, [this] {
    if (m_result) m_actions->stop(m_result->id);
  });
  connect(m_header->copy, &QPushButton::clicked, this, [this] {
    if (m_result) m_actions->copyCommand(m_result->study(), this);
  });
  connect(m_header->report, &QPushButton::clicked, this, &StudyPage::askReport);
  connect(m_results, &ResultsView::runsRequested, this, &StudyPage::runsRequested);
  connect(m_actions, &StudyActions::problemFound, this, &StudyPage::showProblem);
  connect(m_actions, &StudyActions::told, this, &StudyPage::showMessage);
  connect(m_actions, &StudyActions::started, this, [this](const StudyId& study) {
    m_awaited = study;
    showMessage(tr("The study is running; the engine carries it out, whether the window is open or not."));
  });
}

void StudyPage::makeMenu() {
  const auto add = [this](const QString& name, auto act) {
    auto* action = new QAction(name, this);
    connect(action, &QAction::triggered, this, act);
    m_menu.push_back(action);
    return action;
  };
  add(tr("&New study…"), [this] { openSheet(); })->setShortcut(QKeySequence(tr("Ctrl+Shift+N")));
  for (const auto& [name, button] :
       {std::pair(tr("&Plan"), m_header->plan), std::pair(tr("Pa&use or resume"), m_header->pause),
        std::pair(tr("&Stop"), m_header->stop), std::pair(tr("&Add seeds…"), m_header->seeds),
        std::pair(tr("E&dit…"), m_header->edit), std::pair(tr("&Copy command"), m_header->copy),
        std::pair(tr("R&eport…"), m_header->report)})
    m_buttonActions.emplace_back(add(name, [button = button] { button->click(); }), button);
  add(tr("Case s&tudies…"), [this] { openCases(); });
  followButtons();
}

void StudyPage::followButtons() {
  for (const auto& [action, button] : m_buttonActions) {
    action->setEnabled(button->isEnabled());
    action->setToolTip(button->toolTip());
  }
}

NewStudySheet* StudyPage::openEditor() {
  if (!m_result) return nullptr;
  auto* sheet = new NewStudySheet(*m_actions, *m_planner, m_result, NewStudySheet::Purpose::NextVersion, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  sheet->open();
  return sheet;
}

NewStudySheet* StudyPage::openSheet(const QString& from) {
  auto* sheet = new NewStudySheet(*m_actions, *m_planner, m_result, NewStudySheet::Purpose::NewStudy, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  if (!from.isEmpty()) sheet->form().startFrom(from);
  sheet->open();
  return sheet;
}

void StudyPage::openCases() {
  auto* cases = new CasesDialog(this);
  cases->setAttribute(Qt::WA_DeleteOnClose);
  cases->show();
}

void StudyPage::openPlan(bool seeds) {
  if (!m_result) return;
  m_planner->setPilot(pilotNoise(*m_result));  // its own runs say how large noise is
  auto* dialog = new PlanDialog(m_result, *m_planner, seeds, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(
      dialog, &PlanDialog::seedsAccepted, this,
      [this, id = m_result->id](const std::shared_ptr<const PreparedStudy>& plan) { m_actions->replace(id, *plan); });
  connect(dialog, &PlanDialog::commandWanted, this, [this, id = m_result->id](const std::vector<std::int64_t>& more) {
    m_actions->copy(addSeedsCommand(id, more, m_actions->database()));
  });
  dialog->open();
}

void StudyPage::askReport() {
  if (!m_result) return;
  const QString file = QFileDialog::getSaveFileName(this, tr("Write a report"), text(m_result->study().name) + ".pdf",
                                                    tr("PDF (*.pdf);;HTML (*.html);;Markdown (*.md)"));
  if (!file.isEmpty()) m_actions->report(m_result->id, file);
}

void StudyPage::showStudies(const std::vector<StudyRow>& studies, const StudyId& chosen) {
  m_header->setStudies(studies, chosen);
  m_header->studies->setVisible(!studies.empty());
  if (studies.empty())
    m_stack->setCurrentIndex(Empty);
  else if (!m_result)
    m_stack->setCurrentIndex(Waiting);
}

void StudyPage::showResult(const std::shared_ptr<const StudyResult>& result) {
  m_result = result;
  m_header->setResult(result);
  followButtons();
  if (!result) return m_stack->setCurrentIndex(Waiting);
  m_results->show(result);
  m_stack->setCurrentIndex(Results);
}

void StudyPage::showProblem(const QString& sentence) {
  showMessage(sentence);
  m_messageEnds->stop();
  m_message->setProperty("problem", true);
  m_message->style()->unpolish(m_message);
  m_message->style()->polish(m_message);
}

void StudyPage::showMessage(const QString& sentence) {
  m_message->setProperty("problem", false);
  m_message->style()->unpolish(m_message);
  m_message->style()->polish(m_message);
  m_message->setText(sentence);
  m_message->setVisible(!sentence.isEmpty());
  m_messageEnds->start();
}

void StudyPage::setMachines(const Json& machines) {
  m_planner->setMachines(machines);
}

}  // namespace headroom
