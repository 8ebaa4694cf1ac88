#include "core/study/next_steps.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <string_view>
#include <tuple>

#include "core/analysis/ceg_rigorous.h"
#include "core/analysis/learning_rate.h"
#include "core/base/text.h"
#include "core/study/plan.h"

namespace headroom {
namespace {

/// How far a search may go beyond its first trials while the best lies on an edge.
constexpr std::size_t kMostExtensions = 4;
/// So many failed runs, and none that did not fail, are no accident.
constexpr std::size_t kHopeless = 3;

class Decider {
 public:
  Decider(const ResolvedStudy& study, const std::vector<StudyFact>& facts, const Decisions& decisions)
      : m_study(study.study), m_resolved(study), m_facts(facts), m_decisions(decisions) {
    for (const StudyFact& fact : facts) m_places.emplace(keyOf(fact.run), &fact);
  }

  Result<NextSteps> decide() {
    retryFailed();
    std::vector<std::string> arms;
    for (const StudyArm& arm : m_study.arms) arms.push_back(arm.name);
    std::vector<std::pair<std::string, std::vector<std::string>>> trained;  // scale, its arms
    for (std::size_t i = 0; i < m_study.scales.size(); ++i) {
      const std::string& scale = m_study.scales[i];
      const bool complete = runScale(scale, arms);
      trained.emplace_back(scale, arms);
      if (!m_study.ladder || i + 1 == m_study.scales.size()) continue;
      if (!complete) return finish();  // later scales wait for who gets there
      const Json* rung = standing(m_resolved, m_decisions, "rung", scale);
      if (!rung) {
        HEADROOM_ASSIGN(Json made, judge(scale, arms));
        if (made.is_null())
          return paused("no run of the baseline has come to an end at scale " + inQuotes(scale) +
                        ", so no arm can be judged; see what happened to them, then resume the study");
        m_next.decisions.push_back(std::move(made));
        return finish();
      }
      dropAt(*rung, arms);
    }
    const bool idle = !m_waiting && m_next.submit.empty() && m_next.retry.empty();
    if (idle && m_study.estimator != "paper")
      for (const auto& [scale, kept] : trained)
        if (timeNext(scale, kept)) break;
    return finish();
  }

 private:
  /// What a later version of the study brought goes on unjudged until the next rung.
  void dropAt(const Json& rung, std::vector<std::string>& arms) const {
    std::erase_if(arms, [&](const std::string& arm) { return !isReference(arm) && dropsArm(m_resolved, rung, arm); });
  }
  bool isReference(const std::string& arm) const { return arm == m_study.baseline || arm == m_study.sameAs; }

  /// Where nothing but failures came in, all that follows would fail too.
  bool nothingWorks() const {
    std::size_t failures = 0;
    for (const StudyFact& fact : m_facts) {
      if (fact.state != RunState::Failed) return false;
      failures += over(fact);
    }
    return failures >= kHopeless;
  }

  NextSteps finish() {
    if (nothingWorks())
      return paused("its first runs all failed; see one with `headroom show " + m_facts[0].id.text +
                    "`, mend that, then resume the study");
    m_next.finished = !m_waiting && m_next.submit.empty() && m_next.retry.empty() && m_next.decisions.empty();
    return std::move(m_next);
  }

  static NextSteps paused(const std::string& reason) {
    NextSteps next;
    next.decisions.push_back({{"kind", "state"}, {"state", "paused"}, {"reason", reason}});
    return next;
  }

  using Key = std::tuple<std::string_view, std::string_view, std::int64_t, double, std::int64_t, RunRole>;
  static Key keyOf(const StudyRun& run) {
    return {run.arm, run.scale, run.seed, run.learningRate, run.horizon, run.role};
  }
  const StudyFact* find(const StudyRun& run) const {
    const auto found = m_places.find(keyOf(run));
    return found == m_places.end() ? nullptr : found->second;
  }

