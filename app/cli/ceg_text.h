// Compute-equivalent gain as text for people: one table a scale, then verdicts, then warnings.
#pragma once

#include <string>

#include "core/analysis/ceg_paper.h"
#include "core/analysis/ceg_rigorous.h"
#include "core/analysis/live_ceg.h"

namespace headroom::cli {

std::string describe(const PaperResult& result);
/// `title` continues "Compute-equivalent gain over 'none', rigorous estimator".
std::string describe(const RigorousResult& result, const std::string& title = "");
/// "1.414", or a dash and the reason.
std::string gainText(const Gain& gain);

}  // namespace headroom::cli
