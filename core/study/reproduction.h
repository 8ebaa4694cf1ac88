// A study trained once more, and whether it came out the same.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "core/study/facts.h"

namespace headroom {

/// The stored study as this machine trains it anew: the same cells, rates, seeds, devices and threads; this program's
/// build; data where they lie here (bundle_data.h). BadInput where they do not.
Result<ResolvedStudy> reproductionOf(const ResolvedStudy& study, const std::string& dataHash,
                                     const std::filesystem::path& databaseFolder);

/// One run that both studies have brought to an end.
struct ComparedRun {
  StudyRun run;  // as the first has it
  RunId first, second;
  double firstLoss = 0, secondLoss = 0;

  bool equal() const;         // bit for bit; two that diverged are equal
  double difference() const;  // ≥ 0; infinite where one diverged
};
struct StudyComparison {
  std::vector<ComparedRun> runs;
  std::size_t onlyFirst = 0, onlySecond = 0;  // ended in one alone
  std::set<std::string> firstBuilds, secondBuilds;

  std::size_t equal() const;
  const ComparedRun* worst() const;  // nullptr when all are equal
  /// One program trained all of both: then digits are expected to be equal.
  bool sameBuild() const;
};
/// Final losses, trunks' too. Runs of equal arm, scale, seed, horizon and role belong together in the order of their
/// learning rates, which a search on another build may find a little elsewhere.
Result<StudyComparison> compareStudies(const RunReader& reader, const std::filesystem::path& databaseFolder,
                                       const StudyId& first, const StudyId& second);

Json toJson(const StudyComparison& comparison);

}  // namespace headroom
