#include "ui/runs/run_edit_dialog.h"

#include <QClipboard>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStringListModel>
#include <QTextDocument>
#include <algorithm>
#include <set>

#include "core/base/text.h"
#include "ui/runs/run_commands.h"

namespace headroom {

namespace {

constexpr int kLongestName = 1'000;              // characters that can be written here
constexpr std::size_t kLongestEdited = 100'000;  // bytes; a longer note is left alone

bool bears(const RunMeta& meta, const std::string& tag) {
  return std::find(meta.tags.begin(), meta.tags.end(), tag) != meta.tags.end();
}

/// In a line of words between commas.
bool canBeWritten(const std::string& tag) {
  return tag.size() <= 200 && oneLine(tag, 200) == tag && tag.find(',') == std::string::npos;
}

QStringList allTags(const RunsModel& model) {
  std::set<std::string> tags;
  for (int row = 0; row < model.rowCount(); ++row)
    tags.insert(model.at(row).meta.tags.begin(), model.at(row).meta.tags.end());
  QStringList words;
  for (const auto& tag : tags)
    if (canBeWritten(tag)) words << QString::fromStdString(tag);
  return words;
}

/// Completes the last of several words between commas.
void completeTags(QLineEdit* line, const QStringList& tags) {
  auto* completer = new QCompleter(tags, line);
  completer->setWidget(line);
  completer->setCaseSensitivity(Qt::CaseInsensitive);
  QObject::connect(line, &QLineEdit::textEdited, completer, [line, completer](const QString& text) {
    const QString word = text.left(line->cursorPosition()).section(',', -1).trimmed();
    completer->setCompletionPrefix(word);
    if (!word.isEmpty() && completer->completionCount() > 0) completer->complete();
  });
  QObject::connect(completer, qOverload<const QString&>(&QCompleter::activated), line, [line](const QString& tag) {
    const QString before = line->text().section(',', 0, -2);
    line->setText(before.isEmpty() ? tag : before + QStringLiteral(", ") + tag);
  });
}

}  // namespace

RunEditDialog::RunEditDialog(std::vector<Subject> subjects, const RunsModel& model, std::filesystem::path database,
                             QWidget* parent)
    : QDialog(parent),
      m_subjects(std::move(subjects)),
      m_database(std::move(database)),
      m_name(new QLineEdit),
      m_tags(new QLineEdit),
      m_note(new QPlainTextEdit),
      m_problem(new QLabel) {
  const auto& first = m_subjects.front().meta;
  const bool one = m_subjects.size() == 1;
  setWindowTitle(one ? tr("Edit the run") : tr("Edit %1 runs").arg(m_subjects.size()));
  for (const auto& tag : first.tags) {
    if (!canBeWritten(tag)) continue;  // stays as it is
    if (std::all_of(m_subjects.begin(), m_subjects.end(), [&](const auto& each) { return bears(each.meta, tag); }))
      m_common.push_back(tag);
  }
  m_name->setMaxLength(kLongestName);
  m_name->setEnabled(one);
  m_name->setAccessibleName(tr("Name of the run"));
  if (one) {
    m_name->setText(QString::fromStdString(oneLine(first.name, kLongestName)));
  } else {
    m_name->setPlaceholderText(tr("names tell runs apart: select one run to rename it"));
    m_name->setToolTip(m_name->placeholderText());
  }
  QStringList tags;
  for (const auto& tag : m_common) tags << QString::fromStdString(tag);
  m_tags->setText(tags.join(QStringLiteral(", ")));
  m_tags->setPlaceholderText(tr("separated by commas"));
  m_tags->setAccessibleName(one ? tr("Tags of the run") : tr("Tags that all of them bear"));
  completeTags(m_tags, allTags(model));
  const bool sameNote = std::all_of(m_subjects.begin(), m_subjects.end(),
                                    [&](const auto& each) { return each.meta.notes == first.notes; });
  m_note->setAccessibleName(tr("Note"));
  m_note->setTabChangesFocus(true);
  if (sameNote && first.notes.size() <= kLongestEdited) m_note->setPlainText(QString::fromStdString(first.notes));
  if (!sameNote) m_note->setPlaceholderText(tr("Different notes. What you write here replaces all of them."));
  if (sameNote && first.notes.size() > kLongestEdited)
    m_note->setPlaceholderText(tr("The note is too long to be edited here. What you write replaces it."));
  m_note->document()->setModified(false);
  m_problem->setProperty("problem", true);
  m_problem->setWordWrap(true);
  m_problem->hide();
  auto* form = new QFormLayout;
  form->addRow(tr("&Name"), m_name);
  form->addRow(one ? tr("&Tags") : tr("&Tags of all"), m_tags);
  form->addRow(tr("N&ote"), m_note);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
  m_ok = buttons->button(QDialogButtonBox::Ok);
  auto* copy = buttons->addButton(tr("Copy as command"), QDialogButtonBox::ActionRole);
  copy->setAutoDefault(false);
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(form);
  layout->addWidget(m_problem);
  layout->addWidget(buttons);
  resize(520, 320);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(copy, &QPushButton::clicked, this, [this] {
    std::vector<Json> all;
    for (const auto& [run, from, to] : changes()) {
      for (auto& request : requestsBetween(run, from, to)) all.push_back(std::move(request));
    }
    QGuiApplication::clipboard()->setText(commandsFor(all, m_database));
  });
  connect(m_name, &QLineEdit::textChanged, this, &RunEditDialog::update);
}

void RunEditDialog::focusOn(const QString& field) {
  if (field == QLatin1String("note")) return m_note->setFocus();
  QLineEdit* line = field == QLatin1String("name") ? m_name : m_tags;
  line->setFocus();
  line->selectAll();
}

std::vector<std::string> RunEditDialog::writtenTags() const {
  std::vector<std::string> tags;
  for (const QString& each : m_tags->text().split(',', Qt::SkipEmptyParts)) {
    const std::string tag = each.trimmed().toStdString();
    if (!tag.empty() && std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
  }
  return tags;
}

std::vector<RunEditDialog::Changed> RunEditDialog::changes() const {
  std::vector<Changed> all;
  const auto tags = writtenTags();
  for (const auto& [run, meta] : m_subjects) {
    Changed change{run, meta, meta};
    if (m_name->isEnabled() && m_name->isModified()) change.to.name = m_name->text().trimmed().toStdString();
    if (tags != m_common) {
      std::erase_if(change.to.tags, [&](const std::string& tag) {
        return std::find(m_common.begin(), m_common.end(), tag) != m_common.end() &&
               std::find(tags.begin(), tags.end(), tag) == tags.end();
      });
      for (const auto& tag : tags) {
        if (!bears(change.to, tag)) change.to.tags.push_back(tag);
      }
    }
    if (m_note->document()->isModified()) change.to.notes = m_note->toPlainText().toStdString();
    if (change.from != change.to) all.push_back(std::move(change));
  }
  return all;
}

void RunEditDialog::update() {
  const bool nameless = m_name->isEnabled() && m_name->text().trimmed().isEmpty();
  m_ok->setEnabled(!nameless);
  m_ok->setToolTip(nameless ? tr("A run needs a name") : QString());
  m_problem->setText(tr("A run needs a name: write one, or cancel."));
  m_problem->setVisible(nameless);
}

}  // namespace headroom
