#include "core/study/prepared_study.h"

#include <algorithm>

#include "core/study/stored_cells.h"

namespace headroom {
namespace {

std::map<std::string, std::size_t> completedRuns(const StudyResult& result) {
  std::map<std::string, std::size_t> runs;
  for (const StudyFact& fact : result.facts) runs[fact.run.scale] += fact.state == RunState::Completed;
  return runs;
}

Result<PreparedStudy> planned(ResolvedStudy resolved, const StudyCells& cells, const Preparation& how,
                              const std::string& device) {
  PreparedStudy prepared{std::move(resolved), {}, cells.corpus.hash, {}};
  HEADROOM_ASSIGN(prepared.plan, planOf(prepared.study(), cells, how.doctor, how.pilot, device));
  Room room = how.room;
  for (const ScalePlan& row : prepared.plan.scales)
    if (const auto written = how.written.find(row.scale); room.disk && written != how.written.end() && row.runs > 0)
      *room.disk += row.diskBytes * std::min(1.0, static_cast<double>(written->second) / static_cast<double>(row.runs));
  if (const auto fits = checkFits(prepared.study(), prepared.plan, room); !fits) prepared.refusal = fits.error();
  return prepared;
}

}  // namespace

Result<PreparedStudy> prepareStudy(const Study& study, const Preparation& how) {
  HEADROOM_ASSIGN(const StudyCells cells, cellsOf(study));
  return planned(resolvedStudy(study, cells, how.device), cells, how, how.device);
}

Result<PreparedStudy> prepareVersion(const StudyResult& known, const Study& study, const Preparation& how) {
  Preparation rest = how;
  rest.written = completedRuns(known);
  if (how.device != "auto" || !hasCellsFor(known.resolved, study)) return prepareStudy(study, rest);
  ResolvedStudy next = withStoredCells(known.resolved, study);
  HEADROOM_ASSIGN(const StudyCells cells, builtAgain(next));
  const std::string device = next.cells.front().base.numerics.device;
  return planned(std::move(next), cells, rest, device);
}

Json startRequest(const PreparedStudy& prepared) {
  return {{"do", "study-start"},
          {"study", toJson(prepared.resolved)},
          {"data_hash", prepared.dataHash},
          {"plan", toJson(prepared.plan)}};
}

Json replaceRequest(const StudyId& study, const PreparedStudy& prepared) {
  return {{"do", "study-replace"},
          {"study", study.text},
          {"document", toJson(prepared.resolved)},
          {"data_hash", prepared.dataHash},
          {"plan", toJson(prepared.plan)}};
}

}  // namespace headroom
