#include "ui/compose/diagram_layout.h"

#include <QFont>
#include <QFontMetricsF>
#include <QStringList>
#include <algorithm>
#include <map>

#include "core/base/text.h"
#include "core/base/units.h"
#include "core/blocks/catalog.h"
#include "ui/compose/compose_document.h"

namespace headroom {

namespace {

constexpr double kBlockWidth = 312, kBlockHeight = 46, kGap = 18, kBracketMargin = 30, kBracketTop = 22,
                 kBracketFoot = 12;
constexpr double kLane = 30, kLaneStart = 8, kPlus = 20, kErrorMargin = 8, kEmptyHeight = 40;
constexpr double kChipHeight = 24, kChipGap = 6, kBranchGap = 26, kFork = 12, kTapLane = 12, kPassing = 24;
constexpr double kMostErrorHeight = 200;

class Layouter {
 public:
  Layouter(const Architecture& architecture, const std::vector<BlockReport>& reports,
           const std::set<ElementPath>& folded)
      : m_architecture(architecture), m_folded(folded), m_metrics(detailFont()) {
    for (const BlockReport& report : reports) m_reports[report.path] = &report;
    if (auto sizes = resolveSizes(architecture)) m_sizes = std::move(*sizes);
  }

  DiagramLayout run() {
    const Sides sides = list(m_architecture.body, {});
    m_layout.bounds = QRectF(-sides.left, 0, sides.left + sides.right, m_y);
    tapLines();
    return std::move(m_layout);
  }

 private:
  struct Sides {
    double left = kBlockWidth / 2, right = kBlockWidth / 2;
    void hold(const Sides& other) {
      left = std::max(left, other.left);
      right = std::max(right, other.right);
    }
  };
  /// What has been laid out so far, to move what comes after it.
  struct Mark {
    std::size_t items, places, lines;
  };

  static QFont detailFont() {
    QFont font;
    font.setPixelSize(static_cast<int>(kDetailPixels));
    return font;
  }

  const BlockReport* report(const ElementPath& path) const {
    const auto found = m_reports.find(path);
    return found == m_reports.end() ? nullptr : found->second;
  }

  Mark mark() const { return {m_layout.items.size(), m_layout.places.size(), m_layout.lines.size()}; }
  /// Everything since `since` steps aside.
  void shift(const Mark& since, double dx) {
    const QPointF by(dx, 0);
    for (std::size_t i = since.items; i < m_layout.items.size(); ++i) {
      DiagramItem& item = m_layout.items[i];
      item.rect.translate(by);
      item.errorBox.translate(by);
      item.streamX += dx;
      item.laneX += dx;
      item.join += by;
      for (DiagramChip& chip : item.chips) chip.rect.translate(by);
    }
    for (std::size_t i = since.places; i < m_layout.places.size(); ++i) m_layout.places[i].at += by;
    for (std::size_t i = since.lines; i < m_layout.lines.size(); ++i) {
      m_layout.lines[i].from += by;
      m_layout.lines[i].to += by;
    }
  }

  void line(QPointF from, QPointF to) { m_layout.lines.push_back({from, to}); }
  /// The stream goes on for so much.
  void down(double by) {
    line({0, m_y}, {0, m_y + by});
    m_y += by;
  }

  Sides list(const Elements& elements, const ElementPath& parent) {
    Sides sides;
    ElementPath path = parent;
    path.push_back(0);
    for (std::size_t i = 0; i <= elements.size(); ++i) {
      path.back() = i;
      const double height = elements.empty() ? kGap + kEmptyHeight : kGap;
      m_layout.places.push_back({path, {0, m_y + height / 2}});
      if (!m_architecture.body.empty()) down(height);
      if (i == elements.size()) break;
      sides.hold(element(elements[i], path));
    }
    return sides;
  }

