#include "ui/compose/diagram_layout.h"

#include <QFont>
#include <QFontMetricsF>
#include <QStringList>
#include <algorithm>

#include "core/base/units.h"
#include "core/blocks/catalog.h"
#include "ui/compose/compose_document.h"

namespace headroom {

namespace {

constexpr double kBlockWidth = 312, kBlockHeight = 46, kGap = 18, kBracketMargin = 30, kBracketTop = 22,
                 kBracketFoot = 12;
constexpr double kLane = 30, kLaneStart = 8, kPlus = 20, kErrorMargin = 8, kEmptyHeight = 40;

class Layouter {
 public:
  Layouter(const Architecture& architecture, const std::vector<BlockReport>& reports)
      : m_architecture(architecture), m_reports(reports), m_metrics(detailFont()) {}

  DiagramLayout run() {
    const Sides sides = list(m_architecture.body, {});
    m_layout.streamBottom = m_y;
    m_layout.bounds = QRectF(-sides.left, 0, sides.left + sides.right, m_y);
    return std::move(m_layout);
  }

 private:
  struct Sides {
    double left = kBlockWidth / 2, right = kBlockWidth / 2;
  };

  static QFont detailFont() {
    QFont font;
    font.setPixelSize(static_cast<int>(kDetailPixels));
    return font;
  }

  const BlockReport* report(const ElementPath& path) const {
    const auto found = std::find_if(m_reports.begin(), m_reports.end(), [&](const auto& r) { return r.path == path; });
    return found == m_reports.end() ? nullptr : &*found;
  }

  Sides list(const Elements& elements, const ElementPath& parent) {
    Sides sides;
    ElementPath path = parent;
    path.push_back(0);
    for (std::size_t i = 0; i <= elements.size(); ++i) {
      path.back() = i;
      if (elements.empty()) m_y += kEmptyHeight / 2;
      m_layout.places.push_back({path, {0, m_y + kGap / 2}});
      m_y += kGap;
      if (elements.empty()) m_y += kEmptyHeight / 2;
      if (i == elements.size()) break;
      const Sides inner = element(elements[i], path);
      sides.left = std::max(sides.left, inner.left);
      sides.right = std::max(sides.right, inner.right);
    }
    return sides;
  }

  Sides element(const Element& element, const ElementPath& path) {
    const std::size_t index = m_layout.items.size();
    DiagramItem item{.path = path, .kind = element.kind, .title = titleOf(element)};
    if (const BlockReport* known = report(path)) item.error = QString::fromStdString(known->error);
    m_layout.items.push_back(item);
    Sides sides;
    const double top = m_y;
    switch (element.kind) {
      case Element::Kind::Block:
        block(element, item);
        break;
      case Element::Kind::Use:
        box(item);
        break;
      case Element::Kind::Tap:
        if (element.body.empty()) {
          box(item);
          break;
        }
        [[fallthrough]];
      case Element::Kind::Repeat:
      case Element::Kind::Sequence:
      case Element::Kind::Parallel:
      case Element::Kind::Every: {
        if (const auto times = count(element); times && std::to_string(*times) != element.count)
          item.title += QStringLiteral(" = %1").arg(*times);
        m_y += kBracketTop;
        const Sides inner = list(element.body, path);
        errorBox(item);
        m_y += kBracketFoot;
        sides = {inner.left + kBracketMargin, inner.right + kBracketMargin};
        break;
      }
      case Element::Kind::Residual: {
        item.laneTop = m_y + kLaneStart / 2;
        m_y += kLaneStart;
        const Sides inner = list(element.body, path);
        item.plusY = m_y + kPlus / 2;
        m_y += kPlus;
        errorBox(item);
        item.laneX = inner.right + kLane;
        sides = {inner.left, item.laneX};
        break;
      }
    }
    item.rect = QRectF(-sides.left, top, sides.left + sides.right, m_y - top);
    m_layout.items[index] = std::move(item);
    return sides;
  }

  std::optional<std::int64_t> count(const Element& repeat) const {
    if (repeat.kind != Element::Kind::Repeat) return {};
    const auto sizes = resolveSizes(m_architecture);
    const auto times = sizes ? evaluate(repeat.count, *sizes) : Result<std::int64_t>(sizes.error());
    return times ? std::optional(*times) : std::nullopt;
  }

  void block(const Element& element, DiagramItem& item) {
    if (const Block* known = findBlock(element.block)) item.family = known->family;
    item.detail = parameterLine(element, m_architecture);
    if (const BlockReport* known = report(item.path); known && !known->out.empty()) {
      item.shape = QString::fromStdString(toText(known->out));
      if (!known->in.empty() && known->in != known->out)
        item.shape = QString::fromStdString(toText(known->in)) + QStringLiteral(" → ") + item.shape;
    }
    m_y += kBlockHeight;
    errorBox(item);
  }

  /// What is drawn as a block without being one.
  void box(DiagramItem& item) {
    item.kind = Element::Kind::Block;
    m_y += kBlockHeight;
    errorBox(item);
  }

  /// Makes room for the sentence below what was placed last.
  void errorBox(DiagramItem& item) {
    if (item.error.isEmpty()) return;
    const double width = kBlockWidth - 2 * kErrorMargin - 8;
    const double height = m_metrics.boundingRect(QRectF(0, 0, width, 1000), Qt::TextWordWrap, item.error).height();
    item.errorBox = QRectF(-width / 2 + 4, m_y, width, height + 2);
    m_y += height + 2 + kErrorMargin;
  }

  const Architecture& m_architecture;
  const std::vector<BlockReport>& m_reports;
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
    if (!item->rect.contains(point)) continue;
    switch (item->kind) {
      case Element::Kind::Block:
        return &*item;
      case Element::Kind::Repeat:
      case Element::Kind::Sequence:
      case Element::Kind::Parallel:
      case Element::Kind::Every:
      case Element::Kind::Tap:
      case Element::Kind::Use:
        if (!item->rect.adjusted(12, 20, -12, -12).contains(point)) return &*item;
        break;
      case Element::Kind::Residual:
        if (point.x() > item->laneX - 10 || point.y() > item->plusY - kPlus / 2) return &*item;
        break;
    }
  }
  return nullptr;
}

DiagramLayout layOut(const Architecture& architecture, const std::vector<BlockReport>& reports) {
  return Layouter(architecture, reports).run();
}

QString parameterLine(const Element& element, const Architecture& architecture) {
  const Block* block = findBlock(element.block);
  if (!block) return QString::fromStdString(element.block);
  const auto sizes = resolveSizes(architecture);
  QStringList parts;
  for (const ParamSpec& spec : block->params) {
    const auto written = element.params.find(spec.name);
    // Sizes always; of the rest what differs from the default, which is what a reader looks for.
    const bool size = spec.kind == ParamSpec::Kind::Integer && !evaluate(spec.fallback, Sizes()).ok();
    if (!size && (written == element.params.end() || toText(written->second) == spec.fallback)) continue;
    const std::string value = written == element.params.end() ? spec.fallback : toText(written->second);
    const QString name = QString::fromStdString(spec.name);
    switch (spec.kind) {
      case ParamSpec::Kind::Integer: {
        const auto number = sizes ? evaluate(value, *sizes) : Result<std::int64_t>(sizes.error());
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
        if (!QString::fromStdString(value).endsWith(QStringLiteral(".none")))
          parts << QString::fromStdString(value).section(u'.', 1);
        break;
      case ParamSpec::Kind::Choice:
        parts << QString::fromStdString(value);
        break;
    }
  }
  return parts.join(QStringLiteral(" · "));
}

}  // namespace headroom
