#include "ui/report/study_report.h"

#include <algorithm>
#include <cmath>

#include "core/base/files.h"
#include "core/study/start_words.h"
#include "ui/compose/composition.h"
#include "ui/report/study_report_parts.h"

namespace headroom {

namespace study_report {

QString gainText(const std::optional<GainEstimate>& gain) {
  return gain ? shown(gainWords(*gain)) : none();
}
QString lossText(const std::optional<double>& loss) {
  if (!loss) return none();
  return std::isfinite(*loss) ? shown(formatFixed(*loss, 4)) : tr("diverged");
}
QString rateText(double rate) {
  return QString::number(rate, 'g', 4);
}
QString countText(std::size_t count) {
  return shown(formatGrouped(static_cast<std::int64_t>(count)));
}

std::vector<UsableRun> usableRuns(const StudyResult& result, const std::string& arm, const std::string& scale) {
  std::vector<UsableRun> runs;
  for (const CurveTable::Run& run : result.curves.runs) {
    if (result.curves.arms[run.arm] != arm || result.curves.scales[run.scale] != scale) continue;
    UsableRun usable = usableRun(result.curves.curve(run));
    if (usable.usable()) runs.push_back(std::move(usable));
  }
  return runs;
}

std::vector<std::string> armsOf(const StudyResult& result) {
  std::vector<std::string> arms{result.study().baseline};
  for (const StudyArm& arm : result.study().arms)
    if (arm.name != result.study().baseline) arms.push_back(arm.name);
  return arms;
}

int colourOf(const StudyResult& result, const std::string& arm) {
  const std::vector<std::string> arms = armsOf(result);
  return static_cast<int>(std::find(arms.begin(), arms.end(), arm) - arms.begin());
}

}  // namespace study_report

namespace {

/// What the last attempt of a run says of its machine; an empty object where it says nothing.
Json machineOf(const std::filesystem::path& databaseFolder, const RunId& run) {
  const auto environment = readJson(RunFolder::of(databaseFolder, run).environment().string());
  if (!environment || !environment->is_object()) return Json::object();
  const Json attempts = environment->value("attempts", Json::array());
  if (!attempts.is_array() || attempts.empty() || !attempts.back().is_object()) return Json::object();
  Json machine = attempts.back().value("machine", Json::object());
  if (!machine.is_object()) return Json::object();
  machine.erase("memory_available");  // of the moment, not of the machine
  if (const auto numerics = attempts.back().find("numerics"); numerics != attempts.back().end())
    for (const char* key : {"device", "threads", "build"})
      if (numerics->is_object() && numerics->contains(key)) machine[key] = numerics->at(key);
  return machine;
}

}  // namespace

Result<ReportedStudy> readReportedStudy(const RunReader& reader, const std::filesystem::path& databaseFolder,
                                        const StudyId& study) {
  ReportedStudy reported;
  HEADROOM_ASSIGN(reported.result, studyResult(reader, study));
  reported.provenance = provenanceOf(reader, *reported.result);
  for (const StudyFact& fact : reported.result->facts) {
    auto run = reader.run(fact.id);
    if (!run) continue;  // deleted by a person
    reported.runs.emplace(fact.id, std::move(*run));
    const Json machine = machineOf(databaseFolder, fact.id);
    const auto known = std::find_if(reported.machines.begin(), reported.machines.end(),
                                    [&](const ReportedMachine& one) { return one.machine == machine; });
    if (known == reported.machines.end())
      reported.machines.push_back({machine, 1});
    else
      ++known->runs;
  }
  HEADROOM_ASSIGN(const std::vector<Json> decisions, reader.studyDecisions(study));
  for (const Json& decision : decisions)
    if (decision.value("kind", "") == "run" && decision.value("reused", false)) ++reported.reused;
  return reported;
}

RunReport makeReport(const ReportedStudy& reported, std::int64_t writtenNs) {
  using namespace study_report;
  const StudyResult& result = *reported.result;
  RunReport report{.title = shown(result.study().name), .parts = {}};
  report.parts.push_back(
      ReportText{tr("Study %1, version %2, %3. Written %4 by Headroom %5.")
                     .arg(shown(result.id.text), QString::number(result.version), shown(word(result.state)),
                          shown(isoTime(writtenNs)), QStringLiteral(HEADROOM_VERSION))});
  report.parts.push_back(ReportHeading{tr("Answer")});
  report.parts.push_back(ReportText{shown(answerOf(result))});
  addMethod(report, reported);
  addPlan(report, reported);
  addResults(report, reported);
  addFloors(report, reported);
  addLasting(report, reported);
  addTogether(report, reported);
  addSharedRate(report, reported);
  addRates(report, reported);
  addLossCurves(report, reported);
  addPaper(report, reported);
  addNotes(report, reported);
  addRecord(report, reported);
  return report;
}

Result<std::string> reproduction(const ResolvedStudy& resolved) {
  const auto words = startWords(resolved.study);
  if (!words)
    return badInput("No template says all of this study: save the document under “Definition” as study.json.");
  std::string command;
  for (const std::string& word : *words) command.append(command.empty() ? "" : " ").append(quotedForShell(word));
  if (!resolved.cells.empty() && resolved.cells.front().base.numerics.device == "cpu") command += " --device cpu";
  return command;
}

}  // namespace headroom
