// Starts a process that shares nothing with us but what it is given.
#include "core/engine/detached_process.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/base/text.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environmentWith(const std::vector<std::pair<std::string, std::string>>& added) {
  std::vector<std::string> entries;
  for (char** entry = environ; *entry; ++entry) {
    const std::string text = *entry;
    bool replaced = false;
    for (const auto& [name, value] : added) replaced = replaced || text.rfind(name + "=", 0) == 0;
    if (!replaced) entries.push_back(text);
  }
  for (const auto& [name, value] : added) entries.push_back(name + "=" + value);
  return entries;
}

/// In the child: only async-signal-safe calls. Returns only when exec failed.
void becomeProgram(const char* program, char* const* arguments, char* const* environment, int log, int inherited,
                   int report) {
  ::setsid();
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, 0);
  ::dup2(log, 1);
  ::dup2(log, 2);
  // Descriptors that a caller of ours left open (a shell's pipe) must not be kept open by a process that lives for
  // days.
  ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  if (inherited >= 0) ::fcntl(inherited, F_SETFD, 0);
  ::execve(program, arguments, environment);
  const int problem = errno;
  [[maybe_unused]] const ssize_t written = ::write(report, &problem, sizeof problem);
}

}  // namespace

Result<pid_t> startDetached(const DetachedProcess& process) {
  const std::string name = inQuotes(process.program.string(), 200);
  const auto giveUp = [&](int problem) { return failed(name + " cannot be started: " + std::strerror(problem) + "."); };
  const int log = ::open(process.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log < 0) return failed(inQuotes(process.log.string(), 200) + " cannot be written: " + std::strerror(errno) + ".");
  int report[2];
  if (::pipe2(report, O_CLOEXEC) != 0) return ::close(log), giveUp(errno);

  // Everything that allocates happens before the fork.
  const std::string program = process.program.string();
  std::vector<std::string> arguments = process.arguments;
  arguments.insert(arguments.begin(), program);
  std::vector<std::string> environment = environmentWith(process.environment);
  const std::vector<char*> argumentPointers = pointersTo(arguments), environmentPointers = pointersTo(environment);

  const pid_t child = ::fork();
  if (child == 0) {
    becomeProgram(program.c_str(), argumentPointers.data(), environmentPointers.data(), log, process.inherited,
                  report[1]);
    ::_exit(127);
  }
  int problem = child < 0 ? errno : 0;
  ::close(log);
  ::close(report[1]);
  // Ends when exec closed the other side, or with the reason why there is none.
  while (child > 0 && ::read(report[0], &problem, sizeof problem) < 0 && errno == EINTR) {
  }
  ::close(report[0]);
  if (problem != 0) return giveUp(problem);
  return child;
}

Result<fs::path> findProgram(const char* variable, const std::string& name) {
  const auto runnable = [](const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
  };
  if (const char* named = std::getenv(variable); named && *named) {
    std::error_code error;
    if (runnable(named)) return fs::absolute(named, error);
    return failed(inQuotes(named, 200) + ", which " + variable + " names, is no program that can be run.");
  }
  std::error_code error;
  if (const fs::path self = fs::read_symlink("/proc/self/exe", error); !error)
    if (const fs::path beside = self.parent_path() / name; runnable(beside)) return beside;
  if (const char* path = std::getenv("PATH"))
    for (const std::string& folder : split(path, ':'))
      if (const fs::path candidate = fs::path(folder) / name; candidate.is_absolute() && runnable(candidate))
        return candidate;
  return failed("The program " + inQuotes(name) + " is neither beside this program nor in PATH; build or install it.");
}

}  // namespace headroom
