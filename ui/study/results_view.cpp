#include "ui/study/results_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/study/plan_tables.h"
#include "ui/study/study_charts.h"
#include "ui/study/study_tables.h"

namespace headroom {

namespace {

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QFrame* panel(const std::vector<QWidget*>& parts, int margin = 1) {
  auto* frame = new QFrame;
  frame->setProperty("panel", true);
  auto* layout = new QVBoxLayout(frame);
  layout->setContentsMargins(margin, margin, margin, margin);
  layout->setSpacing(2);
  for (auto* part : parts) layout->addWidget(part);
  return frame;
}

QScrollArea* scrollOf(QWidget* content) {
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(content);
  for (auto* under : {content, scroll->viewport()}) under->setAutoFillBackground(false);  // the panel's colour
  return scroll;
}

QLabel* words() {
  auto* label = new QLabel;
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  label->setContentsMargins(12, 4, 12, 8);
  return label;
}

QLabel* caption(const QString& title) {
  auto* label = new QLabel(title.toUpper());
  label->setProperty("caption", true);
  label->setContentsMargins(12, 8, 12, 2);
  return label;
}

QSplitter* split(Qt::Orientation way, const std::vector<std::pair<QWidget*, int>>& parts) {
  auto* splitter = new QSplitter(way);
  splitter->setHandleWidth(8);
  splitter->setChildrenCollapsible(false);
  QList<int> sizes;
  for (const auto& [part, size] : parts) {
    splitter->addWidget(part);
    sizes << size * 20;
  }
  splitter->setSizes(sizes);
  for (int i = 0; i < splitter->count(); ++i) splitter->setStretchFactor(i, parts[static_cast<std::size_t>(i)].second);
  return splitter;
}

QWidget* row(const std::vector<QWidget*>& parts) {
  auto* widget = new QWidget;
  auto* layout = new QHBoxLayout(widget);
  layout->setContentsMargins(8, 6, 8, 0);
  layout->setSpacing(6);
  for (auto* part : parts) layout->addWidget(part);
  layout->addStretch(1);
  return widget;
}

QLabel* before(const QString& words, QWidget* buddy) {
  auto* label = new QLabel(words);
  label->setProperty("dim", true);
  label->setBuddy(buddy);
  return label;
}

void fill(QComboBox* box, const std::vector<std::string>& names, const QString& chosen) {
  const QSignalBlocker quiet(box);
  box->clear();
  for (const std::string& name : names) box->addItem(text(name));
  box->setCurrentIndex(box->findText(chosen));
}

}  // namespace

ResultsView::ResultsView(QWidget* parent)
    : QTabWidget(parent),
      m_gains(new GainChartView),
      m_compute(new ChartView),
      m_alongLoss(new ChartView),
      m_losses(new ChartView),
      m_progress(caption({})),
      m_matrix(new MatrixView),
      m_togetherLines(words()),
      m_together(words()),
      m_planLines(words()),
      m_notes(words()) {
  for (TableCard** card : {&m_verdicts, &m_pairwise, &m_shapley, &m_rates, &m_shared, &m_gainTable, &m_laws, &m_paper,
                           &m_done, &m_decisions})
    *card = new TableCard;
  setDocumentMode(true);
  addTab(makeGains(), tr("Gains"));
  addTab(makeLosses(), tr("Along the loss"));
  addTab(scrolled({m_together, m_pairwise, m_shapley}), tr("Together"));
  addTab(scrolled({m_rates, m_shared}), tr("Learning rates"));
  addTab(scrolled({m_gainTable, m_paper, m_laws}), tr("Numbers"));
  addTab(scrolled({m_done, m_planLines, m_decisions}), tr("Plan"));
  addTab(scrolled({m_notes}), tr("Notes"));

  connect(m_gains, &GainChartView::rowActivated, this, [this](const QString& name) {
    const std::string arm = name.section(QStringLiteral(", seed "), 0, 0).toStdString();
    askRuns(arm, scale().toStdString(), {});
  });
  connect(m_compute, &ChartView::seriesClicked, this,
          [this](const QString& key) { askRuns(key.toStdString(), {}, {}); });
  connect(m_losses, &ChartView::seriesClicked, this, [this](const QString& key) {
    askRuns(key.section('/', 0, -2).toStdString(), scale().toStdString(), key.section('/', -1).toLongLong());
  });
  connect(m_alongLoss, &ChartView::seriesClicked, this,
          [this](const QString& key) { askRuns(key.toStdString(), scale().toStdString(), {}); });
  connect(m_matrix, &MatrixView::cellActivated, this,
          [this](const MatrixCell& cell) { askRuns(cell.arm, cell.scale, cell.seed); });
  connect(m_verdicts, &TableCard::rowActivated, this, [this](int index) {
    chooseArm(m_verdicts->table().rows[static_cast<std::size_t>(index)].front().text);
    setCurrentIndex(Losses);
  });
}

QComboBox* ResultsView::scaleBox() {
  auto* box = new QComboBox;
  box->setAccessibleName(tr("Scale"));
  connect(box, &QComboBox::textActivated, this, &ResultsView::chooseScale);
  m_scales.push_back(box);
  return box;
}

QComboBox* ResultsView::armBox() {
  auto* box = new QComboBox;
  box->setAccessibleName(tr("Arm"));
  connect(box, &QComboBox::textActivated, this, &ResultsView::chooseArm);
  m_arms.push_back(box);
  return box;
}

QWidget* ResultsView::makeGains() {
  auto* box = scaleBox();
  auto* gains = panel({row({before(tr("Sca&le"), box), box}), scrollOf(m_gains)});
  auto* runs = panel({m_progress, m_matrix});
  m_matrix->setFrameShape(QFrame::NoFrame);
  auto* verdicts = new QWidget;
  auto* layout = new QVBoxLayout(verdicts);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_verdicts);
  layout->addWidget(caption(tr("Together")));
  layout->addWidget(m_togetherLines);
  layout->addStretch(1);
  auto* top = split(Qt::Horizontal, {{gains, 57}, {panel({m_compute}), 43}});
  auto* bottom = split(Qt::Horizontal, {{runs, 36}, {panel({scrollOf(verdicts)}), 64}});
  return split(Qt::Vertical, {{top, 54}, {bottom, 46}});
}

