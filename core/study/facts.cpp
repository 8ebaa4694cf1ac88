#include "core/study/facts.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace headroom {

Result<std::vector<CurvePoint>> curveOf(const RunReader& reader, const RunId& run) {
  HEADROOM_ASSIGN(SeriesPoints losses, reader.doubles(run, "loss/val"));
  if (losses.size() == 0) {
    HEADROOM_ASSIGN(losses, reader.series(run, "loss/val"));
  }
  std::vector<CurvePoint> curve(losses.size());
  std::map<std::int64_t, std::size_t> places;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    curve[i].step = losses.steps[i];
    curve[i].loss = losses.values[i];
    places[losses.steps[i]] = i;
  }
  const std::pair<const char*, double CurvePoint::*> columns[] = {
      {"tokens", &CurvePoint::tokens}, {"flops", &CurvePoint::flops}, {"seconds", &CurvePoint::seconds}};
  for (const auto& [name, member] : columns) {
    HEADROOM_ASSIGN(const SeriesPoints points, reader.doubles(run, name));
    for (std::size_t i = 0; i < points.size(); ++i)
      if (const auto place = places.find(points.steps[i]); place != places.end())
        curve[place->second].*member = points.values[i];
  }
  return curve;
}

std::optional<double> StudyFact::loss() const {
  if (state == RunState::Diverged) return std::numeric_limits<double>::quiet_NaN();
  if (state != RunState::Completed || points.empty()) return {};
  return points.back().loss;
}

Result<std::vector<StudyFact>> factsOf(const RunReader& reader, const StudyId& study) {
  constexpr RunRole kRoles[] = {RunRole::Trunk, RunRole::Cooldown, RunRole::Trial, RunRole::Whole};
  HEADROOM_ASSIGN(const std::vector<StudyLink> links, reader.studyLinks(study));
  std::vector<StudyFact> facts;
  for (const StudyLink& link : links) {
    const auto run = reader.run(link.run);
    if (!run) continue;  // deleted by a person: as if it had never run
    StudyFact fact;
    fact.run = {link.arm, link.scale, static_cast<std::int64_t>(link.seed), link.learningRate, link.horizon};
    fact.id = link.run;
    fact.state = run->state;
    fact.attempts = run->attempt;
    for (const RunRole role : kRoles)
      if (link.role == word(role)) fact.run.role = role;
    if (isEnded(run->state) && fact.run.role != RunRole::Trunk) {
      HEADROOM_ASSIGN(fact.points, curveOf(reader, link.run));
    }
    facts.push_back(std::move(fact));
  }
  return facts;
}

CurveTable curvesOf(const ResolvedStudy& study, const std::vector<StudyFact>& facts,
                    const std::vector<std::string>& arms) {
  const auto indexOf = [](std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) names.push_back(name);
    return static_cast<std::uint32_t>(found - names.begin());
  };
  CurveTable table;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::int64_t>, std::vector<CurvePoint>> runs;
  for (const std::string& scale : study.study.scales) indexOf(table.scales, scale);
  for (const StudyArm& arm : study.study.arms)
    if (arms.empty() || std::find(arms.begin(), arms.end(), arm.name) != arms.end()) indexOf(table.arms, arm.name);
  for (const StudyFact& fact : facts) {
    const auto known = std::find(table.arms.begin(), table.arms.end(), fact.run.arm);
    if (known == table.arms.end() || (fact.run.role != RunRole::Cooldown && fact.run.role != RunRole::Whole)) continue;
    std::vector<CurvePoint>& points = runs[{indexOf(table.scales, fact.run.scale),
                                            static_cast<std::uint32_t>(known - table.arms.begin()), fact.run.seed}];
    if (fact.run.role == RunRole::Whole) {
      points.insert(points.end(), fact.points.begin(), fact.points.end());
    } else if (const std::optional<double> loss = fact.loss()) {
      CurvePoint end = fact.points.empty() ? CurvePoint{} : fact.points.back();
      end.step = fact.run.horizon;
      end.loss = *loss;
      points.push_back(end);
    }
  }
  for (auto& [key, points] : runs) {
    std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.step < b.step; });
    const auto& [scale, arm, seed] = key;
    if (points.empty()) continue;
    table.runs.push_back(
        {.scale = scale, .arm = arm, .seed = seed, .begin = table.points.size(), .count = points.size()});
    table.points.insert(table.points.end(), points.begin(), points.end());
  }
  table.rows = table.points.size();
  return table;
}

}  // namespace headroom
