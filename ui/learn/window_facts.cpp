#include "ui/learn/window_facts.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <algorithm>

#include "core/base/units.h"
#include "core/study/study_folder.h"
#include "ui/compose/compose_diagram.h"
#include "ui/compose/compose_page.h"

namespace headroom {

namespace {

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

LessonRun::State stateOf(RunState state) {
  if (state == RunState::Completed) return LessonRun::State::Completed;
  if (state == RunState::Running) return LessonRun::State::Training;
  return isEnded(state) ? LessonRun::State::Ended : LessonRun::State::Waiting;
}

LessonModel modelOf(const RunDefinition& definition) {
  LessonModel model{.model = text(definition.asked.model), .scale = text(definition.asked.scale)};
  if (auto architecture = architectureFromJson(definition.architecture, "run.json"))
    model.architecture = std::move(*architecture);
  return model;
}

/// Those made at this time or later; a study's first decision was to start it.
Result<std::vector<LessonStudy>> studiesSince(const RunReader& reader, const std::string& began) {
  std::vector<LessonStudy> found;
  HEADROOM_ASSIGN(const auto studies, reader.studies());
  for (const StudySummary& study : studies) {
    HEADROOM_ASSIGN(const Decisions decisions, reader.studyDecisions(study.id));
    if (decisions.empty() || decisions.front().value("time", std::string()) < began) continue;
    const StudyState state = headroom::stateOf(decisions);
    found.push_back({.name = text(study.name),
                     .finished = state == StudyState::Finished,
                     .stopped = state == StudyState::Stopped || state == StudyState::Paused});
  }
  return found;
}

}  // namespace

WindowFacts::WindowFacts(MainWindow& window, Workbench& workbench, QObject* parent)
    : QObject(parent), m_window(window), m_workbench(workbench) {}

void WindowFacts::countFrom(qint64 beganMs) {
  m_beganMs = beganMs;
  m_models.clear();
  m_studies.clear();
}

void WindowFacts::beginStep(const LessonStep& step) {
  m_used.clear();
  refresh(step);
}

void WindowFacts::refresh(const LessonStep& step) {
  for (const LessonCheck& check : step.checks) {
    if (const auto* used = std::get_if<UsedCheck>(&check)) watch(used->control);
    if (std::holds_alternative<RunCheck>(check)) askDefinitions();
    if (std::holds_alternative<StudyCheck>(check)) askStudies();
  }
}

QWidget* WindowFacts::control(const QString& name) const {
  const auto found = m_window.findChildren<QWidget*>(name);
  const auto visible = std::find_if(found.begin(), found.end(), [](const QWidget* each) { return each->isVisible(); });
  return visible != found.end() ? *visible : found.isEmpty() ? nullptr : found.front();
}

QString WindowFacts::nameOf(const QString& wanted) const {
  const QString name = wanted.section('=', 0, 0), value = wanted.section('=', 1);
  QWidget* widget = control(name);
  const auto plain = [](QString words) { return words.remove('&').remove(QStringLiteral("…")); };
  if (!value.isEmpty()) {
    if (const auto* box = qobject_cast<const QComboBox*>(widget))
      for (int i = 0; i < box->count(); ++i)
        if (box->itemData(i).toString() == value) return box->itemText(i);
    if (const auto* tabs = qobject_cast<const QTabWidget*>(widget)) return plain(tabs->tabText(value.toInt()));
    return value;
  }
  if (!widget) return name.section('.', -1);
  // What stands beside it says more to a seeing person than its accessible name.
  for (const auto* label : widget->window()->findChildren<QLabel*>())
    if (label->buddy() == widget) return plain(label->text());
  if (!widget->accessibleName().isEmpty()) return widget->accessibleName();
  const auto* button = qobject_cast<const QAbstractButton*>(widget);
  return button ? plain(button->text()) : name.section('.', -1);
}

bool WindowFacts::isShown(const QString& name) const {
  const QWidget* widget = control(name);
  return widget && widget->isVisible();
}

QString WindowFacts::page() const {
  return m_window.currentPage();
}

void WindowFacts::watch(const QString& name) {
  QWidget* widget = control(name);
  if (!widget || m_watched[name] == widget) return;
  m_watched[name] = widget;
  const auto use = [this, name] { m_used.insert(name); };
  if (auto* button = qobject_cast<QAbstractButton*>(widget)) connect(button, &QAbstractButton::clicked, this, use);
  if (auto* box = qobject_cast<QComboBox*>(widget)) connect(box, &QComboBox::activated, this, use);
  if (auto* line = qobject_cast<QLineEdit*>(widget)) connect(line, &QLineEdit::textEdited, this, use);
  if (auto* slider = qobject_cast<QAbstractSlider*>(widget)) connect(slider, &QAbstractSlider::valueChanged, this, use);
  if (auto* view = qobject_cast<QAbstractItemView*>(widget); view && view->selectionModel())
    connect(view->selectionModel(), &QItemSelectionModel::selectionChanged, this, use);
}

bool WindowFacts::wasUsed(const QString& name) const {
  return m_used.contains(name);
}

std::optional<QString> WindowFacts::valueOf(const QString& name) const {
  const QWidget* widget = control(name);
  if (const auto* box = qobject_cast<const QComboBox*>(widget))
    return box->currentData().isValid() ? box->currentData().toString() : box->currentText();
  if (const auto* line = qobject_cast<const QLineEdit*>(widget)) return line->text();
  if (const auto* list = qobject_cast<const QListWidget*>(widget)) {
    QStringList ticked;
    for (int i = 0; i < list->count(); ++i)
      if (list->item(i)->checkState() == Qt::Checked) ticked << list->item(i)->text();
    return ticked.join(QStringLiteral(", "));
  }
  return {};
}

int WindowFacts::rowsSelectedIn(const QString& name) const {
  const auto* view = qobject_cast<const QAbstractItemView*>(control(name));
  return view && view->selectionModel() ? static_cast<int>(view->selectionModel()->selectedRows().size()) : 0;
}

QString WindowFacts::selectedBlock() const {
  auto* page = m_window.findChild<ComposePage*>();
  const Element* element = page ? page->document().selected() : nullptr;
  return element ? text(element->block) : QString();
}

std::optional<LessonModel> WindowFacts::composed() const {
  auto* page = m_window.findChild<ComposePage*>();
  if (!page) return {};
  const Composition& composition = page->document().composition();
  return LessonModel{text(composition.model), text(composition.scale), composition.architecture};
}

std::vector<LessonRun> WindowFacts::runs() const {
  std::vector<LessonRun> found;
  const RunsModel& model = m_workbench.runs();
  for (int row = 0; row < model.rowCount(); ++row) {
    const RunSummary& run = model.at(row);
    if (run.createdNs / 1'000'000 < m_beganMs) continue;
    const auto known = m_models.find(run.id);
    found.push_back({.state = stateOf(run.state),
                     .model = known == m_models.end() ? std::nullopt : std::optional(known->second),
                     .step = run.step,
                     .steps = run.steps,
                     .name = text(run.meta.name),
                     .reason = text(run.reason)});
  }
  return found;
}

void WindowFacts::askDefinitions() {
  const RunsModel& model = m_workbench.runs();
  for (int row = model.rowCount() - 1; row >= 0 && !m_askingRuns; --row) {
    const RunSummary& run = model.at(row);
    if (run.createdNs / 1'000'000 < m_beganMs || m_models.contains(run.id)) continue;
    m_askingRuns = true;
    m_workbench.reader().ask<RunDefinition>(
        this, [id = run.id](const RunReader& reader) { return reader.definition(id); },
        [this, id = run.id](const Result<RunDefinition>& definition) {
          m_askingRuns = false;
          // One that cannot be read is of no lesson.
          m_models[id] = definition ? modelOf(*definition) : LessonModel{};
        });
  }
}

void WindowFacts::askStudies() {
  if (std::exchange(m_askingStudies, true)) return;
  m_workbench.reader().ask<std::vector<LessonStudy>>(
      this, [began = isoTime(m_beganMs * 1'000'000)](const RunReader& reader) { return studiesSince(reader, began); },
      [this](Result<std::vector<LessonStudy>> studies) {
        m_askingStudies = false;
        if (studies) m_studies = std::move(*studies);
      });
}

Result<void> WindowFacts::doOffer(const LessonOffer& offer) {
  if (const auto* wanted = std::get_if<PageOffer>(&offer)) {
    m_window.showPage(wanted->page);
    return {};
  }
  const auto& open = std::get<OpenOffer>(offer);
  m_window.showPage(QStringLiteral("compose"));
  auto* page = m_window.findChild<ComposePage*>();
  if (!page) return failed("The page Compose is not there yet; try again in a moment.");
  HEADROOM_TRY(page->document().openTemplate(open.model.toStdString(), open.scale.toStdString()));
  page->diagram().fit();
  return {};
}

}  // namespace headroom
