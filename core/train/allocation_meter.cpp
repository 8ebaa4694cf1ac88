#include "core/train/allocation_meter.h"

#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <algorithm>
#include <atomic>

namespace headroom {
namespace {

/// What the allocator reports to. Backward passes on a CPU run in the thread that starts them.
class Counter : public c10::MemoryReportingInfoBase {
 public:
  void reportMemoryUsage(void*, std::int64_t size, std::size_t, std::size_t, c10::Device device) override {
    if (!device.is_cpu()) return;
    const std::int64_t now = current += size;
    std::int64_t before = peak;
    while (now > before && !peak.compare_exchange_weak(before, now)) {
    }
  }
  bool memoryProfilingEnabled() const override { return true; }

  std::atomic<std::int64_t> current = 0, peak = 0;
};

}  // namespace

struct AllocationMeter::State {
  std::shared_ptr<Counter> counter = std::make_shared<Counter>();
  c10::DebugInfoGuard guard{c10::DebugInfoKind::PROFILER_STATE, counter};
};

AllocationMeter::AllocationMeter() : m_state(std::make_unique<State>()) {}
AllocationMeter::~AllocationMeter() = default;

std::int64_t AllocationMeter::current() const {
  return m_state->counter->current;
}
std::int64_t AllocationMeter::peak() const {
  return m_state->counter->peak;
}

}  // namespace headroom
