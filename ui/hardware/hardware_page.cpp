#include "ui/hardware/hardware_page.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "core/arch/resolve.h"
#include "core/base/units.h"
#include "ui/hardware/roofline_findings.h"
#include "ui/hardware/share_bars.h"

namespace headroom {

namespace {

constexpr int kMostRuns = 15;  // in the list of models

QString shown(const std::string& text) {
  return QString::fromStdString(text);
}

QFrame* panelOf(QWidget* content) {
  auto* panel = new QFrame;
  panel->setProperty("panel", true);
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(2, 2, 2, 2);
  layout->addWidget(content);
  return panel;
}

QScrollArea* scrollOf(QWidget* content) {
  auto* scroll = new QScrollArea;
  scroll->setWidget(content);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->viewport()->setAutoFillBackground(false);  // the panel's own shows through
  content->setAutoFillBackground(false);
  return scroll;
}

/// "template:gpt2", "run:3f…", "composed".
QString kindOf(const QString& source) {
  return source.section(':', 0, 0);
}

Result<HardwareModel> modelOf(const RunDefinition& definition) {
  HEADROOM_ASSIGN(Architecture architecture, architectureFromJson(definition.architecture, "run.json"));
  HEADROOM_ASSIGN(Recipe recipe, patched({}, definition.recipe, "run.json"));
  return HardwareModel{shown(definition.name), std::move(architecture), recipe, definition.asked.model,
                       definition.asked.scale};
}

}  // namespace

HardwarePage::HardwarePage(HardwareSources sources, const RunsModel& runs, DeviceTiles::Ask ask, QWidget* parent)
    : QWidget(parent),
      m_sources(std::move(sources)),
      m_runs(runs),
      m_ask(std::move(ask)),
      m_tiles(new DeviceTiles(m_ask, runs)),
      m_roofline(new RooflineView),
      m_points(new TableCard),
      m_changes(new TableCard),
      m_machine(new MachinePanel),
      m_shares(new ShareBars) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->setSpacing(8);
  layout->addWidget(m_tiles);
  auto* splitter = new QSplitter(Qt::Horizontal);
  splitter->setChildrenCollapsible(false);
  splitter->setHandleWidth(8);
  splitter->addWidget(makeRooflinePanel());
  splitter->addWidget(makeSide());
  splitter->setStretchFactor(0, 5);
  splitter->setStretchFactor(1, 2);
  splitter->setSizes({860, 460});
  layout->addWidget(splitter, 1);

  connect(&m_planner, &ProfilePlanner::answered, this, &HardwarePage::take);
  connect(m_machine, &MachinePanel::measureRequested, this, &HardwarePage::measure);
  connect(m_machine, &MachinePanel::cancelRequested, this, [this] {
    m_ask({{"do", "measure-cancel"}}, [](const Result<Json>&) {});
  });
  connect(m_roofline, &RooflineView::pointActivated, this,
          [this](int point) { activate(m_roofline->chart().points[static_cast<std::size_t>(point)].path); });
  connect(m_roofline, &RooflineView::pointChosen, this, [this](int point) {
    const QSignalBlocker quiet(m_points->view().selectionModel());
    if (point >= 0) m_points->view().selectRow(point);
  });
  connect(m_points->view().selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& row) { m_roofline->setCurrentPoint(row.row()); });
  connect(m_points, &TableCard::rowActivated, this,
          [this](int row) { activate(m_roofline->chart().points[static_cast<std::size_t>(row)].path); });
  connect(m_changes->view().selectionModel(), &QItemSelectionModel::selectionChanged, this, &HardwarePage::draw);
  connect(&m_runs, &RunsModel::runsChanged, this, [this] {
    if (isVisible()) offerModels();
  });
  offerModels();
  setMachines(Json::object());
}

