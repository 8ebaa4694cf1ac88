// The command line that does what a request to the engine does: "Copy as command", and one place that knows both words.
#pragma once

#include <QString>
#include <filesystem>
#include <vector>

#include "core/runs/run_folder.h"

namespace headroom {

/// One line a command, without an end of line; requests with the same words for several runs become one. Empty for
/// requests that no command makes.
QString commandsFor(const std::vector<Json>& requests, const std::filesystem::path& database);

/// What makes `to` of `from`: rename, tag, untag, note, star, colour. Nothing where they are equal.
std::vector<Json> requestsBetween(const RunId& run, const RunMeta& from, const RunMeta& to);

}  // namespace headroom