  Sides element(const Element& element, const ElementPath& path) {
    const std::size_t index = m_layout.items.size();
    DiagramItem item{.path = path, .kind = element.kind, .title = titleOf(element)};
    if (const BlockReport* known = report(path)) {
      item.error = QString::fromStdString(oneLine(known->error, 400));
      if (!known->out.empty()) item.shape = QString::fromStdString(toText(known->out));
    }
    m_layout.items.push_back(item);
    Sides sides;
    const double top = m_y;
    const bool container =
        !bodyKey(element.kind).empty() && !(element.kind == Element::Kind::Tap && element.body.empty());
    if (!container) {
      item.box = true;
      element.kind == Element::Kind::Block ? block(element, item) : tapBox(element, item);
    } else if (m_folded.contains(path) && !element.body.empty()) {
      item.box = item.folded = true;
      foldedBox(element, item);
    } else {
      item.shape.clear();
      sides = opened(element, item);
    }
    item.rect = QRectF(-sides.left, top, sides.left + sides.right, m_y - top);
    m_layout.items[index] = std::move(item);
    return sides;
  }

  Sides opened(const Element& element, DiagramItem& item) {
    if (element.kind == Element::Kind::Residual) {
      item.laneTop = m_y + kLaneStart / 2;
      down(kLaneStart);
      const Sides inner = list(element.body, item.path);
      item.plusY = m_y + kPlus / 2;
      down(kPlus);
      errorBox(item);
      item.laneX = inner.right + kLane;
      return {inner.left, item.laneX};
    }
    if (const auto times = count(element); times && std::to_string(*times) != element.count)
      item.title += QStringLiteral(" = %1").arg(*times);
    down(kBracketTop);
    Sides inner;
    if (element.kind == Element::Kind::Parallel && !element.body.empty())
      inner = branches(element, item);
    else if (element.kind == Element::Kind::Tap)
      inner = sideBranch(element, item);
    else
      inner = list(element.body, item.path);
    if (!item.error.isEmpty()) inner.hold({});  // its sentence is as wide as a block
    errorBox(item);
    down(kBracketFoot);
    return {inner.left + kBracketMargin, inner.right + kBracketMargin};
  }

  /// Side by side: the stream forks, and what the branches make meets again.
  Sides branches(const Element& parallel, DiagramItem& item) {
    struct Branch {
      Mark from;
      Sides sides;
      double bottom;
    };
    const double forkY = m_y, top = forkY + kFork;
    std::vector<Branch> made;
    double width = -kBranchGap, bottom = top;
    ElementPath path = item.path;
    path.push_back(0);
    for (std::size_t i = 0; i < parallel.body.size(); ++i) {
      path.back() = i;
      const Mark from = mark();
      m_y = forkY;
      down(kFork);
      const Sides sides = element(parallel.body[i], path);
      made.push_back({from, sides, m_y});
      width += sides.left + sides.right + kBranchGap;
      bottom = std::max(bottom, m_y);
    }
    const double joinY = bottom + kFork + kJoinRadius;
    double edge = made.size() == 1 ? -made[0].sides.left : -width / 2, first = 0, last = 0;
    Sides sides{.left = -edge + kBranchGap, .right = edge + width + kBranchGap};
    std::vector<double> middles;
    for (const Branch& branch : made) {
      middles.push_back(edge + branch.sides.left);
      edge += branch.sides.left + branch.sides.right + kBranchGap;
    }
    double done = 0;  // how far this branch and those behind it have been moved
    for (std::size_t i = 0; i < made.size(); ++i) {
      shift(made[i].from, middles[i] - done);
      done = middles[i];
    }
    path.back() = 0;
    for (std::size_t i = 0; i <= made.size(); ++i) {
      path.back() = i;
      const double beside = i < made.size() ? middles[i] - made[i].sides.left - kBranchGap / 2
                                            : middles[i - 1] + made[i - 1].sides.right + kBranchGap / 2;
      m_layout.places.push_back({path, {beside, top + kBlockHeight / 2}, true});
      if (i == made.size()) break;
      line({middles[i], made[i].bottom}, {middles[i], joinY});
      first = std::min(first, middles[i]);
      last = std::max(last, middles[i]);
    }
    line({first, forkY}, {last, forkY});
    line({first, joinY}, {last, joinY});
    item.join = {0, joinY};
    const auto join = parallel.params.find("join");
    const std::string how = join == parallel.params.end() ? "sum" : toText(join->second);
    item.joinSign = how == "concat" ? QStringLiteral("‖") : how == "gated" ? QStringLiteral("g") : QStringLiteral("+");
    m_y = joinY;
    down(kJoinRadius + kFork);
    sides.hold({});
    return sides;
  }

