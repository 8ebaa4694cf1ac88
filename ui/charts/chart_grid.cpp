#include "ui/charts/chart_grid.h"

#include <QAction>
#include <QFrame>
#include <QGridLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme.h"

namespace headroom {

namespace {

constexpr int kNarrowest = 380;  // a chart that two can stand beside each other on a small screen
constexpr int kMostColumns = 4;

/// Six dots that can be dragged.
class Grip : public QWidget {
 public:
  explicit Grip(QWidget* parent) : QWidget(parent) {
    setFixedSize(12, 22);
    setCursor(Qt::OpenHandCursor);
    setToolTip(ChartGrid::tr("Drag to another place (Alt+arrows)"));
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(coloursFor(palette()).dim);
    for (int row = 0; row < 3; ++row)
      for (int column = 0; column < 2; ++column) painter.drawEllipse(QPointF(4 + 4 * column, 7 + 4 * row), 1, 1);
  }
};

int pixelsOf(ChartGrid::Height height) {
  switch (height) {
    case ChartGrid::Height::Low:
      return 170;
    case ChartGrid::Height::Normal:
      return 230;
    case ChartGrid::Height::Tall:
      return 360;
  }
  return 230;
}

const char* wordOf(ChartGrid::Height height) {
  return height == ChartGrid::Height::Low ? "low" : height == ChartGrid::Height::Tall ? "tall" : "normal";
}

}  // namespace

std::vector<GridPlace> gridPlaces(const std::vector<bool>& wide, int columns) {
  columns = std::max(columns, 1);
  std::vector<GridPlace> places;
  int row = 0, column = 0;
  for (const bool full : wide) {
    if (full && column > 0) ++row, column = 0;
    places.push_back({row, column, full ? columns : 1});
    column += full ? columns : 1;
    if (column >= columns) ++row, column = 0;
  }
  return places;
}

ChartGrid::ChartGrid(QWidget* parent) : QScrollArea(parent), m_inner(new QWidget), m_grid(new QGridLayout(m_inner)) {
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setSpacing(8);
  setWidget(m_inner);
  setFocusPolicy(Qt::NoFocus);
}

void ChartGrid::add(const QString& id, const QString& title, QWidget* content) {
  Cell cell{.id = id, .title = title, .frame = new QFrame, .content = content};
  cell.frame->setProperty("panel", true);
  auto* inside = new QVBoxLayout(cell.frame);
  inside->setContentsMargins(2, 2, 2, 2);
  inside->addWidget(content);
  cell.grip = new Grip(cell.frame);
  cell.grip->move(3, 5);
  cell.grip->setProperty("cell", id);
  cell.grip->installEventFilter(this);
  addActions(cell);
  m_cells.push_back(cell);
  m_original.push_back(id);
  layOut();
}

void ChartGrid::addActions(const Cell& cell) {
  const auto add = [&](const QString& text, const QKeySequence& key, auto act) {
    auto* action = new QAction(text, cell.content);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, act);
    cell.content->addAction(action);
    return action;
  };
  const QString id = cell.id;
  add(tr("Move earlier"), QKeySequence(Qt::ALT | Qt::Key_Left), [this, id] { move(id, -1); });
  add(tr("Move later"), QKeySequence(Qt::ALT | Qt::Key_Right), [this, id] { move(id, 1); });
  add(tr("Full width, or not"), QKeySequence(Qt::ALT | Qt::Key_Return), [this, id] { setWide(id, !isWide(id)); });
  add(tr("Take off the page"), QKeySequence(Qt::ALT | Qt::Key_Delete), [this, id] { setShown(id, false); });
}

ChartGrid::Cell* ChartGrid::find(const QString& id) {
  const auto found = std::find_if(m_cells.begin(), m_cells.end(), [&](const Cell& cell) { return cell.id == id; });
  return found == m_cells.end() ? nullptr : &*found;
}

const ChartGrid::Cell* ChartGrid::find(const QString& id) const {
  return const_cast<ChartGrid*>(this)->find(id);
}

