#include "ui/runs/run_overview.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>
#include <QUrl>
#include <cmath>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {

namespace {

constexpr std::size_t kLongestFact = 2'000;  // characters

QString text(const std::string& utf8, std::size_t limit = kLongestFact) {
  return QString::fromStdString(oneLine(utf8, limit));
}

QString wordOf(RunState state) {
  const auto known = word(state);
  return QString::fromUtf8(known.data(), static_cast<qsizetype>(known.size()));
}

QString timeOf(std::int64_t ns) {
  return ns == 0 ? QString()
                 : QDateTime::fromMSecsSinceEpoch(ns / 1'000'000).toString(QStringLiteral("yyyy-MM-dd hh:mm:ss"));
}

QStringList known(const QStringList& parts) {
  QStringList all;
  for (const QString& part : parts)
    if (!part.isEmpty()) all << part;
  return all;
}

}  // namespace

QString stateSentence(const RunSummary& run) {
  QString sentence = wordOf(run.state);
  if (run.steps > 0 && run.step > 0)
    sentence = RunOverview::tr("%1 at step %2 of %3").arg(sentence).arg(run.step).arg(run.steps);
  if (run.attempt > 1) sentence += RunOverview::tr(", attempt %1").arg(run.attempt);
  if (!run.reason.empty()) sentence += QStringLiteral(": ") + text(run.reason);
  return sentence;
}

RunOverview::RunOverview(const SectionContext& context)
    : Section(context),
      m_facts(new QGridLayout),
      m_history(new TextRows(
          {{tr("When"), false}, {tr("State"), false}, {tr("Step"), true}, {tr("Attempt"), true}, {tr("Why"), false}},
          this)),
      m_view(new QTableView) {
  auto* left = new QWidget;
  auto* column = new QVBoxLayout(left);
  column->setContentsMargins(12, 10, 12, 10);
  m_facts->setHorizontalSpacing(14);
  m_facts->setVerticalSpacing(6);
  m_facts->setColumnStretch(1, 1);
  m_name = addFact(tr("Run"));
  m_state = addFact(tr("State"));
  m_model = addFact(tr("Trains"));
  m_numbers = addFact(tr("Reached"));
  m_times = addFact(tr("Times"));
  m_tags = addFact(tr("Tags"));
  m_note = addFact(tr("Note"));
  m_folder = addFact(tr("Folder"));
  column->addLayout(m_facts);
  auto* buttons = new QHBoxLayout;
  const auto button = [&](const QString& title, const QString& tip, auto done) {
    auto* made = new QPushButton(title);
    made->setToolTip(tip);
    connect(made, &QPushButton::clicked, this, done);
    buttons->addWidget(made);
  };
  button(tr("Edit…"), tr("Name, tags and note"), [this] { this->context().actions.tag->trigger(); });
  button(tr("Log"), tr("What the worker wrote"), [this] { this->context().goTo(QStringLiteral("log")); });
  button(tr("Open the folder"), tr("In the system's file manager"),
         [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder->text())); });
  buttons->addStretch(1);
  column->addLayout(buttons);
  column->addStretch(1);
  auto* area = new QScrollArea;
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setWidget(left);
  for (QWidget* part : {area->viewport(), left}) part->setAutoFillBackground(false);  // the panel shows through
  m_view->setModel(m_history);
  setUpRows(*m_view, tr("What happened to the run"));
  m_view->horizontalHeader()->resizeSection(0, 170);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  for (QWidget* part : std::initializer_list<QWidget*>{area, m_view}) {
    auto* panel = new QFrame;
    panel->setProperty("panel", true);
    auto* inside = new QVBoxLayout(panel);
    inside->setContentsMargins(2, 2, 2, 2);
    inside->addWidget(part);
    layout->addWidget(panel, 1);
  }
}

QLabel* RunOverview::addFact(const QString& title) {
  const int row = m_facts->rowCount();
  auto* name = new QLabel(title);
  name->setProperty("dim", true);
  auto* value = makeHint();
  value->setProperty("dim", false);
  value->setAccessibleName(title);
  m_facts->addWidget(name, row, 0, Qt::AlignTop);
  m_facts->addWidget(value, row, 1);
  return value;
}

void RunOverview::refresh() {
  const auto* run = this->run();
  setEnabled(run != nullptr);
  if (!run) {
    m_name->setText(tr("Select a run in the table."));
    for (auto* label : {m_state, m_model, m_numbers, m_times, m_tags, m_note, m_folder}) label->clear();
    m_history->set({});
    m_read.clear();
    return;
  }
  m_name->setText(tr("%1 (%2)").arg(text(run->meta.name), text(run->id.text)));
  m_state->setText(stateSentence(*run));
  m_model->setText(
      known({text(run->model), text(run->scale), run->arms.empty() ? QString() : text(listed(run->arms, "+")),
             tr("seed %1").arg(run->seed), text(run->device)})
          .join(QStringLiteral(" · ")));
  const auto number = [](double value, const QString& sentence, const std::string& shown) {
    return std::isfinite(value) ? sentence.arg(QString::fromStdString(shown)) : QString();
  };
  m_numbers->setText(known({number(run->valLoss, tr("validation loss %1"), formatFixed(run->valLoss, 4)),
                            number(run->trainLoss, tr("training loss %1"), formatFixed(run->trainLoss, 4)),
                            number(run->tokensPerSecond, tr("%1 tokens/s"), formatCount(run->tokensPerSecond)),
                            number(run->stepSeconds, tr("%1 a step"), formatUnit(run->stepSeconds, "s"))})
                         .join(QStringLiteral(" · ")));
  m_times->setText(known({tr("made %1").arg(timeOf(run->createdNs)),
                          run->startedNs ? tr("started %1").arg(timeOf(run->startedNs)) : QString(),
                          run->finishedNs ? tr("ended %1").arg(timeOf(run->finishedNs)) : QString()})
                       .join(QStringLiteral(" · ")));
  m_tags->setText(run->meta.tags.empty() ? tr("none") : text(listed(run->meta.tags, ",")));
  m_note->setText(run->meta.notes.empty() ? tr("none")
                                          : QString::fromStdString(toUtf8(run->meta.notes.substr(0, kLongestFact))));
  const auto folder = RunFolder::of(context().workbench.database().parent_path(), run->id).path();
  m_folder->setText(QString::fromStdString(folder.string()));
  const QString read = text(run->id.text) + wordOf(run->state) + QString::number(run->attempt);
  if (read == m_read) return;
  m_read = read;
  readHistory();
}

void RunOverview::readHistory() {
  context().workbench.reader().ask<std::vector<StateRecord>>(
      this, [run = context().current()](const RunReader& reader) { return reader.states(run); },
      [this, read = m_read](Result<std::vector<StateRecord>> states) {
        if (read != m_read) return;  // another run is shown by now
        if (!states) return context().say(QString::fromStdString(states.error().message));
        std::vector<TextRows::Row> rows;
        for (const StateRecord& state : *states) {
          rows.push_back({{timeOf(state.wallNs), wordOf(state.state), QString::number(state.step),
                           state.attempt > 0 ? QString::number(state.attempt) : QString(), text(state.reason, 300)},
                          text(state.reason)});
        }
        m_history->set(std::move(rows));
      });
}

}  // namespace headroom
