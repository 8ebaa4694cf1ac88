#include "ui/compose/block_help.h"

#include <QCoreApplication>
#include <QStringList>
#include <optional>

#include "core/arch/architecture.h"
#include "core/arch/cost.h"

namespace headroom {

namespace {

constexpr std::int64_t kShort = 256, kLong = 4096;

QString tr(const char* text) {
  return QCoreApplication::translate("BlockHelp", text);
}

QString escaped(const std::string& text) {
  return QString::fromStdString(text).toHtmlEscaped();
}

struct Growth {
  double flopsPerToken = 0, cacheBytesPerToken = 0;
};

/// Of the block alone, between an embedding and a head, at some context.
std::optional<Growth> at(const Block& block, std::int64_t context) {
  Architecture model;
  model.sizes = {{"layers", std::int64_t{1}},   {"width", std::int64_t{64}},      {"heads", std::int64_t{4}},
                 {"kv_heads", std::int64_t{2}}, {"ffn_width", std::int64_t{256}}, {"experts", std::int64_t{4}},
                 {"context", context},          {"vocab", std::int64_t{64}},      {"experts_active", std::int64_t{2}}};
  model.body = {{.block = "embed.token"}, {.block = block.id}, {.block = "head.linear"}};
  const auto graph = build(model);
  if (!graph) return std::nullopt;
  Growth growth;
  for (const Node& node : graph->nodes) {
    if (graph->sites[node.site].path != "body[1]") continue;
    if (const auto flops = forwardFlopsPerToken(*graph, node)) growth.flopsPerToken += static_cast<double>(*flops);
    if (std::holds_alternative<CacheOp>(node.op))
      growth.cacheBytesPerToken += static_cast<double>(node.shape.back().factor);
  }
  return growth;
}

}  // namespace

QString costClass(const Block& block) {
  if (block.onlyInSlots) return {};
  const auto few = at(block, kShort), many = at(block, kLong);
  if (!few || !many) return {};
  QStringList parts;
  // Between the two contexts a quadratic block grows sixteenfold, less what it does not do with the context.
  if (many->flopsPerToken <= 0)
    parts << tr("hardly any arithmetic");
  else if (many->flopsPerToken > 1.5 * few->flopsPerToken)
    parts << tr("FLOPs a token grow with the context");
  else
    parts << tr("the same FLOPs a token at any context");
  if (many->cacheBytesPerToken > 0) parts << tr("keeps keys and values when decoding");
  return parts.join(QStringLiteral("; "));
}

QString blockHelp(const Block& block) {
  QStringList lines{QStringLiteral("<b>%1</b> — %2").arg(escaped(block.title), escaped(block.idea))};
  if (!block.formula.empty()) lines << QStringLiteral("<i>%1</i>").arg(escaped(block.formula));
  if (const QString cost = costClass(block); !cost.isEmpty()) lines << tr("Cost: %1.").arg(cost);
  QStringList settings;
  for (const ParamSpec& spec : block.params) settings << escaped(spec.name);
  if (!settings.isEmpty()) lines << tr("Sets: %1.").arg(settings.join(QStringLiteral(", ")));
  if (!block.source.empty()) lines << escaped(block.source);
  return lines.join(QStringLiteral("<br>"));
}

}  // namespace headroom
