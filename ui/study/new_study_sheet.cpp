#include "ui/study/new_study_sheet.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace headroom {

namespace {

QScrollArea* scrollOf(QWidget* content) {
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(content);
  return scroll;
}

}  // namespace

NewStudySheet::NewStudySheet(StudyActions& actions, StudyPlanner& planner, QWidget* parent)
    : QDialog(parent),
      m_actions(actions),
      m_planner(planner),
      m_form(new StudyForm),
      m_plan(new PlanView),
      m_pages(new QStackedWidget),
      m_problem(new QLabel) {
  setWindowTitle(tr("New study"));
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(10);
  auto* steps = new QHBoxLayout;
  steps->setSpacing(6);
  const QStringList titles{tr("1  Baseline"), tr("2  Arms"), tr("3  Scales, seeds, rates"), tr("4  Plan")};
  for (int i = 0; i < titles.size(); ++i) {
    auto* button = new QToolButton;
    button->setText(titles[i]);
    button->setCheckable(true);
    button->setAutoExclusive(true);
    button->setProperty("railButton", true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(button, &QToolButton::clicked, this, [this, i] { goTo(i); });
    steps->addWidget(button);
    m_steps.push_back(button);
  }
  layout->addLayout(steps);
  m_pages->addWidget(scrollOf(m_form));
  m_pages->addWidget(scrollOf(m_plan));
  layout->addWidget(m_pages, 1);
  m_problem->setProperty("problem", true);
  m_problem->setWordWrap(true);
  m_problem->setAccessibleName(tr("What is missing"));
  layout->addWidget(m_problem);
  auto* buttons = new QHBoxLayout;
  const auto button = [&](const QString& name) {
    auto* made = new QPushButton(name);
    made->setAutoDefault(false);
    buttons->addWidget(made);
    return made;
  };
  m_save = button(tr("Sa&ve as file…"));
  m_copy = button(tr("&Copy command"));
  buttons->addStretch(1);
  auto* cancel = button(tr("Cancel"));
  m_back = button(tr("&Back"));
  m_next = button(tr("&Next"));
  m_start = button(tr("&Start"));
  m_next->setObjectName(QStringLiteral("study.next"));
  m_start->setObjectName(QStringLiteral("study.start"));
  m_start->setProperty("accent", true);
  layout->addLayout(buttons);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(m_back, &QPushButton::clicked, this, [this] { goTo(step() - 1); });
  connect(m_next, &QPushButton::clicked, this, [this] { goTo(step() + 1); });
  connect(m_save, &QPushButton::clicked, this, &NewStudySheet::save);
  connect(m_copy, &QPushButton::clicked, this, [this] {
    if (const auto study = m_form->study()) m_actions.copyCommand(*study, this);
  });
  connect(m_start, &QPushButton::clicked, this, [this] {
    if (!m_planned) return;
    m_actions.start(*m_planned);
    accept();
  });
  connect(m_form, &StudyForm::changed, this, [this] {
    m_planned.reset();
    update();
  });
  connect(m_form, &StudyForm::problemFound, this, [this](const QString& sentence) {
    m_problem->setText(sentence);
    m_problem->show();
  });
  connect(&planner, &StudyPlanner::planned, this, [this](const std::shared_ptr<const PlannedStudy>& plan) {
    m_plan->showPlan(*plan);
    m_planned = plan->refusal.isEmpty() ? plan : nullptr;
    update();
  });
  connect(&planner, &StudyPlanner::failed, this, [this](const QString& sentence) {
    m_plan->showProblem(sentence);
    update();
  });
  resize(900, 640);
  goTo(0);
}

int NewStudySheet::step() const {
  return m_pages->currentIndex() == 1 ? StudyForm::StepCount : m_form->currentIndex();
}

void NewStudySheet::goTo(int step) {
  step = std::clamp(step, 0, static_cast<int>(StudyForm::StepCount));
  const bool plan = step == StudyForm::StepCount;
  if (!plan) m_form->setCurrentIndex(step);
  m_pages->setCurrentIndex(plan ? 1 : 0);
  if (plan && !m_planned) replan();
  update();
}

void NewStudySheet::replan() {
  const auto study = m_form->study();
  if (!study) return m_plan->showProblem(QString::fromStdString(study.error().message));
  m_plan->showWaiting();
  m_planner.plan(*study);
}

void NewStudySheet::update() {
  const auto study = m_form->study();
  const QString problem = study ? QString() : QString::fromStdString(study.error().message);
  m_problem->setText(problem);
  // The first steps are not to complain of what the next ones ask.
  m_problem->setVisible(!problem.isEmpty() && step() >= StudyForm::Arms);
  m_steps[static_cast<std::size_t>(step())]->setChecked(true);
  m_back->setEnabled(step() > 0);
  m_back->setToolTip(step() > 0 ? QString() : tr("This is the first step"));
  const bool last = step() == StudyForm::StepCount;
  m_next->setVisible(!last);
  m_start->setVisible(last);
  QString whyNot = problem;
  if (whyNot.isEmpty() && !m_planned) whyNot = m_plan->problem().isEmpty() ? tr("Planning…") : m_plan->problem();
  m_start->setEnabled(whyNot.isEmpty());
  m_start->setToolTip(whyNot.isEmpty() ? tr("The engine carries it out; the window may be closed") : whyNot);
  m_start->setDefault(last);
  m_next->setDefault(!last);
  for (auto* button : {m_copy, m_save}) {
    button->setEnabled(problem.isEmpty());
    button->setToolTip(problem);
  }
}

void NewStudySheet::save() {
  const auto study = m_form->study();
  if (!study) return;
  const QString file = QFileDialog::getSaveFileName(
      this, tr("Save the definition"), QString::fromStdString(study->name) + ".json", QStringLiteral("*.json"));
  if (file.isEmpty() || saveStudy(*study, file)) return;
  m_problem->setText(tr("%1 cannot be written; choose another place.").arg(file));
  m_problem->show();
}

}  // namespace headroom
