#include "ui/runs/column_chooser.h"

#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/runs/run_table.h"

namespace headroom {

ColumnChooser::ColumnChooser(RunTable& table, QWidget* parent)
    : QDialog(parent), m_table(table), m_list(new QListWidget) {
  setWindowTitle(tr("Columns"));
  auto* layout = new QVBoxLayout(this);
  auto* hint = new QLabel(tr("Space shows or hides, Alt+Up and Alt+Down or dragging moves."));
  hint->setProperty("dim", true);
  hint->setWordWrap(true);
  m_list->setAccessibleName(tr("Columns of the table, in order"));
  m_list->setDragDropMode(QAbstractItemView::InternalMove);
  m_list->setMinimumSize(260, 420);
  m_list->installEventFilter(this);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  auto* reset = buttons->addButton(tr("As it was made"), QDialogButtonBox::ResetRole);
  layout->addWidget(hint);
  layout->addWidget(m_list, 1);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(reset, &QPushButton::clicked, this, [this] {
    m_table.resetColumns();
    fill();
  });
  fill();
  connect(m_list, &QListWidget::itemChanged, this, &ColumnChooser::apply);
  connect(m_list->model(), &QAbstractItemModel::rowsMoved, this, &ColumnChooser::apply);
}

void ColumnChooser::fill() {
  const QSignalBlocker quiet(m_list);
  m_list->clear();
  for (const auto& [column, shown] : m_table.columns()) {
    auto* item = new QListWidgetItem(RunsModel::columnTitle(column), m_list);
    item->setData(Qt::UserRole, column);
    item->setFlags((item->flags() | Qt::ItemIsUserCheckable) & ~Qt::ItemIsDropEnabled);
    item->setCheckState(shown ? Qt::Checked : Qt::Unchecked);
  }
  m_list->setCurrentRow(0);
}

void ColumnChooser::apply() {
  std::vector<RunTable::ShownColumn> columns;
  for (int row = 0; row < m_list->count(); ++row) {
    const auto* item = m_list->item(row);
    columns.push_back({item->data(Qt::UserRole).toInt(), item->checkState() == Qt::Checked});
  }
  m_table.setColumns(columns);
}

bool ColumnChooser::eventFilter(QObject* object, QEvent* event) {
  const auto* key = event->type() == QEvent::KeyPress ? static_cast<QKeyEvent*>(event) : nullptr;
  if (!key || key->modifiers() != Qt::AltModifier || (key->key() != Qt::Key_Up && key->key() != Qt::Key_Down))
    return QDialog::eventFilter(object, event);
  const int from = m_list->currentRow(), to = from + (key->key() == Qt::Key_Up ? -1 : 1);
  if (from < 0 || to < 0 || to >= m_list->count()) return true;
  {
    const QSignalBlocker quiet(m_list);
    m_list->insertItem(to, m_list->takeItem(from));
    m_list->setCurrentRow(to);
  }
  apply();
  return true;
}

}  // namespace headroom
