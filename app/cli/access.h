// How commands reach runs: the database for reading, the engine for everything that changes something.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "app/cli/command_line.h"
#include "core/engine/engine_connection.h"
#include "core/runs/run_reader.h"

namespace headroom::cli {

/// BadInput "there is none" when the database is missing.
Result<std::unique_ptr<RunReader>> openReader(const Shared& shared);
/// What the word names: an id, a unique prefix of one, or a unique name. One that is both a run and a study is BadInput
/// that asks for the id.
using RunOrStudy = std::variant<RunId, StudyId>;
Result<RunOrStudy> findRunOrStudy(const RunReader& reader, const std::string& text);
/// The engine of a database that must exist; started when none runs.
Result<EngineConnection> openEngine(const Shared& shared);
/// The same, but the database is created when it is missing: for train and import.
Result<EngineConnection> openEngineOfNew(const Shared& shared);

/// Roofs that were measured last on this machine (of all that the database knows), or those of the file that is named.
/// Null without.
Result<Json> measuredRoofs(const Shared& shared, const std::string& named);

/// Absolute, as a process that starts elsewhere needs it.
std::string absolutePath(const std::string& path);

}  // namespace headroom::cli
