#include "ui/runs/comparison_view.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/models/shell_word.h"
#include "ui/theme.h"

namespace headroom {

namespace {

constexpr std::size_t kLongestEnvironment = std::size_t{1} << 20;

/// Values that are not the first run's stand out.
class DifferenceDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
    QStyledItemDelegate::initStyleOption(option, index);
    option->state &= ~QStyle::State_HasFocus;
    const auto& colours = coloursFor(option->palette);
    if (index.column() == 0) option->palette.setColor(QPalette::Text, colours.dim);
    if (index.data(RunComparison::DiffersRole).toBool()) {
      option->palette.setColor(QPalette::Text, colours.accent);
      option->palette.setColor(QPalette::HighlightedText, colours.accent);
      option->font.setBold(true);
    }
  }
};

}  // namespace

ComparisonView::ComparisonView(const SectionContext& context)
    : Section(context),
      m_model(new RunComparison(this)),
      m_only(new QCheckBox(tr("&Only differences"))),
      m_search(new QLineEdit),
      m_told(makeHint()),
      m_command(new QPushButton(tr("Copy as command"))),
      m_view(new QTableView) {
  m_only->setChecked(true);
  m_search->setPlaceholderText(tr("Find a setting or a value"));
  m_search->setAccessibleName(tr("Find a setting or a value"));
  m_search->setClearButtonEnabled(true);
  m_search->setMaximumWidth(300);
  m_view->setModel(m_model);
  setUpRows(*m_view, tr("Settings of the selected runs"));
  m_view->setItemDelegate(new DifferenceDelegate(m_view));
  auto* panel = new QFrame;
  panel->setProperty("panel", true);
  auto* inside = new QVBoxLayout(panel);
  inside->setContentsMargins(8, 8, 8, 4);
  auto* bar = new QHBoxLayout;
  bar->addWidget(m_search);
  bar->addWidget(m_only);
  bar->addWidget(m_told, 1);
  bar->addWidget(m_command);
  inside->addLayout(bar);
  inside->addWidget(m_view, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(panel);
  connect(m_only, &QCheckBox::toggled, this, [this](bool only) {
    m_model->setOnlyDifferences(only);
    tell();
  });
  connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
    m_model->setSearched(text);
    tell();
  });
  connect(m_command, &QPushButton::clicked, this, &ComparisonView::copyCommand);
  tell();
}

void ComparisonView::refresh() {
  auto runs = context().selection();
  if (runs.size() > kMostCompared) runs.resize(kMostCompared);
  QString wanted;
  for (const RunId& id : runs) {
    const auto* run = context().workbench.runs().find(id);
    if (run)
      wanted += QStringLiteral("%1|%2|%3;").arg(QString::fromStdString(id.text)).arg(run->attempt).arg(int(run->state));
  }
  if (wanted == m_read) return;
  m_read = wanted;
  m_runs = runs;
  read(runs);
}

void ComparisonView::read(const std::vector<RunId>& runs) {
  context().workbench.reader().ask<std::vector<ComparedRun>>(
      this,
      [runs, files = context().workbench.files()](const RunReader& reader) -> Result<std::vector<ComparedRun>> {
        std::vector<ComparedRun> all;
        for (const RunId& run : runs) {
          HEADROOM_ASSIGN(const RunSummary summary, reader.run(run));
          HEADROOM_ASSIGN(const RunDefinition definition, reader.definition(run));
          Json environment;
          // A run that never started has none, and a broken one says nothing.
          if (auto part = files->read(run, "environment.json", 0, kLongestEnvironment)) {
            if (auto parsed = parseJson(part->bytes, "environment.json")) environment = std::move(*parsed);
          }
          all.push_back(comparedRun(summary, toJson(definition), environment));
        }
        return all;
      },
      [this, read = m_read](Result<std::vector<ComparedRun>> all) {
        if (read != m_read) return;
        if (!all) return context().say(QString::fromStdString(all.error().message));
        const std::size_t before = m_model->runs();
        m_model->setRuns(std::move(*all));
        if (m_model->runs() != before) {
          m_view->horizontalHeader()->resizeSection(0, 300);
          for (int column = 1; column < m_model->columnCount(); ++column)
            m_view->horizontalHeader()->resizeSection(column, m_model->runs() == 1 ? 700 : 200);
        }
        tell();
      });
}

void ComparisonView::tell() {
  const auto selected = context().selection().size();
  m_only->setEnabled(m_model->runs() > 1);
  m_only->setToolTip(m_model->runs() > 1 ? QString() : tr("Select several runs to see what differs"));
  m_command->setEnabled(m_model->runs() > 1);
  m_command->setToolTip(m_model->runs() > 1 ? tr("headroom diff of the first run with each other one")
                                            : tr("Select several runs to compare them"));
  QString sentence;
  if (m_model->runs() == 0) sentence = tr("Select a run to see its configuration, several to see what differs.");
  if (m_model->runs() == 1)
    sentence = tr("%1 settings. Select several runs to see what differs.").arg(m_model->settings());
  if (m_model->runs() > 1 && m_model->differences() == 0)
    sentence = tr("These runs are equal in everything that is known.");
  if (m_model->runs() > 1 && m_model->differences() > 0)
    sentence = tr("%1 of %2 settings differ; marked: not as in the first run.")
                   .arg(m_model->differences())
                   .arg(m_model->settings());
  if (selected > kMostCompared)
    sentence += ' ' + tr("The first %1 of %2 runs are compared.").arg(kMostCompared).arg(selected);
  m_told->setText(sentence);
}

void ComparisonView::copyCommand() const {
  QStringList lines;
  for (std::size_t i = 1; i < m_runs.size(); ++i) {
    lines << QStringLiteral("headroom diff %1 %2 --db %3")
                 .arg(QString::fromStdString(m_runs.front().text), QString::fromStdString(m_runs[i].text),
                      shellWord(QString::fromStdString(context().workbench.database().string())));
  }
  QGuiApplication::clipboard()->setText(lines.join('\n'));
}

}  // namespace headroom
