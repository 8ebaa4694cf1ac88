// Times the trainer's own step (forward, backward, clipping, update) at a known shape, without data, journal or
// checkpoints.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/json.h"

namespace headroom {

struct BenchOptions {
  std::string shape = "char";  // a template's name; "gpt2": the 124M without biases
  std::string scale;
  std::int64_t batch = 0;    // 0: the template's
  std::int64_t steps = 10;   // timed, after six others
  std::int64_t threads = 0;  // 0: all cores
  std::string modes = "fp32,bf16";
  std::string device = "auto";
  bool reference = false;     // LibTorch's kernels alone
  bool replay = true;         // on a GPU: a recorded step, as in training
  bool deterministic = true;  // as in training
};

/// {"shape", "threads", "modes": [{"mode", "tokens_per_second", "first_step_s", "gflops", "matmul_gflops", …}]}.
/// `gflops` counts 6 N + 12·layers·width·context a token, as the usual peer scripts do.
Result<Json> runBench(const BenchOptions& options);

}  // namespace headroom
