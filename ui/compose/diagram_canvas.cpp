#include "ui/compose/diagram_canvas.h"

#include <QApplication>
#include <QDrag>
#include <QDragEnterEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "core/blocks/catalog.h"
#include "ui/compose/compose_diagram.h"
#include "ui/compose/element_paths.h"

namespace headroom {

namespace {

constexpr double kLeastZoom = 0.1, kMostZoom = 3;
constexpr double kReach = 60;  // how far from the pointer a place still takes what is dropped

QByteArray written(const ElementPath& path) {
  QByteArray text;
  for (const std::size_t index : path) text += (text.isEmpty() ? "" : "/") + QByteArray::number(qulonglong(index));
  return text;
}

ElementPath pathFrom(const QByteArray& text) {
  ElementPath path;
  for (const QByteArray& index : text.split('/')) path.push_back(static_cast<std::size_t>(index.toULongLong()));
  return path;
}

const DiagramChip* chipAt(const DiagramItem& item, QPointF point) {
  const auto found =
      std::find_if(item.chips.begin(), item.chips.end(), [&](const auto& chip) { return chip.rect.contains(point); });
  return found == item.chips.end() ? nullptr : &*found;
}

bool takes(const Element& element, const std::string& slot, const std::string& id) {
  const Block* block = findBlock(element.block);
  const ParamSpec* spec = block ? block->param(slot) : nullptr;
  return spec && std::find(spec->choices.begin(), spec->choices.end(), id) != spec->choices.end();
}

}  // namespace

DiagramCanvas::DiagramCanvas(ComposeDocument& document, ComposeDiagram& owner) : m_document(document), m_owner(owner) {
  setFocusPolicy(Qt::StrongFocus);
  setAcceptDrops(true);
  setAccessibleName(tr("Architecture diagram"));
  connect(&document, &ComposeDocument::changed, this, &DiagramCanvas::layOutAgain);
  connect(&document, &ComposeDocument::selectionChanged, this, &DiagramCanvas::showSelection);
  layOutAgain();
}

void DiagramCanvas::setZoom(double zoom) {
  m_zoom = std::clamp(zoom, kLeastZoom, kMostZoom);
  const QSizeF size = m_layout.bounds.size() * m_zoom + QSizeF(2 * kMargin, 2 * kMargin);
  setMinimumSize(size.toSize());
  update();
  Q_EMIT laidOut();
}

void DiagramCanvas::setChanges(std::map<ElementPath, DiagramChange> changes) {
  if (changes == m_marks.changes) return;
  m_marks.changes = std::move(changes);
  update();
}

bool DiagramCanvas::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const DiagramItem* item = m_layout.itemAt(toDiagram(help->pos()));
  const Element* element = item ? headroom::find(m_document.architecture(), item->path) : nullptr;
  const Block* block = element ? findBlock(element->block) : nullptr;
  if (!item) {
    QToolTip::hideText();
    return true;
  }
  QStringList lines{item->title};
  if (!item->detail.isEmpty()) lines << item->detail;
  if (block) lines << QString::fromStdString(block->idea);
  if (!item->error.isEmpty()) lines << item->error;
  QToolTip::showText(help->globalPos(), lines.join('\n'), this);
  return true;
}

void DiagramCanvas::paintEvent(QPaintEvent* event) {
  const ThemeColours& colours = coloursFor(palette());
  QPainter painter(this);
  painter.fillRect(event->rect(), colours.panel);
  painter.translate(origin());
  painter.scale(m_zoom, m_zoom);
  m_marks.current = m_document.selection();
  m_marks.selected = m_document.selectedPaths();
  m_marks.focused = hasFocus();
  paintDiagram(painter, m_layout, colours, m_marks,
               QRectF(toDiagram(event->rect().topLeft()), QSizeF(event->rect().size()) / m_zoom));
  painter.resetTransform();
  if (m_document.architecture().body.empty()) {
    painter.setPen(colours.dim);
    painter.drawText(rect(), Qt::AlignCenter, tr("Double-click a block at the left to begin."));
  }
}

void DiagramCanvas::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const QPointF at = toDiagram(event->position());
  const DiagramItem* item = m_layout.itemAt(at);
  m_selectOnRelease = false;
  if (!item) return m_document.select(std::nullopt);
  if (event->modifiers() & Qt::ControlModifier) return m_document.toggle(item->path);
  if (event->modifiers() & Qt::ShiftModifier) return m_document.extendTo(item->path);
  m_pressed = event->position();
  const auto& selected = m_document.selectedPaths();
  m_selectOnRelease = selected.size() > 1 && std::find(selected.begin(), selected.end(), item->path) != selected.end();
  if (!m_selectOnRelease) m_document.select(item->path);
  // Selecting lays nothing out anew, so the item still stands.
  if (const DiagramChip* chip = chipAt(*item, at)) Q_EMIT fieldAsked(QString::fromStdString(chip->parameter));
}

