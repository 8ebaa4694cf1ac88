// Runs from and to other programs: TensorBoard event files and CSV.
#include "core/runs/import_export.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/imported_run.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

using Series = std::map<std::string, std::vector<SeriesPoint>, std::less<>>;

/// Folders at or below `source` with the event files in them, both in order of name.
Result<std::map<fs::path, std::vector<fs::path>>> eventFolders(const fs::path& source) {
  const std::string name = inQuotes(source.string(), 200);
  std::error_code error;
  if (!fs::exists(source, error)) return badInput("There is no folder " + name + " to import from; check the path.");
  if (!fs::is_directory(source, error))
    return badInput(name + " is not a folder; name the folder that holds the event files.");
  std::map<fs::path, std::vector<fs::path>> folders;
  const auto options = fs::directory_options::skip_permission_denied;
  fs::recursive_directory_iterator at(source, options, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    std::error_code unreadable;
    if (at->is_regular_file(unreadable) && at->path().filename().string().find("tfevents") != std::string::npos)
      folders[at->path().parent_path()].push_back(at->path());
  }
  if (error) return badInput(name + " cannot be read: " + error.message() + ".");
  if (folders.empty())
    return badInput(name +
                    " holds no event files (names with 'tfevents' in them); name a folder that TensorBoard opens.");
  for (auto& [folder, files] : folders) std::sort(files.begin(), files.end());
  return folders;
}

void append(Series& into, Series&& more) {
  for (auto& [name, points] : more) {
    auto& list = into[name];
    list.insert(list.end(), points.begin(), points.end());
  }
}

Result<ImportedRun> readEvents(const fs::path& source, const fs::path& folder, const std::vector<fs::path>& files) {
  ImportedRun run;
  Json names = Json::array();
  for (const fs::path& file : files) {
    names.push_back(file.string());
    JournalReader reader(file);
    for (;;) {
      HEADROOM_ASSIGN(JournalBatch batch, readBatch(reader, RunId{}, 1));
      if (batch.empty()) break;
      append(run.points, std::move(batch.points));
      append(run.doubles, std::move(batch.doubles));
    }
  }
  for (auto& [name, points] : run.points) {
    keepLatest(points);
    // A journal's scalars are floats: what has more digits is kept as a double too.
    const auto isFloat = [](const SeriesPoint& p) {
      return std::isnan(p.value) || static_cast<double>(static_cast<float>(p.value)) == p.value;
    };
    if (!run.doubles.contains(name) && !std::all_of(points.begin(), points.end(), isFloat)) run.doubles[name] = points;
  }
  for (auto& [name, points] : run.doubles) keepLatest(points);
  const fs::path relative = folder.lexically_relative(source);
  const fs::path own = fs::absolute(source).lexically_normal();
  run.definition.name = relative == "." || relative.empty()
                            ? (own.has_filename() ? own.filename() : own.parent_path().filename()).string()
                            : relative.generic_string();
  run.definition.data = {{"source", "import"}, {"files", names}};
  run.origin = folder.string();
  return run;
}

std::vector<std::string> csvFields(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char letter = line[i];
    if (letter == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"')
        fields.back() += line[++i];
      else
        quoted = !quoted;
    } else if (letter == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += letter;
    }
  }
  for (std::string& field : fields) field = std::string(trimmed(field));
  return fields;
}

