#include "ui/charts/smoother.h"

#include <cmath>

namespace headroom {

double Smoother::next(double x, double y) {
  if (!std::isfinite(y)) return y;
  double distance = 1;
  if (m_lastX) {
    if (!m_spacing && x > *m_lastX) m_spacing = x - *m_lastX;
    if (m_spacing) distance = (x - *m_lastX) / *m_spacing;
  }
  m_lastX = x;
  if (distance != m_distance) {
    m_distance = distance;
    m_beta = std::pow(m_weight, distance);
  }
  const double beta = m_beta;
  m_mean = beta * m_mean + (1 - beta) * y;
  m_total = beta * m_total + (1 - beta);
  return m_total > 0 ? m_mean / m_total : y;
}

}  // namespace headroom
