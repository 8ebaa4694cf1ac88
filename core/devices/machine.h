// Which machine this is, and which of the measured roofs are its own: a database may hold those of many.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/json.h"

namespace headroom {

/// {"id", "processor", "cores", "gpus"}: what roofs depend on and what stays the same from one start to the next. Read
/// from /proc alone, so that every program finds the same.
Json machineHere(const std::filesystem::path& root = "/");
/// Its "id"; of an older description, which has none, the id that its processor, cores and GPUs make. "" when it
/// describes no machine.
std::string machineId(const Json& machine);

/// Of documents of `headroom doctor` by name those of one machine: {name: document}, the newest measured alone; {} when
/// it was never measured.
Json roofsOf(const Json& machines, const std::string& id);

}  // namespace headroom
