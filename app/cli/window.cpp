// The other programs that belong to Headroom, started from the command line.
#include "app/cli/window.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/base/text.h"
#include "core/engine/detached_process.h"

namespace headroom::cli {
namespace {

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

/// Reads both pipes until both are closed; the lines of the first are told as they come.
void drain(std::array<int, 2> descriptors, std::array<std::string*, 2> texts,
           const std::function<void(const std::string&)>& heard) {
  std::size_t told = 0;
  std::array<pollfd, 2> polled{{{descriptors[0], POLLIN, 0}, {descriptors[1], POLLIN, 0}}};
  std::array<char, 4096> buffer;
  while (polled[0].fd >= 0 || polled[1].fd >= 0) {
    if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) break;
    for (std::size_t i = 0; i < 2; ++i) {
      if (polled[i].fd < 0 || !polled[i].revents) continue;
      const ssize_t count = ::read(polled[i].fd, buffer.data(), buffer.size());
      if (count > 0) texts[i]->append(buffer.data(), static_cast<std::size_t>(count));
      if (count == 0 || (count < 0 && errno != EINTR)) polled[i].fd = -1;
    }
    for (std::size_t end = 0; (end = texts[0]->find('\n', told)) != std::string::npos; told = end + 1)
      heard(texts[0]->substr(told, end - told));
  }
}

}  // namespace

bool hasDisplay() {
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value && *value;
  };
  return set("DISPLAY") || set("WAYLAND_DISPLAY");
}

Result<Answer> openWindow(const Shared& shared) {
  HEADROOM_ASSIGN(const std::filesystem::path program, findProgram("HEADROOM_GUI_PROGRAM", "headroom-gui"));
  std::vector<std::string> words = {program.string()};
  if (shared.databaseNamed) words.insert(words.end(), {"--db", shared.database.string()});
  ::execv(program.c_str(), pointers(words).data());
  return failed("The window cannot be opened: " + inQuotes(program.string()) + ": " + std::strerror(errno) + ".");
}

Result<Ended> runProgram(const char* variable, const std::string& name, const std::vector<std::string>& arguments,
                         const std::vector<std::pair<std::string, std::string>>& environment,
                         const std::function<void(const std::string& line)>& heard) {
  HEADROOM_ASSIGN(const std::filesystem::path program, findProgram(variable, name));
  std::vector<std::string> words = {program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const std::vector<char*> argv = pointers(words);
  std::array<int, 2> out{}, err{};
  if (::pipe2(out.data(), O_CLOEXEC) != 0 || ::pipe2(err.data(), O_CLOEXEC) != 0)
    return failed(std::string("No pipe can be opened: ") + std::strerror(errno) + ".");
  const pid_t child = ::fork();
  if (child < 0) return failed(std::string("No process can be started: ") + std::strerror(errno) + ".");
  if (child == 0) {
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    for (const auto& [key, value] : environment) ::setenv(key.c_str(), value.c_str(), 1);
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
  }
  ::close(out[1]);
  ::close(err[1]);
  Ended ended;
  drain({out[0], err[0]}, {&ended.out, &ended.err}, heard);
  ::close(out[0]);
  ::close(err[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended;
}

Error errorOf(const Ended& ended, const std::string& name) {
  // The last line: what came before it are warnings of libraries.
  std::string_view text = trimmed(ended.err);
  if (const auto end = text.rfind('\n'); end != std::string_view::npos) text.remove_prefix(end + 1);
  const std::string message =
      text.empty() ? name + " ended with code " + std::to_string(ended.code) + " and no word." : std::string(text);
  switch (ended.code) {
    case 2:
      return badInput(message);
    case 3:
      return refused(message);
    case 4:
      return unreachable(message);
    case 130:
      return {ErrorKind::Interrupted, message};
    default:
      return failed(message);
  }
}

}  // namespace headroom::cli
