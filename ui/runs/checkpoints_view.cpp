#include "ui/runs/checkpoints_view.h"

#include <QClipboard>
#include <QDateTime>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {

namespace {

constexpr std::size_t kMostRuns = 10;
constexpr int kLongestPrompt = 10'000;
constexpr qsizetype kLongestCell = 200;
constexpr qsizetype kLongestText = 100'000;

}  // namespace

CheckpointsView::CheckpointsView(const SectionContext& context)
    : Section(context),
      m_sampler(new Sampler(context.workbench.database(), this)),
      m_rows(new TextRows({{tr("Run"), false},
                           {tr("Step"), true},
                           {tr("Validation loss"), true},
                           {tr("Size"), true},
                           {tr("Written"), false},
                           {tr("Sample"), false}},
                          this)),
      m_view(new QTableView),
      m_prompt(new QLineEdit),
      m_count(new QSpinBox),
      m_seed(new QSpinBox),
      m_temperature(new QDoubleSpinBox),
      m_sample(new QPushButton(tr("Sample"))),
      m_cancel(new QPushButton(tr("Cancel"))),
      m_copy(new QPushButton(tr("Copy as command"))),
      m_told(makeHint()),
      m_texts(new QHBoxLayout) {
  m_view->setModel(m_rows);
  setUpRows(*m_view, tr("Checkpoints of the selected runs"));
  const int widths[] = {180, 80, 110, 90, 150};
  for (int column = 0; column < 5; ++column) m_view->horizontalHeader()->resizeSection(column, widths[column]);
  m_prompt->setPlaceholderText(tr("Prompt: how the text begins (may be empty)"));
  m_prompt->setAccessibleName(tr("Prompt of the samples"));
  m_prompt->setToolTip(tr("For a model without a tokenizer write ids: tokens:1,2,3"));
  m_prompt->setMaxLength(kLongestPrompt);
  const auto number = [](auto* box, const QString& name, auto least, auto most, auto value, const QString& suffix) {
    box->setRange(least, most);
    box->setValue(value);
    box->setSuffix(suffix);
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
  };
  number(m_count, tr("Tokens to make"), 1, 10'000, 100, tr(" tokens"));
  m_temperature->setSingleStep(0.1);
  number(m_temperature, tr("Temperature; 0: always the most likely token"), 0.0, 100.0, 0.8, QString());
  m_temperature->setPrefix(tr("temperature "));
  number(m_seed, tr("Seed of the choices"), 0, 1'000'000, 1, QString());
  m_seed->setPrefix(tr("seed "));
  auto* panel = new QFrame;
  panel->setProperty("panel", true);
  auto* inside = new QVBoxLayout(panel);
  inside->setContentsMargins(8, 8, 8, 8);
  auto* bar = new QHBoxLayout;
  bar->addWidget(m_prompt, 1);
  for (QWidget* part : std::initializer_list<QWidget*>{m_count, m_temperature, m_seed, m_sample, m_cancel, m_copy})
    bar->addWidget(part);
  auto* texts = new QWidget;
  texts->setLayout(m_texts);
  m_texts->setContentsMargins(0, 0, 0, 0);
  auto* halves = new QSplitter(Qt::Vertical);
  halves->addWidget(m_view);
  halves->addWidget(texts);
  halves->setChildrenCollapsible(false);
  halves->setSizes({1'000, 1'000});
  inside->addLayout(bar);
  inside->addWidget(m_told);
  inside->addWidget(halves, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(panel);
  connect(m_sample, &QPushButton::clicked, this, &CheckpointsView::sampleSelected);
  connect(m_prompt, &QLineEdit::returnPressed, this, &CheckpointsView::sampleSelected);
  connect(m_cancel, &QPushButton::clicked, m_sampler, &Sampler::cancel);
  connect(m_copy, &QPushButton::clicked, this, [this] {
    QStringList lines;
    for (const Checkpoint& checkpoint : selected())
      lines << sampleCommand(requestFor(checkpoint), this->context().workbench.database());
    QGuiApplication::clipboard()->setText(lines.join('\n'));
  });
  connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &CheckpointsView::update);
  for (auto* box : {m_count, m_seed}) connect(box, &QSpinBox::valueChanged, this, &CheckpointsView::update);
  connect(m_temperature, &QDoubleSpinBox::valueChanged, this, &CheckpointsView::update);
  connect(m_prompt, &QLineEdit::textChanged, this, &CheckpointsView::update);
  connect(m_sampler, &Sampler::moved, this, &CheckpointsView::update);
  connect(m_sampler, &Sampler::sampled, this, &CheckpointsView::keep);
  connect(m_sampler, &Sampler::sampleFailed, this, [this](const SampleRequest& request, const QString& sentence) {
    this->context().say(tr("Step %1: %2").arg(request.step).arg(sentence));
  });
  update();
}

Result<std::vector<CheckpointsView::Checkpoint>> CheckpointsView::read(const RunReader& reader, const RunFiles& files,
                                                                       const std::vector<RunId>& runs) {
  std::vector<Checkpoint> all;
  for (const RunId& run : runs) {
    HEADROOM_ASSIGN(const RunSummary summary, reader.run(run));
    HEADROOM_ASSIGN(const std::vector<RunFile> list, files.list(run));
    HEADROOM_ASSIGN(const SeriesPoints losses, reader.series(run, "loss/val"));
    for (const RunCheckpoint& checkpoint : checkpointsAmong(list)) {
      const auto after = std::upper_bound(losses.steps.begin(), losses.steps.end(), checkpoint.step);
      const auto place = static_cast<std::size_t>(after - losses.steps.begin());
      all.push_back({.run = run,
                     .name = QString::fromStdString(oneLine(summary.meta.name, 60)),
                     .step = checkpoint.step,
                     .bytes = checkpoint.bytes,
                     .writtenNs = checkpoint.writtenNs,
                     .loss = place > 0 ? losses.values[place - 1] : RunSummary::kUnknown});
    }
  }
  return all;
}

void CheckpointsView::refresh() {
  auto runs = context().selection();
  if (runs.size() > kMostRuns) runs.resize(kMostRuns);
  QString wanted;
  for (const RunId& id : runs) {
    if (const auto* run = context().workbench.runs().find(id)) wanted += filesKey(*run);
  }
  if (wanted == m_read) return;
  m_read = wanted;
  context().workbench.reader().ask<std::vector<Checkpoint>>(
      this, [runs, files = context().workbench.files()](const RunReader& reader) { return read(reader, *files, runs); },
      [this, wanted](Result<std::vector<Checkpoint>> checkpoints) {
        if (wanted != m_read) return;
        if (!checkpoints) return context().say(QString::fromStdString(checkpoints.error().message));
        m_checkpoints = std::move(*checkpoints);
        fill();
        update();
      });
}

void CheckpointsView::fill() {
  std::vector<TextRows::Row> rows;
  for (const Checkpoint& checkpoint : m_checkpoints) {
    const Sample* sample = sampleOf(checkpoint);
    const QString text = sample ? sample->text : QString();
    rows.push_back({{checkpoint.name, QString::number(checkpoint.step),
                     std::isnan(checkpoint.loss) ? QString() : QString::fromStdString(formatFixed(checkpoint.loss, 4)),
                     QString::fromStdString(formatMemory(static_cast<double>(checkpoint.bytes))),
                     QDateTime::fromMSecsSinceEpoch(checkpoint.writtenNs / 1'000'000)
                         .toString(QStringLiteral("yyyy-MM-dd hh:mm:ss")),
                     text.left(kLongestCell).simplified()},
                    text});
  }
  m_rows->set(std::move(rows));
}

std::vector<CheckpointsView::Checkpoint> CheckpointsView::selected() const {
  std::vector<Checkpoint> all;
  for (std::size_t i = 0; i < m_checkpoints.size(); ++i) {
    const int row = static_cast<int>(i);
    if (row < m_rows->rowCount() && m_view->selectionModel()->isRowSelected(row)) all.push_back(m_checkpoints[i]);
  }
  return all;
}

SampleRequest CheckpointsView::requestFor(const Checkpoint& checkpoint) const {
  return {.run = checkpoint.run,
          .step = checkpoint.step,
          .prompt = m_prompt->text(),
          .count = m_count->value(),
          .temperature = m_temperature->value(),
          .seed = static_cast<std::uint64_t>(m_seed->value())};
}

/// The one of these settings, else the newest of this checkpoint.
const CheckpointsView::Sample* CheckpointsView::sampleOf(const Checkpoint& checkpoint) const {
  const Sample* found = nullptr;
  const SampleRequest wanted = requestFor(checkpoint);
  for (const Sample& sample : m_samples) {
    if (sample.request == wanted) return &sample;
    if (sample.request.run == checkpoint.run && sample.request.step == checkpoint.step) found = &sample;
  }
  return found;
}

void CheckpointsView::sampleSelected() {
  for (const Checkpoint& checkpoint : selected()) {
    const SampleRequest request = requestFor(checkpoint);
    const bool known = std::any_of(m_samples.begin(), m_samples.end(),
                                   [&](const Sample& sample) { return sample.request == request; });
    if (!known) m_sampler->ask(request);
  }
}

void CheckpointsView::keep(const SampleRequest& request, const QString& text) {
  m_samples.push_back({request, text.left(kLongestText)});
  fill();
  update();
}

void CheckpointsView::update() {
  const auto count = selected().size();
  const QString why =
      m_checkpoints.empty() ? tr("There is no checkpoint yet") : tr("Select checkpoints in the table first");
  m_sample->setEnabled(count > 0);
  m_sample->setText(count > 1 ? tr("Sample %1").arg(count) : tr("Sample"));
  m_sample->setToolTip(count > 0 ? tr("Let these models continue the prompt, one after the other") : why);
  m_copy->setEnabled(count > 0);
  m_copy->setToolTip(count > 0 ? tr("headroom sample, for a terminal") : why);
  m_cancel->setEnabled(m_sampler->open() > 0);
  m_cancel->setToolTip(m_sampler->open() > 0 ? tr("Give up what is under way") : tr("No sample is being made"));
  if (m_sampler->open() > 0) {
    m_told->setText(tr("Making text: %1 to go…").arg(m_sampler->open()));
  } else if (m_checkpoints.empty()) {
    m_told->setText(context().selection().empty()
                        ? tr("Select runs in the table to see their checkpoints.")
                        : tr("No checkpoint yet: a run writes one as its recipe says (checkpoint_every), when it is "
                             "asked to (Ctrl+Shift+S) and at its end."));
  } else {
    m_told->setText(tr("Select up to %1 checkpoints to read their samples side by side.").arg(kMostSideBySide));
  }
  showSideBySide();
}

void CheckpointsView::showSideBySide() {
  auto checkpoints = selected();
  if (checkpoints.size() > kMostSideBySide) checkpoints.resize(kMostSideBySide);
  QString shown;
  for (const Checkpoint& checkpoint : checkpoints) {
    const Sample* sample = sampleOf(checkpoint);
    shown += checkpoint.name + QString::number(checkpoint.step) +
             (sample ? sample->request.prompt + sample->text : QString()) + '\x1f';
  }
  if (shown == m_shown) return;
  m_shown = shown;
  while (QLayoutItem* item = m_texts->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  for (const Checkpoint& checkpoint : checkpoints) {
    const Sample* sample = sampleOf(checkpoint);
    auto* column = new QWidget;
    auto* inside = new QVBoxLayout(column);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(4);
    auto* title = makeHint(tr("%1, step %2").arg(checkpoint.name).arg(checkpoint.step));
    auto* text = new QPlainTextEdit;
    text->setReadOnly(true);
    text->setAccessibleName(tr("Sample of %1").arg(title->text()));
    text->setPlaceholderText(tr("No sample yet: press Sample."));
    if (sample) text->setPlainText(sample->request.prompt + sample->text);
    inside->addWidget(title);
    inside->addWidget(text, 1);
    m_texts->addWidget(column, 1);
  }
}

}  // namespace headroom
