#include "ui/study/matrix_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/theme.h"

namespace headroom {

namespace {

using State = MatrixModel::State;

QColor colourOf(State state, const ThemeColours& colours) {
  switch (state) {
    case State::Running:
      return colours.running;
    case State::Partly:
    case State::Completed:
      return colours.done;
    case State::Failed:
    case State::Diverged:
      return colours.error;
    case State::Planned:
    case State::Dropped:
      return colours.waiting;
  }
  return colours.waiting;
}

class CellDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto& colours = coloursFor(option.palette);
    const auto state = static_cast<State>(index.data(MatrixModel::StateRole).toInt());
    const QRectF box = QRectF(option.rect).adjusted(2.5, 3.5, -2.5, -3.5);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QColor colour = colourOf(state, colours);
    QColor field = colour;
    field.setAlpha(state == State::Completed ? 70 : state == State::Planned || state == State::Dropped ? 0 : 28);
    const bool current = option.state.testFlag(QStyle::State_Selected);
    painter->setPen(QPen(current ? colours.text : colour, current ? 2 : 1,
                         state == State::Planned || state == State::Dropped ? Qt::DotLine : Qt::SolidLine));
    painter->setBrush(field);
    painter->drawRoundedRect(box, 4, 4);
    painter->setPen(state == State::Planned || state == State::Dropped ? colours.dim : colours.text);
    QFont small = option.font;
    small.setPointSizeF(small.pointSizeF() * 0.85);
    painter->setFont(small);
    const QString text =
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, static_cast<int>(box.width()) - 4);
    painter->drawText(box, Qt::AlignCenter, text);
    painter->restore();
  }
};

}  // namespace

MatrixModel::State MatrixModel::stateOf(const MatrixCell& cell) {
  if (cell.diverged > 0) return State::Diverged;
  if (cell.failed > 0) return State::Failed;
  if (cell.running > 0) return State::Running;
  if (cell.completed >= cell.planned && cell.completed > 0) return State::Completed;
  if (cell.dropped) return State::Dropped;
  return cell.completed > 0 ? State::Partly : State::Planned;
}

void MatrixModel::set(std::shared_ptr<const StudyResult> result) {
  std::vector<std::string> arms;
  std::vector<std::pair<std::string, std::int64_t>> columns;
  if (result) {
    for (const StudyArm& arm : result->study().arms) arms.push_back(arm.name);
    for (const std::string& scale : result->study().scales)
      for (const std::int64_t seed : result->study().seeds) columns.emplace_back(scale, seed);
  }
  const bool same = arms == m_arms && columns == m_columns;
  if (!same) beginResetModel();
  m_result = std::move(result);
  m_arms = std::move(arms);
  m_columns = std::move(columns);
  m_cells.assign(m_arms.size() * m_columns.size(), nullptr);
  if (m_result)
    for (const MatrixCell& cell : m_result->matrix) {
      const auto row = std::find(m_arms.begin(), m_arms.end(), cell.arm) - m_arms.begin();
      const auto column =
          std::find(m_columns.begin(), m_columns.end(), std::pair(cell.scale, cell.seed)) - m_columns.begin();
      const auto at = static_cast<std::size_t>(row) * m_columns.size() + static_cast<std::size_t>(column);
      if (at < m_cells.size() && column < static_cast<std::ptrdiff_t>(m_columns.size())) m_cells[at] = &cell;
    }
  if (!same) return endResetModel();
  if (!m_cells.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int MatrixModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_arms.size());
}
int MatrixModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

const MatrixCell* MatrixModel::cell(const QModelIndex& index) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return nullptr;
  return m_cells[static_cast<std::size_t>(index.row()) * m_columns.size() + static_cast<std::size_t>(index.column())];
}

QVariant MatrixModel::data(const QModelIndex& index, int role) const {
  const MatrixCell* cell = this->cell(index);
  if (!cell) return role == StateRole ? QVariant(static_cast<int>(State::Planned)) : QVariant();
  const State state = stateOf(*cell);
  const QString count = QStringLiteral("%1/%2").arg(cell->completed).arg(cell->planned);
  QString words;
  switch (state) {
    case State::Planned:
      words = tr("planned");
      break;
    case State::Running:
      words = tr("running");
      break;
    case State::Partly:
      words = tr("waiting for the next run");
      break;
    case State::Completed:
      words = tr("completed");
      break;
    case State::Failed:
      words = tr("failed");
      break;
    case State::Diverged:
      words = tr("diverged");
      break;
    case State::Dropped:
      words = tr("dropped by the ladder");
      break;
  }
  switch (role) {
    case Qt::DisplayRole:
      if (state == State::Completed) return QStringLiteral("✓");
      if (state == State::Planned) return QStringLiteral("·");
      if (state == State::Failed || state == State::Diverged) return words;
      return state == State::Dropped ? tr("dropped") : count;
    case StateRole:
      return static_cast<int>(state);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
      return tr("%1, %2, seed %3: %4; %5 of %6 runs completed, %7 running, %8 failed, %9 diverged")
          .arg(QString::fromStdString(cell->arm), QString::fromStdString(cell->scale))
          .arg(cell->seed)
          .arg(words)
          .arg(cell->completed)
          .arg(cell->planned)
          .arg(cell->running)
          .arg(cell->failed)
          .arg(cell->diverged);
    default:
      return {};
  }
}

