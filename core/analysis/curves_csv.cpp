// Reads loss curves from a table with the columns arm,scale,seed,step,tokens,flops,seconds,loss; one row an evaluation.
#include "core/analysis/curves_csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "core/analysis/csv_records.h"
#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

enum Column : std::size_t { Arm, Scale, Seed, Step, Tokens, Flops, Seconds, Loss, kColumns };
constexpr std::array<std::string_view, kColumns> kNames = {"arm",    "scale", "seed",    "step",
                                                           "tokens", "flops", "seconds", "loss"};
constexpr const char* kHeader = "arm,scale,seed,step,tokens,flops,seconds,loss";

struct Row {
  std::uint32_t scale = 0, arm = 0;
  std::int64_t seed = 0;
  CurvePoint point;
  std::uint32_t line = 0;
  bool evaluated = true;

  auto place() const { return std::tuple(scale, arm, seed, point.step); }
};

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}
bool same(const Row& a, const Row& b) {
  return same(a.point.tokens, b.point.tokens) && same(a.point.flops, b.point.flops) &&
         same(a.point.seconds, b.point.seconds) && same(a.point.loss, b.point.loss) && a.evaluated == b.evaluated;
}

/// "4e12": as people write it in such a table.
std::string written(double value) {
  std::string text = shortest(value);
  if (const auto plus = text.find("e+"); plus != std::string::npos) text.erase(plus + 1, 1);
  return text;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return result;
}

/// Numbers the labels of one column in order of first appearance.
class Labels {
 public:
  std::uint32_t number(const std::string& label) {
    if (m_last < m_names.size() && m_names[m_last] == label) return m_last;
    const auto [entry, isNew] = m_numbers.try_emplace(label, static_cast<std::uint32_t>(m_names.size()));
    if (isNew) m_names.push_back(label);
    return m_last = entry->second;
  }
  std::vector<std::string> take() { return std::move(m_names); }

 private:
  std::vector<std::string> m_names;
  std::unordered_map<std::string, std::uint32_t> m_numbers;
  std::uint32_t m_last = 0;  // rows of a run usually stand together
};

class Reader {
 public:
  explicit Reader(CsvRecords records) : m_records(std::move(records)) {}

  Result<CurveTable> read(const std::string& name) {
    HEADROOM_ASSIGN(const bool any, m_records.next());
    if (!any) return badInput(name + " is empty; the first line must be " + kHeader + ".");
    HEADROOM_TRY(readHeader());
    for (;;) {
      HEADROOM_ASSIGN(const bool more, m_records.next());
      if (!more) break;
      HEADROOM_TRY(readRow());
    }
    if (m_rows.empty()) return badInput(name + " has a header but no rows; give one row for each evaluation.");
    return finish();
  }

 private:
  Result<void> readHeader() {
    m_columns.fill(kNone);
    const std::vector<std::string>& header = m_records.fields();
    std::vector<std::string> extra;
    bool anyKnown = false;
    for (std::size_t i = 0; i < header.size(); ++i) {
      const auto known = std::find(kNames.begin(), kNames.end(), header[i]);
      if (known == kNames.end()) {
        extra.push_back(inQuotes(header[i]));
        continue;
      }
      anyKnown = true;
      std::size_t& column = m_columns[static_cast<std::size_t>(known - kNames.begin())];
      if (column != kNone) return m_records.error("column '" + header[i] + "' stands twice; keep one of them.");
      column = i;
    }
    if (!anyKnown) return m_records.error(std::string("there is no header; the first line must be ") + kHeader + ".");
    for (std::size_t i = 0; i < kColumns; ++i)
      if (m_columns[i] == kNone)
        return m_records.error("column '" + std::string(kNames[i]) + "' is missing; the header must be " + kHeader +
                               ".");
    m_width = header.size();
    if (!extra.empty()) {
      const std::size_t shown = std::min<std::size_t>(extra.size(), 8);
      m_warnings.push_back((extra.size() == 1 ? "column " : "columns ") +
                           listed({extra.begin(), extra.begin() + static_cast<std::ptrdiff_t>(shown)}) +
                           (shown < extra.size() ? " and others" : "") + (extra.size() == 1 ? " is" : " are") +
                           " not known and left out");
    }
    return {};
  }

