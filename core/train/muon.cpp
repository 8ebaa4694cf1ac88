// Muon: along the nearest orthogonal matrix of a Nesterov momentum, √max(1, rows/columns) long in each direction.
// Jordan 2024, kellerjordan.github.io/posts/muon; numbers and order of operations as in github.com/KellerJordan/Muon.
// A weight that holds several matrices (queries, keys and values in one) is taken as one.
#include <ATen/TensorOperators.h>
#include <ATen/ops/addmm.h>
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
/// products of this precision.
at::Tensor orthogonalised(const at::Tensor& matrix, Precision precision) {
  const bool tall = matrix.size(0) > matrix.size(1);  // the products then are smaller the other way round
  at::Tensor x = narrowed(matrix / (matrix.norm() + kTiny), precision);
  if (tall) x = x.t();
  for (int step = 0; step < kNewtonSchulzSteps; ++step) {
    const at::Tensor a = at::mm(x, x.t());
    x = at::addmm(x, at::addmm(a, a, a, kB, kC), x, kA);
  }
  return (tall ? x.t() : x).to(matrix.scalar_type());
}

}  // namespace

std::unique_ptr<UpdateRule> makeMuon(std::vector<TrainedParameter> parameters, const Recipe& recipe) {
  return makeMomentumRule(std::move(parameters), recipe.muonFactor,
                          [precision = recipe.precision](const at::Tensor& gradient, const at::Tensor& momentum) {
                            const at::Tensor next = momentum * kMomentum + gradient * (1 - kMomentum),
                                             ahead = next * kMomentum + gradient * (1 - kMomentum);
                            const double longer =
                                std::sqrt(std::max(1.0, double(gradient.size(0)) / double(gradient.size(1))));
                            return Move{.direction = orthogonalised(ahead, precision) * longer, .momentum = next};
                          });
}

}  // namespace headroom