QWidget* HardwarePage::makeHead() {
  auto* head = new QWidget;
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(12, 8, 12, 0);
  row->setSpacing(8);
  const auto chooser = [&](const QString& name, const QString& help) {
    auto* label = new QLabel(name);
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    box->setToolTip(help);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    label->setBuddy(box);
    row->addWidget(label);
    row->addWidget(box);
    connect(box, &QComboBox::activated, this, &HardwarePage::refresh);
    return box;
  };
  m_model = chooser(tr("&Model"), tr("What stands below the roofs"));
  m_model->setMaximumWidth(260);
  m_scale = chooser(tr("s&cale"), tr("How big the template is"));
  for (const auto& scale : builtinLibrary().scales) m_scale->addItem(shown(scale.name), shown(scale.name));
  m_scale->addItem(tr("its own"), QString());
  m_device = chooser(tr("&on"), tr("Whose roofs"));
  row->addStretch(1);
  m_phases = new QButtonGroup(this);
  const std::pair<Phase, std::pair<QString, QString>> phases[] = {
      {Phase::Training, {tr("&Training"), tr("One optimizer step, forward and backward")}},
      {Phase::Prefill, {tr("&Prefill"), tr("Reading a batch of full contexts")}},
      {Phase::Decode, {tr("&Decode"), tr("One more token for every sequence of the batch, its context full")}}};
  for (const auto& [phase, words] : phases) {
    auto* button = new QPushButton(words.first);
    button->setCheckable(true);
    button->setToolTip(words.second);
    button->setObjectName(shown(std::string(word(phase))));
    m_phases->addButton(button, static_cast<int>(phase));
    row->addWidget(button);
  }
  m_phases->button(static_cast<int>(Phase::Training))->setChecked(true);
  connect(m_phases, &QButtonGroup::idClicked, this, &HardwarePage::refresh);
  m_datasheet = new QCheckBox(tr("D&atasheet"));
  m_datasheet->setChecked(true);
  connect(m_datasheet, &QCheckBox::toggled, this, &HardwarePage::draw);
  row->addWidget(m_datasheet);
  return head;
}

QWidget* HardwarePage::makeRooflinePanel() {
  auto* panel = new QFrame;
  panel->setProperty("panel", true);
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(2, 2, 2, 2);
  layout->setSpacing(4);
  layout->addWidget(makeHead());
  auto* splitter = new QSplitter(Qt::Vertical);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(m_roofline);
  splitter->addWidget(scrollOf(m_points));
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({480, 180});
  layout->addWidget(splitter, 1);
  return panel;
}

QWidget* HardwarePage::makeSide() {
  auto* side = new QWidget;
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  layout->addWidget(m_machine);
  auto* parts = new QWidget;
  auto* column = new QVBoxLayout(parts);
  column->setContentsMargins(12, 8, 12, 10);
  m_step = new QLabel;
  m_step->setProperty("caption", true);
  m_step->setWordWrap(true);
  column->addWidget(m_step);
  column->addWidget(m_shares);
  layout->addWidget(panelOf(parts));
  m_changes->view().setSelectionMode(QAbstractItemView::SingleSelection);
  layout->addWidget(panelOf(m_changes));
  layout->addStretch(1);
  auto* scroll = scrollOf(side);
  scroll->setMinimumWidth(280);
  return scroll;
}

void HardwarePage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  offerModels();
  refresh();
}

/// What is composed, the templates, then runs: those that train, and the newest others.
void HardwarePage::offerModels() {
  std::vector<std::pair<QString, QString>> wanted{{tr("Composed model"), QStringLiteral("composed")}};
  for (const auto& document : builtinLibrary().templates)
    wanted.emplace_back(tr("template %1").arg(shown(document.name)),
                        QStringLiteral("template:") + shown(document.name));
  std::vector<const RunSummary*> runs;
  for (int row = m_runs.rowCount() - 1; row >= 0; --row) runs.push_back(&m_runs.at(row));
  std::stable_sort(runs.begin(), runs.end(), [](const RunSummary* a, const RunSummary* b) {
    if (isLive(a->state) != isLive(b->state)) return isLive(a->state);
    return a->createdNs > b->createdNs;
  });
  const QString kept = m_model->currentData().toString();
  const auto listed = [&](const RunSummary& run) { return QStringLiteral("run:") + shown(run.id.text) == kept; };
  for (std::size_t i = 0; i < runs.size(); ++i)
    if (i < kMostRuns || listed(*runs[i]))
      wanted.emplace_back(isLive(runs[i]->state) ? tr("run %1, running").arg(shown(runs[i]->meta.name).left(80))
                                                 : tr("run %1").arg(shown(runs[i]->meta.name).left(80)),
                          QStringLiteral("run:") + shown(runs[i]->id.text));
  bool same = static_cast<int>(wanted.size()) == m_model->count();
  for (std::size_t i = 0; same && i < wanted.size(); ++i)
    same = m_model->itemText(static_cast<int>(i)) == wanted[i].first &&
           m_model->itemData(static_cast<int>(i)).toString() == wanted[i].second;
  if (same) return;
  const QSignalBlocker quiet(m_model);
  m_model->clear();
  for (const auto& [text, source] : wanted) m_model->addItem(text, source);
  m_model->setCurrentIndex(std::max(0, m_model->findData(kept)));
}

