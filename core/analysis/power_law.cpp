// L(C) = E + B·C^−β: one law a curve, the floor E shared by all curves of a fit.
#include "core/analysis/power_law.h"

#include <nlopt.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <memory>

#include "core/analysis/statistics.h"

namespace headroom {
namespace {

constexpr double kHuber = 1e-3;
constexpr double kLeastBeta = 0.005, kMostBeta = 2;
constexpr double kLeastFloor = 0.001, kMostFloor = 0.999;  // shares of the least loss

/// The curves with ln C around its mean, which takes most of the correlation out of b and β.
struct Problem {
  std::vector<LawPoints> curves;
  std::vector<double> centres;
  double lowest = std::numeric_limits<double>::infinity();  // least loss
  std::size_t points = 0;

  explicit Problem(const std::vector<LawPoints>& given) : curves(given) {
    for (LawPoints& curve : curves) {
      centres.push_back(mean(curve.lnC));
      for (double& x : curve.lnC) x -= centres.back();
      for (const double y : curve.lnL) lowest = std::min(lowest, std::exp(y));
      points += curve.lnC.size();
    }
  }
  unsigned parameters() const { return static_cast<unsigned>(1 + 2 * curves.size()); }  // e, then b and β of each
};

/// Sum of Huber's losses in units of δ², and its gradient.
double objective(unsigned count, const double* p, double* gradient, void* data) {
  const Problem& problem = *static_cast<const Problem*>(data);
  if (gradient) std::fill(gradient, gradient + count, 0.0);
  double sum = 0;
  for (std::size_t k = 0; k < problem.curves.size(); ++k) {
    const LawPoints& curve = problem.curves[k];
    const double b = p[1 + 2 * k], beta = p[2 + 2 * k];
    double ofFloor = 0, ofB = 0, ofBeta = 0;
    for (std::size_t i = 0; i < curve.lnC.size(); ++i) {
      const double power = b - beta * curve.lnC[i];
      const double larger = std::max(p[0], power);
      const double model = larger + std::log1p(std::exp(std::min(p[0], power) - larger));
      const double r = (model - curve.lnL[i]) / kHuber;
      const double slope = std::clamp(r, -1.0, 1.0);
      sum += std::abs(r) <= 1 ? r * r / 2 : std::abs(r) - 0.5;
      const double share = std::exp(power - model);  // of the power in the loss
      ofFloor += slope * (1 - share);
      ofB += slope * share;
      ofBeta -= slope * share * curve.lnC[i];
    }
    if (!gradient) continue;
    gradient[0] += ofFloor / kHuber;
    gradient[1 + 2 * k] = ofB / kHuber;
    gradient[2 + 2 * k] = ofBeta / kHuber;
  }
  return sum;
}

struct Solution {
  std::vector<double> p;
  double value = std::numeric_limits<double>::infinity();
};

class Solver {
 public:
  explicit Solver(Problem& problem)
      : m_problem(problem),
        m_low(problem.parameters(), kLeastBeta),
        m_high(problem.parameters(), kMostBeta),
        m_nlopt(nlopt_create(NLOPT_LD_LBFGS, problem.parameters()), nlopt_destroy) {
    m_low[0] = std::log(kLeastFloor * problem.lowest);
    m_high[0] = std::log(kMostFloor * problem.lowest);
    for (std::size_t i = 1; i < m_low.size(); i += 2) {
      m_low[i] = -std::numeric_limits<double>::infinity();
      m_high[i] = std::numeric_limits<double>::infinity();
    }
    nlopt_set_min_objective(m_nlopt.get(), objective, &m_problem);
    nlopt_set_lower_bounds(m_nlopt.get(), m_low.data());
    nlopt_set_upper_bounds(m_nlopt.get(), m_high.data());
    nlopt_set_ftol_rel(m_nlopt.get(), 1e-14);
    nlopt_set_maxeval(m_nlopt.get(), 2000);
  }

