// The other programs that belong to Headroom, started from the command line.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/cli/command_line.h"

namespace headroom::cli {

bool hasDisplay();
/// Becomes headroom-gui; returns only when that cannot be started.
Result<Answer> openWindow(const Shared& shared);

struct Ended {
  int code = 0;  // exit status; 128 + signal when killed
  std::string out, err;
};
/// Runs a program of ours (beside this one, else from PATH, or as $variable says) to its end. `environment` is added;
/// `heard` gets the lines of its stdout as they come.
Result<Ended> runProgram(
    const char* variable, const std::string& name, const std::vector<std::string>& arguments,
    const std::vector<std::pair<std::string, std::string>>& environment = {},
    const std::function<void(const std::string& line)>& heard = [](const std::string&) {});
/// The exit code and the one line of a program of ours as our own error.
Error errorOf(const Ended& ended, const std::string& name);

}  // namespace headroom::cli
