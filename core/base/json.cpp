// JSON at the borders: strict parsing with a place in every error, numbers that survive, no half documents.
#include "core/base/json.h"

#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include "core/base/files.h"
#include "core/base/sorted_json.h"
#include "core/base/text.h"

namespace headroom {
namespace {

constexpr std::size_t kDeepest = 128;

/// Checks depth and doubled keys before a tree is built, so that no document can exhaust the stack.
class Checker : public nlohmann::json_sax<Json> {
 public:
  std::string problem;
  std::size_t position = 0;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return open(); }
  bool key(string_t& name) override {
    if (m_keys.back().insert(name).second) return true;
    problem = "the key " + inQuotes(name) + " stands twice in one object; remove one";
    return false;
  }
  bool end_object() override { return m_keys.pop_back(), true; }
  bool start_array(std::size_t) override { return open(); }
  bool end_array() override { return m_keys.pop_back(), true; }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception& error) override {
    position = at;
    problem = error.id == 406 ? "a number is too large for any computer number" : "this is not JSON";
    return false;
  }

 private:
  bool open() {
    m_keys.emplace_back();
    if (m_keys.size() <= kDeepest) return true;
    problem = "it nests deeper than " + std::to_string(kDeepest) + " levels, which is more than is read";
    return false;
  }
  std::vector<std::set<std::string>> m_keys;
};

std::string place(std::string_view text, std::size_t byte) {
  byte = std::min(byte, text.size());
  std::size_t line = 1, column = 1;
  for (std::size_t i = 0; i + 1 < byte; ++i) text[i] == '\n' ? (++line, column = 1) : ++column;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// What parseJson promises to refuse; else the text without its mark of byte order.
Result<std::string_view> checked(std::string_view text, const std::string& source) {
  const std::string name = inQuotes(source, 200);
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (trimmed(text).empty()) return badInput(name + " is empty; a JSON document was expected (line 1).");
  if (!isUtf8(text)) {
    std::size_t good = 0;
    while (good < text.size() && isUtf8(text.substr(good, 1 + (text[good] & 0x80 ? 3 : 0)).substr(0, 1))) ++good;
    return badInput(name + " is not UTF-8 text (near byte " + std::to_string(good + 1) + "); save it as UTF-8.");
  }
  Checker checker;
  if (!Json::sax_parse(text.begin(), text.end(), &checker)) {
    const std::string where = checker.position ? place(text, checker.position) : "line 1";
    return badInput(name + ", " + where + ": " + (checker.problem.empty() ? "this is not JSON" : checker.problem) +
                    ".");
  }
  return text;
}

}  // namespace

Result<Json> parseJson(std::string_view text, const std::string& source) {
  HEADROOM_ASSIGN(const std::string_view good, checked(text, source));
  return Json::parse(good.begin(), good.end(), nullptr, false);
}

Result<SortedJson> parseSortedJson(std::string_view text, const std::string& source) {
  HEADROOM_ASSIGN(const std::string_view good, checked(text, source));
  return SortedJson::parse(good.begin(), good.end(), nullptr, false);
}

Result<Json> readJson(const std::string& path) {
  HEADROOM_ASSIGN(const std::string text, readFile(path));
  return parseJson(text, path);
}

Json jsonNumber(double value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

Result<double> numberFromJson(const Json& value, const std::string& where) {
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (text == "Infinity") return std::numeric_limits<double>::infinity();
    if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  }
  return badInput(where + ": " + inQuotes(dump(value)) + " is not a number.");
}

std::string dump(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace headroom
