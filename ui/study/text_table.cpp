#include "ui/study/text_table.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/theme.h"

namespace headroom {

namespace {

QString quoted(QString text) {
  if (!text.contains(',') && !text.contains('"') && !text.contains('\n')) return text;
  return '"' + text.replace('"', QLatin1String("\"\"")) + '"';
}

/// Chips stand as coloured words in a rounded field; all else as ever.
class ChipDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto chip = static_cast<Chip>(index.data(TextTableModel::ChipRole).toInt());
    QStyleOptionViewItem plain = option;
    initStyleOption(&plain, index);
    plain.state &= ~QStyle::State_HasFocus;
    if (chip != Chip::None) plain.text.clear();
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &plain, painter, option.widget);
    if (chip == Chip::None) return;
    const auto& colours = coloursFor(option.palette);
    const QColor word = chip == Chip::Good ? colours.accent : chip == Chip::Warn ? colours.warning : colours.dim;
    QColor field = word;
    field.setAlpha(colours.dark ? 46 : 30);
    const QString text =
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, option.rect.width() - 24);
    const QRectF box(option.rect.left() + 6, option.rect.center().y() - option.fontMetrics.height() / 2.0 - 1,
                     option.fontMetrics.horizontalAdvance(text) + 14, option.fontMetrics.height() + 2);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(field);
    painter->drawRoundedRect(box, box.height() / 2, box.height() / 2);
    painter->setPen(word);
    painter->setFont(option.font);
    painter->drawText(box, Qt::AlignCenter, text);
    painter->restore();
  }

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    return QStyledItemDelegate::sizeHint(option, index) + QSize(18, 0);
  }
};

}  // namespace

QString toCsv(const TextTable& table) {
  QStringList lines, titles;
  for (const auto& column : table.columns) titles << quoted(column.title);
  lines << titles.join(',');
  for (const auto& row : table.rows) {
    QStringList cells;
    for (const TextCell& cell : row) cells << quoted(cell.text);
    lines << cells.join(',');
  }
  return lines.join('\n') + '\n';
}

void TextTableModel::set(TextTable table) {
  if (table == m_table) return;
  const bool sameShape = table.columns == m_table.columns && table.rows.size() == m_table.rows.size();
  if (!sameShape) beginResetModel();
  m_table = std::move(table);
  if (!sameShape) return endResetModel();
  if (!m_table.rows.empty() && !m_table.columns.empty())
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int TextTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}
int TextTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size());
}

QVariant TextTableModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const auto& row = m_table.rows[static_cast<std::size_t>(index.row())];
  const auto column = static_cast<std::size_t>(index.column());
  if (column >= row.size()) return {};
  switch (role) {
    case Qt::DisplayRole:
      return row[column].text;
    case Qt::ToolTipRole:
      return row[column].toolTip.isEmpty() ? row[column].text : row[column].toolTip;
    case Qt::TextAlignmentRole:
      return static_cast<int>((m_table.columns[column].number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case ChipRole:
      return static_cast<int>(row[column].chip);
    default:
      return {};
  }
}

QVariant TextTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  const auto& column = m_table.columns[static_cast<std::size_t>(section)];
  if (role == Qt::DisplayRole) return column.title;
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>((column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  return {};
}

TableCard::TableCard(QWidget* parent)
    : QWidget(parent),
      m_model(new TextTableModel(this)),
      m_title(new QLabel),
      m_note(new QLabel),
      m_empty(new QLabel),
      m_view(new QTableView) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 8, 12, 8);
  layout->setSpacing(4);
  m_title->setProperty("caption", true);
  for (auto* label : {m_note, m_empty}) {
    label->setProperty("dim", true);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  }
  m_view->setModel(m_model);
  m_view->setItemDelegate(new ChipDelegate(m_view));
  m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_view->setShowGrid(false);
  m_view->setWordWrap(false);
  m_view->setTabKeyNavigation(false);
  m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_view->verticalHeader()->hide();
  m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 12);
  m_view->horizontalHeader()->setHighlightSections(false);
  m_view->horizontalHeader()->setStretchLastSection(true);
  auto* copyAction = new QAction(tr("Copy the table as CSV"), m_view);
  copyAction->setShortcut(QKeySequence::Copy);
  copyAction->setShortcutContext(Qt::WidgetShortcut);
  connect(copyAction, &QAction::triggered, this, &TableCard::copy);
  m_view->addAction(copyAction);
  m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
  connect(m_view, &QTableView::activated, this, [this](const QModelIndex& index) { Q_EMIT rowActivated(index.row()); });
  for (QWidget* part : std::initializer_list<QWidget*>{m_title, m_note, m_view, m_empty}) layout->addWidget(part);
  layout->addStretch(1);
  fit();
}

void TableCard::set(const TextTable& table) {
  const bool same = table.columns == m_model->table().columns && table.rows.size() == m_model->table().rows.size();
  m_model->set(table);
  m_title->setText(table.title.toUpper());
  m_title->setVisible(!table.title.isEmpty());
  m_note->setText(table.note);
  m_note->setVisible(!table.note.isEmpty());
  m_empty->setText(table.empty);
  m_empty->setVisible(table.rows.empty() && !table.empty.isEmpty());
  m_view->setVisible(!table.rows.empty());
  m_view->setAccessibleName(table.title);
  m_view->setAccessibleDescription(table.note);
  m_view->horizontalHeader()->setStretchLastSection(!table.columns.empty() && !table.columns.back().number);
  if (!same) m_view->resizeColumnsToContents();
  fit();
}

void TableCard::fit() {
  const int rows = m_model->rowCount() * m_view->verticalHeader()->defaultSectionSize();
  const int wide = m_view->horizontalHeader()->length();
  const int bar = wide > width() - 24 ? m_view->style()->pixelMetric(QStyle::PM_ScrollBarExtent) : 0;
  m_view->setFixedHeight(rows + m_view->horizontalHeader()->sizeHint().height() + bar + 4);
}

void TableCard::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit();
}

void TableCard::copy() const {
  QApplication::clipboard()->setText(toCsv(m_model->table()));
}

}  // namespace headroom
