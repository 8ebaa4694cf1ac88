// What a worker says about itself in its journal, as JSON text.
#include "core/runs/journal_messages.h"

#include "core/base/json.h"

namespace headroom {
namespace {

std::optional<Json> objectFrom(std::string_view text) {
  const auto document = parseJson(text, "journal");
  if (!document || !document->is_object()) return std::nullopt;
  return *document;
}

// Wrong types read as absent: a foreign journal must not bring a reader down.
std::string textOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}
std::int64_t integerOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

}  // namespace

std::string toText(const StateMessage& message) {
  Json object = {{"state", word(message.state)}, {"reason", message.reason}};
  if (message.pid != 0) object["pid"] = message.pid;
  return dump(object);
}

std::optional<StateMessage> stateMessageFrom(std::string_view text) {
  const auto object = objectFrom(text);
  if (!object) return std::nullopt;
  const auto state = runStateFrom(textOf(*object, "state"));
  if (!state) return std::nullopt;
  return StateMessage{*state, textOf(*object, "reason"), integerOf(*object, "pid")};
}

std::string toText(const AckMessage& message) {
  return dump(Json{{"sequence", message.sequence}, {"command", word(message.command)}});
}

std::optional<AckMessage> ackMessageFrom(std::string_view text) {
  const auto object = objectFrom(text);
  if (!object) return std::nullopt;
  const auto command = commandFrom(textOf(*object, "command"));
  if (!command) return std::nullopt;
  return AckMessage{integerOf(*object, "sequence"), *command};
}

}  // namespace headroom
