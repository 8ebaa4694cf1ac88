// Reading runs: the table, one run, its series, two runs compared, the queue. None of these needs an engine.
#include <algorithm>
#include <cmath>

#include "app/cli/access.h"
#include "app/cli/commands.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/run_folder.h"

namespace headroom::cli {
namespace {

Json numberOrNull(double value) {
  return std::isnan(value) ? Json() : jsonNumber(value);
}

Json toJson(const RunSummary& run) {
  return {{"run", run.id.text},
          {"name", run.meta.name},
          {"state", word(run.state)},
          {"reason", run.reason},
          {"step", run.step},
          {"steps", run.steps},
          {"attempt", run.attempt},
          {"model", run.model},
          {"scale", run.scale},
          {"arms", run.arms},
          {"seed", run.seed},
          {"device", run.device},
          {"train_loss", numberOrNull(run.trainLoss)},
          {"val_loss", numberOrNull(run.valLoss)},
          {"tokens_per_second", numberOrNull(run.tokensPerSecond)},
          {"priority", run.meta.priority},
          {"tags", run.meta.tags},
          {"star", run.meta.star},
          {"created", run.createdNs ? Json(isoTime(run.createdNs)) : Json()},
          {"finished", run.finishedNs ? Json(isoTime(run.finishedNs)) : Json()}};
}

std::string known(double value, int digits) {
  return std::isnan(value) ? "–" : formatFixed(value, digits);
}

Result<Answer> listRuns(const Shared& shared) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(RunChanges changes, reader->runs());
  std::sort(changes.changed.begin(), changes.changed.end(), [](const RunSummary& a, const RunSummary& b) {
    return std::tie(a.createdNs, a.id) < std::tie(b.createdNs, b.id);
  });
  Answer answer;
  Json list = Json::array();
  Table table({"run", "name", "state", "step", "loss", "validation", "tokens/s"});
  for (const RunSummary& run : changes.changed) {
    list.push_back(toJson(run));
    table.add({run.id.text, oneLine(run.meta.name, 40), std::string(word(run.state)),
               std::to_string(run.step) + "/" + std::to_string(run.steps), known(run.trainLoss, 4),
               known(run.valLoss, 4), std::isnan(run.tokensPerSecond) ? "–" : formatCount(run.tokensPerSecond)});
  }
  answer.json = {{"runs", std::move(list)}};
  answer.text = table.empty() ? "There are no runs yet; `headroom train` makes one.\n" : table.text();
  return answer;
}

Result<Answer> showRun(const Shared& shared, const std::string& text) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const RunId id, reader->findRun(text));
  HEADROOM_ASSIGN(const RunSummary run, reader->run(id));
  HEADROOM_ASSIGN(const RunDefinition definition, reader->definition(id));
  HEADROOM_ASSIGN(const std::vector<StateRecord> states, reader->states(id));
  const std::string directory =
      absolutePath(RunFolder::of(std::filesystem::absolute(shared.database).parent_path(), id).path().string());
  Answer answer;
  answer.json = toJson(run);
  answer.json["notes"] = run.meta.notes;
  answer.json["directory"] = directory;
  Json history = Json::array();
  for (const StateRecord& record : states)
    history.push_back({{"state", word(record.state)},
                       {"time", isoTime(record.wallNs)},
                       {"attempt", record.attempt},
                       {"step", record.step},
                       {"reason", record.reason}});
  answer.json["states"] = std::move(history);
  answer.json["definition"] = headroom::toJson(definition);

  Table table({"run", run.id.text});
  table.add({"name", run.meta.name});
  table.add({"state", std::string(word(run.state)) + (run.reason.empty() ? "" : ": " + run.reason)});
  table.add({"step", std::to_string(run.step) + " of " + std::to_string(run.steps)});
  table.add({"loss", known(run.trainLoss, 4)});
  table.add({"validation", known(run.valLoss, 4)});
  table.add({"tokens/s", std::isnan(run.tokensPerSecond) ? "–" : formatCount(run.tokensPerSecond)});
  table.add({"model", run.model + (run.scale.empty() ? "" : " at " + run.scale)});
  table.add({"arms", run.arms.empty() ? "–" : listed(run.arms)});
  table.add({"seed", std::to_string(run.seed)});
  if (!run.meta.tags.empty()) table.add({"tags", listed(run.meta.tags)});
  if (!run.meta.notes.empty()) table.add({"note", run.meta.notes});
  table.add({"folder", directory});
  answer.text = table.text();
  return answer;
}

