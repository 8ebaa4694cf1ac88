// The report of a study: question, plan, gains with their intervals, and everything that stands behind them.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/study/study_result.h"
#include "ui/report/run_report.h"

namespace headroom {

/// Runs whose environment.json describes the same machine and program.
struct ReportedMachine {
  Json machine = Json::object();  // empty: its runs carry no environment
  std::size_t runs = 0;
};

struct ReportedStudy {
  std::shared_ptr<const StudyResult> result;
  std::map<RunId, RunSummary> runs;  // those that are still there
  std::vector<ReportedMachine> machines;
  std::size_t reused = 0;  // runs that had been trained before
  Json provenance = Json::object();
};

/// Everything the report needs; `databaseFolder` holds runs/.
Result<ReportedStudy> readReportedStudy(const RunReader& reader, const std::filesystem::path& databaseFolder,
                                        const StudyId& study);

/// `writtenNs` is the moment of writing.
RunReport makeReport(const ReportedStudy& reported, std::int64_t writtenNs);

/// `headroom study start …` where a template of the program and its options say all of the study; BadInput where only
/// its definition as a file does.
Result<std::string> reproduction(const ResolvedStudy& study);

}  // namespace headroom