QVariant MatrixModel::headerData(int section, Qt::Orientation orientation, int role) const {
  const int count = orientation == Qt::Horizontal ? columnCount() : rowCount();
  if (section < 0 || section >= count || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) return {};
  if (orientation == Qt::Vertical) return QString::fromStdString(m_arms[static_cast<std::size_t>(section)]);
  const auto& [scale, seed] = m_columns[static_cast<std::size_t>(section)];
  if (role == Qt::ToolTipRole) return tr("scale %1, seed %2").arg(QString::fromStdString(scale)).arg(seed);
  return QStringLiteral("%1\n%2").arg(QString::fromStdString(scale)).arg(seed);
}

MatrixView::MatrixView(QWidget* parent) : QTableView(parent), m_model(new MatrixModel(this)) {
  setModel(m_model);
  setItemDelegate(new CellDelegate(this));
  setShowGrid(false);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setTabKeyNavigation(false);
  setCornerButtonEnabled(false);
  setAccessibleName(tr("Runs: arm × scale × seed"));
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 9);
  verticalHeader()->setMaximumWidth(180);
  verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  horizontalHeader()->setDefaultSectionSize(fontMetrics().horizontalAdvance(QStringLiteral("diverged")) + 8);
  // Narrow enough for three scales of three seeds without scrolling.
  QFont small = font();
  small.setBold(true);
  small.setPointSizeF(small.pointSizeF() * 0.85);
  horizontalHeader()->setFont(small);
  horizontalHeader()->setStyleSheet(QStringLiteral("QHeaderView::section { padding: 5px 2px; }"));
  horizontalHeader()->setMinimumSectionSize(QFontMetrics(small).horizontalAdvance(QStringLiteral("micro")) + 6);
  horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  for (auto* header : {horizontalHeader(), verticalHeader()}) {
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setTextElideMode(Qt::ElideRight);
  }
  auto* copyAction = new QAction(tr("Copy the table as CSV"), this);
  copyAction->setShortcut(QKeySequence::Copy);
  copyAction->setShortcutContext(Qt::WidgetShortcut);
  connect(copyAction, &QAction::triggered, this, &MatrixView::copy);
  addAction(copyAction);
  setContextMenuPolicy(Qt::ActionsContextMenu);
  const auto tell = [this](const QModelIndex& index) {
    const MatrixCell* cell = m_model->cell(index);
    if (cell && !cell->facts.empty()) Q_EMIT cellActivated(*cell);
  };
  connect(this, &QTableView::clicked, this, tell);
  connect(this, &QTableView::activated, this, [this, tell](const QModelIndex& index) {
    if (!QGuiApplication::mouseButtons()) tell(index);  // a click told it already
  });
}

void MatrixView::set(std::shared_ptr<const StudyResult> result) {
  m_model->set(std::move(result));
  // Many seeds scroll, few share the width.
  const int least = horizontalHeader()->minimumSectionSize() * m_model->columnCount();
  horizontalHeader()->setSectionResizeMode(least > 900 ? QHeaderView::Fixed : QHeaderView::Stretch);
}

void MatrixView::copy() const {
  QStringList lines{QStringLiteral("arm,scale,seed,planned,completed,running,failed,diverged,dropped")};
  for (int row = 0; row < m_model->rowCount(); ++row)
    for (int column = 0; column < m_model->columnCount(); ++column)
      if (const MatrixCell* cell = m_model->cell(m_model->index(row, column))) {
        QString arm = QString::fromStdString(cell->arm);
        if (arm.contains(',') || arm.contains('"')) arm = '"' + arm.replace('"', QLatin1String("\"\"")) + '"';
        lines << QStringLiteral("%1,%2,%3,%4,%5,%6,%7,%8,%9")
                     .arg(arm, QString::fromStdString(cell->scale))
                     .arg(cell->seed)
                     .arg(cell->planned)
                     .arg(cell->completed)
                     .arg(cell->running)
                     .arg(cell->failed)
                     .arg(cell->diverged)
                     .arg(cell->dropped ? tr("yes") : tr("no"));
      }
  QApplication::clipboard()->setText(lines.join('\n') + '\n');
}

}  // namespace headroom