QWidget* ResultsView::makeLosses() {
  auto *arm = armBox(), *scale = scaleBox();
  auto* page = new QWidget;
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(row({before(tr("A&rm"), arm), arm, before(tr("Sca&le"), scale), scale}));
  layout->addWidget(split(Qt::Horizontal, {{panel({m_alongLoss}), 1}, {panel({m_losses}), 1}}), 1);
  return page;
}

QWidget* ResultsView::scrolled(const std::vector<QWidget*>& parts) {
  auto* inner = new QWidget;
  auto* layout = new QVBoxLayout(inner);
  layout->setContentsMargins(0, 0, 0, 0);
  for (auto* part : parts) layout->addWidget(part);
  layout->addStretch(1);
  return panel({scrollOf(inner)});
}

QString ResultsView::scale() const {
  return m_scales.front()->currentText();
}
QString ResultsView::arm() const {
  return m_arms.front()->currentText();
}

void ResultsView::chooseScale(const QString& name) {
  for (auto* box : m_scales) box->setCurrentIndex(box->findText(name));
  draw();
}

void ResultsView::chooseArm(const QString& name) {
  for (auto* box : m_arms) box->setCurrentIndex(box->findText(name));
  draw();
}

void ResultsView::fillBoxes() {
  const Study& study = m_result->study();
  // What was chosen stays; else the largest scale that has a gain.
  QString wanted = scale();
  if (std::find(study.scales.begin(), study.scales.end(), wanted.toStdString()) == study.scales.end()) {
    wanted = study.scales.empty() ? QString() : text(study.scales.front());
    for (const std::string& each : study.scales) {
      const GainChart chart = gainChart(*m_result, each);
      if (std::any_of(chart.rows.begin(), chart.rows.end(),
                      [](const GainRow& one) { return one.step.ceg.has_value(); }))
        wanted = text(each);
    }
  }
  const auto arms = comparedArms(study);
  QString arm = this->arm();
  if (std::find(arms.begin(), arms.end(), arm.toStdString()) == arms.end())
    arm = arms.empty() ? QString() : text(arms.front());
  for (auto* box : m_scales) fill(box, study.scales, wanted);
  for (auto* box : m_arms) fill(box, arms, arm);
}

