#include "ui/hardware/roofline_findings.h"

#include <QCoreApplication>
#include <QDateTime>
#include <algorithm>
#include <map>

#include "core/base/units.h"
#include "core/blocks/catalog.h"
#include "core/devices/datasheet.h"

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("RooflineFindings", text);
}

QString shown(const std::string& text) {
  return QString::fromStdString(text);
}

const Json& at(const Json& object, const char* key) {
  static const Json none;  // a constant, so that a missing part reads as null
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found == object.end() ? none : *found;
}

double number(const Json& object, const char* key) {
  const Json& value = at(object, key);
  return value.is_number() ? value.get<double>() : 0;
}

QString text(const Json& object, const char* key) {
  const Json& value = at(object, key);
  return value.is_string() ? shown(value.get<std::string>()) : QString();
}

const Json& roofsIn(const Json& doctor, bool gpu) {
  const Json& roofs = at(doctor, "roofs");
  return gpu ? at(roofs, "gpu") : roofs;
}

int mostThreads(const Json& rows) {
  double most = 0;
  if (rows.is_array())
    for (const Json& row : rows) most = std::max(most, number(row, "threads"));
  return static_cast<int>(most);
}

/// Greatest `value` a `name`, in the order of their first rows, of rows with as many threads as any.
std::vector<std::pair<QString, double>> bestBy(const Json& rows, const char* name, const char* value) {
  std::vector<std::pair<QString, double>> best;
  if (!rows.is_array()) return best;
  const int threads = mostThreads(rows);
  for (const Json& row : rows) {
    const QString key = text(row, name);
    if (key.isEmpty() || static_cast<int>(number(row, "threads")) != threads || number(row, value) <= 0) continue;
    auto found = std::find_if(best.begin(), best.end(), [&](const auto& each) { return each.first == key; });
    if (found == best.end()) found = best.insert(best.end(), {key, 0});
    found->second = std::max(found->second, number(row, value));
  }
  return best;
}

QString titleOf(const std::string& id) {
  if (id == "optimizer") return tr("optimizer");
  if (id.empty()) return tr("loss");
  if (id == "residual") return tr("residual add");
  const Block* block = findBlock(id);
  return shown(block ? block->title : id);
}

std::optional<Family> familyOf(const std::string& id) {
  const Block* block = findBlock(id);
  return block ? std::optional(block->family) : std::nullopt;
}

QString boundText(Bound bound) {
  return bound == Bound::Compute ? tr("compute") : tr("memory");
}

QString signedPercent(double before, double after) {
  const double change = before > 0 ? 100 * (after / before - 1) : 0;
  const QString digits = QString::number(std::abs(change), 'f', std::abs(change) < 9.95 ? 1 : 0);
  return (change < -0.05 ? QStringLiteral("−") : change > 0.05 ? QStringLiteral("+") : QString()) + digits + " %";
}

}  // namespace

bool hasGpuRoofs(const Json& doctor) {
  return roofsIn(doctor, true).is_object();
}

QString deviceName(const Json& doctor, bool gpu) {
  const QString name = gpu ? text(roofsIn(doctor, true), "name") : text(at(doctor, "machine"), "processor");
  return name.isEmpty() ? (gpu ? tr("GPU") : tr("CPU")) : name;
}

std::vector<RoofLine> roofLines(const Json& doctor, bool gpu, bool published) {
  const Json& roofs = roofsIn(doctor, gpu);
  std::vector<RoofLine> lines;
  for (const auto& [level, bandwidth] : bestBy(at(roofs, "triad"), "level", "bandwidth"))
    lines.push_back({level, RoofLine::Kind::Memory, bandwidth});
  std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
  for (const auto& [precision, flops] : bestBy(at(roofs, "matmul"), "precision", "flops"))
    lines.push_back({precision, RoofLine::Kind::Compute, flops});
  const auto sheet = published ? datasheetOf(deviceName(doctor, gpu).toStdString()) : std::nullopt;
  if (sheet) {
    lines.push_back({tr("DRAM"), RoofLine::Kind::Memory, sheet->bandwidth, true});
    lines.push_back({QStringLiteral("fp32"), RoofLine::Kind::Compute, sheet->fp32, true});
    lines.push_back({QStringLiteral("bf16, fp16"), RoofLine::Kind::Compute, sheet->half, true});
  }
  return lines;
}