  Solution from(std::vector<double> start) const {
    for (std::size_t i = 0; i < start.size(); ++i) start[i] = std::clamp(start[i], m_low[i], m_high[i]);
    Solution solution{std::move(start), 0};
    // It may end with "no further progress in these digits"; where it stopped is what counts.
    nlopt_optimize(m_nlopt.get(), solution.p.data(), &solution.value);
    solution.value = objective(m_problem.parameters(), solution.p.data(), nullptr, &m_problem);
    return solution;
  }

  bool onBound(const std::vector<double>& p) const {
    for (std::size_t i = 0; i < p.size(); ++i)
      if (p[i] - m_low[i] < 1e-9 || m_high[i] - p[i] < 1e-9) return true;
    return false;
  }

 private:
  Problem& m_problem;
  std::vector<double> m_low, m_high;
  std::unique_ptr<nlopt_opt_s, void (*)(nlopt_opt)> m_nlopt;
};

bool fittable(const std::vector<LawPoints>& curves) {
  std::size_t points = 0;
  for (const LawPoints& curve : curves) {
    if (curve.lnC.empty()) return false;
    points += curve.lnC.size();
  }
  return points > 1 + 2 * curves.size();
}

std::vector<double> startAt(const Problem& problem, double floorShare, double beta) {
  std::vector<double> p = {std::log(floorShare * problem.lowest)};
  for (const LawPoints& curve : problem.curves) {
    double b = 0;
    for (const double y : curve.lnL) b += std::log(std::exp(y) - floorShare * problem.lowest);
    p.push_back(b / static_cast<double>(curve.lnL.size()));
    p.push_back(beta);
  }
  return p;
}

PowerLawFit fitOf(const Problem& problem, const Solution& solution) {
  PowerLawFit fit{.floor = std::exp(solution.p[0]), .laws = {}, .objective = solution.value};
  for (std::size_t k = 0; k < problem.curves.size(); ++k) {
    const double beta = solution.p[2 + 2 * k];
    fit.laws.push_back({solution.p[1 + 2 * k] + beta * problem.centres[k], beta});
  }
  return fit;
}

}  // namespace

double PowerLawFit::lnComputeAt(std::size_t curve, double loss) const {
  assert(loss > floor);
  return (laws[curve].lnB - std::log(loss - floor)) / laws[curve].beta;
}

std::optional<PowerLawFit> fitPowerLaws(const std::vector<LawPoints>& curves) {
  if (!fittable(curves)) return std::nullopt;
  Problem problem(curves);
  const Solver solver(problem);
  std::vector<Solution> solutions;
  for (const double floorShare : {0.3, 0.6, 0.85, 0.95})
    for (const double beta : {0.1, 0.3, 0.8}) solutions.push_back(solver.from(startAt(problem, floorShare, beta)));
  const Solution& best = *std::min_element(solutions.begin(), solutions.end(),
                                           [](const Solution& a, const Solution& b) { return a.value < b.value; });
  const auto near = std::count_if(solutions.begin(), solutions.end(), [&](const Solution& solution) {
    return solution.value - best.value <= 1e-6 * std::max(best.value, 1e-6);
  });
  PowerLawFit fit = fitOf(problem, best);
  fit.pinned = near >= 2 && !solver.onBound(best.p);
  return fit;
}

std::optional<PowerLawFit> refitPowerLaws(const std::vector<LawPoints>& curves, const PowerLawFit& start) {
  if (!fittable(curves)) return std::nullopt;
  Problem problem(curves);
  const Solver solver(problem);
  std::vector<double> p = {std::log(start.floor)};
  for (std::size_t k = 0; k < curves.size(); ++k) {
    p.push_back(start.laws[k].lnB - start.laws[k].beta * problem.centres[k]);
    p.push_back(start.laws[k].beta);
  }
  return fitOf(problem, solver.from(std::move(p)));
}

}  // namespace headroom
