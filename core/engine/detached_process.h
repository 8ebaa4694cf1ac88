// Starts a process that shares nothing with us but what it is given: own session, own log, at most one inherited
// descriptor.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace headroom {

struct DetachedProcess {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  std::filesystem::path log;  // stdout and stderr are appended here
  int inherited = -1;         // a descriptor that the process keeps, at the same number
  std::vector<std::pair<std::string, std::string>> environment;  // added to ours
};

/// Returns when the program runs (its exec succeeded), with its process id. Default signals, empty mask, stdin from
/// /dev/null.
Result<pid_t> startDetached(const DetachedProcess& process);

/// $variable when set, else `name` beside the running executable, else from PATH.
Result<std::filesystem::path> findProgram(const char* variable, const std::string& name);

}  // namespace headroom
