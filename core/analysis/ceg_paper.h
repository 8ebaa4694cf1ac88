// Compute-equivalent gain by the rule of "Rethinking LLM Advancement", repeated digit for digit, weaknesses included.
//
// A loss is smoothed by the mean of the last 8 evaluations. The target is the baseline's last smoothed loss; the gain
// is the ratio of the numbers of evaluations that baseline and arm need to reach it. An arm that never does is measured
// at its own smallest smoothed loss instead ("auxiliary").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/curves.h"
#include "core/base/result.h"

namespace headroom {

/// Mean of the last min(i, 8) losses ending at point i. One that is not finite spreads to every window that holds it.
std::vector<double> smoothedLosses(CurveView curve);

struct PaperGain {
  enum class Status { Primary, Auxiliary, Refused };
  Status status = Status::Refused;
  std::string reason;                                       // exactly when refused
  double ceg = 0, targetLoss = 0;                           // unless refused
  std::size_t baselineEvaluations = 0, armEvaluations = 0;  // counted from 1, unless refused
};
std::string_view word(PaperGain::Status status);

/// `baseline` is nullptr when there is no run to compare with.
PaperGain paperGain(const CurveView* baseline, CurveView arm);

struct PaperCell {
  std::string arm, scale;
  std::int64_t seed = 0;
  PaperGain gain;
  std::size_t evaluations = 0;
  std::optional<double> minLoss, lastLoss;  // smoothed
};

struct PaperResult {
  std::string baseline;
  std::size_t rows = 0, runs = 0;
  std::vector<std::string> warnings;
  std::vector<PaperCell> cells;  // one a run, by scale, arm, seed; the baseline's own included
};

/// BadInput when `baseline` is no arm of the table.
Result<PaperResult> paperCeg(const CurveTable& table, const std::string& baseline);

/// What to know about a number of this rule; stands under every table of it.
const std::vector<std::string>& paperWeaknesses();

}  // namespace headroom
