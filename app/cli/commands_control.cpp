// What people ask of runs: stop, pause, resume, checkpoint, clone, delete, tag, note, star, colour, rename, and their
// place in the queue. The engine does it.
#include "app/cli/access.h"
#include "app/cli/commands.h"
#include "app/cli/model_options.h"
#include "core/base/text.h"

namespace headroom::cli {
namespace {

struct ControlOptions {
  std::string run;                // of a command that takes one; it would swallow the words behind it as a list
  std::vector<std::string> runs;  // of the others
  std::vector<std::string> tags;
  std::string name, text, before;
  std::int64_t priority = 0;
  bool dryRun = false, remove = false, draft = false;
};

/// Sends one request a run. The answer of one run is the engine's object; of several {"runs": [objects]}.
Result<Answer> askForEach(const Shared& shared, const ControlOptions& options, const std::string& verb,
                          const Json& fields) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  std::vector<RunId> runs;  // all names are looked up before anything is changed
  for (const std::string& text : options.run.empty() ? options.runs : std::vector{options.run}) {
    HEADROOM_ASSIGN(RunId run, reader->findRun(text));
    runs.push_back(std::move(run));
  }
  Answer answer;
  Json list = Json::array();
  std::optional<EngineConnection> engine;
  for (const RunId& run : runs) {
    if (options.dryRun) {
      HEADROOM_ASSIGN(const RunSummary summary, reader->run(run));
      list.push_back({{"dry_run", true}, {"do", verb}, {"run", run.text}, {"state", word(summary.state)}});
      answer.text += "would " + verb + " " + run.text + " (" + std::string(word(summary.state)) + ")\n";
      continue;
    }
    if (!engine) {
      HEADROOM_ASSIGN(engine, EngineConnection::open(shared.database, StartEngine::IfMissing));
    }
    Json request = {{"do", verb}, {"run", run.text}};
    request.update(fields);
    HEADROOM_ASSIGN(Json done, engine->ask(std::move(request)));
    answer.text +=
        done.value("run", run.text) + (done.contains("state") ? " is " + done.value("state", "") : ": done") + "\n";
    list.push_back(std::move(done));
  }
  answer.json = list.size() == 1 ? std::move(list[0]) : Json{{"runs", std::move(list)}};
  return answer;
}

using Fields = std::function<Json(const ControlOptions&)>;

std::pair<CLI::App*, std::shared_ptr<ControlOptions>> addVerb(CommandLine& line, const std::string& name,
                                                              const std::string& help, bool several,
                                                              Fields fields = {}) {
  auto options = std::make_shared<ControlOptions>();
  CLI::App& command = line.add(line.root(), name, help, [=](const Shared& shared) {
    const std::string verb = name == "tag" && options->remove ? "untag" : name;
    return askForEach(shared, *options, verb, fields ? fields(*options) : Json::object());
  });
  constexpr const char* kRun = "An id, a unique prefix of one, or a unique name";
  CLI::Option* run =
      several ? command.add_option("run", options->runs, kRun) : command.add_option("run", options->run, kRun);
  run->required()->type_name("RUN");
  command.add_flag("--dry-run", options->dryRun, "Say what would be done");
  return {&command, options};
}

}  // namespace

void addControl(CommandLine& line) {
  addVerb(line, "start", "Queue drafts", true);
  addVerb(line, "stop", "Save a checkpoint and end; asked again, end at once", true);
  addVerb(line, "pause", "Save a checkpoint and free the slot", true);
  addVerb(line, "resume", "Go on from the last checkpoint: the same run, a new attempt", true);
  addVerb(line, "checkpoint", "Save a checkpoint now", true);
  addVerb(line, "delete", "Delete runs with everything they wrote", true);

  auto [clone, cloned] =
      addVerb(line, "clone", "Queue a new run with the same definition", false, [](const ControlOptions& options) {
        Json fields = Json::object();
        if (!options.name.empty()) fields["name"] = options.name;
        if (options.draft) fields["draft"] = true;
        return fields;
      });
  clone->add_option("--name", cloned->name, "What the new run is called");
  clone->add_flag("--draft", cloned->draft, "Do not queue it yet");

  auto [tag, tagged] =
      addVerb(line, "tag", "Add tags to a run, or take them away", false, [](const ControlOptions& options) {
        return Json{{"tags", options.tags}};
      });
  tag->add_option("tags", tagged->tags, "Words to file the run under")->required()->type_name("TAG");
  tag->add_flag("--remove", tagged->remove, "Take these tags away");

  auto [note, noted] =
      addVerb(line, "note", "Write a run's note; an empty text removes it", false, [](const ControlOptions& options) {
        return Json{{"text", options.text}};
      });
  note->add_option("text", noted->text, "What to remember about this run")->required()->type_name("TEXT");

  auto [star, starred] = addVerb(line, "star", "Mark runs, or unmark them", true, [](const ControlOptions& options) {
    return Json{{"on", !options.remove}};
  });
  star->add_flag("--remove", starred->remove, "Unmark them");

  auto [colour, coloured] =
      addVerb(line, "colour", "Give a run's mark a colour", false, [](const ControlOptions& options) {
        return Json{{"colour", options.text}};
      });
  colour->add_option("colour", coloured->text, "Such as '#1f77b4'; '' for none")->required()->type_name("COLOUR");

  auto [rename, renamed] = addVerb(line, "rename", "Give a run another name", false, [](const ControlOptions& options) {
    return Json{{"name", options.name}};
  });
  rename->add_option("name", renamed->name, "Its new name")->required()->type_name("NAME");

  auto [priority, valued] =
      addVerb(line, "priority", "Say how early a run starts", false, [](const ControlOptions& options) {
        return Json{{"priority", options.priority}};
      });
  priority->add_option("priority", valued->priority, "Higher starts first")->required()->type_name("N");

  auto [move, moved] =
      addVerb(line, "move", "Give a waiting run another place in the queue", false, [](const ControlOptions& options) {
        return Json{{"before", options.before}};
      });
  move->add_option("--before", moved->before, "The waiting run that is to start after it; without it, the end")
      ->type_name("RUN");
}

}  // namespace headroom::cli