std::vector<QString> ChartGrid::order() const {
  std::vector<QString> ids;
  for (const Cell& cell : m_cells) ids.push_back(cell.id);
  return ids;
}

bool ChartGrid::isShown(const QString& id) const {
  const Cell* cell = find(id);
  return cell && cell->shown;
}

bool ChartGrid::isWide(const QString& id) const {
  const Cell* cell = find(id);
  return cell && cell->wide;
}

int ChartGrid::usedColumns() const {
  return m_columns > 0 ? m_columns : std::clamp(viewport()->width() / kNarrowest, 1, 3);
}

void ChartGrid::layOut() {
  std::vector<bool> wide;
  std::vector<Cell*> shown;
  for (Cell& cell : m_cells) {
    m_grid->removeWidget(cell.frame);
    cell.frame->setVisible(cell.shown);
    if (!cell.shown) continue;
    wide.push_back(cell.wide);
    shown.push_back(&cell);
  }
  const int columns = usedColumns();
  const auto places = gridPlaces(wide, columns);
  for (int column = 0; column < kMostColumns; ++column) m_grid->setColumnStretch(column, column < columns ? 1 : 0);
  QWidget* before = nullptr;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    QFrame* frame = shown[i]->frame;
    frame->setMinimumHeight(pixelsOf(m_height));
    m_grid->addWidget(frame, places[i].row, places[i].column, 1, places[i].span);
    shown[i]->grip->raise();
    if (before) setTabOrder(before, shown[i]->content);
    before = shown[i]->content;
  }
}

void ChartGrid::changed() {
  layOut();
  Q_EMIT arranged();
}

void ChartGrid::setShown(const QString& id, bool shown) {
  Cell* cell = find(id);
  if (!cell || cell->shown == shown) return;
  cell->shown = shown;
  changed();
}

void ChartGrid::setWide(const QString& id, bool wide) {
  Cell* cell = find(id);
  if (!cell || cell->wide == wide) return;
  cell->wide = wide;
  changed();
}

void ChartGrid::moveTo(const QString& id, int place) {
  const Cell* found = find(id);
  if (!found) return;
  const Cell cell = *found;
  m_cells.erase(m_cells.begin() + (found - m_cells.data()));
  auto to = m_cells.begin();
  for (int shown = 0; to != m_cells.end(); ++to) {
    if (to->shown && shown++ == place) break;
  }
  m_cells.insert(to, cell);
  changed();
  cell.content->setFocus();
  ensureWidgetVisible(cell.frame);
}

void ChartGrid::move(const QString& id, int by) {
  int place = 0, last = -1;
  for (const Cell& cell : m_cells) {
    if (!cell.shown) continue;
    ++last;
    if (cell.id == id) place = last;
  }
  const int to = std::clamp(place + by, 0, std::max(last, 0));
  if (to != place) moveTo(id, to);
}

void ChartGrid::setColumns(int columns) {
  columns = std::clamp(columns, 0, kMostColumns);
  if (columns == m_columns) return;
  m_columns = columns;
  changed();
}

void ChartGrid::setHeight(Height height) {
  if (height == m_height) return;
  m_height = height;
  changed();
}

void ChartGrid::reset() {
  m_columns = 0;
  m_height = Height::Normal;
  for (Cell& cell : m_cells) cell.shown = true, cell.wide = false;
  const auto place = [this](const Cell& cell) {
    return std::find(m_original.begin(), m_original.end(), cell.id) - m_original.begin();
  };
  std::stable_sort(m_cells.begin(), m_cells.end(), [&](const Cell& a, const Cell& b) { return place(a) < place(b); });
  changed();
}

Json ChartGrid::state() const {
  Json cells = Json::array();
  for (const Cell& cell : m_cells)
    cells.push_back({{"id", cell.id.toStdString()}, {"shown", cell.shown}, {"wide", cell.wide}});
  return {{"columns", m_columns}, {"height", wordOf(m_height)}, {"cells", cells}};
}

