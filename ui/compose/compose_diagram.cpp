#include "ui/compose/compose_diagram.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace headroom {

namespace {

constexpr double kMargin = 28, kLeastZoom = 0.25, kMostZoom = 3;

}  // namespace

class ComposeDiagram::Canvas : public QWidget {
 public:
  Canvas(ComposeDocument& document, ComposeDiagram& owner) : m_document(document), m_owner(owner) {
    setFocusPolicy(Qt::StrongFocus);
    setAcceptDrops(true);
    setAccessibleName(tr("Architecture diagram"));
    connect(&document, &ComposeDocument::changed, this, [this] { layOutAgain(); });
    connect(&document, &ComposeDocument::selectionChanged, this, [this] { showSelection(); });
    layOutAgain();
  }

  const DiagramLayout& diagram() const { return m_layout; }
  double zoom() const { return m_zoom; }
  ComposeDocument& document() { return m_document; }

  void setZoom(double zoom) {
    m_zoom = std::clamp(zoom, kLeastZoom, kMostZoom);
    const QSizeF size = m_layout.bounds.size() * m_zoom + QSizeF(2 * kMargin, 2 * kMargin);
    setMinimumSize(size.toSize());
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const ThemeColours& colours = coloursFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.panel);
    painter.translate(origin());
    painter.scale(m_zoom, m_zoom);
    DiagramMarks marks = m_marks;
    marks.selected = m_document.selection();
    marks.focused = hasFocus();
    paintDiagram(painter, m_layout, colours, marks);
    if (m_document.architecture().body.empty()) {
      painter.resetTransform();
      painter.setPen(colours.dim);
      painter.drawText(rect(), Qt::AlignCenter, tr("Double-click a block at the left to begin."));
    }
  }

  void mousePressEvent(QMouseEvent* event) override {
    const DiagramItem* item = m_layout.itemAt(toDiagram(event->position()));
    m_document.select(item ? std::optional(item->path) : std::nullopt);
  }

  void contextMenuEvent(QContextMenuEvent* event) override {
    if (const DiagramItem* item = m_layout.itemAt(toDiagram(event->pos()))) m_document.select(item->path);
    QMenu menu;
    const bool some = m_document.selection().has_value();
    const auto add = [&](const QString& text, const QKeySequence& key, bool enabled, auto&& act) {
      QAction* action = menu.addAction(text, this, act);
      action->setShortcut(key);
      action->setEnabled(enabled);
    };
    add(tr("Copy"), QKeySequence::Copy, some, [this] { m_owner.copySelection(); });
    add(tr("Cut"), QKeySequence::Cut, some, [this] { m_owner.cutSelection(); });
    add(tr("Paste after"), QKeySequence::Paste, true, [this] { m_owner.paste(); });
    add(tr("Remove"), QKeySequence::Delete, some, [this] { m_owner.removeSelection(); });
    menu.addSeparator();
    add(tr("Move up"), Qt::ALT | Qt::Key_Up, some, [this] { m_document.move(*m_document.selection(), -1); });
    add(tr("Move down"), Qt::ALT | Qt::Key_Down, some, [this] { m_document.move(*m_document.selection(), 1); });
    menu.addSeparator();
    add(tr("Wrap in a residual branch"), {}, some,
        [this] { m_document.wrap(*m_document.selection(), Element::Kind::Residual); });
    add(tr("Wrap in a repeat"), {}, some, [this] { m_document.wrap(*m_document.selection(), Element::Kind::Repeat); });
    menu.exec(event->globalPos());
  }

  void keyPressEvent(QKeyEvent* event) override {
    const bool alt = event->modifiers() == Qt::AltModifier;
    const auto& selection = m_document.selection();
    if (event->matches(QKeySequence::Copy)) return m_owner.copySelection();
    if (event->matches(QKeySequence::Cut)) return m_owner.cutSelection();
    if (event->matches(QKeySequence::Paste)) return m_owner.paste();
    switch (event->key()) {
      case Qt::Key_Up:
      case Qt::Key_Down: {
        const int by = event->key() == Qt::Key_Up ? -1 : 1;
        if (!alt) return step(by);
        if (selection) m_document.move(*selection, by);
        return;
      }
      case Qt::Key_Delete:
      case Qt::Key_Backspace:
        return m_owner.removeSelection();
      case Qt::Key_Escape:
        return m_document.select({});
      default:
        QWidget::keyPressEvent(event);
    }
  }

  void focusInEvent(QFocusEvent* event) override {
    QWidget::focusInEvent(event);
    update();
  }

  void wheelEvent(QWheelEvent* event) override {
    if (!(event->modifiers() & Qt::ControlModifier)) return QWidget::wheelEvent(event);
    setZoom(m_zoom * std::pow(1.0015, event->angleDelta().y()));
    event->accept();
  }

  void dragEnterEvent(QDragEnterEvent* event) override {
    if (!event->mimeData()->hasFormat(kBlockMime)) return;
    const Element element = elementOf(event->mimeData());
    m_marks.openPlaces.clear();
    for (const DiagramSlot& slot : m_layout.places)
      if (!m_document.objectionTo(slot.place, element)) m_marks.openPlaces.push_back(slot.place);
    event->acceptProposedAction();
    update();
  }

  void dragMoveEvent(QDragMoveEvent* event) override {
    m_marks.target = nearestPlace(toDiagram(event->position()));
    event->setAccepted(m_marks.target.has_value());
    update();
  }

  void dragLeaveEvent(QDragLeaveEvent*) override { endDrag(); }

  void dropEvent(QDropEvent* event) override {
    const auto target = nearestPlace(toDiagram(event->position()));
    const Element element = elementOf(event->mimeData());
    endDrag();
    if (!target) return;
    if (const auto done = m_document.insert(*target, element); !done)
      Q_EMIT m_owner.objected(QString::fromStdString(done.error().message));
    event->acceptProposedAction();
  }

 private:
  static Element elementOf(const QMimeData* mime) { return blockElement(mime->data(kBlockMime).toStdString()); }

  void endDrag() {
    m_marks = {};
    update();
  }

  std::optional<ElementPath> nearestPlace(QPointF point) const {
    std::optional<ElementPath> nearest;
    double distance = 60;
    for (const DiagramSlot& slot : m_layout.places) {
      const auto& open = m_marks.openPlaces;
      if (std::find(open.begin(), open.end(), slot.place) == open.end()) continue;
      if (const double here = std::abs(slot.at.y() - point.y()); here < distance) {
        distance = here;
        nearest = slot.place;
      }
    }
    return nearest;
  }

  QPointF origin() const {
    const double x = (width() - m_layout.bounds.width() * m_zoom) / 2 - m_layout.bounds.left() * m_zoom;
    return {std::round(x), kMargin};
  }
  QPointF toDiagram(QPointF point) const { return (point - origin()) / m_zoom; }

  void step(int by) {
    if (m_layout.items.empty()) return;
    int index = by > 0 ? -1 : static_cast<int>(m_layout.items.size());
    for (std::size_t i = 0; i < m_layout.items.size(); ++i)
      if (m_document.selection() == m_layout.items[i].path) index = static_cast<int>(i);
    index = std::clamp(index + by, 0, static_cast<int>(m_layout.items.size()) - 1);
    m_document.select(m_layout.items[static_cast<std::size_t>(index)].path);
  }

  void layOutAgain() {
    m_layout = layOut(m_document.architecture(), m_document.evaluation().reports);
    setZoom(m_zoom);
    showSelection();
  }

  void showSelection() {
    const auto& selection = m_document.selection();
    if (const DiagramItem* item = selection ? m_layout.item(*selection) : nullptr) {
      setAccessibleDescription(
          QStringList{item->title, item->detail, item->shape, item->error}.join(QStringLiteral(", ")));
      const QRectF at(item->rect.topLeft() * m_zoom + origin(), item->rect.size() * m_zoom);
      if (item->kind == Element::Kind::Block)
        m_owner.ensureVisible(static_cast<int>(at.center().x()), static_cast<int>(at.center().y()), 0,
                              static_cast<int>(at.height()));
    } else {
      setAccessibleDescription(tr("%n elements", nullptr, static_cast<int>(m_layout.items.size())));
    }
    update();
  }

  ComposeDocument& m_document;
  ComposeDiagram& m_owner;
  DiagramLayout m_layout;
  DiagramMarks m_marks;
  double m_zoom = 1;
};

