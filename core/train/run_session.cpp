#include "core/train/run_session.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/arch/architecture.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/train/device.h"
#include "core/train/environment.h"
#include "core/train/memory.h"
#include "core/train/run_data.h"

namespace headroom {
namespace {

TensorBytes bytesOf(const std::string& name, const at::Tensor& tensor, std::vector<at::Tensor>& keep) {
  keep.push_back(tensor.detach().to(at::kCPU).contiguous());
  const at::Tensor& held = keep.back();
  return {.name = name,
          .type = "F32",
          .shape = held.sizes().vec(),
          .bytes = std::as_bytes(std::span(held.const_data_ptr<float>(), std::size_t(held.numel())))};
}

/// `otherwise` ends the sentence that says that the tensor is not there.
Result<void> restore(const SafetensorsFile& file, const std::string& name, const at::Tensor& target,
                     const char* otherwise = "it belongs to another architecture.") {
  const TensorBytes* bytes = file.find(name);
  if (!bytes || bytes->type != "F32" || bytes->shape != target.sizes().vec())
    return badInput("The checkpoint has no tensor " + inQuotes(name) + " of this model's shape: " + otherwise);
  const at::NoGradGuard noGrad;
  at::Tensor values = at::empty(target.sizes(), at::kFloat);
  std::memcpy(values.data_ptr<float>(), bytes->bytes.data(), bytes->bytes.size());
  at::Tensor(target).copy_(values);
  return {};
}

Result<Recipe> recipeOf(const RunDefinition& definition) {
  HEADROOM_ASSIGN(Recipe recipe, patched(Recipe{}, definition.recipe, "recipe"));
  if (definition.steps > 0) recipe.steps = definition.steps;
  return recipe;
}

/// The definition's numerics; where it does not say how many threads, as many as this process has cores.
Numerics wantedNumerics(const RunDefinition& definition, const RunFolder& folder) {
  Numerics wanted = definition.numerics;
  const Result<Json> document = readJson(folder.definition().string());
  const Json written = document && document->is_object() ? document->value("numerics", Json::object()) : Json();
  if (!written.is_object() || !written.contains("threads")) wanted.threads = numericsHere().threads;
  if (!wanted.kernels.is_object()) wanted.kernels = Json::object();
  if (!wanted.kernels.contains("layer_norm")) wanted.kernels["layer_norm"] = "fast";
  return wanted;
}

/// A run that begins from another's checkpoint never begins from nothing instead, and goes on with what that run
/// remembers. An average of the last steps whose first lies before the fork would lack them, or have others in it.
Result<void> checkFork(const RunDefinition& definition, const Recipe& recipe, bool hasCheckpoint) {
  if (!definition.from) return {};
  const auto& [run, step] = *definition.from;
  const std::string at = "step " + std::to_string(step) + " of run " + inQuotes(run.text);
  if (!hasCheckpoint)
    return badInput("The checkpoint of " + at +
                    ", from which this run begins, is missing or damaged; clone this run to fetch it again.");
  if (step >= recipe.steps)
    return badInput("This run begins from " + at + " and has " + std::to_string(recipe.steps) +
                    " steps in all, so nothing is left to train; set more steps.");
  if (recipe.average == Average::Last && averageShareAt(recipe, step) > 0)
    return badInput(
        "This run begins from " + at + ", but the average of its last steps has begun by then; try average_share=" +
        formatFixed(std::floor(100 * double(recipe.steps - step) / double(recipe.steps)) / 100, 2) + " or less.");
  return {};
}

Result<void> checkMemory(const ModelCost& cost, const Numerics& numerics) {
  MemoryRoom room = availableMemory();
  if (numerics.device != "cpu") room = {gpuFreeMemory(at::Device(numerics.device)), "the GPU's free memory"};
  if (cost.peakBytes <= double(room.bytes)) return {};
  return Error{ErrorKind::Refused, "This run would need about " + formatMemory(cost.peakBytes) + " of memory, but " +
                                       room.limitedBy + " allows " + formatMemory(double(room.bytes)) +
                                       "; try a smaller batch, more accumulation or a smaller model."};
}

}  // namespace

Result<std::unique_ptr<RunSession>> openSession(const RunFolder& folder, std::int64_t attempt) {
  HEADROOM_ASSIGN(RunDefinition definition, loadDefinition(folder));
  HEADROOM_ASSIGN(Recipe recipe, recipeOf(definition));
  HEADROOM_ASSIGN(const Architecture architecture,
                  architectureFromJson(definition.architecture, "run.json: architecture"));
  HEADROOM_ASSIGN(Graph graph, build(architecture, {.dropout = recipe.dropout}));
  HEADROOM_ASSIGN(ModelCost cost, modelCost(graph, recipe));
  HEADROOM_ASSIGN(const DataSpec spec, dataFromJson(definition.data));
  HEADROOM_ASSIGN(Corpus corpus, openRunData(folder, spec));
  HEADROOM_TRY(checkVocabulary(corpus, graph.vocab));
  HEADROOM_ASSIGN(Sampler sampler, Sampler::create(std::move(corpus), graph.context, definition.seed));
  HEADROOM_ASSIGN(Numerics numerics, bringIntoForce(wantedNumerics(definition, folder)));
  HEADROOM_TRY(checkMemory(cost, numerics));

  ResumePoint resume = findResumePoint(folder);
  HEADROOM_TRY(checkFork(definition, recipe, resume.checkpoint.has_value()));
  std::vector<std::string> notices = std::move(resume.setAside);
  HEADROOM_ASSIGN(const std::vector<std::string> differences, recordEnvironment(folder, attempt, numerics));
  if (!differences.empty()) notices.push_back("Continued, not bit-identical: " + listed(differences) + ".");

  Model model(std::move(graph), {.lowering = {.precision = recipe.precision,
                                              .labelSmoothing = recipe.labelSmoothing,
                                              .fastKernels = numerics.kernels.value("layer_norm", "fast") == "fast"},
                                 .device = at::Device(numerics.device)});
  Optimizer optimizer(model, recipe);
  WeightAverage average(model, recipe);
  auto session = std::make_unique<RunSession>(RunSession{.folder = folder,
                                                         .definition = std::move(definition),
                                                         .recipe = recipe,
                                                         .cost = std::move(cost),
                                                         .numerics = std::move(numerics),
                                                         .sampler = std::move(sampler),
                                                         .model = std::move(model),
                                                         .optimizer = std::move(optimizer),
                                                         .average = std::move(average),
                                                         .notices = std::move(notices)});
  if (!resume.checkpoint) {
    initialise(session->model, session->definition.seed);
    return session;
  }
  for (std::size_t i = 0; i < session->model.parameters().size(); ++i)
    HEADROOM_TRY(
        restore(resume.checkpoint->model, session->model.graph().parameters[i].name, session->model.parameters()[i]));
  for (std::size_t i = 0; i < session->model.states().size(); ++i)
    HEADROOM_TRY(restore(resume.checkpoint->model, session->model.graph().states[i].name, session->model.states()[i]));
  const char* otherwise = "it was written with another optimizer, precision or average; use those, or begin anew.";
  // Before the first step, as in an imported run, an optimizer remembers nothing.
  for (const Optimizer::State& moment :
       resume.checkpoint->state.step > 0 ? session->optimizer.state() : std::vector<Optimizer::State>{})
    HEADROOM_TRY(restore(resume.checkpoint->optimizer, moment.name, moment.tensor, otherwise));
  session->state = resume.checkpoint->state;
  for (const UpdateRule::State& average : session->average.state(session->state.step))
    HEADROOM_TRY(restore(resume.checkpoint->optimizer, average.name, average.tensor, otherwise));
  session->optimizer.setSteps(session->state.step);
  return session;
}

std::vector<TensorBytes> modelTensors(const RunSession& session, std::vector<at::Tensor>& keep) {
  std::vector<TensorBytes> tensors;
  for (std::size_t i = 0; i < session.model.parameters().size(); ++i)
    tensors.push_back(bytesOf(session.model.graph().parameters[i].name, session.model.parameters()[i], keep));
  for (std::size_t i = 0; i < session.model.states().size(); ++i)
    tensors.push_back(bytesOf(session.model.graph().states[i].name, session.model.states()[i], keep));
  return tensors;
}

std::vector<TensorBytes> optimizerTensors(const RunSession& session, std::vector<at::Tensor>& keep) {
  std::vector<TensorBytes> tensors;
  for (const Optimizer::State& moment : session.optimizer.state())
    tensors.push_back(bytesOf(moment.name, moment.tensor, keep));
  for (const UpdateRule::State& average : session.average.state(session.state.step))
    tensors.push_back(bytesOf(average.name, average.tensor, keep));
  return tensors;
}

}  // namespace headroom
