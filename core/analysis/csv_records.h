// Records of an RFC 4180 table, one at a time, from a file that need not fit into memory.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace headroom {

/// Fields may be quoted and then hold commas, doubled quotes and line ends. LF or CRLF, optional byte-order mark, blank
/// lines are passed over.
class CsvRecords {
 public:
  /// `name` stands for the file in sentences: "curves.csv:17: …".
  static Result<CsvRecords> open(const std::filesystem::path& path, std::string name);

  /// Reads the next record into fields(); false at the end of the file. BadInput: open quote, NUL byte, not UTF-8.
  Result<bool> next();
  const std::vector<std::string>& fields() const { return m_fields; }
  /// Line on which the record begins, from 1.
  std::uint64_t line() const { return m_line; }
  /// BadInput at a line: "curves.csv:17: <what>".
  Error error(const std::string& what) const { return error(what, m_line); }
  Error error(const std::string& what, std::uint64_t line) const;

 private:
  CsvRecords(std::FILE* file, std::string name) : m_file(file), m_name(std::move(name)) {}
  int get();
  void peekMark();

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> m_file;
  std::string m_name;
  std::vector<char> m_buffer;
  std::size_t m_at = 0, m_end = 0;
  bool m_broken = false;  // reading failed (a folder, a bad disk)
  std::vector<std::string> m_fields;
  std::uint64_t m_line = 0, m_nextLine = 1;
};

}  // namespace headroom
