#include "core/study/study_csv.h"

#include <cmath>

#include "core/analysis/curves_csv.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

std::string runsCsv(const StudyResult& result) {
  std::string text = "run,arm,scale,seed,learning_rate,horizon,role,state,attempts,loss\n";
  for (const StudyFact& fact : result.facts) {
    const std::optional<double> loss = fact.loss();
    text += fact.id.text + "," + csvField(fact.run.arm) + "," + csvField(fact.run.scale) + "," +
            std::to_string(fact.run.seed) + "," + shortest(fact.run.learningRate) + "," +
            std::to_string(fact.run.horizon) + "," + std::string(word(fact.run.role)) + "," +
            std::string(word(fact.state)) + "," + std::to_string(fact.attempts) + "," +
            (!loss                  ? ""
             : std::isfinite(*loss) ? shortest(*loss)
                                    : "nan") +
            "\n";
  }
  return text;
}

}  // namespace

CurveTable sharedCurvesOf(const StudyResult& result) {
  if (!result.sharedRate) return {};
  return curvesOf(result.resolved, result.facts, result.decisions, {.sharedRate = true});
}

Result<StudyTables> exportCsv(const StudyResult& result, const std::filesystem::path& folder) {
  if (result.curves.runs.empty())
    return badInput("No run of study " + inQuotes(result.study().name) +
                    " can be compared yet, so there is nothing to write; try again when one has ended.");
  std::error_code problem;
  if (std::filesystem::exists(folder, problem) && !std::filesystem::is_directory(folder, problem))
    return badInput(inQuotes(folder.string(), 300) + " is a file; name a folder for the tables.");
  HEADROOM_TRY(makeFolders(folder));
  StudyTables tables;
  const auto write = [&](const char* name, const std::string& text) {
    tables.files.push_back(folder / name);
    return replaceFile(tables.files.back(), text);
  };
  tables.warnings = asWritten(result.curves).warnings;
  HEADROOM_TRY(write("curves.csv", toCsv(result.curves)));
  if (const CurveTable shared = sharedCurvesOf(result); !shared.runs.empty()) {
    HEADROOM_TRY(write("curves-shared.csv", toCsv(shared)));
  }
  HEADROOM_TRY(write("runs.csv", runsCsv(result)));
  return tables;
}

}  // namespace headroom
