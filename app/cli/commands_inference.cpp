// A model outside of training: logits, sample, and export of its weights. The tensors are headroom-train's business.
#include <QTemporaryDir>

#include "app/cli/access.h"
#include "app/cli/commands.h"
#include "app/cli/model_options.h"
#include "app/cli/window.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/run_folder.h"

namespace headroom::cli {
namespace {

struct InferenceOptions {
  std::shared_ptr<ModelOptions> model;
  std::vector<std::int64_t> tokens;
  std::string prompt;
  std::uint64_t seed = 1;
  std::int64_t count = 200, topK = 0;
  double temperature = 1, topP = 1;
  bool noCache = false;
  std::optional<std::int64_t> checkpoint;
};

bool isModel(const std::string& name) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(name, ignored)) return true;
  for (const Library::Document& document : builtinLibrary().templates)
    if (document.name == name) return true;
  return false;
}

Result<std::string> folderOf(const Shared& shared, const ModelOptions& options) {
  if (!options.scale.empty() || !options.arms.empty() || !options.settings.empty() || !options.recipe.empty())
    return badInput(inQuotes(options.model) +
                    " is neither a template nor a file, and a run cannot be changed; leave --scale, --arm, --recipe "
                    "and --set out, or name a template.");
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const RunId id, reader->findRun(options.model));
  const std::filesystem::path database = absolutePath(shared.database.string());
  return RunFolder::of(database.parent_path(), id).path().string();
}

std::string joined(const std::vector<std::int64_t>& numbers) {
  std::string text;
  for (const std::int64_t number : numbers) text += (text.empty() ? "" : ",") + std::to_string(number);
  return text;
}

/// Starts `headroom-train VERB MODEL …`; an architecture travels in a file of its own, a run as its folder.
Result<Answer> ask(const Shared& shared, const ModelOptions& options, const std::string& verb,
                   std::vector<std::string> arguments, const std::string& name) {
  const QTemporaryDir scratch;
  std::string model;
  if (isModel(options.model)) {
    HEADROOM_ASSIGN(const ModelRequest request, requestFrom(options));
    HEADROOM_ASSIGN(const ResolvedModel resolved, resolve(request));
    model = scratch.filePath(QStringLiteral("architecture.json")).toStdString();
    HEADROOM_TRY(replaceFile(model, dump(toJson(resolved.architecture)) + "\n"));
  } else {
    HEADROOM_ASSIGN(model, folderOf(shared, options));
  }
  arguments.insert(arguments.begin(), {verb, model});
  HEADROOM_ASSIGN(const Ended ended, runProgram("HEADROOM_TRAIN_PROGRAM", "headroom-train", arguments));
  if (ended.code != 0) return errorOf(ended, name);
  Answer answer;
  HEADROOM_ASSIGN(answer.json, parseJson(ended.out, "headroom-train " + verb));
  return answer;
}

}  // namespace

Result<Answer> exportWeights(const Shared& shared, const ModelOptions& options, const std::string& format,
                             const std::string& path, const std::string& seed, bool dryRun) {
  const std::string folder = absolutePath(path);
  if (dryRun) {
    Answer answer;
    if (!isModel(options.model)) {
      HEADROOM_ASSIGN(const std::string run, folderOf(shared, options));
    } else {
      HEADROOM_ASSIGN(const ModelRequest request, requestFrom(options));
      HEADROOM_ASSIGN(const ResolvedModel resolved, resolve(request));
    }
    answer.json = {{"dry_run", true}, {"to", format}, {"path", folder}};
    answer.text = "Would write " + folder + "\n";
    return answer;
  }
  HEADROOM_ASSIGN(Answer answer,
                  ask(shared, options, "export", {"--to", format, "--seed", seed, folder}, "The export"));
  answer.json["to"] = format;
  answer.text = folder + "\n";
  return answer;
}

void addInference(CommandLine& line) {
  auto options = std::make_shared<InferenceOptions>();
  CLI::App& logits =
      line.add(line.root(), "logits", "Logits of a model at every position of a few tokens",
               [=](const Shared& shared) -> Result<Answer> {
                 HEADROOM_ASSIGN(
                     Answer answer,
                     ask(shared, *options->model, "logits",
                         {"--tokens=" + joined(options->tokens), "--seed", std::to_string(options->seed)}, "logits"));
                 for (const Json& row : answer.json["logits"]) answer.text += dump(row) + "\n";
                 return answer;
               });
  options->model = addModelOptions(logits);
  logits.get_option("model")->type_name("FILE|TEMPLATE|RUN");
  logits.add_option("--tokens", options->tokens, "Ids of tokens, such as 1,2,3")
      ->required()
      ->delimiter(',')
      ->type_name("IDS");
  logits.add_option("--seed", options->seed, "Of the weights that training would start from")->default_val(1);

  auto sampling = std::make_shared<InferenceOptions>();
  sampling->model = std::make_shared<ModelOptions>();
  CLI::App& sample =
      line.add(line.root(), "sample", "Text that a run's model continues a prompt with",
               [=](const Shared& shared) -> Result<Answer> {
                 std::vector<std::string> arguments{
                     "--count=" + std::to_string(sampling->count), "--temperature=" + shortest(sampling->temperature),
                     "--top-k=" + std::to_string(sampling->topK), "--top-p=" + shortest(sampling->topP),
                     "--sample-seed=" + std::to_string(sampling->seed)};
                 if (!sampling->tokens.empty()) arguments.push_back("--tokens=" + joined(sampling->tokens));
                 if (sampling->checkpoint) arguments.push_back("--checkpoint=" + std::to_string(*sampling->checkpoint));
                 if (sampling->noCache) arguments.push_back("--no-cache");
                 if (!sampling->prompt.empty()) arguments.push_back("--prompt=" + sampling->prompt);
                 HEADROOM_ASSIGN(Answer answer, ask(shared, *sampling->model, "sample", arguments, "sample"));
                 const Json& text = answer.json["text"];
                 answer.text = (text.is_string() ? sampling->prompt + text.get<std::string>()
                                                 : joined(answer.json["tokens"].get<std::vector<std::int64_t>>())) +
                               "\n";
                 return answer;
               });
  sample.add_option("run", sampling->model->model, "An id, a unique prefix of one, or a unique name")
      ->required()
      ->type_name("RUN");
  sample.add_option("--prompt", sampling->prompt, "How the text begins");
  sample.add_option("--tokens", sampling->tokens, "The same in ids, as in 1,2,3: for a model without a tokenizer")
      ->delimiter(',')
      ->type_name("IDS");
  sample.add_option("--count", sampling->count, "Tokens to make")->default_val(200);
  sample.add_option("--temperature", sampling->temperature, "0: always the most likely token")->default_val(1.0);
  sample.add_option("--top-k", sampling->topK, "Choose among the k most likely; 0: all")->default_val(0);
  sample.add_option("--top-p", sampling->topP, "Choose among the most likely that together have this share; 1: all")
      ->default_val(1.0);
  sample.add_flag("--no-cache", sampling->noCache, "Compute all earlier tokens again for each one; slow, to compare");
  sample.add_option("--seed", sampling->seed, "Of the choices")->default_val(1);
  sample.add_option("--checkpoint", sampling->checkpoint, "The checkpoint of this step; without it the newest")
      ->type_name("STEP");
}

}  // namespace headroom::cli
