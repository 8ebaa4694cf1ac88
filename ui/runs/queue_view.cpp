#include "ui/runs/queue_view.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace headroom {

QueueView::QueueView(const SectionContext& context)
    : Section(context),
      m_model(new QueueModel(context.workbench.runs(), this)),
      m_view(new QTableView),
      m_told(makeHint()),
      m_up(new QPushButton(tr("Earlier"))),
      m_down(new QPushButton(tr("Later"))),
      m_stop(new QPushButton(tr("Take out"))) {
  m_view->setModel(m_model);
  setUpRows(*m_view, tr("What trains and what waits, in the order of starting"));
  m_view->setSelectionMode(QAbstractItemView::SingleSelection);
  m_view->setDragDropMode(QAbstractItemView::InternalMove);
  m_view->setDragDropOverwriteMode(false);
  m_view->setDefaultDropAction(Qt::MoveAction);
  m_view->horizontalHeader()->setStretchLastSection(false);
  m_view->horizontalHeader()->setSectionResizeMode(QueueModel::Name, QHeaderView::Stretch);
  m_view->installEventFilter(this);
  auto* panel = new QFrame;
  panel->setProperty("panel", true);
  auto* inside = new QVBoxLayout(panel);
  inside->setContentsMargins(8, 8, 8, 4);
  auto* bar = new QHBoxLayout;
  bar->addWidget(m_told, 1);
  for (auto* button : {m_up, m_down, m_stop}) bar->addWidget(button);
  inside->addLayout(bar);
  inside->addWidget(m_view, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(panel);
  connect(m_up, &QPushButton::clicked, this, [this] { moveCurrent(-1); });
  connect(m_down, &QPushButton::clicked, this, [this] { moveCurrent(1); });
  connect(m_stop, &QPushButton::clicked, this, [this] {
    if (current() >= 0) this->context().actions.send({{{"do", "stop"}, {"run", m_model->at(current()).text}}});
  });
  connect(m_model, &QueueModel::moveWanted, &this->context().actions, &RunActions::move);
  connect(m_model, &QAbstractItemModel::modelAboutToBeReset, this,
          [this] { m_kept = current() >= 0 ? m_model->at(current()) : RunId{}; });
  connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
    if (const int row = m_model->rowOf(m_kept); row >= 0) m_view->selectRow(row);
    refresh();
  });
  connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &QueueView::refresh);
  refresh();
}

int QueueView::current() const {
  const QModelIndex index = m_view->currentIndex();
  return index.isValid() ? index.row() : -1;
}

void QueueView::refresh() {
  const int row = current(),
            first = m_model->rowCount() - static_cast<int>(this->context().workbench.runs().queue().size());
  const bool waits = row >= 0 && m_model->waits(row);
  const auto allow = [](QPushButton* button, bool allowed, const QString& hint, const QString& why) {
    button->setEnabled(allowed);
    button->setToolTip(allowed ? hint : why);
  };
  const QString why = row < 0 ? tr("Select a run of the queue first") : tr("This run trains already");
  allow(m_up, waits && row > first, tr("One place up (Alt+Up)"), waits ? tr("It is the next one already") : why);
  allow(m_down, waits && row + 1 < m_model->rowCount(), tr("One place down (Alt+Down)"),
        waits ? tr("It is the last one already") : why);
  allow(m_stop, waits, tr("It does not start; it can be resumed later"), why);
  m_told->setText(m_model->rowCount() == 0 ? tr("Nothing trains or waits. Compose starts a run; Clone repeats one.")
                                           : tr("Drag a waiting run, or move it with Alt+Up and Alt+Down."));
}

void QueueView::moveCurrent(int by) {
  const int row = current();
  if (row < 0 || !m_model->waits(row)) return;
  const int to = by < 0 ? row - 1 : row + 2;  // stands before this row
  if (to < 0 || !m_model->waits(by < 0 ? to : row) || to > m_model->rowCount()) return;
  this->context().actions.move(m_model->at(row), to < m_model->rowCount() ? m_model->at(to) : RunId{});
}

bool QueueView::eventFilter(QObject* object, QEvent* event) {
  // Before the page's action of the same keys, which moves the run that is selected in the table.
  if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
    return Section::eventFilter(object, event);
  auto* key = static_cast<QKeyEvent*>(event);
  if (key->modifiers() != Qt::AltModifier || (key->key() != Qt::Key_Up && key->key() != Qt::Key_Down))
    return Section::eventFilter(object, event);
  key->accept();
  if (event->type() == QEvent::KeyPress) moveCurrent(key->key() == Qt::Key_Up ? -1 : 1);
  return true;
}

}  // namespace headroom
