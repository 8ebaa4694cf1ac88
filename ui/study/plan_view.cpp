#include "ui/study/plan_view.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

namespace headroom {

namespace {

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

}  // namespace

Result<std::vector<std::int64_t>> seedsFrom(const QString& line) {
  std::vector<std::int64_t> seeds;
  const auto wrong = [&](const QString& part) {
    return badInput(
        PlanView::tr("“%1” is no seed: write whole numbers from 0, such as 1, 2, 3 or 1-5.").arg(part).toStdString());
  };
  for (const QString& piece : line.split(',', Qt::SkipEmptyParts)) {
    const QString part = piece.trimmed();
    if (part.isEmpty()) continue;
    bool fine = false, also = true;
    const qsizetype dash = part.indexOf('-');
    const qlonglong first = (dash > 0 ? part.left(dash) : part).toLongLong(&fine);
    const qlonglong last = dash > 0 ? part.mid(dash + 1).toLongLong(&also) : first;
    if (!fine || !also || first < 0 || last < first || last - first > 99) return wrong(part);
    for (qlonglong seed = first; seed <= last; ++seed)
      if (std::find(seeds.begin(), seeds.end(), seed) == seeds.end()) seeds.push_back(seed);
  }
  if (seeds.empty()) return wrong(line.trimmed());
  return seeds;
}

QString seedsText(const std::vector<std::int64_t>& seeds) {
  QStringList texts;
  for (const std::int64_t seed : seeds) texts << QString::number(seed);
  return texts.join(QStringLiteral(", "));
}

PlanView::PlanView(QWidget* parent)
    : QWidget(parent), m_summary(new QLabel), m_problem(new QLabel), m_warnings(new QLabel), m_table(new TableCard) {
  m_problem->setProperty("problem", true);
  m_warnings->setProperty("dim", true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  for (auto* label : {m_problem, m_summary, m_warnings}) {
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setContentsMargins(12, 0, 12, 0);
    layout->addWidget(label);
  }
  m_problem->setAccessibleName(tr("Why it cannot start"));
  layout->insertWidget(2, m_table);
  layout->addStretch(1);
  showWaiting();
}

void PlanView::showWaiting() {
  m_problem->hide();
  m_warnings->hide();
  m_table->hide();
  m_summary->setText(tr("Planning: opening the data, building every arm at every scale…"));
  m_summary->show();
}

void PlanView::showPlan(const PreparedStudy& prepared) {
  m_summary->setText(planLines(prepared.study(), prepared.plan).join('\n'));
  m_summary->show();
  m_table->set(planTable(prepared.plan));
  m_table->show();
  m_problem->setText(prepared.refusal ? text(prepared.refusal->message) : QString());
  m_problem->setVisible(prepared.refusal.has_value());
  QStringList lines;
  for (const std::string& warning : prepared.plan.warnings) lines << tr("warning: %1").arg(text(warning));
  m_warnings->setText(lines.join('\n'));
  m_warnings->setVisible(!lines.isEmpty());
}

void PlanView::showProblem(const QString& sentence) {
  showWaiting();
  m_summary->hide();
  m_problem->setText(sentence);
  m_problem->show();
}

QString PlanView::problem() const {
  return m_problem->isHidden() ? QString() : m_problem->text();
}

PlanDialog::PlanDialog(std::shared_ptr<const StudyResult> study, StudyPlanner& planner, bool asksSeeds, QWidget* parent)
    : QDialog(parent), m_known(std::move(study)), m_planner(planner), m_view(new PlanView) {
  const QString name = text(m_known->study().name);
  setWindowTitle(asksSeeds ? tr("Add seeds to %1").arg(name) : tr("Plan of %1").arg(name));
  auto* layout = new QVBoxLayout(this);
  if (asksSeeds) {
    auto* label =
        new QLabel(tr("Seeds to add, for every arm and scale (there are %1):").arg(seedsText(m_known->study().seeds)));
    label->setWordWrap(true);
    const std::int64_t next = *std::max_element(m_known->study().seeds.begin(), m_known->study().seeds.end()) + 1;
    m_seeds = new QLineEdit(seedsText({next, next + 1}));
    m_seeds->setAccessibleName(tr("Seeds to add"));
    label->setBuddy(m_seeds);
    layout->addWidget(label);
    layout->addWidget(m_seeds);
    connect(m_seeds, &QLineEdit::textChanged, this, &PlanDialog::replan);
  }
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(m_view);
  layout->addWidget(scroll, 1);
  auto* buttons = new QDialogButtonBox(asksSeeds ? QDialogButtonBox::Cancel : QDialogButtonBox::Close);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  if (asksSeeds) {
    m_add = buttons->addButton(tr("Add seeds"), QDialogButtonBox::AcceptRole);
    m_add->setProperty("accent", true);
    m_copy = buttons->addButton(tr("&Copy command"), QDialogButtonBox::ActionRole);
    connect(m_copy, &QPushButton::clicked, this, [this] {
      if (const auto more = seedsFrom(m_seeds->text())) Q_EMIT commandWanted(*more);
    });
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
      if (m_plan) Q_EMIT seedsAccepted(m_plan);
      accept();
    });
  }
  layout->addWidget(buttons);
  connect(&planner, &StudyPlanner::planned, this, [this](const std::shared_ptr<const PreparedStudy>& plan) {
    m_plan = plan->refusal ? nullptr : plan;
    m_view->showPlan(*plan);
    if (!m_add) return;
    m_add->setEnabled(m_plan != nullptr);
    m_add->setToolTip(plan->refusal ? text(plan->refusal->message) : QString());
  });
  connect(&planner, &StudyPlanner::failed, m_view, &PlanView::showProblem);
  resize(900, 480);
  replan();
}

void PlanDialog::replan() {
  Study study = m_known->study();
  m_plan.reset();
  m_planner.cancel();
  const auto refuse = [this](const QString& why) {
    m_view->showProblem(why);
    for (auto* button : {m_add, m_copy}) {
      button->setEnabled(false);
      button->setToolTip(why);
    }
  };
  if (m_seeds) {
    const auto more = seedsFrom(m_seeds->text());
    if (!more) return refuse(text(more.error().message));
    for (const std::int64_t seed : *more)
      if (std::find(study.seeds.begin(), study.seeds.end(), seed) == study.seeds.end()) study.seeds.push_back(seed);
    if (study.seeds == m_known->study().seeds)
      return refuse(tr("All of these seeds are in the study already; give others."));
    m_add->setEnabled(false);
    m_add->setToolTip(tr("Planning…"));
    m_copy->setEnabled(true);
    m_copy->setToolTip(tr("The command line that adds these seeds"));
  }
  m_view->showWaiting();
  m_planner.plan(study, m_known);
}

}  // namespace headroom
