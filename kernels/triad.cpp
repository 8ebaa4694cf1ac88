// The triad on the CPU: reference, kernels, and the probe that times them.
#include "kernels/triad.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <unistd.h>

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <memory>
#include <new>
#include <thread>

#include "kernels/vectorized.h"

namespace headroom {

void triadReference(float* a, const float* b, const float* c, float s, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    a[i] = static_cast<float>(static_cast<double>(b[i]) + static_cast<double>(s) * static_cast<double>(c[i]));
}

HEADROOM_VECTORIZED void triadCpu(float* __restrict a, const float* __restrict b, const float* __restrict c, float s,
                                  std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) a[i] = b[i] + s * c[i];
}

void triadCpuStreaming(float* a, const float* b, const float* c, float s, std::size_t n) {
#if defined(__SSE2__)
  std::size_t i = 0;
  for (; i < n && reinterpret_cast<std::uintptr_t>(a + i) % 16 != 0; ++i) a[i] = b[i] + s * c[i];
  const __m128 factor = _mm_set1_ps(s);
  for (; i + 4 <= n; i += 4)
    _mm_stream_ps(a + i, _mm_add_ps(_mm_loadu_ps(b + i), _mm_mul_ps(factor, _mm_loadu_ps(c + i))));
  for (; i < n; ++i) a[i] = b[i] + s * c[i];
  _mm_sfence();
#else
  triadCpu(a, b, c, s, n);
#endif
}

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kStreams = 3;
constexpr std::size_t kVector = 16;                           // floats: 64 bytes, one cache line
constexpr std::size_t kBytesARepeat = std::size_t{96} << 20;  // a thread's share: 1 ms from L1, 10 ms from DRAM

struct AlignedDelete {
  void operator()(float* p) const { ::operator delete[](p, std::align_val_t{64}); }
};
using Array = std::unique_ptr<float[], AlignedDelete>;

Array makeArray(std::size_t n, float value) {
  auto* p = static_cast<float*>(::operator new[](n * sizeof(float), std::align_val_t{64}, std::nothrow));
  if (p) std::fill_n(p, n, value);
  return Array(p);
}

struct Worker {
  std::vector<Clock::time_point> begin, end;  // one of each a repeat
  std::string error;
};

void runWorker(Worker& worker, const TriadProbe& probe, std::size_t n, std::barrier<>& barrier) {
  const Array a = makeArray(n, 0), b = makeArray(n, 1), c = makeArray(n, 2);
  const bool ready = a && b && c;
  if (!ready) worker.error = "There is not enough memory for the probe.";
  const std::size_t passes = std::max<std::size_t>(1, kBytesARepeat / (kStreams * n * sizeof(float)));
  const auto kernel = probe.streamingStores ? triadCpuStreaming : triadCpu;
  float s = 0;
  for (int repeat = -1; repeat < probe.repeats; ++repeat) {  // −1: warm-up
    barrier.arrive_and_wait();
    const Clock::time_point begin = Clock::now();
    for (std::size_t pass = 0; ready && pass < passes; ++pass) kernel(a.get(), b.get(), c.get(), s += 0.5F, n);
    const Clock::time_point end = Clock::now();
    if (repeat < 0) continue;
    worker.begin.push_back(begin);
    worker.end.push_back(end);
  }
  for (std::size_t i = 0; ready && i < n; ++i)
    if (a[i] != 1 + s * 2) worker.error = "The probe computed a wrong value.";
}

std::size_t readCacheSize(int level) {
  for (int index = 0; index < 8; ++index) {
    const std::string folder = "/sys/devices/system/cpu/cpu0/cache/index" + std::to_string(index) + "/";
    std::string type;
    int found = 0;
    std::size_t size = 0;
    char unit = 0;
    std::ifstream(folder + "type") >> type;
    std::ifstream(folder + "level") >> found;
    std::ifstream(folder + "size") >> size >> unit;
    if (found == level && type != "Instruction" && size > 0) return size << (unit == 'M' ? 20 : unit == 'K' ? 10 : 0);
  }
  return 0;
}

}  // namespace

