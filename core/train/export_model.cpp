// Weights for other programs: under our names, or as a family of Hugging Face.
#include <algorithm>

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
  void add(const std::string& name, const at::Tensor& tensor) { all.emplace_back(name, tensor.detach().contiguous()); }
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
                  ", which can be written for Hugging Face: " + nearest.why + " Try --to safetensors.");
}

}  // namespace

Result<Json> exportModel(const ModelSource& source, const std::string& format, const fs::path& folder) {
  HEADROOM_ASSIGN(const LoadedModel loaded, loadModel(source));
  Exported out;
  if (format == "huggingface") {
    HEADROOM_ASSIGN(out, forHuggingFace(loaded));
  } else {
    for (std::size_t i = 0; i < loaded.model.parameters().size(); ++i)
      out.tensors.add(loaded.model.graph().parameters[i].name, loaded.model.parameters()[i]);
    out.config = toJson(loaded.architecture);
  }
  HEADROOM_TRY(makeFolders(folder));
  const std::string description = format == "huggingface" ? "config.json" : "architecture.json";
  HEADROOM_TRY(write(folder / "model.safetensors", out.tensors));
  HEADROOM_TRY(replaceFile(folder / description, dump(out.config, 2) + "\n"));
  return Json{{"path", fs::absolute(folder).lexically_normal().string()},
              {"files", {description, "model.safetensors"}}};
}

}  // namespace headroom
