#include "ui/study/plan_view.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/units.h"

namespace headroom {

namespace {

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QString orDash(const std::optional<double>& value, const std::function<std::string(double)>& words) {
  return value ? text(words(*value)) : QStringLiteral("–");
}

}  // namespace

TextTable planTable(const StudyPlan& plan) {
  TextTable table{.title = PlanView::tr("Plan"),
                  .columns = {{PlanView::tr("scale")},
                              {PlanView::tr("runs"), true},
                              {PlanView::tr("longest"), true},
                              {PlanView::tr("FLOP"), true},
                              {PlanView::tr("time"), true},
                              {PlanView::tr("memory"), true},
                              {PlanView::tr("disk"), true},
                              {PlanView::tr("smallest gain found"), true},
                              {PlanView::tr("noise; slope at the end"), true}}};
  for (const ScalePlan& scale : plan.scales) {
    const std::int64_t longest = scale.horizons.empty() ? 0 : scale.horizons.back();
    table.rows.push_back(
        {{text(scale.scale)},
         {QString::number(scale.runs)},
         {PlanView::tr("%1 steps").arg(text(formatGrouped(longest)))},
         {text(formatCount(scale.flops))},
         {orDash(scale.seconds, formatDuration),
          scale.seconds ? PlanView::tr("modelled from the measured roofs")
                        : PlanView::tr("the roofs of this machine were not measured; run headroom doctor")},
         {text(formatMemory(scale.peakBytes))},
         {text(formatMemory(scale.diskBytes))},
         {scale.smallestGain ? text(formatFixed(*scale.smallestGain, 3)) + QStringLiteral("×") : QStringLiteral("–"),
          scale.smallestGain ? QString() : PlanView::tr("one seed: no interval can be given; plan at least 3")},
         {text(formatFixed(scale.noise.lossSigma, 4)) + PlanView::tr(" nat; ") +
          text(formatFixed(scale.noise.endSlope, 3)) + (scale.assumedNoise ? PlanView::tr(" (assumed)") : QString())}});
  }
  return table;
}

QStringList planLines(const Study& study, const StudyPlan& plan) {
  QStringList lines;
  lines << PlanView::tr("%1 runs of %2 arms at %3 scales with %4 seeds; %5 in all.")
               .arg(plan.runs)
               .arg(study.arms.size())
               .arg(study.scales.size())
               .arg(study.seeds.size())
               .arg(text(formatUnit(plan.flops, "FLOP")));
  lines << (plan.seconds ? PlanView::tr("About %1 on this machine (modelled), %2 of memory, %3 of checkpoints.")
                               .arg(text(formatDuration(*plan.seconds)), text(formatMemory(plan.peakBytes)),
                                    text(formatMemory(plan.diskBytes)))
                         : PlanView::tr("Time not known: the roofs of this machine were not measured (headroom "
                                        "doctor). %1 of memory, %2 of checkpoints.")
                               .arg(text(formatMemory(plan.peakBytes)), text(formatMemory(plan.diskBytes))));
  if (plan.sideBySide > 1) lines << PlanView::tr("%1 runs train side by side.").arg(plan.sideBySide);
  if (plan.money) lines << PlanView::tr("%1 at the price given.").arg(text(formatFixed(*plan.money, 2)));
  if (plan.assumedNoise)
    lines << PlanView::tr("Noise is assumed at some scale; seeds of the baseline that have ended would tell it.");
  if (plan.smallestSlope)
    lines << (plan.independentCanBeFound
                  ? PlanView::tr("Over these scales a slope of %1 is found; that a gain lasts can be shown.")
                  : PlanView::tr("Over these scales a slope of %1 is found; that a gain lasts cannot be shown."))
                 .arg(text(formatFixed(*plan.smallestSlope, 3)));
  return lines;
}

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
  m_table->setObjectName(QStringLiteral("study.plan"));
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

void PlanView::showPlan(const PlannedStudy& plan) {
  m_summary->setText(planLines(plan.study, plan.plan).join('\n'));
  m_table->set(planTable(plan.plan));
  m_table->show();
  m_problem->setText(plan.refusal);
  m_problem->setVisible(!plan.refusal.isEmpty());
  QStringList lines;
  for (const std::string& warning : plan.plan.warnings) lines << tr("warning: %1").arg(text(warning));
  for (const QString& note : plan.notes) lines << note;
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

PlanDialog::PlanDialog(Study study, StudyPlanner& planner, bool asksSeeds, QWidget* parent)
    : QDialog(parent), m_study(std::move(study)), m_planner(planner), m_view(new PlanView) {
  setWindowTitle(asksSeeds ? tr("Add seeds to %1").arg(text(m_study.name)) : tr("Plan of %1").arg(text(m_study.name)));
  auto* layout = new QVBoxLayout(this);
  if (asksSeeds) {
    auto* label = new QLabel(tr("Seeds to add, for every arm and scale (there are %1):").arg(seedsText(m_study.seeds)));
    label->setWordWrap(true);
    const std::int64_t next = *std::max_element(m_study.seeds.begin(), m_study.seeds.end()) + 1;
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
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
      if (m_plan) Q_EMIT seedsAccepted(m_plan);
      accept();
    });
  }
  layout->addWidget(buttons);
  connect(&planner, &StudyPlanner::planned, this, [this](const std::shared_ptr<const PlannedStudy>& plan) {
    m_plan = plan->refusal.isEmpty() ? plan : nullptr;
    m_view->showPlan(*plan);
    if (!m_add) return;
    m_add->setEnabled(m_plan != nullptr);
    m_add->setToolTip(plan->refusal);
  });
  connect(&planner, &StudyPlanner::failed, m_view, &PlanView::showProblem);
  resize(900, 480);
  replan();
}

void PlanDialog::replan() {
  Study study = m_study;
  m_plan.reset();
  const auto refuse = [this](const QString& why) {
    m_view->showProblem(why);
    m_add->setEnabled(false);
    m_add->setToolTip(why);
  };
  if (m_seeds) {
    const auto more = seedsFrom(m_seeds->text());
    if (!more) return refuse(text(more.error().message));
    for (const std::int64_t seed : *more)
      if (std::find(study.seeds.begin(), study.seeds.end(), seed) == study.seeds.end()) study.seeds.push_back(seed);
    if (study.seeds == m_study.seeds) return refuse(tr("All of these seeds are in the study already; give others."));
    m_add->setEnabled(false);
    m_add->setToolTip(tr("Planning…"));
  }
  m_view->showWaiting();
  m_planner.plan(study);
}

}  // namespace headroom