  const std::string& field(Column column) const { return m_records.fields()[m_columns[column]]; }

  Result<std::int64_t> whole(Column column, std::int64_t least) const {
    const std::string& text = field(column);
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string name(kNames[column]);
    if (problem == std::errc::result_out_of_range && end == text.data() + text.size())
      return m_records.error(name + " " + inQuotes(text) + " is out of range; it must fit into 64 bits.");
    if (problem != std::errc() || end != text.data() + text.size())
      return m_records.error(name + " is " + inQuotes(text) + "; a whole number was expected.");
    if (value < least) return m_records.error(name + " is " + text + "; it must be at least 0.");
    return value;
  }

  /// Empty when `text` is no decimal number; ±infinity when it is one too large for a double.
  static std::optional<double> decimal(const std::string& text) {
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || !(text.back() == '.' || (text.back() >= '0' && text.back() <= '9')))
      return std::nullopt;  // the second test: from_chars reads "nan" and "inf" too
    if (problem == std::errc::result_out_of_range) return std::strtod(text.c_str(), nullptr);
    if (problem != std::errc()) return std::nullopt;
    return value;
  }

  Result<double> cumulative(Column column) const {
    const std::string& text = field(column);
    if (text.empty()) return CurvePoint::kUnknown;
    const std::string name(kNames[column]);
    const std::string expected = "; a finite number of at least 0, or nothing, was expected.";
    const std::optional<double> value = decimal(text);
    if (!value) return m_records.error(name + " is " + inQuotes(text) + expected);
    if (std::isinf(*value)) return m_records.error(name + " " + inQuotes(text) + " is out of range" + expected);
    if (*value < 0) return m_records.error(name + " is " + written(*value) + expected);
    return *value;
  }

  Result<double> loss() const {
    const std::string& text = field(Loss);
    if (const std::optional<double> value = decimal(text)) {
      if (std::isinf(*value))
        return m_records.error("loss " + inQuotes(text) + " is out of range; write inf where a run diverged.");
      return *value;
    }
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const std::string word = lower(text.substr(0, 10));
    if (word == "nan") return CurvePoint::kUnknown;
    if (word == "inf" || word == "infinity") return kInfinity;
    if (word == "-inf" || word == "-infinity") return -kInfinity;
    return m_records.error("loss is " + inQuotes(text) + "; a number, nan, inf, -inf or nothing was expected.");
  }

  Result<void> readRow() {
    const std::size_t found = m_records.fields().size();
    if (found != m_width)
      return m_records.error(std::to_string(found) + (found == 1 ? " field" : " fields") + " where the header has " +
                             std::to_string(m_width) + "; quote fields that hold commas.");
    for (const Column column : {Arm, Scale})
      if (field(column).empty())
        return m_records.error(std::string(kNames[column]) + " is empty; every row needs one.");
    Row row;
    row.line = static_cast<std::uint32_t>(std::min<std::uint64_t>(m_records.line(), 0xFFFFFFFFu));
    HEADROOM_ASSIGN(row.seed, whole(Seed, std::numeric_limits<std::int64_t>::min()));
    HEADROOM_ASSIGN(row.point.step, whole(Step, 0));
    HEADROOM_ASSIGN(row.point.tokens, cumulative(Tokens));
    HEADROOM_ASSIGN(row.point.flops, cumulative(Flops));
    HEADROOM_ASSIGN(row.point.seconds, cumulative(Seconds));
    row.evaluated = !field(Loss).empty();
    if (row.evaluated) {
      HEADROOM_ASSIGN(row.point.loss, loss());
    }
    row.arm = m_arms.number(field(Arm));
    row.scale = m_scales.number(field(Scale));
    // A quarter more each time: the doubling of a vector would cost up to three rows of memory a row.
    if (m_rows.size() == m_rows.capacity()) m_rows.reserve(m_rows.size() + m_rows.size() / 4 + 1024);
    m_rows.push_back(row);
    return {};
  }

  Result<void> dropRepeats() {
    std::size_t kept = 0, dropped = 0;
    for (const Row& row : m_rows) {
      if (kept > 0 && m_rows[kept - 1].place() == row.place()) {
        if (!same(m_rows[kept - 1], row))
          return m_records.error("step " + std::to_string(row.point.step) + " of this run stands on line " +
                                     std::to_string(m_rows[kept - 1].line) + " too, with other values; keep one.",
                                 row.line);
        ++dropped;
      } else {
        m_rows[kept++] = row;
      }
    }
    m_rows.resize(kept);
    if (dropped > 0)
      m_warnings.push_back(dropped == 1 ? "1 repeated row was dropped"
                                        : std::to_string(dropped) + " repeated rows were dropped");
    return {};
  }

  Result<void> checkCumulative(Column column, double CurvePoint::*member) const {
    double last = CurvePoint::kUnknown;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
      const Row& row = m_rows[i];
      const auto run = [](const Row& r) { return std::tuple(r.scale, r.arm, r.seed); };
      if (i > 0 && run(m_rows[i - 1]) != run(row)) last = CurvePoint::kUnknown;
      const double value = row.point.*member;
      if (value < last) {
        const std::string name(kNames[column]);
        return m_records.error(name + " falls from " + written(last) + " to " + written(value) + "; " + name +
                                   (column == Flops ? " is" : " are") + " cumulative over the run.",
                               row.line);
      }
      if (!std::isnan(value)) last = value;
    }
    return {};
  }

  Result<CurveTable> finish() {
    const std::size_t rows = m_rows.size();
    const auto order = [](const Row& a, const Row& b) {
      return std::tuple(a.place(), a.line) < std::tuple(b.place(), b.line);
    };
    if (!std::is_sorted(m_rows.begin(), m_rows.end(), order)) std::sort(m_rows.begin(), m_rows.end(), order);
    HEADROOM_TRY(dropRepeats());
    HEADROOM_TRY(checkCumulative(Tokens, &CurvePoint::tokens));
    HEADROOM_TRY(checkCumulative(Flops, &CurvePoint::flops));
    HEADROOM_TRY(checkCumulative(Seconds, &CurvePoint::seconds));

    CurveTable table;
    table.rows = rows;
    table.arms = m_arms.take();
    table.scales = m_scales.take();
    table.warnings = std::move(m_warnings);
    table.points.reserve(m_rows.size());
    for (const Row& row : m_rows) {
      if (table.runs.empty() || std::tuple(table.runs.back().scale, table.runs.back().arm, table.runs.back().seed) !=
                                    std::tuple(row.scale, row.arm, row.seed))
        table.runs.push_back({row.scale, row.arm, row.seed, table.points.size(), 0});
      if (!row.evaluated) continue;
      table.points.push_back(row.point);
      ++table.runs.back().count;
    }
    return table;
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  CsvRecords m_records;
  std::array<std::size_t, kColumns> m_columns{};
  std::size_t m_width = 0;
  Labels m_arms, m_scales;
  std::vector<Row> m_rows;
  std::vector<std::string> m_warnings;
};

}  // namespace

Result<CurveTable> readCurves(const std::filesystem::path& path) {
  std::string name = inQuotes(path.string(), 200);
  name = name.substr(1, name.size() - 2);
  HEADROOM_ASSIGN(CsvRecords records, CsvRecords::open(path, name));
  return Reader(std::move(records)).read(name);
}

}  // namespace headroom