std::vector<RoofRow> roofRows(const Json& doctor) {
  std::vector<RoofRow> rows;
  for (const bool gpu : {false, true}) {
    if (gpu && !hasGpuRoofs(doctor)) continue;
    if (gpu) rows.push_back({deviceName(doctor, true), {}});
    for (const RoofLine& line : roofLines(doctor, gpu, false)) {
      const bool memory = line.kind == RoofLine::Kind::Memory;
      rows.push_back({memory ? tr("%1, triad").arg(line.name) : tr("matrix product, %1").arg(line.name),
                      shown(formatUnit(line.value, memory ? "B/s" : "FLOP/s"))});
    }
  }
  return rows;
}

QString measuredText(const Json& doctor) {
  QStringList parts;
  const QDateTime when = QDateTime::fromString(text(doctor, "measured"), Qt::ISODate);
  parts << (when.isValid() ? tr("measured %1").arg(when.toLocalTime().toString(QStringLiteral("yyyy-MM-dd hh:mm")))
                           : tr("measured at an unknown time"));
  const QString processor = text(at(doctor, "machine"), "processor");
  if (!processor.isEmpty()) parts << processor;
  if (const int threads = mostThreads(at(roofsIn(doctor, false), "triad")); threads > 0)
    parts << (threads == 1 ? tr("1 thread") : tr("%1 threads").arg(threads));
  return parts.join(QStringLiteral(", "));
}

std::vector<RooflinePoint> rooflinePoints(const StepProfile& profile, const StepProfile* after) {
  std::vector<RooflinePoint> points;
  for (const ProfilePoint& point : profile.points) {
    RooflinePoint shownPoint{.name = titleOf(point.block),
                             .path = shown(point.path),
                             .family = familyOf(point.block),
                             .backward = point.backward,
                             .at = {point.intensity(), point.rate()},
                             .seconds = point.seconds,
                             .after = {},
                             .toolTip = {}};
    if (after)
      for (const ProfilePoint& other : after->points)
        if (other.path == point.path && other.backward == point.backward && other != point &&
            (!point.path.empty() || other.block == point.block))
          shownPoint.after = RooflinePlace{other.intensity(), other.rate()};
    shownPoint.toolTip =
        describe(shownPoint) + '\n' +
        tr("× %1, %2 of the step, bound by %3; modelled at measured roofs")
            .arg(point.copies)
            .arg(QStringLiteral("%1 %").arg(100 * point.seconds / profile.seconds, 0, 'f', 1), boundText(point.bound)) +
        '\n' + shown(point.path);
    points.push_back(std::move(shownPoint));
  }
  return points;
}

TextTable pointsTable(const StepProfile& profile) {
  TextTable table{.title = tr("Points"),
                  .note = tr("Modelled at this machine's measured roofs; all copies of a block together."),
                  .empty = {},
                  .columns = {{tr("block")},
                              {tr("pass")},
                              {tr("copies"), true},
                              {tr("time"), true},
                              {tr("share"), true},
                              {tr("FLOPs"), true},
                              {tr("bytes"), true},
                              {tr("FLOPs a byte"), true},
                              {tr("rate"), true},
                              {tr("bandwidth"), true},
                              {tr("bound by")},
                              {tr("place")}}};
  for (const ProfilePoint& point : profile.points)
    table.rows.push_back({{titleOf(point.block)},
                          {point.block == "optimizer" ? tr("update")
                           : point.backward           ? tr("backward")
                                                      : tr("forward")},
                          {QString::number(point.copies)},
                          {timeText(point.seconds)},
                          {QStringLiteral("%1 %").arg(100 * point.seconds / profile.seconds, 0, 'f', 1)},
                          point.flops > 0
                              ? TextCell{shown(formatCount(point.flops))}
                              : TextCell{QStringLiteral("—"), tr("not counted: it is no arithmetic of the model")},
                          {shown(formatUnit(point.bytes, "B"))},
                          {point.flops > 0 ? QString::number(point.intensity(), 'g', 3) : QStringLiteral("—")},
                          {point.flops > 0 ? shown(formatUnit(point.rate(), "FLOP/s")) : QStringLiteral("—")},
                          {shown(formatUnit(point.bandwidth(), "B/s"))},
                          {boundText(point.bound)},
                          {shown(point.path)}});
  return table;
}

