// How much memory tensors take on the CPU: counts what LibTorch's allocator hands out in this thread while it lives.
#pragma once

#include <cstdint>
#include <memory>

namespace headroom {

class AllocationMeter {
 public:
  AllocationMeter();
  ~AllocationMeter();
  AllocationMeter(const AllocationMeter&) = delete;
  AllocationMeter& operator=(const AllocationMeter&) = delete;

  /// Bytes handed out and not given back since the meter was made, and the most at once.
  std::int64_t current() const;
  std::int64_t peak() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace headroom
