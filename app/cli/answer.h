// What a command gives back, and how it reaches the terminal: one JSON object, or text for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace headroom::cli {

struct Answer {
  Json json = Json::object();
  std::string text;
  /// Set when there is an answer although the command did not succeed: the run it waited for failed or was interrupted.
  std::optional<Error> unsuccessful;
};

/// Columns under a header, aligned for a terminal: text left, numbers (all characters of which are digits, signs, dots
/// or units) as they are given.
class Table {
 public:
  explicit Table(std::vector<std::string> header) { m_rows.push_back(std::move(header)); }
  void add(std::vector<std::string> row) { m_rows.push_back(std::move(row)); }
  bool empty() const { return m_rows.size() == 1; }
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> m_rows;
};

/// Prints the answer (or nothing, on an error) to stdout and at most one line to stderr. Returns the exit code.
int print(const Result<Answer>& result, bool json);

}  // namespace headroom::cli
