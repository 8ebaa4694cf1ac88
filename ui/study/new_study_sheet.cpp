#include "ui/study/new_study_sheet.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/study/pilot.h"

namespace headroom {

namespace {

enum Page { Form, Plan, WholeJson };

QScrollArea* scrollOf(QWidget* content) {
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(content);
  return scroll;
}

}  // namespace

NewStudySheet::NewStudySheet(StudyActions& actions, StudyPlanner& planner, std::shared_ptr<const StudyResult> shown,
                             Purpose purpose, QWidget* parent)
    : QDialog(parent),
      m_actions(actions),
      m_planner(planner),
      m_shown(std::move(shown)),
      m_form(new StudyForm),
      m_json(new StudyJson),
      m_plan(new PlanView),
      m_noise(new QComboBox),
      m_pages(new QStackedWidget),
      m_problem(new QLabel) {
  const bool next = purpose == Purpose::NextVersion && m_shown;
  if (next) m_known = m_shown;
  setWindowTitle(next ? tr("Edit %1").arg(QString::fromStdString(m_known->study().name)) : tr("New study"));
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
  m_pages->addWidget(scrollOf(makePlan()));
  m_pages->addWidget(m_json);
  layout->addWidget(m_pages, 1);
  m_problem->setProperty("problem", true);
  m_problem->setWordWrap(true);
  m_problem->setAccessibleName(tr("What is missing"));
  layout->addWidget(m_problem);
  makeButtons(*layout);
  if (next) {
    m_form->setStudy(m_known->study());
    m_form->source->setEnabled(false);
    m_form->source->setToolTip(tr("This is the definition of a study that is there"));
  }
  connect(m_form, &StudyForm::changed, this, &NewStudySheet::definitionChanged);
  connect(m_json, &StudyJson::changed, this, &NewStudySheet::definitionChanged);
  connect(m_form, &StudyForm::problemFound, this, [this](const QString& sentence) {
    m_problem->setText(sentence);
    m_problem->show();
  });
  connect(&planner, &StudyPlanner::planned, this, [this](const std::shared_ptr<const PreparedStudy>& plan) {
    m_plan->showPlan(*plan);
    m_planned = plan->refusal ? nullptr : plan;
    update();
  });
  connect(&planner, &StudyPlanner::failed, this, [this](const QString& sentence) {
    m_plan->showProblem(sentence);
    update();
  });
  resize(900, 640);
  m_planner.cancel();
  goTo(0);
}

QWidget* NewStudySheet::makePlan() {
  auto* page = new QWidget;
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(12, 0, 12, 0);
  auto* label = new QLabel(tr("N&oise"));
  label->setBuddy(m_noise);
  m_noise->setAccessibleName(tr("Noise"));
  m_noise->setToolTip(tr("What the smallest gain rests on: spread of the loss over seeds, and its slope at the end"));
  m_noise->addItem(tr("as the definition states, else assumed"));
  if (m_shown && !pilotNoise(*m_shown).empty())
    m_noise->addItem(tr("of the baseline's runs of %1").arg(QString::fromStdString(m_shown->study().name)));
  if (m_known) m_noise->setCurrentIndex(m_noise->count() - 1);
  connect(m_noise, &QComboBox::currentIndexChanged, this, [this] {
    m_planned.reset();
    replan();
    update();
  });
  row->addWidget(label);
  row->addWidget(m_noise);
  row->addStretch(1);
  layout->addLayout(row);
  layout->addWidget(m_plan, 1);
  return page;
}

void NewStudySheet::makeButtons(QVBoxLayout& layout) {
  auto* buttons = new QHBoxLayout;
  const auto button = [&](const QString& name) {
    auto* made = new QPushButton(name);
    made->setAutoDefault(false);
    buttons->addWidget(made);
    return made;
  };
  m_asJson = button(tr("As &JSON"));
  m_asJson->setCheckable(true);
  m_save = button(tr("Sa&ve as file…"));
  m_copy = button(tr("&Copy command"));
  buttons->addStretch(1);
  auto* cancel = button(tr("Cancel"));
  m_back = button(tr("&Back"));
  m_next = button(tr("&Next"));
  m_start = button(m_known ? tr("C&hange the study") : tr("&Start"));
  m_start->setProperty("accent", true);
  layout.addLayout(buttons);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(m_back, &QPushButton::clicked, this, [this] { goTo(step() - 1); });
  connect(m_next, &QPushButton::clicked, this, [this] { goTo(step() + 1); });
  connect(m_asJson, &QPushButton::toggled, this, &NewStudySheet::showJson);
  connect(m_save, &QPushButton::clicked, this, &NewStudySheet::save);
  connect(m_copy, &QPushButton::clicked, this, [this] {
    const auto asked = study();
    if (!asked) return;
    m_known ? m_actions.copyReplan(m_known->id, *asked, this) : m_actions.copyCommand(*asked, this);
  });
  connect(m_start, &QPushButton::clicked, this, &NewStudySheet::accepted);
}

Result<Study> NewStudySheet::study() const {
  return m_asJson->isChecked() ? m_json->study() : m_form->study();
}

int NewStudySheet::step() const {
  return m_pages->currentIndex() == Plan ? StudyForm::StepCount : m_form->currentIndex();
}

void NewStudySheet::goTo(int step) {
  step = std::clamp(step, 0, static_cast<int>(StudyForm::StepCount));
  if (m_asJson->isChecked()) {
    if (!m_json->study()) return update();  // what is wrong is said; nothing that was written is lost
    m_asJson->setChecked(false);
  }
  const bool plan = step == StudyForm::StepCount;
  if (!plan) m_form->setCurrentIndex(step);
  m_pages->setCurrentIndex(plan ? Plan : Form);
  if (plan && !m_planned) replan();
  update();
}

/// The JSON is made of the form, and the form of the JSON when that is left.
void NewStudySheet::showJson(bool shown) {
  if (shown) {
    m_json->setStudy(m_form->draft());
    m_pages->setCurrentIndex(WholeJson);
    m_json->text().setFocus();
  } else {
    if (const auto written = m_json->study()) m_form->setStudy(*written);
    m_pages->setCurrentIndex(Form);
  }
  update();
}

void NewStudySheet::definitionChanged() {
  m_planned.reset();
  m_planner.cancel();
  update();
}

void NewStudySheet::accepted() {
  if (!m_planned) return;
  if (m_known)
    m_actions.replace(m_known->id, *m_planned);
  else
    m_actions.start(*m_planned);
  accept();
}

void NewStudySheet::replan() {
  const auto asked = study();
  if (!asked) return m_plan->showProblem(QString::fromStdString(asked.error().message));
  m_plan->showWaiting();
  m_planner.setPilot(m_noise->currentIndex() > 0 ? pilotNoise(*m_shown) : std::map<std::string, NoiseAssumption>());
  m_planner.plan(*asked, m_known);
}

void NewStudySheet::update() {
  const auto asked = study();
  const bool json = m_asJson->isChecked(), last = step() == StudyForm::StepCount;
  const QString problem = asked ? QString() : QString::fromStdString(asked.error().message);
  m_problem->setText(problem);
  // The first steps are not to complain of what the next ones ask.
  m_problem->setVisible(!problem.isEmpty() && (json || step() >= StudyForm::Arms));
  m_steps[static_cast<std::size_t>(step())]->setChecked(true);
  const auto enable = [](QAbstractButton* button, const QString& whyNot, const QString& hint = {}) {
    button->setEnabled(whyNot.isEmpty());
    button->setToolTip(whyNot.isEmpty() ? hint : whyNot);
  };
  const QString wrongJson = json ? problem : QString();
  for (auto* one : m_steps) enable(one, wrongJson);
  enable(m_asJson, wrongJson, tr("All of the definition as text, also what the form does not show"));
  enable(m_next, wrongJson);
  enable(m_back, !wrongJson.isEmpty() ? wrongJson : step() > 0 ? QString() : tr("This is the first step"));
  m_next->setVisible(!last);
  m_start->setVisible(last);
  QString whyNot = problem;
  if (whyNot.isEmpty() && !m_planned) whyNot = m_plan->problem().isEmpty() ? tr("Planning…") : m_plan->problem();
  enable(m_start, whyNot,
         m_known ? tr("Makes a new version: runs that it still means are kept, others count no longer")
                 : tr("The engine carries it out; the window may be closed"));
  m_start->setDefault(last);
  m_next->setDefault(!last);
  for (auto* one : {m_copy, m_save}) enable(one, problem);
}

void NewStudySheet::save() {
  const auto asked = study();
  if (!asked) return;
  const QString file = QFileDialog::getSaveFileName(
      this, tr("Save the definition"), QString::fromStdString(asked->name) + ".json", QStringLiteral("*.json"));
  if (file.isEmpty() || saveStudy(*asked, file)) return;
  m_problem->setText(tr("%1 cannot be written; choose another place.").arg(file));
  m_problem->show();
}

}  // namespace headroom
