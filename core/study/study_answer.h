// A study's gains in words: what may be said of each, and one paragraph of all. The same words on every page.
#pragma once

#include <string>
#include <string_view>

#include "core/study/study_result.h"

namespace headroom {

/// "1.412 (1.330 to 1.502)"; without an interval "1.412".
std::string gainWords(const GainEstimate& gain);
/// "0.032", "< 0.001"
std::string chanceWords(double p);

/// What a cell can carry. A gain inside the noise floor is not claimed, whatever its p; else helps and costs need
/// Holm's p below 0.05.
enum class Finding { Helps, Costs, InsideFloor, CannotTell, OnePair, Refused };
Finding findingOf(const RigorousCell& cell, const RigorousResult& result);
/// "helps", "costs", "inside the noise floor", "cannot be told", "one pair", "refused"
std::string_view word(Finding finding);

/// Which arms help, where and by how much per step, FLOP and second, which do not, which cannot be told, and whether it
/// lasts; why there is no answer where there is none.
std::string answerOf(const StudyResult& result);

}  // namespace headroom
