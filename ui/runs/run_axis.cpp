#include "ui/runs/run_axis.h"

#include <QObject>
#include <algorithm>
#include <cmath>

#include "core/arch/recipe.h"

namespace headroom {

namespace {

/// A quantity that is known at some steps and grows with all: straight between them, at the last slope beyond.
class Growth {
 public:
  explicit Growth(const SeriesPoints& points) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double value = points.values[i], step = static_cast<double>(points.steps[i]);
      if (!std::isfinite(value) || value < 0) continue;
      if (!m_steps.empty() && (step <= m_steps.back() || value < m_values.back())) continue;
      if (m_steps.empty() && step > 0) add(0, 0);  // all of it begins at nothing
      add(step, value);
    }
  }

  double at(double step) const {
    if (m_steps.size() < 2) return NAN;
    const auto above = std::upper_bound(m_steps.begin(), m_steps.end(), step) - m_steps.begin();
    const auto end = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(above, 1, std::ssize(m_steps) - 1));
    const double part = (step - m_steps[end - 1]) / (m_steps[end] - m_steps[end - 1]);
    return std::max(m_values[end - 1] + part * (m_values[end] - m_values[end - 1]), 0.0);
  }

 private:
  void add(double step, double value) {
    m_steps.push_back(step);
    m_values.push_back(value);
  }
  std::vector<double> m_steps, m_values;
};

double number(const Json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_number() ? found->get<double>() : 0.0;
}

double firstWall(const RunCurves& run) {
  const auto found = run.series.find("loss/train");
  return found == run.series.end() || found->second.wallTimes.empty() ? 0 : found->second.wallTimes.front();
}

}  // namespace

const std::vector<ChartX>& allChartXs() {
  static const std::vector<ChartX> all{ChartX::Step, ChartX::Tokens, ChartX::Flops, ChartX::RunSeconds,
                                       ChartX::WallSeconds};
  return all;
}

QString wordFor(ChartX x) {
  switch (x) {
    case ChartX::Step:
      return QObject::tr("steps");
    case ChartX::Tokens:
      return QObject::tr("tokens");
    case ChartX::Flops:
      return QObject::tr("FLOPs");
    case ChartX::RunSeconds:
      return QObject::tr("seconds of training");
    case ChartX::WallSeconds:
      return QObject::tr("seconds on the clock");
  }
  return {};
}

QString axisTitle(ChartX x) {
  switch (x) {
    case ChartX::Step:
      return QObject::tr("step");
    case ChartX::Tokens:
      return QObject::tr("tokens");
    case ChartX::Flops:
      return QObject::tr("FLOPs");
    case ChartX::RunSeconds:
      return QObject::tr("seconds of training, pauses left out");
    case ChartX::WallSeconds:
      return QObject::tr("seconds since the first step");
  }
  return {};
}

std::string idOf(ChartX x) {
  switch (x) {
    case ChartX::Step:
      return "step";
    case ChartX::Tokens:
      return "tokens";
    case ChartX::Flops:
      return "flops";
    case ChartX::RunSeconds:
      return "run-seconds";
    case ChartX::WallSeconds:
      return "wall-seconds";
  }
  return {};
}

ChartX chartXFrom(const std::string& id) {
  for (const ChartX x : allChartXs()) {
    if (idOf(x) == id) return x;
  }
  return ChartX::Step;
}

bool isInterpolated(ChartX x) {
  return x == ChartX::Flops || x == ChartX::RunSeconds;
}

std::function<double(std::int64_t step)> tokensThrough(const RunDefinition& definition) {
  const auto sizes = definition.architecture.find("sizes");
  const double batch = number(definition.recipe, "batch"),
               context = sizes == definition.architecture.end() ? 0 : number(*sizes, "context");
  const Result<Recipe> recipe = patched(Recipe{}, definition.recipe, "recipe");
  if (batch > 0 && recipe.ok())  // the batch may grow
    return [recipe = *recipe, context](std::int64_t step) { return sequencesThrough(recipe, step) * context; };
  return [batch, context](std::int64_t step) { return batch * context * static_cast<double>(step); };
}

std::function<double(std::int64_t step)> placeOnAxis(const RunCurves& run, ChartX x) {
  const auto growth = [&run](const char* name) -> std::function<double(std::int64_t)> {
    const auto found = run.doubles.find(name);
    if (found == run.doubles.end()) return [](std::int64_t) { return NAN; };
    return [growth = Growth(found->second)](std::int64_t step) { return growth.at(static_cast<double>(step)); };
  };
  switch (x) {
    case ChartX::Step:
      return [](std::int64_t step) { return static_cast<double>(step); };
    case ChartX::Tokens:
      return tokensThrough(run.definition);
    case ChartX::Flops:
      return growth("flops");
    case ChartX::RunSeconds:
      return growth("seconds");
    case ChartX::WallSeconds:
      return [](std::int64_t) { return NAN; };
  }
  return {};
}

std::vector<double> placesOf(const RunCurves& run, const SeriesPoints& points, std::size_t from, ChartX x) {
  std::vector<double> places;
  places.reserve(points.size() - std::min(from, points.size()));
  if (x != ChartX::WallSeconds) {
    const auto place = placeOnAxis(run, x);
    for (std::size_t i = from; i < points.size(); ++i) places.push_back(place(points.steps[i]));
    return places;
  }
  // A clock that was set back must not bend the curve.
  const double start = firstWall(run);
  double latest = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    latest = std::max(latest, points.wallTimes[i] - start);
    if (i >= from) places.push_back(latest);
  }
  return places;
}

}  // namespace headroom