void ChartGrid::restore(const Json& state) {
  if (!state.is_object()) return;
  const auto flag = [](const Json& json, const char* key, bool otherwise) {
    const auto found = json.find(key);
    return found != json.end() && found->is_boolean() ? found->get<bool>() : otherwise;
  };
  if (const auto columns = state.find("columns"); columns != state.end() && columns->is_number_integer())
    m_columns = static_cast<int>(std::clamp<std::int64_t>(columns->get<std::int64_t>(), 0, kMostColumns));
  if (const auto height = state.find("height"); height != state.end()) {
    for (const Height each : {Height::Low, Height::Normal, Height::Tall}) {
      if (*height == wordOf(each)) m_height = each;
    }
  }
  if (const auto cells = state.find("cells"); cells != state.end() && cells->is_array()) {
    std::size_t place = 0;
    for (const Json& json : *cells) {
      const auto id = json.is_object() ? json.find("id") : json.end();
      if (!json.is_object() || id == json.end() || !id->is_string()) continue;
      Cell* cell = find(QString::fromStdString(id->get<std::string>()));
      const auto at = cell ? static_cast<std::size_t>(cell - m_cells.data()) : 0;
      if (!cell || at < place) continue;  // unknown, or named twice
      cell->shown = flag(json, "shown", true);
      cell->wide = flag(json, "wide", false);
      std::rotate(m_cells.begin() + static_cast<std::ptrdiff_t>(place),
                  m_cells.begin() + static_cast<std::ptrdiff_t>(at),
                  m_cells.begin() + static_cast<std::ptrdiff_t>(at) + 1);
      ++place;
    }
  }
  layOut();
}

QMenu* ChartGrid::makeMenu(QWidget* parent) {
  auto* menu = new QMenu(parent);
  const auto toggle = [menu, this](QMenu* into, const QString& text, bool on, auto set) {
    auto* action = into->addAction(text);
    action->setCheckable(true);
    action->setChecked(on);
    connect(action, &QAction::triggered, this, set);
  };
  for (const Cell& cell : m_cells)
    toggle(menu, cell.title, cell.shown, [this, id = cell.id](bool on) { setShown(id, on); });
  menu->addSeparator();
  auto* columns = menu->addMenu(tr("Columns"));
  toggle(columns, tr("As many as fit"), m_columns == 0, [this] { setColumns(0); });
  for (int count = 1; count <= kMostColumns; ++count)
    toggle(columns, QString::number(count), m_columns == count, [this, count] { setColumns(count); });
  auto* heights = menu->addMenu(tr("Height"));
  for (const auto& [height, text] : {std::pair(Height::Low, tr("Low")), std::pair(Height::Normal, tr("Normal")),
                                     std::pair(Height::Tall, tr("Tall"))})
    toggle(heights, text, m_height == height, [this, height = height] { setHeight(height); });
  menu->addSeparator();
  menu->addAction(tr("As it came"), this, &ChartGrid::reset);
  return menu;
}

void ChartGrid::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  if (m_columns == 0 && !m_cells.empty()) layOut();
}

bool ChartGrid::eventFilter(QObject* watched, QEvent* event) {
  const QString id = watched->property("cell").toString();
  if (id.isEmpty()) return QScrollArea::eventFilter(watched, event);
  switch (event->type()) {
    case QEvent::MouseButtonPress:
      m_dragged = id;
      static_cast<QWidget*>(watched)->setCursor(Qt::ClosedHandCursor);
      return true;
    case QEvent::MouseMove:
      if (m_dragged == id) drag(id, static_cast<QMouseEvent*>(event)->globalPosition().toPoint());
      return true;
    case QEvent::MouseButtonRelease:
      m_dragged.clear();
      static_cast<QWidget*>(watched)->setCursor(Qt::OpenHandCursor);
      return true;
    default:
      return QScrollArea::eventFilter(watched, event);
  }
}

void ChartGrid::drag(const QString& id, QPoint global) {
  int place = 0;
  for (const Cell& cell : m_cells) {
    if (!cell.shown) continue;
    if (cell.id != id && cell.frame->rect().contains(cell.frame->mapFromGlobal(global))) {
      moveTo(id, place);
      m_grid->activate();  // the next move finds the cells where they are now
      return;
    }
    ++place;
  }
}

}  // namespace headroom