  /// A tap with a body: the stream passes by, and what the body makes of it is remembered.
  Sides sideBranch(const Element& tap, DiagramItem& item) {
    const double top = m_y;
    const Mark from = mark();
    m_y += kFork;
    const Sides inner = list(tap.body, item.path);
    const double aside = kPassing + kBracketMargin + inner.left;
    shift(from, aside);
    const auto start = tap.params.find("from");
    if (start == tap.params.end() || toText(start->second) == "here") {
      line({0, top}, {aside, top});
      line({aside, top}, {aside, top + kFork});
    }
    line({0, top}, {0, m_y});
    return {kPassing, aside + inner.right};
  }

  std::optional<std::int64_t> count(const Element& repeat) const {
    if (repeat.kind != Element::Kind::Repeat || !m_sizes) return {};
    const auto times = evaluate(repeat.count, *m_sizes);
    return times ? std::optional(*times) : std::nullopt;
  }

  void block(const Element& element, DiagramItem& item) {
    const Block* known = findBlock(element.block);
    if (known) item.family = known->family;
    item.detail = parameterLine(element, m_sizes ? &*m_sizes : nullptr);
    if (const BlockReport* r = report(item.path); r && !r->in.empty() && !r->out.empty() && r->in != r->out)
      item.shape = QString::fromStdString(toText(r->in)) + QStringLiteral(" → ") + item.shape;
    m_y += kBlockHeight;
    if (known) chips(*known, element, item);
    errorBox(item);
  }

  void chips(const Block& block, const Element& element, DiagramItem& item) {
    for (const ParamSpec& spec : block.params) {
      if (spec.kind != ParamSpec::Kind::Slot) continue;
      const auto written = element.params.find(spec.name);
      const std::string filling = written == element.params.end() ? spec.fallback : toText(written->second);
      DiagramChip chip{.parameter = spec.name, .empty = filling.ends_with(".none")};
      QString what = chip.empty ? ComposeDocument::tr("empty") : QString::fromStdString(filling).section('.', 1);
      for (const auto& [name, value] : element.params)
        if (name.starts_with(spec.name + "."))
          what += QStringLiteral(" · %1 %2")
                      .arg(QString::fromStdString(name.substr(spec.name.size() + 1)),
                           QString::fromStdString(toText(value)));
      chip.text = QStringLiteral("%1: %2").arg(QString::fromStdString(spec.name), what);
      item.chips.push_back(std::move(chip));
    }
    const std::size_t columns = std::min<std::size_t>(2, item.chips.size());
    const double left = -kBlockWidth / 2 + 16, room = kBlockWidth - 26;
    for (std::size_t i = 0; i < item.chips.size(); ++i) {
      const double width = (room - kChipGap * static_cast<double>(columns - 1)) / static_cast<double>(columns);
      item.chips[i].rect =
          QRectF(left + static_cast<double>(i % columns) * (width + kChipGap), m_y, width, kChipHeight);
      if (i % columns == columns - 1 || i + 1 == item.chips.size()) m_y += kChipHeight + kChipGap;
    }
    if (!item.chips.empty()) m_y += 2;
  }

  void tapBox(const Element& element, DiagramItem& item) {
    item.detail = element.kind == Element::Kind::Tap ? ComposeDocument::tr("remembers the stream")
                                                     : ComposeDocument::tr("brings back what was tapped");
    m_y += kBlockHeight;
    errorBox(item);
  }

  void foldedBox(const Element& element, DiagramItem& item) {
    int blocks = 0;
    QStringList titles;
    const auto walk = [&](const auto& self, const Elements& elements, ElementPath path) -> void {
      path.push_back(0);
      for (const Element& inner : elements) {
        if (inner.kind == Element::Kind::Block) {
          ++blocks;
          if (titles.size() < 4) titles << titleOf(inner);
        }
        // An error within must not hide.
        if (const BlockReport* known = report(path); item.error.isEmpty() && known && !known->error.empty())
          item.error = QString::fromStdString(oneLine(known->error, 400));
        self(self, inner.body, path);
        ++path.back();
      }
    };
    walk(walk, element.body, item.path);
    item.detail = ComposeDocument::tr("%n blocks: ", nullptr, blocks) + titles.join(QStringLiteral(", "));
    m_y += kBlockHeight;
    errorBox(item);
  }

