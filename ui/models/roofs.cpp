#include "ui/models/roofs.h"

#include <QObject>
#include <cmath>

#include "core/base/units.h"

namespace headroom {

namespace {

double numberAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? std::max(found->get<double>(), 0.0) : 0.0;
}

}  // namespace

MemoryRoofs::MemoryRoofs(const Json& machines) {
  if (!machines.is_object()) return;
  for (const auto& [machine, document] : machines.items()) {
    if (!document.is_object()) continue;
    const Json roofs = document.value("roofs", document);
    if (!roofs.is_object()) continue;
    const double dram = numberAt(roofs, "dram");
    if (dram <= 0) continue;
    m_dram = dram;
    m_cache = numberAt(roofs, "cache");
  }
}

MemoryRoof MemoryRoofs::dramRoof() const {
  if (m_dram <= 0) return {};
  return {
      .bytesPerSecond = m_dram,
      .label =
          QObject::tr("DRAM roof %1, measured on this machine").arg(QString::fromStdString(formatUnit(m_dram, "B/s")))};
}

MemoryRoof MemoryRoofs::cacheRoof() const {
  if (m_cache <= 0) return {};
  return {.bytesPerSecond = m_cache,
          .cache = true,
          .label = QObject::tr("cache roof %1, measured on this machine")
                       .arg(QString::fromStdString(formatUnit(m_cache, "B/s")))};
}

MemoryRoof MemoryRoofs::roofAbove(double bytesPerSecond) const {
  return bytesPerSecond > m_dram && m_cache > m_dram ? cacheRoof() : dramRoof();
}

}  // namespace headroom
