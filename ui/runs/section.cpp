#include "ui/runs/section.h"

#include <QAction>
#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <numeric>

#include "ui/models/csv.h"

namespace headroom {

namespace {

void copyRows(const QTableView& view, bool all) {
  const auto& model = *view.model();
  std::vector<int> rows, columns(static_cast<std::size_t>(model.columnCount()));
  std::iota(columns.begin(), columns.end(), 0);
  for (int row = 0; row < model.rowCount(); ++row) {
    if (all || !view.selectionModel()->hasSelection() || view.selectionModel()->isRowSelected(row)) rows.push_back(row);
  }
  QGuiApplication::clipboard()->setText(csvOf(model, rows, columns));
}

/// Rows are selected, not cells: no frame round the current one.
class RowDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
    QStyledItemDelegate::initStyleOption(option, index);
    option->state &= ~QStyle::State_HasFocus;
  }
};

}  // namespace

void setUpRows(QTableView& view, const QString& accessibleName) {
  view.setAccessibleName(accessibleName);
  view.setItemDelegate(new RowDelegate(&view));
  view.setSelectionBehavior(QAbstractItemView::SelectRows);
  view.setSelectionMode(QAbstractItemView::ExtendedSelection);
  view.setEditTriggers(QAbstractItemView::NoEditTriggers);
  view.setShowGrid(false);
  view.setWordWrap(false);
  view.setTabKeyNavigation(false);
  view.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  view.verticalHeader()->hide();
  view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  view.verticalHeader()->setDefaultSectionSize(view.fontMetrics().height() + 10);
  view.horizontalHeader()->setHighlightSections(false);
  view.horizontalHeader()->setStretchLastSection(true);
  auto* copy = new QAction(Section::tr("Copy the rows as CSV"), &view);
  copy->setShortcut(QKeySequence::Copy);
  copy->setShortcutContext(Qt::WidgetShortcut);
  auto* copyAll = new QAction(Section::tr("Copy the table as CSV"), &view);
  QObject::connect(copy, &QAction::triggered, &view, [&view] { copyRows(view, false); });
  QObject::connect(copyAll, &QAction::triggered, &view, [&view] { copyRows(view, true); });
  view.addActions({copy, copyAll});
  view.setContextMenuPolicy(Qt::ActionsContextMenu);
}

QString filesKey(const RunSummary& run) {
  const qint64 moment = isLive(run.state) ? QDateTime::currentSecsSinceEpoch() / 2 : 0;
  return QStringLiteral("%1|%2|%3|%4;")
      .arg(QString::fromStdString(run.id.text))
      .arg(run.attempt)
      .arg(static_cast<int>(run.state))
      .arg(moment);
}

QLabel* makeHint(const QString& text) {
  auto* label = new QLabel(text);
  label->setProperty("dim", true);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  return label;
}

}  // namespace headroom
