// Muon: along the nearest orthogonal matrix of a Nesterov momentum, √max(1, rows/columns) long in each direction.
// Jordan 2024, kellerjordan.github.io/posts/muon; numbers and order of operations as in github.com/KellerJordan/Muon.
// A weight that holds several matrices (queries, keys and values in one) is taken as one; of experts [E, rows, columns]
// each has its own.
#include <ATen/TensorOperators.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/baddbmm.h>
#include <ATen/ops/bmm.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/mm.h>

#include <algorithm>
#include <cmath>

#include "core/train/precision.h"
#include "core/train/update_rule.h"

namespace headroom {
namespace {

constexpr double kMomentum = 0.95;
constexpr double kA = 3.4445, kB = -4.7750, kC = 2.0315;  // steepest at 0 while singular values stay within 0.7 … 1.2
constexpr double kTiny = 1e-7;

/// U·Vᵀ of G = U·S·Vᵀ, about: Newton–Schulz steps X ← a·X + (b·A + c·A²)·X, A = X·Xᵀ, from G over its norm. All in
/// products of this precision. [rows, columns] or [E, rows, columns].
at::Tensor orthogonalised(const at::Tensor& matrix, Precision precision) {
  const bool tall = matrix.size(-2) > matrix.size(-1);  // the products then are smaller the other way round
  const at::Tensor norm = at::linalg_vector_norm(matrix, 2, at::IntArrayRef{-2, -1}, /*keepdim=*/true);
  at::Tensor x = narrowed(matrix / (norm + kTiny), precision);
  if (tall) x = x.mT();
  const bool one = x.dim() == 2;
  const auto sum = [one](const at::Tensor& to, double beta, const at::Tensor& a, const at::Tensor& b, double alpha) {
    return one ? at::addmm(to, a, b, beta, alpha) : at::baddbmm(to, a, b, beta, alpha);
  };
  for (int step = 0; step < kNewtonSchulzSteps; ++step) {
    const at::Tensor a = one ? at::mm(x, x.mT()) : at::bmm(x, x.mT());
    x = sum(x, kA, sum(a, kB, a, a, kC), x, 1);
  }
  return (tall ? x.mT() : x).to(matrix.scalar_type());
}

}  // namespace

std::unique_ptr<UpdateRule> makeMuon(std::vector<TrainedParameter> parameters, const Recipe& recipe) {
  return makeMomentumRule(std::move(parameters), recipe.muonFactor,
                          [precision = recipe.precision](const at::Tensor& gradient, const at::Tensor& momentum) {
                            const at::Tensor next = momentum * kMomentum + gradient * (1 - kMomentum),
                                             ahead = next * kMomentum + gradient * (1 - kMomentum);
                            const double longer =
                                std::sqrt(std::max(1.0, double(gradient.size(-2)) / double(gradient.size(-1))));
                            return Move{.direction = orthogonalised(ahead, precision) * longer, .momentum = next};
                          });
}

}  // namespace headroom
