// The lines that engine and clients exchange: limits, greeting, answers. The requests stand in README.md.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace headroom {

inline constexpr int kProtocol = 1;
inline constexpr std::size_t kLongestLine = std::size_t{8} << 20;  // bytes
inline constexpr std::size_t kMostUnread = std::size_t{64} << 20;  // bytes a client may leave unread
inline constexpr const char* kEngineVersion = HEADROOM_VERSION;

Json greetingOf(const std::filesystem::path& database, const std::string& version);
/// What to do with a greeting: go on; ask an older engine to leave (true); refuse what is no engine or a newer one.
Result<bool> isOlderEngine(const Json& greeting);

std::string_view word(ErrorKind kind);  // "bad input"
Json answerOf(const Json& id, const Result<Json>& result);
/// The reverse, on the client's side: the answer without "id" and "ok", or the engine's error.
Result<Json> resultOf(Json answer);

/// The one line, newline included.
std::string toLine(const Json& message);

}  // namespace headroom