QString changeText(const WhatIf& change) {
  const QString from = shown(change.from), to = shown(change.to);
  switch (change.change) {
    case Change::FlashAttention:
      if (!change.obstacle.empty()) return tr("FlashAttention");
      return to == QLatin1String("flash") ? tr("FlashAttention on") : tr("FlashAttention off");
    case Change::Fusing:
      return tr("Norms, activations fused");
    case Change::KvSharing:
      return from.isEmpty() ? tr("Keys and values shared") : tr("kv_heads %1 → %2").arg(from, to);
    case Change::WiderHeads:
      return from.isEmpty() ? tr("Wider heads") : tr("Width of a head %1 → %2").arg(from, to);
  }
  return {};
}

QString changeHelp(const WhatIf& change) {
  if (!change.obstacle.empty()) return shown(change.obstacle);
  switch (change.change) {
    case Change::FlashAttention:
      return tr("Scores are kept in fast memory instead of being written out; the loss stays the same.");
    case Change::Fusing:
      return tr("What only one op uses is neither written nor read again; the loss stays the same.");
    case Change::KvSharing:
      return tr("All heads share one key and value: another model, whose loss only training tells.");
    case Change::WiderHeads:
      return tr("Half as many heads of twice the width: another model, whose loss only training tells.");
  }
  return {};
}

TextTable changesTable(const StepProfile& before, const std::vector<WhatIf>& changes, Phase phase) {
  TextTable table{.title = tr("What would move it"),
                  .note = tr("Modelled, not tried. Choose one to see its arrows."),
                  .empty = {},
                  .columns = {{tr("change")},
                              {tr("time"), true},
                              {phase == Phase::Decode ? tr("a token") : tr("a step"), true},
                              {tr("bytes"), true}}};
  for (const WhatIf& change : changes) {
    const QString help = changeHelp(change);
    if (!change.obstacle.empty()) {
      table.rows.push_back(
          {{changeText(change), help}, {QStringLiteral("—"), help}, {help, help}, {QStringLiteral("—"), help}});
      continue;
    }
    table.rows.push_back({{changeText(change), help},
                          {signedPercent(before.seconds, change.after.seconds), help},
                          {timeText(change.after.seconds), help},
                          {signedPercent(before.bytes, change.after.bytes), help}});
  }
  return table;
}

std::vector<FamilyShare> familyShares(const StepProfile& profile) {
  std::map<QString, FamilyShare> sums;
  for (const ProfilePoint& point : profile.points) {
    const std::optional<Family> family = familyOf(point.block);
    const QString name = family                       ? shown(std::string(familyName(*family)))
                         : point.block == "optimizer" ? tr("optimizer")
                                                      : tr("adds and loss");
    FamilyShare& share = sums.try_emplace(name, FamilyShare{name, family, 0}).first->second;
    share.share += profile.seconds > 0 ? point.seconds / profile.seconds : 0;
  }
  std::vector<FamilyShare> shares;
  for (auto& [name, share] : sums) shares.push_back(std::move(share));
  std::stable_sort(shares.begin(), shares.end(), [](const auto& a, const auto& b) { return a.share > b.share; });
  return shares;
}

}  // namespace headroom
