// Reads one JSON object key by key: wrong types and unknown keys become sentences with the path of the place.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace headroom {

/// Usage: read every known key (the optional forms keep `fallback` when the key is absent), then finish(), which also
/// refuses unknown keys. The first error wins and is returned by finish(); the getters then give their fallbacks.
class JsonReader {
 public:
  /// `path` is the object's place ("" at the root, "body[2]"); `source` a file name for the message, or "".
  JsonReader(const Json& object, std::string path, std::string source = {});

  bool has(const std::string& key) const;
  std::string text(const std::string& key, std::optional<std::string> fallback = {});
  std::int64_t integer(const std::string& key, std::optional<std::int64_t> fallback = {},
                       std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                       std::int64_t most = std::numeric_limits<std::int64_t>::max());
  double real(const std::string& key, std::optional<double> fallback = {});
  bool flag(const std::string& key, std::optional<bool> fallback = {});
  std::string choice(const std::string& key, const std::vector<std::string>& allowed,
                     std::optional<std::string> fallback = {});
  /// The raw value, marked as read; nullptr when absent.
  const Json* raw(const std::string& key);
  const Json* object(const std::string& key);
  const Json* array(const std::string& key);

  std::string at(const std::string& key) const { return m_path.empty() ? key : m_path + "." + key; }
  void fail(const std::string& key, const std::string& what);
  Result<void> finish();

 private:
  template <class T>
  T missing(const std::string& key, std::optional<T> fallback);

  const Json* m_object;
  std::string m_path, m_source;
  std::vector<std::string> m_known;
  std::optional<Error> m_error;
};

}  // namespace headroom
