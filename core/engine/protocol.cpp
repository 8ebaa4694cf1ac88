// The lines that engine and clients exchange: greeting and answers.
#include "core/engine/protocol.h"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/devices/machine.h"
#include "core/engine/socket_path.h"

namespace headroom {
namespace {

constexpr std::array kKinds = {ErrorKind::Failed,      ErrorKind::BadInput,  ErrorKind::Refused,
                               ErrorKind::Unreachable, ErrorKind::RunFailed, ErrorKind::Interrupted};

std::vector<long> numbersOf(const std::string& version) {
  std::vector<long> numbers;
  for (const std::string& part : split(version, '.')) numbers.push_back(std::strtol(part.c_str(), nullptr, 10));
  return numbers;
}

std::string textAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Json greetingOf(const std::filesystem::path& database, const std::string& version) {
  return {{"headroom", "engine"}, {"protocol", kProtocol},
          {"version", version},   {"database", canonicalDatabase(database).string()},
          {"pid", ::getpid()},    {"machine", machineId(machineHere())}};
}

Result<bool> isOlderEngine(const Json& greeting) {
  if (!greeting.is_object() || textAt(greeting, "headroom") != "engine")
    return unreachable("What answered on the engine's socket is no Headroom engine; stop it or set XDG_RUNTIME_DIR.");
  const auto protocol = greeting.find("protocol");
  const int spoken = protocol != greeting.end() && protocol->is_number_integer() ? protocol->get<int>() : 0;
  const std::string version = textAt(greeting, "version");
  if (spoken > kProtocol)
    return refused("The engine that runs is version " + version + ", newer than this program (" + kEngineVersion +
                   "); use the newer program.");
  // A newer engine of the same protocol serves us as well.
  return spoken < kProtocol || numbersOf(version) < numbersOf(kEngineVersion);
}

std::string_view word(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Failed:
      return "failed";
    case ErrorKind::BadInput:
      return "bad input";
    case ErrorKind::Refused:
      return "refused";
    case ErrorKind::Unreachable:
      return "unreachable";
    case ErrorKind::RunFailed:
      return "run failed";
    case ErrorKind::Interrupted:
      return "interrupted";
  }
  return "failed";
}

Json answerOf(const Json& id, const Result<Json>& result) {
  Json answer = {{"id", id}};
  if (!result) {
    answer["error"] = {{"kind", word(result.error().kind)}, {"message", result.error().message}};
    return answer;
  }
  answer["ok"] = true;
  for (const auto& [key, value] : result->items()) answer[key] = value;
  return answer;
}

Result<Json> resultOf(Json answer) {
  if (const auto error = answer.find("error"); error != answer.end()) {
    if (!error->is_object()) return failed("The engine answered with an error that cannot be read.");
    for (const ErrorKind kind : kKinds)
      if (word(kind) == textAt(*error, "kind")) return Error{kind, textAt(*error, "message")};
    return failed(textAt(*error, "message"));
  }
  answer.erase("id");
  answer.erase("ok");
  return answer;
}

std::string toLine(const Json& message) {
  return dump(message) + "\n";
}

}  // namespace headroom
