#include "ui/habits/shortcuts_dialog.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/habits/fuzzy.h"

namespace headroom {

ShortcutsDialog::ShortcutsDialog(const std::vector<PaletteEntry>& entries, QWidget* parent)
    : QDialog(parent), m_line(new QLineEdit), m_table(new QTableWidget) {
  setWindowTitle(tr("Keyboard shortcuts"));
  resize(620, 560);
  m_line->setPlaceholderText(tr("Filter: words or keys"));
  m_line->setAccessibleName(tr("Filter of the shortcuts"));
  m_line->setClearButtonEnabled(true);
  m_table->setAccessibleName(tr("Keyboard shortcuts"));
  m_table->setColumnCount(2);
  m_table->setHorizontalHeaderLabels({tr("What"), tr("Keys")});
  m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_table->verticalHeader()->hide();
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setShowGrid(false);
  m_table->setTabKeyNavigation(false);
  const auto add = [this](const QString& what, const QString& keys) {
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    m_table->setItem(row, 0, new QTableWidgetItem(what));
    m_table->setItem(row, 1, new QTableWidgetItem(keys));
  };
  for (const auto& entry : entries) {
    if (!entry.keys.isEmpty()) add(entry.title, entry.keys);
  }
  add(tr("Next or previous control"), tr("Tab, Shift+Tab"));
  add(tr("Menus"), tr("Alt and the underlined letter, F10"));
  add(tr("Press the focused button"), tr("Space"));
  add(tr("Leave a dialog, a menu, a list"), tr("Esc"));
  m_table->resizeColumnToContents(1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  auto* copied = buttons->addButton(tr("Copy as CSV"), QDialogButtonBox::ActionRole);
  copied->setAutoDefault(false);
  connect(copied, &QPushButton::clicked, this, &ShortcutsDialog::copy);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_line, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_line);
  layout->addWidget(m_table, 1);
  layout->addWidget(buttons);
}

void ShortcutsDialog::filter(const QString& query) {
  for (int row = 0; row < m_table->rowCount(); ++row) {
    const QString text = m_table->item(row, 0)->text() + ' ' + m_table->item(row, 1)->text();
    m_table->setRowHidden(row, !fuzzyScore(query, text));
  }
}

void ShortcutsDialog::copy() const {
  QString text;
  for (int row = 0; row < m_table->rowCount(); ++row)
    text += '"' + m_table->item(row, 0)->text() + "\",\"" + m_table->item(row, 1)->text() + "\"\n";
  QGuiApplication::clipboard()->setText(text);
}

}  // namespace headroom
