// The memory probe a = b + s · c (STREAM triad; McCalpin 1995) and what it reaches on this machine, per memory level.
//
// For n floats: bytes 12·n (read b, read c, write a), FLOPs 2·n. The read for ownership that a cached store costs on a
// CPU is not counted, so plain stores to DRAM really move 16·n; streaming stores avoid it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "kernels/status.h"

struct CUstream_st;

namespace headroom {

void triadReference(float* a, const float* b, const float* c, float s, std::size_t n);
/// Vectorised, on the calling thread.
void triadCpu(float* a, const float* b, const float* c, float s, std::size_t n);
/// The same past the caches (x86; elsewhere plain stores). `a` need not be aligned.
void triadCpuStreaming(float* a, const float* b, const float* c, float s, std::size_t n);
/// Device pointers of any alignment; returns after the launch.
KernelStatus triadCuda(float* a, const float* b, const float* c, float s, std::size_t n, CUstream_st* stream);

struct TriadProbe {
  std::size_t workingSetBytes = 0;  ///< all three arrays of all threads
  int threads = 1;
  int repeats = 9;
  bool streamingStores = false;
};

struct TriadResult {
  std::string level;                ///< "L1", "L2", "L3", "DRAM" of probeTriad(); "" when measured by hand
  std::size_t workingSetBytes = 0;  ///< as measured: rounded to whole vectors
  int threads = 0;                  ///< 0 on a GPU
  bool streamingStores = false;
  double bytesPerSecond = 0;  ///< median of the repeats, three streams, read for ownership not counted
  std::string error;          ///< a wrong result or no memory: then no number
};

/// One warm-up, then `repeats` timings of at least some milliseconds. Each thread has its own three arrays, which it
/// touches first.
TriadResult measureTriad(const TriadProbe& probe);

/// The machine's levels at `threads` threads: a working set well inside each cache and one far beyond the last. DRAM
/// appears twice, with plain and with streaming stores; the better one is the roof. Takes about two seconds.
std::vector<TriadResult> probeTriad(int threads);
std::vector<TriadResult> probeTriad(const std::vector<std::size_t>& sizes, int threads);

/// Data caches of the first core, in bytes; typical values where the system does not tell.
struct CacheSizes {
  std::size_t l1 = 32 << 10, l2 = 1 << 20, l3 = 32 << 20;
};
CacheSizes cacheSizes();

/// The current CUDA device: L2 and DRAM. One result with an error where there is none.
std::vector<TriadResult> probeTriadCuda();

}  // namespace headroom
