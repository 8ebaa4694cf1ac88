#include "core/train/inference.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/tensor.h>

#include <cstring>
#include <limits>
#include <random>

#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/run_folder.h"
#include "core/train/checkpoint.h"
#include "core/train/continuation.h"
#include "core/train/data/token_source.h"
#include "core/train/loaded_model.h"
#include "core/train/memory.h"
#include "core/train/run_data.h"
#include "core/train/weight_average.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

Result<LoadedCheckpoint> newestCheckpoint(const RunFolder& folder) {
  const std::vector<CheckpointFolder> found = completeCheckpoints(folder);
  for (auto checkpoint = found.rbegin(); checkpoint != found.rend(); ++checkpoint)
    if (Result<LoadedCheckpoint> loaded = readCheckpoint(*checkpoint)) return loaded;
  return badInput("The run " + folder.run().text +
                  " has no sound checkpoint yet; wait for one, or ask for one with `headroom checkpoint`.");
}

/// The averaged weights where the checkpoint has them.
Result<void> setWeights(Model& model, const LoadedCheckpoint& checkpoint) {
  const at::NoGradGuard noGrad;
  const auto set = [&](const TensorBytes* bytes, const std::string& name, at::Tensor target) -> Result<void> {
    if (!bytes || bytes->type != "F32" || bytes->shape != target.sizes().vec())
      return badInput("The checkpoint has no tensor " + inQuotes(name) + " of this model's shape.");
    std::memcpy(target.data_ptr<float>(), bytes->bytes.data(), bytes->bytes.size());
    return {};
  };
  for (std::size_t i = 0; i < model.parameters().size(); ++i) {
    const std::string& name = model.graph().parameters[i].name;
    const TensorBytes* average = checkpoint.optimizer.find(std::string(kAveragePrefix) + name);
    HEADROOM_TRY(set(average ? average : checkpoint.model.find(name), name, model.parameters()[i]));
  }
  for (std::size_t i = 0; i < model.states().size(); ++i) {
    const std::string& name = model.graph().states[i].name;
    HEADROOM_TRY(set(checkpoint.model.find(name), name, model.states()[i]));
  }
  return {};
}

Result<void> checkTokens(const std::vector<std::int64_t>& tokens, std::int64_t vocab) {
  for (const std::int64_t token : tokens)
    if (token < 0 || token >= vocab)
      return badInput("--tokens: " + std::to_string(token) + " is outside the vocabulary of " + std::to_string(vocab) +
                      " tokens; ids go from 0 to " + std::to_string(vocab - 1) + ".");
  return {};
}

/// That of the run's data; an imported model may have brought one, and is without any otherwise.
Result<Tokenizer> tokenizerOf(const RunFolder& folder, const RunDefinition& run) {
  DataSpec spec;
  if (run.data.is_object() && run.data.value("source", Json()) == "import") {
    std::error_code ignored;
    if (!fs::exists(folder.path() / kRunTokenizer, ignored)) return Tokenizer{};
  } else {
    HEADROOM_ASSIGN(spec, dataFromJson(run.data));
  }
  return tokenizerOfRun(folder, spec);
}

}  // namespace

double weightBytes(const Graph& graph) {
  double bytes = 0;
  for (const Parameter& parameter : graph.parameters) {
    double count = 4;
    for (const std::int64_t extent : parameter.shape) count *= double(extent);
    bytes += count;
  }
  return bytes;
}

Result<void> fitsIntoMemory(const Graph& graph, double besides) {
  const double bytes = weightBytes(graph) + besides;
  const MemoryRoom room = availableMemory();
  if (bytes <= double(room.bytes)) return {};
  return refused("This model's weights would need about " + formatMemory(bytes) + " of memory, but " + room.limitedBy +
                 " allows " + formatMemory(double(room.bytes)) + "; try a smaller model.");
}

Result<LoadedCheckpoint> checkpointOfStep(const RunFolder& folder, std::int64_t step) {
  std::string steps;
  for (const CheckpointFolder& checkpoint : completeCheckpoints(folder)) {
    if (checkpoint.step == step) return readCheckpoint(checkpoint);
    steps += (steps.empty() ? "" : ", ") + std::to_string(checkpoint.step);
  }
  return badInput("The run " + folder.run().text + " has no checkpoint of step " + std::to_string(step) +
                  (steps.empty() ? " and no other yet." : "; there are " + steps + "."));
}