  void retryFailed() {
    for (const StudyFact& fact : m_facts)
      if (mayRetry(fact)) m_next.retry.push_back(fact.id);
  }
  bool mayRetry(const StudyFact& fact) const {
    return (fact.state == RunState::Failed || fact.state == RunState::Lost) && fact.attempts <= m_study.retries;
  }

  /// Ended for good: it will give no more than it has.
  bool over(const StudyFact& fact) const { return isEnded(fact.state) && !mayRetry(fact); }

  /// Submits what is missing of this run; whether it is over.
  bool require(const StudyRun& run, const RunId& trunk = {}) {
    const StudyFact* fact = find(run);
    if (!fact) m_next.submit.push_back({run, trunk});
    if (!fact || !over(*fact)) m_waiting = true;
    return fact && over(*fact);
  }

  /// Searches rates, then trains every arm with every seed, as far as things stand; whether all of it is over.
  bool runScale(const std::string& scale, const std::vector<std::string>& arms) {
    const auto kept = [&](const std::string& arm) { return std::find(arms.begin(), arms.end(), arm) != arms.end(); };
    std::vector<std::string> searched;
    if (m_study.rates == RateSearch::Baseline) searched = {m_study.baseline};
    if (m_study.rates == RateSearch::EveryArm) searched = arms;
    if (!searchRates(scale, searched)) return false;
    bool complete = true;
    // Where every arm's rate was searched, each is trained at the baseline's too: gains are shown at both.
    const double shared = rateOf(m_study.baseline, scale);
    for (const std::int64_t seed : m_study.seeds)
      for (const StudyArm& arm : m_study.arms) {
        if (!kept(arm.name)) continue;
        const ResolvedCell& cell = *m_resolved.find(arm.name, scale);
        const double own = rateOf(arm.name, scale);
        complete = runCell(cell, seed, own) && complete;
        if (m_study.rates == RateSearch::EveryArm && own != shared) complete = runCell(cell, seed, shared) && complete;
      }
    return complete;
  }

  /// One after the other, arm beside arm, when nothing else of the study trains: only so are seconds of arms compared.
  /// Whether one was asked for.
  bool timeNext(const std::string& scale, const std::vector<std::string>& arms) {
    for (const std::int64_t seed : m_study.seeds)
      for (const StudyArm& arm : m_study.arms) {
        const StudyRun run{arm.name, scale, seed, rateOf(arm.name, scale), kTimedSteps, RunRole::Timing};
        const bool kept = std::find(arms.begin(), arms.end(), arm.name) != arms.end();
        if (kept && !require(run)) return true;
      }
    return false;
  }

  double rateOf(const std::string& arm, const std::string& scale) const {
    return headroom::rateOf(m_resolved, m_decisions, arm, scale);
  }

  bool runCell(const ResolvedCell& cell, std::int64_t seed, double rate) {
    StudyRun run{cell.arm, cell.scale, seed, rate, cell.horizons.back(), RunRole::Whole};
    if (m_study.plan == StudyPlanKind::Plain) return require(run);
    run.role = RunRole::Trunk;
    if (!require(run)) return false;
    const StudyFact& trunk = *find(run);
    if (trunk.state != RunState::Completed) return true;  // its checkpoints may be those of a run that went astray
    bool complete = true;
    run.role = RunRole::Cooldown;
    for (const std::int64_t horizon : cell.horizons) {
      run.horizon = horizon;
      complete = require(run, trunk.id) && complete;
    }
    return complete;
  }

  /// Of each rate the mean over the seeds: one that diverged with any of them is not finite.
  struct Search {
    const ResolvedCell* cell;
    std::map<double, std::vector<double>> losses;  // by rate
    std::optional<TunedRate> tuned;
    std::vector<RateTrial> trials() const {
      std::vector<RateTrial> all;
      for (const auto& [rate, values] : losses)
        all.push_back({rate, std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size())});
      return all;
    }
    /// "" or what to know of the rate that is taken.
    std::string note() const {
      if (losses.empty()) return "no trial ended; the recipe's rate is taken";
      if (!tuned) return "every trial diverged; the recipe's rate is taken";
      return tuned->next ? "the best rate tried lies on the edge of the search" : "";
    }
  };