ComposeDiagram::ComposeDiagram(ComposeDocument& document, QWidget* parent)
    : QScrollArea(parent), m_canvas(new Canvas(document, *this)) {
  setWidget(m_canvas);
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setFocusProxy(m_canvas);
}

const DiagramLayout& ComposeDiagram::diagram() const {
  return m_canvas->diagram();
}
double ComposeDiagram::zoom() const {
  return m_canvas->zoom();
}
void ComposeDiagram::setZoom(double zoom) {
  m_canvas->setZoom(zoom);
}

void ComposeDiagram::fit() {
  const QSizeF whole = diagram().bounds.size(), seen = QSizeF(viewport()->size()) - QSizeF(2 * kMargin, 2 * kMargin);
  if (whole.isEmpty()) return;
  setZoom(std::min({1.0, seen.width() / whole.width(), seen.height() / whole.height()}));
}

void ComposeDiagram::copySelection() {
  const auto& document = m_canvas->document();
  if (document.selection()) QApplication::clipboard()->setText(document.copied(*document.selection()));
}

void ComposeDiagram::cutSelection() {
  copySelection();
  removeSelection();
}

void ComposeDiagram::paste() {
  if (const auto done = m_canvas->document().paste(QApplication::clipboard()->text()); !done)
    Q_EMIT objected(QString::fromStdString(done.error().message));
}

void ComposeDiagram::removeSelection() {
  auto& document = m_canvas->document();
  if (document.selection()) document.remove(*document.selection());
}

}  // namespace headroom