TriadResult measureTriad(const TriadProbe& probe) {
  TriadResult result;
  result.threads = std::max(probe.threads, 1);
  result.streamingStores = probe.streamingStores;
  const std::size_t threads = static_cast<std::size_t>(result.threads);
  const std::size_t vectors = probe.workingSetBytes / threads / kStreams / sizeof(float) / kVector;
  const std::size_t n = std::max<std::size_t>(1, vectors) * kVector;
  result.workingSetBytes = n * sizeof(float) * kStreams * threads;

  std::vector<Worker> workers(threads);
  {
    std::barrier<> barrier(result.threads);
    std::vector<std::thread> pool;
    for (std::size_t i = 1; i < threads; ++i) pool.emplace_back([&, i] { runWorker(workers[i], probe, n, barrier); });
    runWorker(workers[0], probe, n, barrier);
    for (std::thread& thread : pool) thread.join();
  }
  std::vector<double> rates;
  const std::size_t passes = std::max<std::size_t>(1, kBytesARepeat / (kStreams * n * sizeof(float)));
  for (std::size_t repeat = 0; repeat < workers[0].begin.size(); ++repeat) {
    Clock::time_point begin = workers[0].begin[repeat], end = workers[0].end[repeat];
    for (const Worker& worker : workers) {
      begin = std::min(begin, worker.begin[repeat]);
      end = std::max(end, worker.end[repeat]);
    }
    const double seconds = std::chrono::duration<double>(end - begin).count();
    rates.push_back(static_cast<double>(result.workingSetBytes * passes) / seconds);
  }
  for (const Worker& worker : workers)
    if (!worker.error.empty()) result.error = worker.error;
  if (!result.error.empty() || rates.empty()) return result;
  std::nth_element(rates.begin(), rates.begin() + static_cast<std::ptrdiff_t>(rates.size() / 2), rates.end());
  result.bytesPerSecond = rates[rates.size() / 2];
  return result;
}

CacheSizes cacheSizes() {
  CacheSizes sizes;
  if (const std::size_t size = readCacheSize(1)) sizes.l1 = size;
  if (const std::size_t size = readCacheSize(2)) sizes.l2 = size;
  if (const std::size_t size = readCacheSize(3)) sizes.l3 = size;
  return sizes;
}

std::vector<TriadResult> probeTriad(int threads) {
  threads = std::max(threads, 1);
  const std::size_t cores = static_cast<std::size_t>(threads);
  const CacheSizes caches = cacheSizes();
  const std::size_t memory =
      static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  // Four times the last cache leaves a quarter of hits at most; an eighth of the memory never swaps.
  const std::size_t beyond = std::min(std::max<std::size_t>(4 * caches.l3, std::size_t{192} << 20), memory / 8);
  std::vector<TriadResult> results;
  const auto add = [&](const char* level, std::size_t bytes, bool streaming) {
    results.push_back(measureTriad({.workingSetBytes = bytes, .threads = threads, .streamingStores = streaming}));
    results.back().level = level;
  };
  add("L1", cores * caches.l1 / 2, false);  // L1 and L2 are each core's own, L3 is shared
  add("L2", cores * caches.l2 / 2, false);
  if (caches.l3 / 2 > cores * caches.l2) add("L3", caches.l3 / 2, false);
  add("DRAM", beyond, false);
  add("DRAM", beyond, true);
  return results;
}

std::vector<TriadResult> probeTriad(const std::vector<std::size_t>& sizes, int threads) {
  std::vector<TriadResult> results;
  for (const std::size_t size : sizes) results.push_back(measureTriad({.workingSetBytes = size, .threads = threads}));
  return results;
}

}  // namespace headroom
