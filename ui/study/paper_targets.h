// Table 3 of "Rethinking LLM Advancement", printed beside our numbers of the same arm and scale.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

struct PaperTarget {
  std::string_view arm, scale;
  double loss = 0, ceg = 0;      // smallest smoothed validation loss; gain by the paper's rule
  bool auxiliary = false;        // measured at the arm's own best loss: it never reached the baseline's
  bool adjusted = false;         // the notebook that accompanies the paper changed the curve before computing it
  std::string_view evaluations;  // behind it: baseline's/arm's
};

const std::vector<PaperTarget>& paperTargets();
const PaperTarget* paperTarget(std::string_view arm, std::string_view scale);
/// What the paper says of an arm's gain over compute: "independent", "dependent"; "" where it says nothing.
std::string_view paperVerdict(std::string_view arm);

}  // namespace headroom