  /// Equal numbers of trials for all that are searched: where one arm's best lies on an edge, all get one more.
  bool searchRates(const std::string& scale, const std::vector<std::string>& arms) {
    std::vector<Search> searches;
    bool complete = true;
    for (const std::string& arm : arms) {
      if (standing(m_resolved, m_decisions, "learning rate", scale, arm)) continue;
      Search search{m_resolved.find(arm, scale), {}, {}};
      for (const double rate : ratesTried(*search.cell))
        for (const std::int64_t seed : trialSeeds(m_study)) {
          const StudyRun run = trial(*search.cell, rate, seed);
          if (!require(run)) {
            complete = false;
            continue;
          }
          // One that failed or was stopped says nothing about its rate.
          if (const std::optional<double> loss = find(run)->loss()) search.losses[rate].push_back(*loss);
        }
      search.tuned = tunedRate(search.trials());
      searches.push_back(std::move(search));
    }
    if (!complete || searches.empty()) return complete;
    const auto open = [&](const Search& search) {
      const std::set<double> tried = ratesTried(*search.cell);
      return search.tuned && search.tuned->next && !tried.contains(*search.tuned->next) &&
             tried.size() < static_cast<std::size_t>(m_study.trials) + kMostExtensions;
    };
    if (std::any_of(searches.begin(), searches.end(), open)) {
      for (const Search& search : searches)
        for (const std::int64_t seed : trialSeeds(m_study)) require(trial(*search.cell, extension(search), seed));
      return false;
    }
    for (const Search& search : searches) {
      Json trials = Json::array();
      for (const RateTrial& one : search.trials()) {
        Json losses = Json::array();
        for (const double loss : search.losses.at(one.rate)) losses.push_back(jsonNumber(loss));
        trials.push_back({{"rate", one.rate}, {"loss", jsonNumber(one.loss)}, {"losses", std::move(losses)}});
      }
      m_next.decisions.push_back({{"kind", "learning rate"},
                                  {"scale", scale},
                                  {"arm", search.cell->arm},
                                  {"rate", search.tuned ? search.tuned->rate : search.cell->learningRate()},
                                  {"note", search.note()},
                                  {"cell", search.cell->hash()},
                                  {"trials", std::move(trials)}});
    }
    m_waiting = true;
    return false;
  }

  StudyRun trial(const ResolvedCell& cell, double rate, std::int64_t seed) const {
    return {cell.arm, cell.scale, seed, rate, cell.trialHorizon(), RunRole::Trial};
  }
  /// Those a search begins with, and those it was extended to.
  std::set<double> ratesTried(const ResolvedCell& cell) const {
    const std::vector<double> first = firstRates(cell.learningRate(), m_study.trials);
    std::set<double> rates(first.begin(), first.end());
    for (const StudyFact& fact : m_facts)
      if (fact.run == trial(cell, fact.run.learningRate, fact.run.seed)) rates.insert(fact.run.learningRate);
    return rates;
  }
  /// Where its own best asks for it, else on the side of the smaller rates, which diverge less.
  double extension(const Search& search) const {
    const std::set<double> tried = ratesTried(*search.cell);
    const bool own = search.tuned && search.tuned->next && !tried.contains(*search.tuned->next);
    return own ? *search.tuned->next : *tried.begin() / 2;
  }

  /// Mean over seeds of the losses at the end of what did not diverge.
  static std::optional<double> lastLoss(const CurveTable& table, const std::string& arm) {
    std::vector<double> losses;
    for (const CurveTable::Run& run : table.runs)
      if (const double last = table.curve(run).back().loss; table.arms[run.arm] == arm && std::isfinite(last))
        losses.push_back(last);
    if (losses.empty()) return {};
    return std::accumulate(losses.begin(), losses.end(), 0.0) / static_cast<double>(losses.size());
  }

