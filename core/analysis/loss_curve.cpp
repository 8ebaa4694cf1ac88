// Points of a run → a curve: isotonic regression, then straight lines in (loss, ln compute) between its knots.
#include "core/analysis/loss_curve.h"

#include <algorithm>
#include <cmath>

#include "core/base/units.h"

namespace headroom {
namespace {

constexpr std::size_t kLeastPoints = 4;
constexpr double kLargestLoss = 1e100;  // far beyond any; sums and differences below it stay finite

/// A block's sums.
struct Block {
  Knot sum;
  double count = 0;

  double meanLoss() const { return sum.loss / count; }
  void add(const Block& other) {
    sum.lnStep += other.sum.lnStep;
    sum.lnFlops += other.sum.lnFlops;
    sum.loss += other.sum.loss;
    count += other.count;
  }
};

/// Losses are written with few digits, so means that are equal are common; their last bits must not tell them apart.
bool falls(const Block& block, const Block& next) {
  return next.meanLoss() < block.meanLoss() - 1e-12 * std::abs(block.meanLoss());
}

double between(double x, double x0, double y0, double x1, double y1) {
  return y0 + (y1 - y0) * ((x - x0) / (x1 - x0));
}

}  // namespace

std::vector<Knot> pooledKnots(const std::vector<Knot>& points) {
  std::vector<Block> blocks;
  for (const Knot& point : points) {
    blocks.push_back({point, 1});
    while (blocks.size() > 1 && !falls(blocks[blocks.size() - 2], blocks.back())) {
      blocks[blocks.size() - 2].add(blocks.back());
      blocks.pop_back();
    }
  }
  std::vector<Knot> knots;
  knots.reserve(blocks.size());
  for (const Block& block : blocks)
    knots.push_back({block.sum.lnStep / block.count, block.sum.lnFlops / block.count, block.meanLoss()});
  return knots;
}

LossCurve::LossCurve(CurveView points) {
  std::vector<Knot> logarithms;
  logarithms.reserve(points.size());
  for (const CurvePoint& point : points)
    logarithms.push_back({std::log(static_cast<double>(point.step)), std::log(point.flops), point.loss});
  m_knots = pooledKnots(logarithms);
}

double LossCurve::at(double loss, double Knot::*compute) const {
  const auto after = std::lower_bound(m_knots.begin(), m_knots.end(), loss,
                                      [](const Knot& knot, double value) { return knot.loss > value; });
  if (after == m_knots.begin()) return m_knots.front().*compute;
  if (after == m_knots.end()) return m_knots.back().*compute;
  const Knot& before = *(after - 1);
  return between(loss, before.loss, before.*compute, after->loss, (*after).*compute);
}

double LossCurve::lossAt(double lnStep) const {
  const auto after = std::lower_bound(m_knots.begin(), m_knots.end(), lnStep,
                                      [](const Knot& knot, double value) { return knot.lnStep < value; });
  if (after == m_knots.begin()) return m_knots.front().loss;
  if (after == m_knots.end()) return m_knots.back().loss;
  const Knot& before = *(after - 1);
  return between(lnStep, before.lnStep, before.loss, after->lnStep, after->loss);
}

UsableRun usableRun(CurveView curve) {
  UsableRun run;
  run.clean = cleanRun(curve);
  const std::vector<CurvePoint>& points = run.clean.points;
  if (points.size() < kLeastPoints) {
    run.problem = "only " + std::to_string(points.size()) + " usable point" + (points.size() == 1 ? "" : "s") +
                  "; a run needs " + std::to_string(kLeastPoints);
    return run;
  }
  if (std::any_of(points.begin(), points.end(),
                  [](const CurvePoint& point) { return std::abs(point.loss) > kLargestLoss; })) {
    run.problem = "its losses pass " + shortest(kLargestLoss);
    return run;
  }
  run.hasFlops = std::all_of(points.begin(), points.end(), [](const CurvePoint& point) { return point.flops > 0; });
  run.stepSeconds = medianStepSeconds(points);
  run.curve = LossCurve(points);
  if (run.curve.knots().size() < 2) run.problem = "the loss never falls";
  return run;
}

}  // namespace headroom
