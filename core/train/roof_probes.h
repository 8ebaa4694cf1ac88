// What LibTorch's kernels reach here at the sizes that models have: parts of the roofs that `doctor` measures.
#pragma once

#include <cstdint>

#include "core/arch/recipe.h"
#include "core/base/json.h"

namespace c10 {
struct Device;
}

namespace headroom {

/// Rows and columns of a product: [m, k] × [k, n].
struct MatmulShape {
  std::int64_t m = 0, n = 0, k = 0;
};
/// FLOP/s of one product: the median over repeats of at least three and 0.3 s, after a warm-up.
double matmulFlops(const MatmulShape& shape, Precision precision, const c10::Device& device);

/// With as many threads as are set. Each row carries "precision" and "threads".
/// Linear maps of `rows` tokens from `width` to `width` with both gradients: "rows", "width", "flops" (FLOP/s).
Json linearRates(Precision precision);
/// GELU (tanh) and its gradient, 8 FLOPs an element and 16 back, as the cost model counts: "flops".
Json elementwiseRate(Precision precision);
/// Causal attention: "head_width", "context", "forward_flops", "backward_flops", of the half below the diagonal and its
/// 2.5 times as many back.
Json attentionRates(Precision precision);

}  // namespace headroom
