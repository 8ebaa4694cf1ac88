// The cells of a study: what every arm is at every scale, resolved, matched and found comparable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/study/resolved_study.h"
#include "core/study/run_request.h"

namespace headroom {

/// An arm at a scale.
struct StudyCell {
  std::string arm, scale;
  RequestedModel model;                // with the rate and length of its longest run
  std::int64_t bodyParameters = 0;     // without tables of tokens and positions
  std::vector<std::int64_t> horizons;  // steps, ascending; one where nothing is branched
  std::string note;                    // what is not quite as asked: "parameters differ by 1.2 % …"

  double learningRate() const { return model.resolved.recipe.learningRate; }
};

/// Tokens of one evaluation: all windows of the validation split, or the recipe's cap.
std::int64_t validationTokens(const StudyCell& cell, const Corpus& corpus);

struct StudyCells {
  Corpus corpus;
  std::vector<StudyCell> cells;  // by scale, then arm, as the study lists them

  const StudyCell* find(const std::string& arm, const std::string& scale) const;
};

/// Resolves and matches. BadInput, with the reason, where arms cannot be compared: other vocabulary, context or
/// validation tokens than the baseline, a sparse arm that attends as much as a dense one, nothing to match with.
Result<StudyCells> cellsOf(const Study& study);

/// As it is stored and run: nothing in it needs templates or data any more.
ResolvedStudy resolvedStudy(const Study& study, const StudyCells& cells, const std::string& device);

}  // namespace headroom
