// train: from a template or file to a run in the queue, and to its end.
#include <filesystem>

#include "app/cli/access.h"
#include "app/cli/commands.h"
#include "app/cli/model_options.h"
#include "app/cli/wait_for_run.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/run_folder.h"
#include "core/study/run_request.h"

namespace headroom::cli {
namespace {

struct TrainOptions {
  std::string data = "grammar", name, device = "auto", from;
  std::int64_t seed = 1;  // 63 bits, so that a table of curves can carry it
  std::int64_t steps = 0, priority = 0;
  bool stepsGiven = false, detach = false, dryRun = false;
};

std::string defaultName(const ModelOptions& model) {
  std::string name = std::filesystem::path(model.model).extension() == ".json"
                         ? std::filesystem::path(model.model).stem().string()
                         : model.model;
  for (const std::string& arm : model.arms) name += " + " + arm;
  return model.scale.empty() ? name : name + " (" + model.scale + ")";
}

/// The newest checkpoint of a run: what another run begins with.
Result<Fork> newestOf(const Shared& shared, const std::string& run) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const RunId id, reader->findRun(run));
  const std::filesystem::path database = absolutePath(shared.database.string());
  const std::vector<CheckpointFolder> found = completeCheckpoints(RunFolder::of(database.parent_path(), id));
  if (found.empty()) return badInput("--from " + inQuotes(run) + " has no checkpoint yet; wait for one.");
  return Fork{id, found.back().step};
}

struct Prepared {
  RunDefinition definition;
  ModelCost cost;
};

/// Everything that can be found wrong is found here, before a run exists.
Result<Prepared> prepare(const ModelOptions& model, const TrainOptions& options) {
  if (options.seed < 0) return badInput("--seed is " + std::to_string(options.seed) + "; it must be at least 0.");
  HEADROOM_ASSIGN(ModelRequest request, requestFrom(model));
  if (options.stepsGiven) request.settings.emplace_back("steps", std::to_string(options.steps));

  HEADROOM_ASSIGN(const Corpus corpus, openCorpusFor(options.data, request.settings));
  // Weights that are there have a vocabulary of their own.
  const Vocabulary vocabulary = options.from.empty() ? Vocabulary::OfData : Vocabulary::OfModel;
  HEADROOM_ASSIGN(const RequestedModel requested, requestedModel(std::move(request), corpus, vocabulary));
  Prepared prepared{definitionOf(requested, corpus, static_cast<std::uint64_t>(options.seed), options.device),
                    requested.cost};
  prepared.definition.name = options.name.empty() ? defaultName(model) : options.name;
  return prepared;
}

Answer dryRun(const Prepared& prepared) {
  Answer answer;
  answer.json = {{"dry_run", true}, {"definition", toJson(prepared.definition)}, {"cost", toJson(prepared.cost)}};
  const ModelCost& cost = prepared.cost;
  answer.text = "Would train " + inQuotes(prepared.definition.name) + ": " + formatGrouped(cost.parameters) +
                " parameters, " + std::to_string(prepared.definition.steps) + " steps of " +
                formatUnit(cost.flopsPerStep, "FLOP") + ", about " + formatMemory(cost.peakBytes) +
                " of memory. Nothing was started.\n";
  return answer;
}

Result<Answer> train(const Shared& shared, const ModelOptions& model, const TrainOptions& options) {
  HEADROOM_ASSIGN(Prepared prepared, prepare(model, options));
  if (!options.from.empty()) {
    HEADROOM_ASSIGN(prepared.definition.from, newestOf(shared, options.from));
    if (prepared.definition.from->step >= prepared.definition.steps)
      return badInput("--from " + inQuotes(options.from) + " is at step " +
                      std::to_string(prepared.definition.from->step) + " already, which counts; set more steps.");
  }
  HEADROOM_TRY(checkMemory(prepared.cost));
  if (options.dryRun) return dryRun(prepared);

  HEADROOM_ASSIGN(EngineConnection engine, openEngineOfNew(shared));
  Json request = {{"do", "submit"}, {"definition", toJson(prepared.definition)}, {"name", prepared.definition.name}};
  if (options.priority != 0) request["priority"] = options.priority;
  HEADROOM_ASSIGN(const Json submitted, engine.ask(std::move(request)));
  const std::string run = submitted.value("run", ""), directory = submitted.value("directory", "");
  if (options.detach) {
    Answer answer;
    answer.json = {{"run", run}, {"directory", directory}, {"state", submitted.value("state", "queued")}};
    answer.text = run + " is " + submitted.value("state", "queued") + ": " + inQuotes(prepared.definition.name) + "\n" +
                  directory + "\n";
    return answer;
  }
  return waitForRun(std::move(engine),
                    {.database = shared.database, .run = RunId{run}, .directory = directory, .silent = shared.json});
}

}  // namespace

void addTrain(CommandLine& line) {
  auto options = std::make_shared<TrainOptions>();
  auto model = std::make_shared<std::shared_ptr<ModelOptions>>();
  auto steps = std::make_shared<CLI::Option*>();
  CLI::App& command =
      line.add(line.root(), "train", "Train a model and wait for it (Ctrl+C: checkpoint and stop; twice: leave now)",
               [=](const Shared& shared) {
                 options->stepsGiven = (*steps)->count() > 0;
                 return train(shared, **model, *options);
               });
  *model = addModelOptions(command);
  command.add_option("--data", options->data, "grammar, text:FILE or tokens:DIR")->capture_default_str();
  command.add_option("--seed", options->seed, "Decides initial weights and the order of data")->capture_default_str();
  *steps = command.add_option("--steps", options->steps, "Optimizer steps (short for --set steps=N)");
  command.add_option("--device", options->device, "auto, cpu or cuda")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
      ->capture_default_str();
  command.add_option("--from", options->from, "Begin with the newest checkpoint of this run, of the same architecture")
      ->type_name("RUN");
  command.add_option("--name", options->name, "What the run is called");
  command.add_option("--priority", options->priority, "Higher starts first")->capture_default_str();
  command.add_flag("--detach", options->detach, "Return once the run is queued");
  command.add_flag("--dry-run", options->dryRun, "Check everything and say what would be trained");
}

}  // namespace headroom::cli
