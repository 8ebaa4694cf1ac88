#include "core/study/facts.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
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

Result<std::vector<StudyFact>> factsOf(const RunReader& reader, const StudyId& study, const ResolvedStudy& resolved) {
  constexpr RunRole kRoles[] = {RunRole::Trunk, RunRole::Cooldown, RunRole::Trial, RunRole::Whole, RunRole::Timing};
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
    fact.step = run->step;
    if (run->startedNs > 0 && run->finishedNs > run->startedNs)
      fact.seconds = static_cast<double>(run->finishedNs - run->startedNs) * 1e-9;
    for (const RunRole role : kRoles)
      if (link.role == word(role)) fact.run.role = role;
    HEADROOM_ASSIGN(const RunDefinition definition, reader.definition(link.run));
    if (!isRunOf(resolved, fact.run, definition)) continue;
    if (isEnded(run->state) && fact.run.role != RunRole::Trunk && fact.run.role != RunRole::Timing) {
      HEADROOM_ASSIGN(fact.points, curveOf(reader, link.run));
    }
    facts.push_back(std::move(fact));
  }
  return facts;
}

Result<void> readStepTimes(const RunReader& reader, std::vector<StudyFact>& facts) {
  for (StudyFact& fact : facts) {
    if (!isEnded(fact.state)) continue;
    HEADROOM_ASSIGN(SeriesPoints times, reader.series(fact.id, "time/step"));
    if (times.values.empty()) continue;
    const auto tenth = times.values.begin() + static_cast<std::ptrdiff_t>(times.values.size() / 10);
    std::nth_element(times.values.begin(), tenth, times.values.end());
    if (*tenth > 0) fact.stepSeconds = *tenth;
  }
  return {};
}

const Json* standing(const ResolvedStudy& study, const Decisions& decisions, const std::string& kind,
                     const std::string& scale, const std::string& arm) {
  const auto found = std::find_if(decisions.rbegin(), decisions.rend(), [&](const Json& one) {
    if (one.value("kind", "") != kind || one.value("scale", "") != scale || one.value("arm", "") != arm) return false;
    const std::string rests = one.value("cell", "");  // "": of a former version of this program
    const ResolvedCell* cell = study.find(arm.empty() ? study.study.baseline : arm, scale);
    return cell && (rests.empty() || rests == cell->hash());
  });
  return found == decisions.rend() ? nullptr : &*found;
}

bool dropsArm(const ResolvedStudy& study, const Json& rung, const std::string& arm) {
  const Json dropped = rung.value("dropped", Json::array()), cells = rung.value("cells", Json::object());
  if (std::find(dropped.begin(), dropped.end(), Json(arm)) == dropped.end()) return false;
  const ResolvedCell* cell = study.find(arm, rung.value("scale", ""));
  return cell && (!cells.contains(arm) || cells[arm] == cell->hash());
}

double rateOf(const ResolvedStudy& study, const Decisions& decisions, const std::string& arm,
              const std::string& scale) {
  const std::string& searched = study.study.rates == RateSearch::Baseline ? study.study.baseline : arm;
  if (const Json* found = standing(study, decisions, "learning rate", scale, searched))
    return found->value("rate", 0.0);
  const ResolvedCell* cell = study.find(arm, scale);
  return cell ? cell->learningRate() : 0;
}

