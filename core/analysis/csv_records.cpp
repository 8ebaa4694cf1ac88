// Records of an RFC 4180 table, one at a time, from a file that need not fit into memory.
#include "core/analysis/csv_records.h"

#include <cerrno>
#include <cstring>

#include "core/base/text.h"

namespace headroom {

Result<CsvRecords> CsvRecords::open(const std::filesystem::path& path, std::string name) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file) return badInput(name + " cannot be read (" + std::strerror(errno) + "); give the path of a CSV file.");
  CsvRecords records(file, std::move(name));
  records.m_buffer.resize(std::size_t{1} << 16);
  records.peekMark();
  if (records.m_broken) return badInput(records.m_name + " cannot be read; give the path of a CSV file.");
  return records;
}

Error CsvRecords::error(const std::string& what, std::uint64_t line) const {
  return badInput(m_name + ":" + std::to_string(line) + ": " + what);
}

int CsvRecords::get() {
  if (m_at == m_end) {
    m_at = 0;
    m_end = std::fread(m_buffer.data(), 1, m_buffer.size(), m_file.get());
    if (m_end == 0) m_broken = m_broken || std::ferror(m_file.get());
    if (m_end == 0) return EOF;
  }
  return static_cast<unsigned char>(m_buffer[m_at++]);
}

void CsvRecords::peekMark() {
  if (get() == EOF) return;
  m_at = 0;
  if (m_end >= 3 && std::memcmp(m_buffer.data(), "\xEF\xBB\xBF", 3) == 0) m_at = 3;
}

Result<bool> CsvRecords::next() {
  for (;;) {
    std::size_t count = 0;
    const auto beginField = [&]() -> std::string* {
      if (count == m_fields.size()) m_fields.emplace_back();
      m_fields[count].clear();
      return &m_fields[count++];
    };
    std::string* field = beginField();
    bool quoted = false, inQuote = false, afterQuote = false, foreign = false;
    m_line = m_nextLine;
    int c = get();
    if (c == EOF) {
      if (m_broken) return error("the file cannot be read further.");
      return false;
    }
    for (;; c = get()) {
      if (c == 0) return error("there is a NUL byte; save the table as plain UTF-8 text.", m_nextLine);
      if (c >= 0x80) foreign = true;
      if (c == '\n') ++m_nextLine;
      if (inQuote) {
        if (c == EOF) return error("a quote is opened and never closed; double it inside a field, or close it.");
        if (c == '"') {
          inQuote = false, afterQuote = true;
        } else {
          *field += static_cast<char>(c);
        }
        continue;
      }
      if (c == '"' && afterQuote) {  // a doubled quote stands for one
        *field += '"';
        inQuote = true, afterQuote = false;
      } else if (c == '"' && field->empty()) {
        quoted = inQuote = true;
      } else if (c == ',') {
        field = beginField();
        afterQuote = false;
      } else if (c == '\n' || c == EOF) {
        if (!field->empty() && field->back() == '\r') field->pop_back();
        break;
      } else if (afterQuote && c != '\r') {
        return error("text follows a closing quote; write a quote inside a field twice.");
      } else {
        *field += static_cast<char>(c);
      }
    }
    m_fields.resize(count);
    if (count == 1 && m_fields[0].empty() && !quoted) continue;  // a blank line
    if (foreign)
      for (const std::string& text : m_fields)
        if (!isUtf8(text)) return error("the text is not UTF-8; save the table as UTF-8.");
    return true;
  }
}

}  // namespace headroom