void DiagramCanvas::mouseMoveEvent(QMouseEvent* event) {
  if (!m_pressed || !(event->buttons() & Qt::LeftButton)) return;
  if ((event->position() - *m_pressed).manhattanLength() < QApplication::startDragDistance()) return;
  m_pressed.reset();
  m_selectOnRelease = false;
  startDrag();
}

void DiagramCanvas::mouseReleaseEvent(QMouseEvent* event) {
  m_pressed.reset();
  if (!m_selectOnRelease) return;
  m_selectOnRelease = false;
  if (const DiagramItem* item = m_layout.itemAt(toDiagram(event->position()))) m_document.select(item->path);
}

void DiagramCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
  const DiagramItem* item = m_layout.itemAt(toDiagram(event->position()));
  if (!item) return;
  const ElementPath path = item->path;
  if (item->folded || (!item->box && item->kind != Element::Kind::Residual))
    m_document.fold(path, !m_document.isFolded(path));
  else
    Q_EMIT fieldAsked({});
}

void DiagramCanvas::contextMenuEvent(QContextMenuEvent* event) {
  const auto& selected = m_document.selectedPaths();
  const DiagramItem* item =
      event->reason() == QContextMenuEvent::Mouse ? m_layout.itemAt(toDiagram(event->pos())) : nullptr;
  if (item && std::find(selected.begin(), selected.end(), item->path) == selected.end()) m_document.select(item->path);
  QMenu::exec(m_owner.actions(), event->globalPos(), nullptr, this);
}

void DiagramCanvas::keyPressEvent(QKeyEvent* event) {
  const bool plain = (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
  if (!plain) return QWidget::keyPressEvent(event);
  switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
      return step(event->key() == Qt::Key_Up ? -1 : 1, event->modifiers() & Qt::ShiftModifier);
    case Qt::Key_Left:
      return goOut();
    case Qt::Key_Right:
      return goIn();
    case Qt::Key_Home:
      if (!m_layout.items.empty()) m_document.select(m_layout.items.front().path);
      return;
    case Qt::Key_End:
      if (!m_layout.items.empty()) m_document.select(m_layout.items.back().path);
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      Q_EMIT fieldAsked({});
      return;
    case Qt::Key_Escape:
      return m_document.select(std::nullopt);
    default:
      QWidget::keyPressEvent(event);
  }
}

void DiagramCanvas::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}

void DiagramCanvas::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

void DiagramCanvas::wheelEvent(QWheelEvent* event) {
  if (!(event->modifiers() & Qt::ControlModifier)) return QWidget::wheelEvent(event);
  setZoom(m_zoom * std::pow(1.0015, event->angleDelta().y()));
  event->accept();
}

void DiagramCanvas::startDrag() {
  const auto& selection = m_document.selection();
  if (!selection || m_document.selectedPaths().size() != 1) return;
  auto* data = new QMimeData;
  data->setData(kElementMime, written(*selection));
  data->setText(m_document.copied(*selection));  // other programs get it as JSON
  auto* drag = new QDrag(this);
  drag->setMimeData(data);
  drag->exec(Qt::MoveAction | Qt::CopyAction, Qt::MoveAction);
}

void DiagramCanvas::dragEnterEvent(QDragEnterEvent* event) {
  const QMimeData& data = *event->mimeData();
  std::vector<ElementPath> places;
  for (const DiagramSlot& slot : m_layout.places) places.push_back(slot.place);
  m_marks.openPlaces.clear();
  m_marks.openChips.clear();
  if (data.hasFormat(kElementMime)) {
    m_marks.openPlaces = m_document.legalMoves(places, pathFrom(data.data(kElementMime)));
  } else if (data.hasFormat(kBlockMime)) {
    const std::string id = data.data(kBlockMime).toStdString();
    const Block* block = findBlock(id);
    if (!block || !block->onlyInSlots) m_marks.openPlaces = m_document.legalPlaces(places, blockElement(id));
    for (const DiagramItem& item : m_layout.items)
      for (const DiagramChip& chip : item.chips)
        if (takes(*headroom::find(m_document.architecture(), item.path), chip.parameter, id))
          m_marks.openChips.emplace_back(item.path, chip.parameter);
  } else {
    return;
  }
  std::sort(m_marks.openPlaces.begin(), m_marks.openPlaces.end());
  event->acceptProposedAction();
  update();
}