void ResultsView::show(std::shared_ptr<const StudyResult> result) {
  const bool other = m_result && result && m_result->id != result->id;
  m_result = std::move(result);
  if (!m_result) return;
  if (other)
    for (auto* boxes : {&m_scales, &m_arms})
      for (auto* box : *boxes) box->clear();
  fillBoxes();
  const StudyResult& study = *m_result;
  m_compute->setSpec(cegAgainstCompute(study));
  m_matrix->set(m_result);
  m_progress->setText(progressLine(study).toUpper());
  m_done->set(progressTable(study));
  m_planLines->setText(study.plan ? planLines(study.study(), *study.plan).join('\n') : QString());
  m_planLines->setVisible(study.plan.has_value());
  m_verdicts->set(verdictTable(study));
  const QStringList together = togetherLines(study);
  const QString nothing = tr("No arm of this study holds several changes that also stand alone.");
  m_togetherLines->setText(together.isEmpty() ? nothing : together.join('\n'));
  m_together->setText(m_togetherLines->text());
  m_shapley->set(shapleyTable(study));
  m_shapley->setVisible(!study.interactions.empty());
  m_rates->set(rateTable(study));
  TextTable shared = sharedRateTable(study);
  if (!study.sharedRate)
    shared.empty =
        tr("Only where every arm's rate is searched is there a gain at the shared rate beside the tuned one (--full).");
  m_shared->set(shared);
  m_gainTable->set(gainTable(study));
  m_laws->set(lawTable(study));
  m_paper->set(paperTable(study));
  m_paper->setVisible(!m_paper->table().rows.empty());
  m_decisions->set(decisionTable(study));
  const QStringList notes = noteLines(study);
  m_notes->setText(notes.isEmpty() ? tr("Nothing to note.") : notes.join(QStringLiteral("\n\n")));
  setTabText(Notes, notes.isEmpty() ? tr("Notes") : tr("Notes (%1)").arg(notes.size()));
  draw();
}

void ResultsView::draw() {
  if (!m_result) return;
  const std::string shownScale = scale().toStdString();
  m_gains->setChart(gainChart(*m_result, shownScale));
  m_losses->setSpec(lossCurves(*m_result, shownScale));
  m_alongLoss->setSpec(cegAgainstLoss(*m_result, arm().toStdString(), shownScale));
  m_pairwise->set(pairwiseTable(*m_result, shownScale));
  m_pairwise->setVisible(!m_result->interactions.empty());
}

/// Runs of the arm and of the baseline that it is compared with; of one seed alone: that cell's.
void ResultsView::askRuns(const std::string& arm, const std::string& scale, std::optional<std::int64_t> seed) {
  if (!m_result) return;
  std::vector<RunId> runs;
  for (const MatrixCell& cell : m_result->matrix) {
    const bool wanted = cell.arm == arm || (!seed && cell.arm == m_result->study().baseline);
    if (!wanted || (!scale.empty() && cell.scale != scale) || (seed && cell.seed != *seed)) continue;
    for (const StudyFact* fact : cell.facts) runs.push_back(fact->id);
  }
  if (runs.empty()) return;
  QString name = text(m_result->study().name) + QStringLiteral(": ");
  if (seed) name += text(arm) + QStringLiteral(", ") + text(scale) + QStringLiteral(", seed %1,").arg(*seed);
  Q_EMIT runsRequested(runs, QStringLiteral("name:\"%1\"").arg(name.remove('"')));
}

}  // namespace headroom
