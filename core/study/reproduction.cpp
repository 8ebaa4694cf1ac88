#include "core/study/reproduction.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "core/study/bundle_data.h"

namespace headroom {
namespace {

/// What decides last bits: the program that trained the run (environment.json, written by the worker), else the one
/// that defined it; processor, device and threads.
std::string buildOf(const RunDefinition& definition, const RunFolder& folder) {
  std::string build = definition.numerics.build;
  std::string instructions = definition.numerics.instructionSet;
  if (const auto environment = readJson(folder.environment().string()); environment && environment->is_object())
    if (const Json numerics = environment->value("numerics", Json()); numerics.is_object()) {
      if (const Json text = numerics.value("build", Json()); text.is_string()) build = text;
      if (const Json text = numerics.value("instruction_set", Json()); text.is_string()) instructions = text;
    }
  return build + ", " + instructions + ", " + definition.numerics.device + ", " +
         std::to_string(definition.numerics.threads) + " threads";
}

struct Ended {
  StudyRun run;
  RunId id;
  double loss = 0;
};
using Key = std::tuple<std::string, std::string, std::int64_t, std::int64_t, RunRole>;

Result<std::map<Key, std::vector<Ended>>> endedOf(const RunReader& reader, const std::filesystem::path& databaseFolder,
                                                  const StudyId& study, std::set<std::string>& builds) {
  HEADROOM_ASSIGN(const Json document, reader.study(study));
  HEADROOM_ASSIGN(const ResolvedStudy resolved, resolvedStudyFrom(document, "study " + study.text));
  HEADROOM_ASSIGN(std::vector<StudyFact> facts, factsOf(reader, study, resolved));
  std::map<Key, std::vector<Ended>> ended;
  for (StudyFact& fact : facts) {
    if (fact.run.role == RunRole::Trunk && fact.state == RunState::Completed) {
      HEADROOM_ASSIGN(fact.points, curveOf(reader, fact.id));
    }
    const std::optional<double> loss = fact.loss();
    if (!loss) continue;
    HEADROOM_ASSIGN(const RunDefinition definition, reader.definition(fact.id));
    builds.insert(buildOf(definition, RunFolder::of(databaseFolder, fact.id)));
    ended[{fact.run.scale, fact.run.arm, fact.run.seed, fact.run.horizon, fact.run.role}].push_back(
        {fact.run, fact.id, *loss});
  }
  for (auto& [key, runs] : ended)
    std::sort(runs.begin(), runs.end(),
              [](const Ended& a, const Ended& b) { return a.run.learningRate < b.run.learningRate; });
  return ended;
}

}  // namespace

Result<ResolvedStudy> reproductionOf(const ResolvedStudy& study, const std::string& dataHash,
                                     const std::filesystem::path& databaseFolder) {
  ResolvedStudy again = study;
  again.study.name += " again";
  std::map<std::string, Json> found;
  for (ResolvedCell& cell : again.cells) {
    const auto [place, unseen] = found.try_emplace(dump(cell.base.data));
    if (unseen) {
      HEADROOM_ASSIGN(place->second, dataHere(cell.base.data, dataHash, databaseFolder));
    }
    cell.base.data = place->second;
    const Numerics here = numericsHere(cell.base.numerics.device);
    cell.base.numerics.instructionSet = here.instructionSet;
    cell.base.numerics.build = here.build;
  }
  return again;
}

bool ComparedRun::equal() const {
  return firstLoss == secondLoss || (std::isnan(firstLoss) && std::isnan(secondLoss));
}

double ComparedRun::difference() const {
  if (equal()) return 0;
  const double difference = std::abs(firstLoss - secondLoss);
  return std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
}

std::size_t StudyComparison::equal() const {
  return static_cast<std::size_t>(
      std::count_if(runs.begin(), runs.end(), [](const ComparedRun& run) { return run.equal(); }));
}

const ComparedRun* StudyComparison::worst() const {
  const ComparedRun* worst = nullptr;
  for (const ComparedRun& run : runs)
    if (!run.equal() && (!worst || run.difference() > worst->difference())) worst = &run;
  return worst;
}

bool StudyComparison::sameBuild() const {
  return firstBuilds.size() == 1 && firstBuilds == secondBuilds;
}

Result<StudyComparison> compareStudies(const RunReader& reader, const std::filesystem::path& databaseFolder,
                                       const StudyId& first, const StudyId& second) {
  StudyComparison comparison;
  HEADROOM_ASSIGN(const auto ours, endedOf(reader, databaseFolder, first, comparison.firstBuilds));
  HEADROOM_ASSIGN(auto theirs, endedOf(reader, databaseFolder, second, comparison.secondBuilds));
  for (const auto& [key, runs] : ours) {
    const std::vector<Ended>& others = theirs[key];
    const std::size_t both = std::min(runs.size(), others.size());
    for (std::size_t i = 0; i < both; ++i)
      comparison.runs.push_back({runs[i].run, runs[i].id, others[i].id, runs[i].loss, others[i].loss});
    comparison.onlyFirst += runs.size() - both;
    comparison.onlySecond += others.size() - both;
    theirs.erase(key);
  }
  for (const auto& [key, runs] : theirs) comparison.onlySecond += runs.size();
  return comparison;
}

Json toJson(const StudyComparison& comparison) {
  Json runs = Json::array();
  for (const ComparedRun& run : comparison.runs)
    runs.push_back({{"arm", run.run.arm},
                    {"scale", run.run.scale},
                    {"seed", run.run.seed},
                    {"horizon", run.run.horizon},
                    {"role", word(run.run.role)},
                    {"runs", {run.first.text, run.second.text}},
                    {"losses", {jsonNumber(run.firstLoss), jsonNumber(run.secondLoss)}}});
  const ComparedRun* worst = comparison.worst();
  return {{"same_build", comparison.sameBuild()},
          {"compared", comparison.runs.size()},
          {"equal", comparison.equal()},
          {"largest_difference", jsonNumber(worst ? worst->difference() : 0)},
          {"only_first", comparison.onlyFirst},
          {"only_second", comparison.onlySecond},
          {"builds", {comparison.firstBuilds, comparison.secondBuilds}},
          {"runs", std::move(runs)}};
}

}  // namespace headroom