Result<LoadedModel> loadModel(const ModelSource& source) {
  std::error_code ignored;
  std::optional<RunDefinition> run;
  Json document;
  if (fs::is_directory(source.path, ignored)) {
    HEADROOM_ASSIGN(run, loadDefinition(RunFolder(source.path)));
    document = run->architecture;
  } else {
    HEADROOM_ASSIGN(document, readJson(source.path.string()));
  }
  HEADROOM_ASSIGN(Architecture architecture, architectureFromJson(document, source.path.string()));
  HEADROOM_ASSIGN(Graph graph, build(architecture));
  HEADROOM_TRY(fitsIntoMemory(graph, weightBytes(graph)));  // while weights are read or written there are two
  LoadedModel loaded{std::move(architecture), Model(std::move(graph), {}), std::move(run)};
  if (!loaded.run) {
    initialise(loaded.model, source.seed);
    return loaded;
  }
  const RunFolder folder(source.path);
  HEADROOM_ASSIGN(const LoadedCheckpoint checkpoint,
                  source.checkpoint ? checkpointOfStep(folder, *source.checkpoint) : newestCheckpoint(folder));
  HEADROOM_TRY(setWeights(loaded.model, checkpoint));
  return loaded;
}

Result<Json> logitsOf(const ModelSource& source, const std::vector<std::int64_t>& tokens) {
  HEADROOM_ASSIGN(const LoadedModel loaded, loadModel(source));
  const Graph& graph = loaded.model.graph();
  if (tokens.empty()) return badInput("--tokens is empty; give at least one id, as in --tokens 1,2,3.");
  if (std::int64_t(tokens.size()) > graph.context)
    return badInput("--tokens: " + std::to_string(tokens.size()) + " ids are more than the context of " +
                    std::to_string(graph.context) + "; leave the first ones out or set a longer context.");
  HEADROOM_TRY(checkTokens(tokens, graph.vocab));
  const at::NoGradGuard noGrad;
  const at::Tensor logits = loaded.model.logits(at::tensor(tokens, at::kLong).unsqueeze(0)).select(0, 0).contiguous();
  const float* values = logits.const_data_ptr<float>();
  Json rows = Json::array();
  for (std::int64_t row = 0; row < logits.size(0); ++row) {
    Json numbers = Json::array();
    for (std::int64_t i = 0; i < logits.size(1); ++i) numbers.push_back(jsonNumber(*values++));
    rows.push_back(std::move(numbers));
  }
  return Json{{"tokens", tokens}, {"logits", std::move(rows)}};
}

Result<Json> sampleFrom(const ModelSource& source, const SampleOptions& options) {
  if (!(options.temperature >= 0 && options.temperature <= 100))
    return badInput("--temperature must lie between 0 and 100; 1 samples as the model believes.");
  if (!(options.topP > 0 && options.topP <= 1))
    return badInput("--top-p must lie above 0 and be at most 1; 1 chooses among all tokens.");
  if (options.topK < 0) return badInput("--top-k must be at least 0; 0 chooses among all tokens.");
  if (options.tokens < 1 || options.tokens > 1'000'000) return badInput("--count must lie between 1 and 1000000.");
  HEADROOM_ASSIGN(const LoadedModel loaded, loadModel(source));
  if (!loaded.run) return badInput("Only a run can be sampled: it knows the tokenizer of its data.");
  HEADROOM_ASSIGN(const Tokenizer tokenizer, tokenizerOf(RunFolder(source.path), *loaded.run));
  const bool readable = tokenizer.kind != TokenizerKind::None;
  std::vector<std::int64_t> tokens = options.promptTokens;
  if (tokens.empty() && !readable)
    return badInput("This run has no tokenizer; give the beginning as ids, as in --tokens 1,2,3.");
  if (!tokens.empty() && !options.prompt.empty())
    return badInput("--prompt and --tokens both say how the text begins; give one of them.");
  if (tokens.empty()) {
    HEADROOM_ASSIGN(tokens, tokenizer.encode(options.prompt));
  }
  HEADROOM_TRY(checkTokens(tokens, loaded.model.graph().vocab));
  if (tokens.empty()) tokens.push_back(0);
  const std::size_t prompt = tokens.size();
  Continuation continuation(loaded.model, options.cached);
  std::mt19937_64 random(options.seed);
  const at::NoGradGuard noGrad;
  // A vocabulary larger than the tokenizer's has rows that mean nothing.
  const std::int64_t rows = readable ? tokenizer.size() : loaded.model.graph().vocab;
  for (std::int64_t i = 0; i < options.tokens; ++i) {
    const at::Tensor logits = continuation.next(tokens).slice(0, 0, rows);
    tokens.push_back(pick(logits, options, double(random() >> 11) * 0x1p-53));
  }
  const std::vector<std::int64_t> made(tokens.begin() + std::ptrdiff_t(prompt), tokens.end());
  Json answer = {{"prompt", options.prompt}, {"text", nullptr}, {"tokens", made}};
  if (readable) {
    HEADROOM_ASSIGN(answer["text"], tokenizer.decode(made));
  }
  return answer;
}

}  // namespace headroom