  /// Makes room for the sentence below what was placed last.
  void errorBox(DiagramItem& item) {
    if (item.error.isEmpty()) return;
    const double width = kBlockWidth - 2 * kErrorMargin - 8;
    const double height = m_metrics.boundingRect(QRectF(0, 0, width, 1000), Qt::TextWordWrap, item.error).height();
    item.errorBox = QRectF(-width / 2 + 4, m_y, width, std::min(height, kMostErrorHeight) + 2);
    m_y = item.errorBox.bottom() + kErrorMargin;
  }

  /// From every tap to its uses, down the left edge.
  void tapLines() {
    std::map<std::string, QRectF> taps;
    double lane = m_layout.bounds.left();
    for (const DiagramItem& item : m_layout.items) {
      if (item.kind != Element::Kind::Tap && item.kind != Element::Kind::Use) continue;
      const std::string& label = find(m_architecture, item.path)->label;
      if (item.kind == Element::Kind::Tap) {
        taps[label] = item.rect;
        continue;
      }
      const auto tap = taps.find(label);
      if (tap == taps.end()) continue;
      lane -= kTapLane;
      const double from = tap->second.center().y(), to = item.rect.center().y();
      m_layout.lines.push_back({{tap->second.left(), from}, {lane, from}, true});
      m_layout.lines.push_back({{lane, from}, {lane, to}, true});
      m_layout.lines.push_back({{lane, to}, {item.rect.left(), to}, true});
    }
    m_layout.bounds.setLeft(lane);
  }

  const Architecture& m_architecture;
  const std::set<ElementPath>& m_folded;
  std::map<ElementPath, const BlockReport*> m_reports;
  std::optional<Sizes> m_sizes;
  const QFontMetricsF m_metrics;
  DiagramLayout m_layout;
  double m_y = 0;
};

}  // namespace

const DiagramItem* DiagramLayout::item(const ElementPath& path) const {
  const auto found = std::find_if(items.begin(), items.end(), [&](const auto& each) { return each.path == path; });
  return found == items.end() ? nullptr : &*found;
}

const DiagramItem* DiagramLayout::itemAt(QPointF point) const {
  for (auto item = items.rbegin(); item != items.rend(); ++item) {
    if (!item->rect.adjusted(0, -10, 0, 0).contains(point)) continue;
    if (item->box) {
      if (item->rect.contains(point)) return &*item;
      continue;
    }
    const bool hit = item->kind == Element::Kind::Residual
                         ? point.x() > item->laneX - 10 || point.y() > item->plusY - kPlus / 2
                         : !item->rect.adjusted(12, 12, -12, -12).contains(point);
    if (hit) return &*item;
  }
  return nullptr;
}

DiagramLayout layOut(const Architecture& architecture, const std::vector<BlockReport>& reports,
                     const std::set<ElementPath>& folded) {
  return Layouter(architecture, reports, folded).run();
}

QString parameterLine(const Element& element, const Sizes* sizes) {
  const Block* block = findBlock(element.block);
  if (!block) return QString::fromStdString(oneLine(element.block, 60));
  QStringList parts;
  for (const ParamSpec& spec : block->params) {
    if (spec.kind == ParamSpec::Kind::Slot) continue;
    const auto written = element.params.find(spec.name);
    // Sizes always; of the rest what differs from the default, which is what a reader looks for.
    const bool size =
        spec.kind == ParamSpec::Kind::Integer &&
        std::any_of(spec.fallback.begin(), spec.fallback.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
    if (!size && (written == element.params.end() || toText(written->second) == spec.fallback)) continue;
    const std::string value = written == element.params.end() ? spec.fallback : toText(written->second);
    const QString name = QString::fromStdString(spec.name);
    switch (spec.kind) {
      case ParamSpec::Kind::Integer: {
        const auto number = sizes ? evaluate(value, *sizes) : Result<std::int64_t>(failed({}));
        parts << name + ' ' + QString::fromStdString(number ? formatGrouped(*number) : value);
        break;
      }
      case ParamSpec::Kind::Real:
      case ParamSpec::Kind::Text:
        parts << name + ' ' + QString::fromStdString(value);
        break;
      case ParamSpec::Kind::Flag:
        parts << (value == "true" ? name : ComposeDocument::tr("no %1").arg(name));
        break;
      case ParamSpec::Kind::Slot:
        break;
      case ParamSpec::Kind::Choice:
        parts << QString::fromStdString(value);
        break;
    }
  }
  return parts.join(QStringLiteral(" · "));
}

}  // namespace headroom