Result<Answer> showMetrics(const Shared& shared, const std::string& text, const std::string& series) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const RunId id, reader->findRun(text));
  HEADROOM_ASSIGN(const std::vector<std::string> names, reader->seriesNames(id));
  Answer answer;
  if (series.empty()) {
    answer.json = {{"run", id.text}, {"series", names}};
    for (const std::string& name : names) answer.text += name + "\n";
    if (names.empty()) answer.text = "This run has no series yet.\n";
    return answer;
  }
  if (std::find(names.begin(), names.end(), series) == names.end()) {
    const std::string near = nearest(series, names);
    return badInput(
        "Run " + id.text + " has no series " + inQuotes(series) +
        (near.empty() ? "; `headroom metrics " + id.text + "` lists those it has." : "; did you mean '" + near + "'?"));
  }
  HEADROOM_ASSIGN(const SeriesPoints points, reader->series(id, series));
  Json list = Json::array();
  for (std::size_t i = 0; i < points.size(); ++i) {
    list.push_back({{"step", points.steps[i]}, {"value", jsonNumber(points.values[i])}});
    if (!shared.json)
      answer.text += std::to_string(points.steps[i]) + "\t" + shortest(static_cast<float>(points.values[i])) + "\n";
  }
  answer.json = {{"run", id.text}, {"series", series}, {"points", std::move(list)}};
  return answer;
}

/// Every leaf that differs, with its path.
void compare(const Json& a, const Json& b, const std::string& path, Json& differences) {
  if (a == b) return;
  if (a.is_object() && b.is_object()) {
    for (const auto& [key, value] : a.items())
      compare(value, b.contains(key) ? b[key] : Json(), path.empty() ? key : path + "." + key, differences);
    for (const auto& [key, value] : b.items())
      if (!a.contains(key)) compare(Json(), value, path.empty() ? key : path + "." + key, differences);
    return;
  }
  if (a.is_array() && b.is_array()) {
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i)
      compare(i < a.size() ? a[i] : Json(), i < b.size() ? b[i] : Json(), path + "[" + std::to_string(i) + "]",
              differences);
    return;
  }
  differences.push_back({{"path", path}, {"a", a}, {"b", b}});
}

Result<Answer> diffRuns(const Shared& shared, const std::vector<std::string>& texts) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const RunId a, reader->findRun(texts[0]));
  HEADROOM_ASSIGN(const RunId b, reader->findRun(texts[1]));
  HEADROOM_ASSIGN(const RunDefinition first, reader->definition(a));
  HEADROOM_ASSIGN(const RunDefinition second, reader->definition(b));
  Json differences = Json::array();
  compare(headroom::toJson(first), headroom::toJson(second), "", differences);
  Answer answer;
  Table table({"what", a.text, b.text});
  const auto shown = [](const Json& value) { return value.is_null() ? "–" : oneLine(dump(value), 60); };
  for (const Json& difference : differences)
    table.add({difference["path"].get<std::string>(), shown(difference["a"]), shown(difference["b"])});
  answer.text = differences.empty() ? "The definitions are equal.\n" : table.text();
  answer.json = {{"a", a.text}, {"b", b.text}, {"differences", std::move(differences)}};
  return answer;
}

Result<Answer> showQueue(const Shared& shared) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(RunChanges changes, reader->runs());
  std::vector<RunSummary>& runs = changes.changed;
  std::erase_if(runs, [](const RunSummary& run) { return run.state != RunState::Queued && !isLive(run.state); });
  const auto place = [](const RunSummary& run) {
    return std::tuple(!isLive(run.state), -run.meta.priority, run.meta.position, run.queuedNs, run.id);
  };
  std::sort(runs.begin(), runs.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  Answer answer;
  Json list = Json::array();
  Table table({"run", "name", "state", "priority"});
  for (const RunSummary& run : runs) {
    list.push_back({{"run", run.id.text},
                    {"name", run.meta.name},
                    {"state", word(run.state)},
                    {"priority", run.meta.priority},
                    {"position", run.meta.position}});
    table.add(
        {run.id.text, oneLine(run.meta.name, 40), std::string(word(run.state)), std::to_string(run.meta.priority)});
  }
  answer.json = {{"queue", std::move(list)}};
  answer.text = table.empty() ? "Nothing runs or waits.\n" : table.text();
  return answer;
}

}  // namespace

void addReading(CommandLine& line) {
  constexpr const char* kRun = "An id, a unique prefix of one, or a unique name";
  line.add(line.root(), "runs", "All runs", listRuns);

  auto shown = std::make_shared<std::string>();
  CLI::App& show = line.add(line.root(), "show", "One run: state, numbers, definition, history",
                            [=](const Shared& shared) { return showRun(shared, *shown); });
  show.add_option("run", *shown, kRun)->required()->type_name("RUN");

  auto measured = std::make_shared<std::pair<std::string, std::string>>();
  CLI::App& metrics =
      line.add(line.root(), "metrics", "A series of a run, or the list of them",
               [=](const Shared& shared) { return showMetrics(shared, measured->first, measured->second); });
  metrics.add_option("run", measured->first, kRun)->required()->type_name("RUN");
  metrics.add_option("--series", measured->second, "Its name, such as loss/train")->type_name("NAME");

  auto compared = std::make_shared<std::vector<std::string>>();
  CLI::App& diff = line.add(line.root(), "diff", "What differs between the definitions of two runs",
                            [=](const Shared& shared) { return diffRuns(shared, *compared); });
  diff.add_option("runs", *compared, kRun)->required()->expected(2)->type_name("RUN");

  line.add(line.root(), "queue", "What runs and what waits, in order", showQueue);
}

}  // namespace headroom::cli
