// Reads one JSON object key by key: wrong types and unknown keys become sentences with the path of the place.
#include "core/base/json_reader.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace headroom {
namespace {

const Json kEmptyObject = Json::object();

/// A value as quoted in a sentence: 'fast', '[1,2]'.
std::string shown(const Json& value) {
  return inQuotes(value.is_string() ? value.get_ref<const std::string&>() : dump(value));
}

}  // namespace

JsonReader::JsonReader(const Json& object, std::string path, std::string source)
    : m_object(&object), m_path(std::move(path)), m_source(std::move(source)) {
  if (object.is_object()) return;
  m_object = &kEmptyObject;
  m_error =
      badInput((m_source.empty() ? "" : inQuotes(m_source, 200) + ": ") + (m_path.empty() ? "the document" : m_path) +
               " is " + shown(object) + "; an object { … } was expected.");
}

bool JsonReader::has(const std::string& key) const {
  return m_object->contains(key);
}

void JsonReader::fail(const std::string& key, const std::string& what) {
  if (!m_error) m_error = badInput((m_source.empty() ? "" : inQuotes(m_source, 200) + ": ") + at(key) + ": " + what);
}

const Json* JsonReader::raw(const std::string& key) {
  m_known.push_back(key);
  const auto found = m_object->find(key);
  return found == m_object->end() ? nullptr : &*found;
}

template <class T>
T JsonReader::missing(const std::string& key, std::optional<T> fallback) {
  if (!fallback) fail(key, "is missing.");
  return fallback.value_or(T{});
}

std::string JsonReader::text(const std::string& key, std::optional<std::string> fallback) {
  const Json* value = raw(key);
  if (!value) return missing(key, std::move(fallback));
  if (value->is_string()) return value->get<std::string>();
  return fail(key, shown(*value) + " is not a text; write it in quotes."), fallback.value_or("");
}

std::int64_t JsonReader::integer(const std::string& key, std::optional<std::int64_t> fallback, std::int64_t least,
                                 std::int64_t most) {
  const Json* value = raw(key);
  if (!value) return missing(key, fallback);
  std::optional<std::int64_t> number;
  if (value->is_number_unsigned()) {
    if (value->get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      number = value->get<std::int64_t>();
  } else if (value->is_number_integer()) {
    number = value->get<std::int64_t>();
  } else if (value->is_number_float()) {
    const double real = value->get<double>();
    if (std::floor(real) == real && std::fabs(real) < 9e15) number = static_cast<std::int64_t>(real);
  }
  if (!number) {
    fail(key, shown(*value) + " is not a whole number.");
  } else if (*number < least || *number > most) {
    const std::string range = most == std::numeric_limits<std::int64_t>::max()
                                  ? "at least " + std::to_string(least)
                                  : "from " + std::to_string(least) + " to " + std::to_string(most);
    fail(key, std::to_string(*number) + " is out of range; it must be " + range + ".");
  } else {
    return *number;
  }
  return fallback.value_or(std::max<std::int64_t>(least, 0));
}

double JsonReader::real(const std::string& key, std::optional<double> fallback) {
  const Json* value = raw(key);
  if (!value) return missing(key, fallback);
  if (value->is_number()) return value->get<double>();
  return fail(key, shown(*value) + " is not a number."), fallback.value_or(0);
}

bool JsonReader::flag(const std::string& key, std::optional<bool> fallback) {
  const Json* value = raw(key);
  if (!value) return missing(key, fallback);
  if (value->is_boolean()) return value->get<bool>();
  return fail(key, shown(*value) + " is neither true nor false."), fallback.value_or(false);
}

std::string JsonReader::choice(const std::string& key, const std::vector<std::string>& allowed,
                               std::optional<std::string> fallback) {
  std::string value = text(key, fallback);
  if (!m_error && std::find(allowed.begin(), allowed.end(), value) == allowed.end())
    fail(key, inQuotes(value) + " is not known; try " + listed(allowed, "or") + ".");
  return value;
}

const Json* JsonReader::object(const std::string& key) {
  const Json* value = raw(key);
  if (value && !value->is_object()) return fail(key, shown(*value) + " is not an object { … }."), nullptr;
  return value;
}

const Json* JsonReader::array(const std::string& key) {
  const Json* value = raw(key);
  if (value && !value->is_array()) return fail(key, shown(*value) + " is not a list [ … ]."), nullptr;
  return value;
}

Result<void> JsonReader::finish() {
  if (m_error) return *m_error;
  for (const auto& [key, value] : m_object->items()) {
    if (std::find(m_known.begin(), m_known.end(), key) != m_known.end()) continue;
    const std::string near = nearest(key, m_known);
    fail(oneLine(key, 60),
         "this key is not known here" +
             (near.empty() ? "; known are " + listed(m_known) : "; did you mean " + inQuotes(near) + "?") +
             (near.empty() ? "." : ""));
    return *m_error;
  }
  return {};
}

}  // namespace headroom
