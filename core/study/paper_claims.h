// The paper's arms: its table of gains, and which of its claims a study's numbers can carry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/study/study_result.h"

namespace headroom {

/// Smallest smoothed validation loss and gain, as printed there.
struct PaperNumber {
  double loss = 0, ceg = 0;
  bool auxiliary = false;        // measured at the arm's own smallest loss: it never reached the baseline's last
  bool adjusted = false;         // changed after smoothing by |LayerNorm − None|; not a direct measurement
  std::string_view evaluations;  // behind the gain: the baseline's/the arm's
};
struct PaperRow {
  std::string arm;
  PaperNumber compact, full;
};
/// "Rethinking LLM Advancement", its seven arms at its two scales.
const std::vector<PaperRow>& paperTable();
/// How it classifies an arm's gain over compute, from its two scales: "independent", "dependent"; "" where we have no
/// word of it.
std::string_view paperVerdict(std::string_view arm);
/// The baseline is called "none" and another arm as one of the paper's.
bool bearsPaperNames(const Study& study);

struct PaperClaim {
  enum class Verdict { Holds, Fails, Undecided };
  std::string claim;  // "layernorm > 1 per step"
  std::string scale;
  Verdict verdict = Verdict::Undecided;
  std::string numbers;  // what it was decided from
};
/// "holds", "does not hold", "the data cannot decide"
std::string_view word(PaperClaim::Verdict verdict);

/// For every scale with a gain of the arms a claim is about. Decided from intervals and Holm's p below 0.05; "all >
/// each" from the gain of `all` over each of its parts, in pairs of equal seed; "= 1" from an interval within 5 % of 1.
/// The paper's rule has no interval and decides nothing.
std::vector<PaperClaim> paperClaims(const StudyResult& result);

}  // namespace headroom
