// What this machine was measured to reach, as the window needs it: the roof of the memory level a working set fits in.
#pragma once

#include <QString>
#include <vector>

#include "core/base/json.h"

namespace headroom {

struct MemoryRoof {
  double bytesPerSecond = 0;  // 0: not measured
  bool cache = false;         // a level above DRAM
  QString label;              // "DRAM roof 57 GB/s, measured on this machine"
};

class MemoryRoofs {
 public:
  MemoryRoofs() = default;
  /// The answer of RunReader::roofs(): machine id → document of `headroom doctor`. The newest machine counts. Whatever
  /// is not as expected is passed over: a roof that is not known is not shown.
  explicit MemoryRoofs(const Json& machines);

  bool measured() const { return m_dram > 0; }
  double dram() const { return m_dram; }
  double cache() const { return m_cache; }
  MemoryRoof dramRoof() const;
  MemoryRoof cacheRoof() const;
  /// The level that a traffic was served from at least: above the DRAM roof it can only have been a cache.
  MemoryRoof roofAbove(double bytesPerSecond) const;

 private:
  double m_dram = 0, m_cache = 0;
};

}  // namespace headroom