void HardwarePage::setMachines(const Json& machines) {
  m_doctor = machines.is_object() && !machines.empty() ? machines.back() : Json();
  const bool known = !roofLines(m_doctor, false, false).empty();
  m_machine->setRoofs(known ? roofRows(m_doctor) : std::vector<RoofRow>(), measuredText(m_doctor));
  const QSignalBlocker quiet(m_device);
  const bool choseCpu = m_device->count() > 1 && !onGpu();  // a GPU, where there is one, is what trains
  m_device->clear();
  m_device->addItem(tr("CPU"), false);
  if (hasGpuRoofs(m_doctor)) m_device->addItem(deviceName(m_doctor, true), true);
  m_device->setCurrentIndex(choseCpu ? 0 : m_device->count() - 1);
  m_device->setEnabled(m_device->count() > 1);
  m_device->setToolTip(m_device->count() > 1 ? tr("Whose roofs") : tr("No roofs of a GPU were measured here"));
  const bool published = roofLines(m_doctor, onGpu(), true) != roofLines(m_doctor, onGpu(), false);
  m_datasheet->setEnabled(published);
  m_datasheet->setToolTip(published ? tr("What the maker publishes, dashed")
                                    : tr("There is no published value for %1 here").arg(deviceName(m_doctor, onGpu())));
  refresh();
}

bool HardwarePage::onGpu() const {
  return m_device->currentData().toBool();
}

Phase HardwarePage::phase() const {
  return static_cast<Phase>(m_phases->checkedId());
}

void HardwarePage::choosePhase(Phase phase) {
  m_phases->button(static_cast<int>(phase))->click();
}

void HardwarePage::refresh() {
  const QString source = m_model->currentData().toString(), kind = kindOf(source), name = source.section(':', 1);
  m_scale->setEnabled(kind == QLatin1String("template"));
  m_scale->setToolTip(m_scale->isEnabled() ? tr("How big the template is") : tr("Only templates are of any scale"));
  ++m_request;
  m_planner.forget();
  if (m_doctor.is_null() || roofLines(m_doctor, onGpu(), false).empty())
    return drawNothing(
        tr("The roofs of this machine are not measured yet. “Measure this machine” does it in about a "
           "minute; then every block of the model stands here below its roof."));
  if (kind == QLatin1String("template")) {
    const std::string scale = m_scale->currentData().toString().toStdString();
    const auto model = resolve({.model = name.toStdString(), .scale = scale});
    if (!model) return drawNothing(shown(model.error().message));
    return askFor({scale.empty() ? name : tr("%1, %2").arg(name, shown(scale)), model->architecture, model->recipe,
                   name.toStdString(), scale});
  }
  if (kind == QLatin1String("run")) {
    m_sources.definition(
        RunId{name.toStdString()}, [this, request = m_request](const Result<RunDefinition>& definition) {
          if (request != m_request) return;
          if (!definition) return drawNothing(shown(definition.error().message));
          const auto model = modelOf(*definition);
          if (!model) return drawNothing(tr("This run carries no architecture: %1").arg(shown(model.error().message)));
          askFor(*model);
        });
    return;
  }
  const auto composed = m_sources.composed();
  if (!composed)
    return drawNothing(
        tr("What is composed cannot be built; Compose shows the block and the reason. Or choose a "
           "template above."));
  askFor(*composed);
}

void HardwarePage::askFor(HardwareModel model) {
  m_planner.ask({std::move(model), phase(), onGpu(), m_doctor});
}