namespace {

/// The annealed end of a cooldown, or every point of a whole run, with seconds as its steps take them. What diverged
/// ends with a loss that is no number, a trunk too; what failed or was stopped says nothing.
std::vector<CurvePoint> annealedPoints(const StudyFact& fact, const std::optional<double>& stepSeconds) {
  const std::optional<double> loss = fact.loss();
  const bool diverged = fact.state == RunState::Diverged;
  if ((fact.run.role == RunRole::Trunk && !diverged) || (fact.run.role != RunRole::Trunk && !loss)) return {};
  std::vector<CurvePoint> points;
  if (fact.run.role == RunRole::Whole) points = fact.points;
  if (fact.run.role == RunRole::Cooldown || diverged) {
    const bool known = fact.run.role == RunRole::Cooldown && !fact.points.empty();
    const CurvePoint last = known ? fact.points.back() : CurvePoint{};
    while (!points.empty() && points.back().step >= fact.run.horizon) points.pop_back();
    points.push_back(last);
    points.back().step = fact.run.horizon;
    points.back().loss = *loss;
  }
  if (stepSeconds)
    for (CurvePoint& point : points) point.seconds = *stepSeconds * static_cast<double>(point.step);
  return points;
}

/// Seconds of a step from timing runs, at any rate; of a (scale, seed) whose arms have not all been timed, from the
/// runs themselves: only alike is compared.
class TimedSteps {
 public:
  explicit TimedSteps(const std::vector<StudyFact>& facts) {
    for (const StudyFact& fact : facts)
      if (fact.run.role == RunRole::Timing && fact.stepSeconds) m_seconds[keyOf(fact)] = *fact.stepSeconds;
    for (const StudyFact& fact : facts)
      if ((fact.run.role == RunRole::Trunk || fact.run.role == RunRole::Whole) && !m_seconds.contains(keyOf(fact)))
        m_partly.insert({fact.run.scale, fact.run.seed});
  }
  std::optional<double> of(const StudyFact& fact) const {
    return m_partly.contains({fact.run.scale, fact.run.seed}) ? fact.stepSeconds : m_seconds.at(keyOf(fact));
  }

 private:
  using Key = std::tuple<std::string, std::string, std::int64_t>;
  static Key keyOf(const StudyFact& fact) { return {fact.run.scale, fact.run.arm, fact.run.seed}; }
  std::map<Key, double> m_seconds;
  std::set<std::pair<std::string, std::int64_t>> m_partly;
};

}  // namespace

CurveTable curvesOf(const ResolvedStudy& resolved, const std::vector<StudyFact>& facts, const Decisions& decisions,
                    const CurveChoice& choice) {
  const Study& study = resolved.study;
  CurveTable table;
  table.scales = study.scales;
  for (const StudyArm& arm : study.arms)
    if (choice.arms.empty() || std::find(choice.arms.begin(), choice.arms.end(), arm.name) != choice.arms.end())
      table.arms.push_back(arm.name);
  using Key = std::tuple<std::uint32_t, std::uint32_t, std::int64_t>;  // scale, arm, seed
  const auto keyOf = [&](const StudyRun& run) -> std::optional<Key> {
    const auto arm = std::find(table.arms.begin(), table.arms.end(), run.arm);
    const auto scale = std::find(table.scales.begin(), table.scales.end(), run.scale);
    const bool known = arm != table.arms.end() && scale != table.scales.end() && resolved.find(run.arm, run.scale);
    if (!known) return {};  // of a former version of the study
    if (run.learningRate != rateOf(resolved, decisions, choice.sharedRate ? study.baseline : run.arm, run.scale))
      return {};
    return Key{static_cast<std::uint32_t>(scale - table.scales.begin()),
               static_cast<std::uint32_t>(arm - table.arms.begin()), run.seed};
  };
  std::map<Key, std::vector<CurvePoint>> runs;
  std::map<Key, std::optional<double>> stepSeconds;
  const TimedSteps timed(facts);
  for (const StudyFact& fact : facts)
    if (fact.run.role == RunRole::Trunk || fact.run.role == RunRole::Whole)
      if (const auto key = keyOf(fact.run)) stepSeconds[*key] = timed.of(fact);
  for (const StudyFact& fact : facts) {
    if (fact.run.role == RunRole::Trial || fact.run.role == RunRole::Timing) continue;
    const auto key = keyOf(fact.run);
    if (!key) continue;
    const std::vector<CurvePoint> points = annealedPoints(fact, stepSeconds[*key]);
    runs[*key].insert(runs[*key].end(), points.begin(), points.end());
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
