// The trainer's speed at the char shape, fp32 and bf16, with our kernels and with LibTorch's alone: one table.
#include <cstdio>

#include "core/train/bench.h"

int main() {
  using namespace headroom;
  std::printf("%-12s %-6s %14s %12s %10s\n", "kernels", "mode", "tokens/s", "first step", "GFLOP/s");
  for (const bool reference : {false, true}) {
    const Result<Json> answer = runBench({.shape = "char", .reference = reference});
    if (!answer) {
      std::fprintf(stderr, "%s\n", answer.error().message.c_str());
      return 1;
    }
    for (const Json& mode : (*answer)["modes"])
      std::printf("%-12s %-6s %14.1f %10.2f s %10.1f\n", reference ? "reference" : "ours",
                  mode["mode"].get<std::string>().c_str(), mode["tokens_per_second"].get<double>(),
                  mode["first_step_s"].get<double>(), mode["gflops"].get<double>());
  }
}