void HardwarePage::take(std::shared_ptr<const ProfileAnswer> answer) {
  if (!answer->problem.empty()) return drawNothing(shown(answer->problem));
  m_answer = std::move(answer);
  m_points->set(pointsTable(m_answer->profile));
  m_changes->set(changesTable(m_answer->profile, m_answer->changes, m_answer->question.phase));
  m_shares->setShares(familyShares(m_answer->profile));
  draw();
}

void HardwarePage::drawNothing(const QString& why) {
  m_answer.reset();
  m_points->set({.title = tr("Points"), .note = {}, .empty = tr("No block is placed yet."), .columns = {}, .rows = {}});
  m_changes->set({.title = tr("What would move it"),
                  .note = {},
                  .empty = tr("Changes are counted from a model's roofline."),
                  .columns = {},
                  .rows = {}});
  m_shares->setShares({});
  m_step->setText(tr("One step").toUpper());
  RooflineChart chart{
      .title = tr("Roofline"),
      .subtitle = {},
      .roofs = m_doctor.is_null() ? std::vector<RoofLine>() : roofLines(m_doctor, onGpu(), m_datasheet->isChecked()),
      .points = {},
      .note = {},
      .empty = why};
  if (!chart.roofs.empty()) chart.note = why;
  m_roofline->setChart(std::move(chart));
}

void HardwarePage::draw() {
  if (!m_answer) return;
  const auto& [question, profile, changes, problem] = *m_answer;
  const Recipe& recipe = question.model.recipe;
  const auto rows = m_changes->view().selectionModel()->selectedRows();
  const auto chosen = rows.isEmpty() ? changes.size() : static_cast<std::size_t>(rows.front().row());
  const WhatIf* change = chosen < changes.size() && changes[chosen].obstacle.empty() ? &changes[chosen] : nullptr;
  RooflineChart chart;
  chart.subtitle = tr("area: time · filled: forward, ring: backward · a click opens the block");
  QString step;
  switch (question.phase) {
    case Phase::Training:
      chart.title = tr("Roofline of %1, one training step").arg(question.model.name);
      step = tr("One step");
      break;
    case Phase::Prefill:
      chart.title = tr("Roofline of %1, prefill").arg(question.model.name);
      step = tr("One prefill");
      break;
    case Phase::Decode:
      chart.title = tr("Roofline of %1, one decoded token").arg(question.model.name);
      step = tr("One decoded token");
      break;
  }
  chart.roofs = roofLines(question.doctor, question.gpu, m_datasheet->isChecked());
  chart.points = rooflinePoints(profile, change ? &change->after : nullptr);
  chart.note = tr("%1, %2 sequences; modelled at measured roofs")
                   .arg(shown(std::string(word(recipe.precision))), QString::number(recipe.batch));
  if (change) chart.note = tr("Arrows: %1. ").arg(changeText(*change)) + changeHelp(*change);
  m_roofline->setChart(std::move(chart));

  QString text = tr("%1: %2, modelled").arg(step, timeText(profile.seconds));
  const QString source = m_model->currentData().toString();
  const RunSummary* summary =
      kindOf(source) == QLatin1String("run") ? m_runs.find(RunId{source.section(':', 1).toStdString()}) : nullptr;
  if (summary && question.phase == Phase::Training && summary->stepSeconds > 0)
    text += tr("; %1, measured").arg(timeText(summary->stepSeconds));
  text += tr(" · %1").arg(shown(formatUnit(profile.tokens / profile.seconds, "tokens/s")));
  m_step->setText(text);
}

void HardwarePage::activate(const QString& path) {
  if (m_answer && !path.isEmpty()) Q_EMIT blockActivated(path, m_answer->question.model);
}

void HardwarePage::measure() {
  m_ask({{"do", "measure"}, {"wait", true}}, [this](const Result<Json>& answer) {
    if (answer)
      m_machine->setMeasurement(*answer);
    else
      m_machine->showProblem(shown(answer.error().message));
  });
}

void HardwarePage::engineConnected() {
  m_ask({{"do", "status"}}, [this](const Result<Json>& status) {
    if (status && status->contains("measurement")) m_machine->setMeasurement((*status)["measurement"]);
  });
}

void HardwarePage::takeNews(const Json& news) {
  if (news.is_object() && news.value("news", "") == "measurement") m_machine->setMeasurement(news);
}

}  // namespace headroom
