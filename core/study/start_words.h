// The words of the command line that starts the same study.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/study/study.h"

namespace headroom {

/// "headroom", "study", "start", TEMPLATE, … where the study is a template with other scales, seeds, data, settings,
/// rates, lengths, threads, limits or noise; nothing where only its definition as a file can say what it is. Unquoted.
std::optional<std::vector<std::string>> startWords(const Study& study);

}  // namespace headroom
