#include "ui/study/cases_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>

#include "core/base/units.h"

namespace headroom {

namespace {

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QString quoted(QString field) {
  return '"' + field.replace('"', QLatin1String("\"\"")) + '"';
}

bool differs(const CegCase& edited, const CegCase& published) {
  for (std::size_t i = 0; i < edited.inputs.size(); ++i)
    if (edited.inputs[i].value != published.inputs[i].value) return true;
  return false;
}

}  // namespace

CasesDialog::CasesDialog(QWidget* parent)
    : QDialog(parent),
      m_cases(cegCases()),
      m_list(new QListWidget),
      m_title(new QLabel),
      m_formula(new QLabel),
      m_published(new QLabel),
      m_yours(new QLabel),
      m_source(new QLabel),
      m_note(new QLabel),
      m_form(new QFormLayout),
      m_reset(new QPushButton(tr("As &published"))) {
  setWindowTitle(tr("Case studies"));
  m_list->setAccessibleName(tr("Cases"));
  for (const CegCase& one : m_cases) {
    auto* item = new QListWidgetItem(text(one.title), m_list);
    item->setData(Qt::UserRole, text(one.id));
    item->setToolTip(text(one.id));
  }
  m_list->setMinimumWidth(270);
  m_title->setProperty("heading", true);
  for (auto* label : {m_formula, m_source, m_note}) label->setProperty("dim", true);
  auto* right = new QVBoxLayout;
  right->setSpacing(8);
  for (auto* label : {m_title, m_formula}) right->addWidget(label);
  right->addLayout(m_form);
  for (auto* label : {m_published, m_yours, m_source, m_note}) right->addWidget(label);
  right->addStretch(1);
  for (auto* label : {m_title, m_formula, m_published, m_yours, m_source, m_note}) {
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  }
  auto* columns = new QHBoxLayout;
  columns->setSpacing(16);
  columns->addWidget(m_list);
  columns->addLayout(right, 1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  buttons->addButton(m_reset, QDialogButtonBox::ResetRole);
  auto* copy = buttons->addButton(tr("&Copy as CSV"), QDialogButtonBox::ActionRole);
  connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(toCsv()); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_reset, &QPushButton::clicked, this, [this] {
    const auto row = static_cast<std::size_t>(m_list->currentRow());
    m_cases[row] = cegCases()[row];
    showCase();
  });
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(columns, 1);
  layout->addWidget(buttons);
  connect(m_list, &QListWidget::currentRowChanged, this, &CasesDialog::showCase);
  resize(760, 470);
  m_list->setCurrentRow(0);
}

void CasesDialog::choose(const QString& id) {
  for (int row = 0; row < m_list->count(); ++row)
    if (m_list->item(row)->data(Qt::UserRole).toString() == id) m_list->setCurrentRow(row);
}

void CasesDialog::showCase() {
  while (m_form->rowCount() > 0) m_form->removeRow(0);
  m_inputs.clear();
  if (m_list->currentRow() < 0) return;
  const CegCase& shown = m_cases[static_cast<std::size_t>(m_list->currentRow())];
  m_title->setText(text(shown.title));
  m_formula->setText(shown.derived ? tr("Formula: %1").arg(text(shown.formula))
                                   : tr("Quoted from its source, not computed."));
  for (const CegCase::Input& input : shown.inputs) {
    auto* line = new QLineEdit(text(shortest(input.value)));
    line->setAccessibleName(text(input.name));
    m_form->addRow(tr("%1, %2:").arg(text(input.name), text(input.unit)), line);
    connect(line, &QLineEdit::textEdited, this, &CasesDialog::recompute);
    m_inputs.push_back(line);
  }
  m_source->setText(tr("Source: %1").arg(text(shown.source)));
  m_note->setText(shown.note ? text(*shown.note) : QString());
  m_note->setVisible(shown.note.has_value());
  recompute();
}

void CasesDialog::recompute() {
  const auto row = static_cast<std::size_t>(m_list->currentRow());
  CegCase& edited = m_cases[row];
  const CegCase& published = cegCases()[row];
  QString wrong;
  for (std::size_t i = 0; i < m_inputs.size(); ++i) {
    bool fine = false;
    const double value = QLocale::c().toDouble(m_inputs[i]->text().trimmed(), &fine);
    if (fine && std::isfinite(value) && value > 0)
      edited.inputs[i].value = value;
    else if (wrong.isEmpty())
      wrong = tr("%1 needs a number above 0, such as 110e6.").arg(text(edited.inputs[i].name));
  }
  const QString range = published.high ? tr(" to %1").arg(text(shortest(*published.high))) : QString();
  m_published->setText(tr("Published: %1%2 (printed as %3)")
                           .arg(QString::number(published.value, 'g', 5), range, text(published.shown)));
  const bool own = differs(edited, published);
  m_reset->setEnabled(own || !wrong.isEmpty());
  m_reset->setToolTip(m_reset->isEnabled() ? tr("Back to the inputs that the source prints")
                                           : tr("No input was changed"));
  m_yours->setProperty("problem", !wrong.isEmpty());
  m_yours->style()->unpolish(m_yours);
  m_yours->style()->polish(m_yours);
  const auto value = recomputed(edited);
  if (!wrong.isEmpty())
    m_yours->setText(wrong);
  else
    m_yours->setText(own && value ? tr("Yours: %1").arg(QString::number(*value, 'g', 5)) : QString());
  m_yours->setVisible(!m_yours->text().isEmpty());
  auto* item = m_list->item(m_list->currentRow());
  item->setText(own ? tr("%1 — yours").arg(text(published.title)) : text(published.title));
}

QString CasesDialog::resultText() const {
  return m_published->text() + (m_yours->isHidden() ? QString() : '\n' + m_yours->text());
}

QString CasesDialog::toCsv() const {
  QString csv = QStringLiteral("id,title,formula,published,yours,shown,source\n");
  for (std::size_t i = 0; i < m_cases.size(); ++i) {
    const CegCase &one = m_cases[i], &published = cegCases()[i];
    const auto value = recomputed(one);
    const QString own = differs(one, published) && value ? text(shortest(*value)) : QString();
    csv +=
        QStringList{text(one.id), quoted(text(one.title)), quoted(text(one.formula)), text(shortest(published.value)),
                    own,          quoted(text(one.shown)), quoted(text(one.source))}
            .join(',') +
        '\n';
  }
  return csv;
}

}  // namespace headroom
