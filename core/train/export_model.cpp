// Models for other programs: as PyTorch source, as a family of Hugging Face, or under our names.
#include <algorithm>

#include "core/arch/pytorch/source.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/train/huggingface/tensors.h"
#include "core/train/loaded_model.h"
#include "core/train/safetensors.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

/// The tensors of a file, kept until they are written.
struct Tensors {
  std::vector<std::pair<std::string, at::Tensor>> all;
  /// Nothing without a name.
  void add(const std::string& name, const at::Tensor& tensor) {
    if (!name.empty()) all.emplace_back(name, tensor.detach().contiguous());
  }
};

Result<void> write(const fs::path& file, const Tensors& tensors) {
  std::vector<TensorBytes> bytes;
  for (const auto& [name, tensor] : tensors.all)
    bytes.push_back({.name = name,
                     .shape = tensor.sizes().vec(),
                     .bytes = std::as_bytes(std::span(tensor.const_data_ptr<float>(), std::size_t(tensor.numel())))});
  const Result<std::string> written = writeSafetensors(file, bytes, {{"format", "pt"}});
  if (!written) return written.error();
  return {};
}

/// A description in JSON and the tensors it belongs to.
struct Exported {
  Json config;
  Tensors tensors;
};

/// As the first family that the architecture fits; else a sentence on what does not fit the nearest.
Result<Exported> forHuggingFace(const LoadedModel& loaded) {
  huggingface::Misfit nearest{.why = "", .fitted = 0};
  std::vector<std::string> known;
  for (const huggingface::Family& family : huggingface::families()) {
    if (family.onlyRead) continue;
    if (std::find(known.begin(), known.end(), family.type) == known.end()) known.push_back(family.type);
    huggingface::Misfit misfit;
    const std::optional<Json> config = huggingface::configOf(family, loaded.architecture, misfit);
    if (!config && (nearest.why.empty() || misfit.fitted > nearest.fitted)) nearest = misfit;
    if (!config) continue;
    HEADROOM_ASSIGN(const std::vector<huggingface::Tie> ties,
                    huggingface::ties(family, *config, loaded.architecture, loaded.model));
    Exported out{.config = huggingface::published(family, *config)};
    for (const huggingface::Tie& tie : ties) out.tensors.add(tie.theirs, tie.ours.contiguous().view(tie.shape));
    return out;
  }
  return badInput("This architecture is no " + listed(known, "or") +
                  ", which can be written for Hugging Face: " + nearest.why + " Try --to pytorch or --to safetensors.");
}

/// Parameters and states under the names that are given for them.
Tensors named(const Model& model, const std::vector<std::string>& parameters, const std::vector<std::string>& states) {
  Tensors tensors;
  for (std::size_t i = 0; i < parameters.size(); ++i) tensors.add(parameters[i], model.parameters()[i]);
  for (std::size_t i = 0; i < states.size(); ++i) tensors.add(states[i], model.states()[i]);
  return tensors;
}

/// The share that training drops: of a run's recipe, or of the one that an architecture comes with.
double dropoutOf(const LoadedModel& loaded) {
  const Json& recipe = loaded.run ? loaded.run->recipe : loaded.architecture.recipe;
  const auto dropout = recipe.find("dropout");
  return dropout != recipe.end() && dropout->is_number() ? dropout->get<double>() : 0;
}

}  // namespace

Result<Json> exportModel(const ModelSource& source, const std::string& format, const fs::path& folder) {
  HEADROOM_ASSIGN(const LoadedModel loaded, loadModel(source));
  const Graph& graph = loaded.model.graph();
  std::string file, content;
  Tensors tensors;
  if (format == "huggingface") {
    HEADROOM_ASSIGN(Exported known, forHuggingFace(loaded));
    file = "config.json", content = dump(known.config, 2) + "\n";
    tensors = std::move(known.tensors);
  } else if (format == "pytorch") {
    // Dropout has no parameters: those of the loaded model are those of the one that drops.
    HEADROOM_ASSIGN(const Graph dropping, build(loaded.architecture, {.dropout = dropoutOf(loaded)}));
    PytorchModel written = pytorchModel(dropping, loaded.architecture.name, loaded.architecture.about);
    file = "model.py", content = std::move(written.source);
    tensors = named(loaded.model, written.parameters, written.states);
  } else {
    std::vector<std::string> parameters, states;
    for (const Parameter& parameter : graph.parameters) parameters.push_back(parameter.name);
    for (const State& state : graph.states) states.push_back(state.name);
    file = "architecture.json", content = dump(toJson(loaded.architecture), 2) + "\n";
    tensors = named(loaded.model, parameters, states);
  }
  HEADROOM_TRY(makeFolders(folder));
  HEADROOM_TRY(write(folder / "model.safetensors", tensors));
  HEADROOM_TRY(replaceFile(folder / file, content));
  return Json{{"path", fs::absolute(folder).lexically_normal().string()}, {"files", {file, "model.safetensors"}}};
}

}  // namespace headroom