std::optional<double> numberFrom(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> wholeFrom(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// What a column of a CSV table is for.
struct Column {
  enum class Role { Key, Step, Double, Scalar } role = Role::Scalar;
  std::string name;  // of the series or key
};

Result<std::vector<Column>> columnsFrom(const std::vector<std::string>& header, const std::string& file) {
  std::vector<Column> columns;
  std::set<std::string> seen;
  for (const std::string& name : header) {
    if (name.empty() || !seen.insert(name).second)
      return badInput(file + ", line 1: the column " + inQuotes(name) + " is " +
                      (name.empty() ? "without a name" : "there twice") + ".");
    Column column{Column::Role::Scalar, name};
    if (name == "arm" || name == "scale" || name == "seed") column.role = Column::Role::Key;
    if (name == "step") column.role = Column::Role::Step;
    if (name == "tokens" || name == "flops" || name == "seconds") column.role = Column::Role::Double;
    if (name == "loss") column.name = "loss/val";
    columns.push_back(column);
  }
  if (!seen.contains("step"))
    return badInput(file + ", line 1: there is no column 'step'; it tells where a value belongs.");
  return columns;
}

std::string csvCell(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return quoted + "\"";
}

Result<Series> allSeries(const RunReader& reader, const RunId& run, bool doubles) {
  HEADROOM_ASSIGN(const std::vector<std::string> names, doubles ? reader.doubleNames(run) : reader.seriesNames(run));
  Series all;
  for (const std::string& name : names) {
    HEADROOM_ASSIGN(const SeriesPoints points, doubles ? reader.doubles(run, name) : reader.series(run, name));
    for (std::size_t i = 0; i < points.size(); ++i)
      all[name].push_back({points.steps[i], points.values[i], points.wallTimes[i]});
  }
  return all;
}

}  // namespace

Result<std::vector<RunId>> importTensorboard(const fs::path& databaseFolder, const fs::path& source) {
  HEADROOM_ASSIGN(const auto folders, eventFolders(source));
  std::vector<ImportedRun> runs;
  for (const auto& [folder, files] : folders) {
    HEADROOM_ASSIGN(ImportedRun run, readEvents(source, folder, files));
    runs.push_back(std::move(run));
  }
  return writeImportedRuns(databaseFolder, std::move(runs));
}

Result<std::vector<RunId>> importCsv(const fs::path& databaseFolder, const fs::path& source) {
  const std::string file = inQuotes(source.string(), 200);
  std::error_code unreadable;
  if (fs::is_directory(source, unreadable)) return badInput(file + " is a folder; name a CSV file.");
  std::ifstream stream(source, std::ios::binary);
  if (!stream) return badInput(file + " cannot be read; check the path.");
  std::string line;
  if (!std::getline(stream, line) || trimmed(line).empty())
    return badInput(file + " is empty; a table with a header was expected.");
  if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
  HEADROOM_ASSIGN(const std::vector<Column> columns, columnsFrom(csvFields(line), file));

  std::map<std::string, ImportedRun> runs;  // by "arm scale seed"
  std::vector<std::string> order;
  const double now = static_cast<double>(wallNs()) / 1e9;
  for (std::int64_t number = 2; std::getline(stream, line); ++number) {
    if (trimmed(line).empty()) continue;
    const std::string place = file + ", line " + std::to_string(number) + ": ";
    if (!isUtf8(line)) return badInput(place + "this is not UTF-8 text; save the file as UTF-8.");
    const std::vector<std::string> fields = csvFields(line);
    if (fields.size() != columns.size())
      return badInput(place + std::to_string(fields.size()) + " cells, but the header names " +
                      std::to_string(columns.size()) + ".");
    std::string key, arm, scale;
    std::uint64_t seed = 1;
    std::optional<std::int64_t> step;
    double wall = now;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].role == Column::Role::Key) {
        key += (key.empty() ? "" : " ") + fields[i];
        if (columns[i].name == "arm") arm = fields[i];
        if (columns[i].name == "scale") scale = fields[i];
        if (const auto value = wholeFrom(fields[i]); columns[i].name == "seed" && !(value && *value >= 0))
          return badInput(place + "seed " + inQuotes(fields[i]) + " is not a whole number from 0.");
        else if (columns[i].name == "seed")
          seed = static_cast<std::uint64_t>(*value);
      } else if (columns[i].role == Column::Role::Step) {
        step = wholeFrom(fields[i]);
        if (!step) return badInput(place + "step " + inQuotes(fields[i]) + " is not a whole number.");
      } else if (columns[i].name == "seconds") {
        wall += numberFrom(fields[i]).value_or(0);
      }
    }
    const auto [found, fresh] = runs.try_emplace(key);
    ImportedRun& run = found->second;
    if (fresh) {
      order.push_back(key);
      run.definition.name = key.empty() ? source.stem().string() : key;
      run.definition.asked.scale = scale;
      if (!arm.empty()) run.definition.asked.arms = {arm};
      run.definition.seed = seed;
      run.definition.data = {{"source", "import"}, {"files", Json::array({source.string()})}};
      run.origin = source.string();
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const bool isDouble = columns[i].role == Column::Role::Double;
      if ((!isDouble && columns[i].role != Column::Role::Scalar) || fields[i].empty()) continue;
      const auto value = numberFrom(fields[i]);
      if (!value) return badInput(place + columns[i].name + " " + inQuotes(fields[i]) + " is not a number.");
      const SeriesPoint point{*step, *value, wall};
      if (!isDouble) run.points[columns[i].name].push_back(point);
      if (isDouble || columns[i].name == "loss/val") run.doubles[columns[i].name].push_back(point);
    }
  }
  if (runs.empty()) return badInput(file + " has a header but no rows.");
  std::vector<ImportedRun> list;
  for (const std::string& key : order) {
    for (auto* table : {&runs[key].points, &runs[key].doubles})
      for (auto& [name, points] : *table) keepLatest(points);
    list.push_back(std::move(runs[key]));
  }
  return writeImportedRuns(databaseFolder, std::move(list));
}

Result<void> exportCsv(const RunReader& reader, const RunId& run, const fs::path& file) {
  HEADROOM_ASSIGN(const Series series, allSeries(reader, run, false));
  std::set<std::int64_t> steps;
  for (const auto& [name, points] : series)
    for (const SeriesPoint& point : points) steps.insert(point.step);
  std::string text = "step";
  std::vector<std::pair<const std::vector<SeriesPoint>*, std::size_t>> cursors;
  for (const auto& [name, points] : series) {
    text += "," + csvCell(name);
    cursors.emplace_back(&points, 0);
  }
  text += "\n";
  for (const std::int64_t step : steps) {
    text += std::to_string(step);
    for (auto& [points, at] : cursors) {
      text += ",";
      if (at < points->size() && (*points)[at].step == step)
        text += shortest(static_cast<float>((*points)[at++].value));
    }
    text += "\n";
  }
  return replaceFile(file, text);
}

Result<void> exportTensorboard(const RunReader& reader, const RunId& run, const fs::path& folder) {
  HEADROOM_ASSIGN(const Series points, allSeries(reader, run, false));
  HEADROOM_ASSIGN(const Series doubles, allSeries(reader, run, true));
  HEADROOM_TRY(makeFolders(folder));
  return writeSeries(folder / ("events.out.tfevents.0000000001." + run.text), points, doubles);
}

}  // namespace headroom