void DiagramCanvas::findTarget(QPointF point) {
  m_marks.target.reset();
  m_marks.chipTarget.reset();
  for (const auto& [path, parameter] : m_marks.openChips) {
    const DiagramItem* item = m_layout.item(path);
    const DiagramChip* chip = item ? chipAt(*item, point) : nullptr;
    if (chip && chip->parameter == parameter) m_marks.chipTarget = {path, parameter};
  }
  if (m_marks.chipTarget) return;
  double distance = kReach;
  for (const DiagramSlot& slot : m_layout.places) {
    if (!std::binary_search(m_marks.openPlaces.begin(), m_marks.openPlaces.end(), slot.place)) continue;
    // Beside a bar counts little: a block is wide.
    const QPointF off = point - slot.at;
    const double across = std::abs(slot.upright ? off.y() : off.x()),
                 along = std::abs(slot.upright ? off.x() : off.y());
    const double here = along + std::max(0.0, across - (slot.upright ? 30 : 160));
    if (here >= distance) continue;
    distance = here;
    m_marks.target = slot.place;
  }
}

void DiagramCanvas::dragMoveEvent(QDragMoveEvent* event) {
  findTarget(toDiagram(event->position()));
  if (m_marks.target || m_marks.chipTarget)
    event->acceptProposedAction();
  else
    event->ignore();
  update();
}

void DiagramCanvas::dragLeaveEvent(QDragLeaveEvent*) {
  endDrag();
}

void DiagramCanvas::dropEvent(QDropEvent* event) {
  findTarget(toDiagram(event->position()));
  const auto target = m_marks.target;
  const auto chip = m_marks.chipTarget;
  const QMimeData& data = *event->mimeData();
  endDrag();
  if (!target && !chip) return;
  Result<void> done;
  if (chip) {
    m_document.select(chip->first);
    done = m_document.setParameter(chip->first, chip->second, QString::fromUtf8(data.data(kBlockMime)));
  } else if (data.hasFormat(kElementMime)) {
    const ElementPath path = pathFrom(data.data(kElementMime));
    const Element* element = headroom::find(m_document.architecture(), path);
    if (!element) return;
    done =
        event->dropAction() == Qt::CopyAction ? m_document.insert(*target, *element) : m_document.moveTo(path, *target);
  } else {
    done = m_document.insert(*target, blockElement(data.data(kBlockMime).toStdString()));
  }
  if (!done) Q_EMIT objected(QString::fromStdString(done.error().message));
  event->acceptProposedAction();
}

void DiagramCanvas::endDrag() {
  m_marks.openPlaces.clear();
  m_marks.openChips.clear();
  m_marks.target.reset();
  m_marks.chipTarget.reset();
  update();
}

QPointF DiagramCanvas::origin() const {
  const double x = (width() - m_layout.bounds.width() * m_zoom) / 2 - m_layout.bounds.left() * m_zoom;
  return {std::round(x), kMargin};
}

void DiagramCanvas::step(int by, bool extend) {
  const auto& selection = m_document.selection();
  if (extend && selection) {
    ElementPath next = *selection;
    if (by < 0 && next.back() == 0) return;
    next.back() += static_cast<std::size_t>(by);
    if (headroom::find(m_document.architecture(), next)) m_document.extendTo(next);
    return;
  }
  if (m_layout.items.empty()) return;
  const int count = static_cast<int>(m_layout.items.size());
  int index = by > 0 ? -1 : count;
  for (int i = 0; i < count; ++i)
    if (selection == m_layout.items[static_cast<std::size_t>(i)].path) index = i;
  m_document.select(m_layout.items[static_cast<std::size_t>(std::clamp(index + by, 0, count - 1))].path);
}

void DiagramCanvas::goOut() {
  const Element* element = m_document.selected();
  if (!element) return;
  const ElementPath path = *m_document.selection();
  if (!element->body.empty() && !m_document.isFolded(path)) return m_document.fold(path, true);
  if (path.size() > 1) m_document.select(parentOf(path));
}

void DiagramCanvas::goIn() {
  const Element* element = m_document.selected();
  if (!element || element->body.empty()) return;
  ElementPath path = *m_document.selection();
  if (m_document.isFolded(path)) return m_document.fold(path, false);
  path.push_back(0);
  m_document.select(path);
}

void DiagramCanvas::layOutAgain() {
  m_layout = layOut(m_document.architecture(), m_document.evaluation().reports, m_document.composition().folded);
  setZoom(m_zoom);
  showSelection();
}

void DiagramCanvas::showSelection() {
  const auto& selection = m_document.selection();
  if (const DiagramItem* item = selection ? m_layout.item(*selection) : nullptr) {
    setAccessibleDescription(
        QStringList{item->title, item->detail, item->shape, item->error}.join(QStringLiteral(", ")));
    const QRectF at(item->rect.topLeft() * m_zoom + origin(), item->rect.size() * m_zoom);
    if (item->box)
      m_owner.ensureVisible(static_cast<int>(at.center().x()), static_cast<int>(at.center().y()), 0,
                            static_cast<int>(at.height()));
  } else {
    setAccessibleDescription(tr("%n elements", nullptr, static_cast<int>(m_layout.items.size())));
  }
  update();
}

}  // namespace headroom
