#include "ui/compose/field_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

namespace headroom {

FieldForm::FieldForm(QWidget* parent) : QWidget(parent), m_layout(new QFormLayout(this)) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setVerticalSpacing(6);
  m_layout->setLabelAlignment(Qt::AlignLeft);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
}

void FieldForm::add(Field field) {
  const std::size_t index = m_rows.size();
  QWidget* editor = nullptr;
  if (field.flag) {
    auto* box = new QCheckBox(this);
    connect(box, &QCheckBox::toggled, this, [this, index](bool on) { write(index, on ? "true" : "false"); });
    editor = box;
  } else if (!field.choices.isEmpty()) {
    auto* combo = new QComboBox(this);
    combo->addItems(field.choices);
    connect(combo, &QComboBox::currentTextChanged, this, [this, index](const QString& text) { write(index, text); });
    editor = combo;
  } else {
    auto* line = new QLineEdit(this);
    line->setAlignment(Qt::AlignRight);
    connect(line, &QLineEdit::textEdited, this, [this, index](const QString& text) { write(index, text); });
    editor = line;
  }
  editor->setMinimumHeight(editor->sizeHint().height());
  editor->setToolTip(field.help);
  editor->setAccessibleName(field.label);
  editor->setAccessibleDescription(field.help);
  auto* label = new QLabel(field.label, this);
  label->setToolTip(field.help);
  label->setBuddy(editor);
  m_layout->addRow(label, editor);
  Row row{std::move(field), editor, nullptr, {}};
  row.shown = row.field.read();
  show(row);
  m_rows.push_back(std::move(row));
}

void FieldForm::write(std::size_t index, const QString& text) {
  m_writing = index;
  const Result<void> done = m_rows[index].field.write(text);
  m_writing.reset();
  // Writing refreshes this form, so the row is looked up anew.
  Row& row = m_rows[index];
  if (done) row.shown = row.field.read();
  showProblem(row, done ? QString() : QString::fromStdString(done.error().message));
}

void FieldForm::showProblem(Row& row, const QString& sentence) {
  if (row.problem && sentence.isEmpty()) {
    m_layout->removeRow(row.problem);
    row.problem = nullptr;
  }
  if (sentence.isEmpty()) return;
  if (!row.problem) {
    row.problem = new QLabel(this);
    row.problem->setProperty("problem", true);
    row.problem->setWordWrap(true);
    int index = 0;
    QFormLayout::ItemRole role = QFormLayout::FieldRole;
    m_layout->getWidgetPosition(row.editor, &index, &role);
    m_layout->insertRow(index + 1, row.problem);
  }
  row.problem->setText(sentence);
}

void FieldForm::refresh() {
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    if (m_writing == i) continue;  // what is typed now is what the document has, in the person's own words
    Row& row = m_rows[i];
    const QString now = row.field.read();
    if (row.editor->hasFocus() && (now == row.shown || now == row.editor->property("text").toString())) {
      row.shown = now;
      continue;
    }
    row.shown = now;
    showProblem(row, {});
    show(row);
  }
}

void FieldForm::show(const Row& row) {
  const QSignalBlocker quiet(row.editor);
  if (auto* box = qobject_cast<QCheckBox*>(row.editor)) {
    box->setChecked(row.shown == QLatin1String("true"));
  } else if (auto* combo = qobject_cast<QComboBox*>(row.editor)) {
    combo->setCurrentText(row.shown);
  } else if (auto* line = qobject_cast<QLineEdit*>(row.editor); line && line->text() != row.shown) {
    line->setText(row.shown);
  }
}

QWidget* FieldForm::firstEditor() const {
  return m_rows.empty() ? nullptr : m_rows.front().editor;
}

QWidget* FieldForm::editor(const QString& label) const {
  for (const Row& row : m_rows)
    if (row.field.label == label) return row.editor;
  return nullptr;
}

}  // namespace headroom