  /// Null where the baseline gives no mark to judge by. Who goes on to the next scale: those whose gain may still be
  /// above 1 (one-sided, at the ladder's error rate), of them the best share; baseline and the arm that equals it
  /// always.
  Result<Json> judge(const std::string& scale, const std::vector<std::string>& arms) {
    RigorousOptions options;
    options.confidence = 1 - 2 * m_study.ladder->errorRate;
    std::vector<StudyFact> here;
    for (const StudyFact& fact : m_facts)
      if (fact.run.scale == scale) here.push_back(fact);
    struct Judged {
      std::string arm;
      double ceg = 0;
    };
    std::vector<Judged> hopeful;
    std::vector<std::string> kept, dropped;
    Json gains = Json::array();
    const CurveTable table = curvesOf(m_resolved, here, m_decisions, {.arms = arms});
    const std::optional<double> mark = lastLoss(table, m_study.baseline);
    if (!mark) return Json{};
    HEADROOM_ASSIGN(const RigorousResult result, rigorousCeg(table, m_study.baseline, options));
    for (const std::string& arm : arms) {
      if (isReference(arm)) {
        kept.push_back(arm);
        continue;
      }
      const auto cell = std::find_if(result.cells.begin(), result.cells.end(),
                                     [&](const RigorousCell& one) { return one.arm == arm && one.scale == scale; });
      const bool known = cell != result.cells.end() && cell->step;
      // Without a gain (one so large that no loss was reached by both, say) the losses at the end decide.
      const std::optional<double> loss = lastLoss(table, arm);
      const bool better = loss && *loss <= *mark;
      // One pair has no bound, so its arm stays.
      const double high = known ? cell->step->high.value_or(INFINITY) : better ? INFINITY : 0;
      gains.push_back({{"arm", arm},
                       {"ceg", known ? jsonNumber(cell->step->ceg) : Json()},
                       {"high", std::isfinite(high) && known ? jsonNumber(high) : Json()},
                       {"reason", cell != result.cells.end() ? cell->reason : "it has no runs at this scale"}});
      if (high >= 1)
        hopeful.push_back({arm, known ? cell->step->ceg : INFINITY});
      else
        dropped.push_back(arm);
    }
    std::stable_sort(hopeful.begin(), hopeful.end(), [](const Judged& a, const Judged& b) { return a.ceg > b.ceg; });
    const std::size_t candidates = arms.size() - kept.size();
    const auto room = static_cast<std::size_t>(std::ceil(m_study.ladder->keep * static_cast<double>(candidates)));
    for (std::size_t i = 0; i < hopeful.size(); ++i) (i < room ? kept : dropped).push_back(hopeful[i].arm);
    m_waiting = true;
    Json cells = Json::object();
    for (const std::string& arm : dropped) cells[arm] = m_resolved.find(arm, scale)->hash();
    return Json{{"kind", "rung"},
                {"scale", scale},
                {"cell", m_resolved.find(m_study.baseline, scale)->hash()},
                {"cells", std::move(cells)},
                {"kept", kept},
                {"dropped", dropped},
                {"error_rate", m_study.ladder->errorRate},
                {"keep", m_study.ladder->keep},
                {"gains", std::move(gains)}};
  }

  const Study& m_study;
  const ResolvedStudy& m_resolved;
  const std::vector<StudyFact>& m_facts;
  const Decisions& m_decisions;
  std::map<Key, const StudyFact*> m_places;  // the first of equal ones
  NextSteps m_next;
  bool m_waiting = false;  // for a run that is not over yet
};

}  // namespace

Result<NextSteps> nextSteps(const ResolvedStudy& study, const std::vector<StudyFact>& facts,
                            const Decisions& decisions) {
  return Decider(study, facts, decisions).decide();
}

}  // namespace headroom
