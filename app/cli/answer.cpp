// What a command gives back, and how it reaches the terminal: one JSON object, or text for people.
#include "app/cli/answer.h"

#include <algorithm>
#include <cstdio>

#include "core/base/text.h"

namespace headroom::cli {
namespace {

/// Columns on a terminal; every code point counts as one.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (const auto& row : m_rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string text;
  for (const auto& row : m_rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - width(row[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

int print(const Result<Answer>& result, bool json) {
  const Error* error = !result ? &result.error() : result->unsuccessful ? &*result->unsuccessful : nullptr;
  if (result) {
    std::string out = json ? dump(result->json) : toUtf8(result->text);
    if (!out.empty() && out.back() != '\n') out += '\n';
    std::fwrite(out.data(), 1, out.size(), stdout);
  }
  const bool written = std::fflush(stdout) == 0 && !std::ferror(stdout);
  if (error) {
    std::fprintf(stderr, "%s\n", oneLine(error->message).c_str());
    return exitCode(*error);
  }
  if (!written) {
    std::fprintf(stderr, "The answer could not be written to standard output; is the disk full?\n");
    return 1;
  }
  return 0;
}

}  // namespace headroom::cli
