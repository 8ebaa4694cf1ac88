#include "ui/habits/command_palette.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/theme.h"

namespace headroom {

namespace {

/// Title at the left, what it is and its key at the right; what cannot be done is dim.
class EntryDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
    return {200, option.fontMetrics.height() + 12};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto& colours = coloursFor(option.palette);
    const bool possible = index.data(PaletteModel::WhyNotRole).toString().isEmpty();
    if (option.state & QStyle::State_Selected) painter->fillRect(option.rect, colours.selection);
    const QRect inner = option.rect.adjusted(10, 0, -10, 0);
    const QString keys = index.data(PaletteModel::KeysRole).toString();
    const QString right = index.data(PaletteModel::KindRole).toString() + (keys.isEmpty() ? "" : "   " + keys);
    const int rightWidth = option.fontMetrics.horizontalAdvance(right) + 12;
    painter->setFont(option.font);
    // Dim words are not legible enough on the selection.
    const QColor second = option.state & QStyle::State_Selected ? colours.text : colours.dim;
    painter->setPen(second);
    painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, right);
    painter->setPen(possible ? colours.text : second);
    const QRect left = inner.adjusted(0, 0, -rightWidth, 0);
    const QString title = option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, left.width());
    painter->drawText(left, Qt::AlignLeft | Qt::AlignVCenter, title);
    const int used = option.fontMetrics.horizontalAdvance(title) + 12;
    const QString detail = index.data(PaletteModel::DetailRole).toString().simplified();
    if (left.width() - used < 60 || detail.isEmpty()) return;
    painter->setPen(second);
    painter->drawText(left.adjusted(used, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(detail, Qt::ElideRight, left.width() - used));
  }
};

}  // namespace

CommandPalette::CommandPalette(QWidget* window)
    : QDialog(window, Qt::Dialog | Qt::FramelessWindowHint),
      m_model(new PaletteModel(this)),
      m_line(new QLineEdit),
      m_list(new QListView),
      m_hint(new QLabel) {
  setWindowTitle(tr("Find anything"));
  setModal(true);
  m_line->setPlaceholderText(tr("Find an action, page, run, block, template or setting"));
  m_line->setAccessibleName(tr("Find anything"));
  m_line->setClearButtonEnabled(true);
  m_line->installEventFilter(this);
  m_list->setModel(m_model);
  m_list->setItemDelegate(new EntryDelegate(m_list));
  m_list->setUniformItemSizes(true);
  m_list->setAccessibleName(tr("What was found"));
  m_list->setFocusPolicy(Qt::NoFocus);  // the line keeps the keyboard
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_hint->setProperty("dim", true);
  m_hint->setWordWrap(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->setSpacing(6);
  layout->addWidget(m_line);
  layout->addWidget(m_list, 1);
  layout->addWidget(m_hint);
  connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::queryMoved);
  connect(m_list, &QListView::clicked, this, &CommandPalette::choose);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CommandPalette::showHint);
}

void CommandPalette::addSource(PaletteEntries source) {
  m_sources.push_back(std::move(source));
}

void CommandPalette::find(const QString& query) {
  m_line->setText(query);
  refresh();
  const QWidget* window = parentWidget();
  const int width = std::min(window->width() - 40, 720);
  resize(width, std::min(window->height() * 2 / 3, 520));
  move(window->mapToGlobal(QPoint((window->width() - width) / 2, window->height() / 10)));
  open();
  m_line->setFocus();
}

void CommandPalette::refresh() {
  std::vector<PaletteEntry> entries;
  for (const auto& source : m_sources) {
    auto more = source();
    entries.insert(entries.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  m_model->setEntries(std::move(entries));
  queryMoved(m_line->text());
}

void CommandPalette::queryMoved(const QString& query) {
  m_model->setQuery(query);
  if (m_model->rowCount() > 0) m_list->setCurrentIndex(m_model->index(0));
  showHint();
}

void CommandPalette::showHint() {
  const QString whyNot = m_list->currentIndex().data(PaletteModel::WhyNotRole).toString();
  if (m_model->rowCount() == 0)
    m_hint->setText(tr("Nothing is called so. Fewer letters find more."));
  else if (!whyNot.isEmpty())
    m_hint->setText(whyNot);
  else
    m_hint->setText(tr("↑ ↓ choose, Enter does it, Esc closes"));
}

void CommandPalette::choose() {
  const QModelIndex index = m_list->currentIndex();
  if (!index.isValid()) return;
  const auto& entry = m_model->at(index.row());
  if (!entry.whyNot.isEmpty() || !entry.act) return showHint();
  const auto act = entry.act;
  accept();
  // After this window is gone: what is chosen may open another.
  QMetaObject::invokeMethod(parentWidget(), act, Qt::QueuedConnection);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
  const int rows = m_model->rowCount(), now = m_list->currentIndex().row();
  const auto go = [&](int row) {
    if (rows > 0) m_list->setCurrentIndex(m_model->index(std::clamp(row, 0, rows - 1)));
    return true;
  };
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
      return go(now + 1);
    case Qt::Key_Up:
      return go(now - 1);
    case Qt::Key_PageDown:
      return go(now + 10);
    case Qt::Key_PageUp:
      return go(now - 10);
    case Qt::Key_Return:
    case Qt::Key_Enter:
      choose();
      return true;
    default:
      return QDialog::eventFilter(watched, event);
  }
}

}  // namespace headroom
