// A model of Hugging Face as a run: its architecture in run.json, its weights as the checkpoint of step 0.
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <cstring>
#include <set>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/train/checkpoint.h"
#include "core/train/data/tokenizer_files.h"
#include "core/train/huggingface/tensors.h"
#include "core/train/loaded_model.h"
#include "core/train/run_data.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

constexpr const char* kSingle = "model.safetensors";
constexpr const char* kIndex = "model.safetensors.index.json";

/// The safetensors files of a folder: one, or those that an index names.
Result<std::vector<fs::path>> weightFiles(const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(folder / kSingle, ignored)) return std::vector{folder / kSingle};
  if (!fs::exists(folder / kIndex, ignored)) {
    const std::string name = inQuotes(folder.string(), 200);
    for (const char* pickled : {"pytorch_model.bin", "pytorch_model.bin.index.json"})
      if (fs::exists(folder / pickled, ignored))
        return badInput(name +
                        " holds its weights as pytorch_model.bin, a pickle, which may run any program when it is "
                        "read; save the model as safetensors.");
    return badInput(name + " holds no model.safetensors; give the folder that save_pretrained wrote.");
  }
  HEADROOM_ASSIGN(const Json index, readJson((folder / kIndex).string()));
  const auto map = index.is_object() ? index.find("weight_map") : index.end();
  if (!index.is_object() || map == index.end() || !map->is_object() || map->empty())
    return badInput(std::string(kIndex) + ": weight_map is missing; it says in which file a tensor is.");
  std::set<std::string> names;
  for (const auto& [tensor, file] : map->items()) {
    const std::string name = file.is_string() ? file.get<std::string>() : "";
    if (!name.ends_with(".safetensors") || name.find_first_of("/\\") != std::string::npos || name.starts_with('.'))
      return badInput(std::string(kIndex) + ": weight_map." + oneLine(tensor, 100) + " is " +
                      inQuotes(file.is_string() ? name : dump(file)) +
                      ", which is no safetensors file in the same folder.");
    names.insert(name);
  }
  std::vector<fs::path> files;
  for (const std::string& name : names) files.push_back(folder / name);
  return files;
}

Result<std::uint64_t> largest(const std::vector<fs::path>& files) {
  std::uint64_t most = 0;
  for (const fs::path& file : files) {
    std::error_code problem;
    const std::uint64_t size = fs::file_size(file, problem);
    if (problem) return badInput(inQuotes(file.string(), 200) + " cannot be read: " + problem.message() + ".");
    most = std::max(most, size);
  }
  return most;
}

std::string shown(const std::vector<std::int64_t>& shape) {
  std::vector<std::string> extents;
  for (const std::int64_t extent : shape) extents.push_back(std::to_string(extent));
  std::string text;
  for (const std::string& extent : extents) text += (text.empty() ? "" : ", ") + extent;
  return "[" + text + "]";
}

/// A tensor of a file in fp32.
Result<at::Tensor> widened(const TensorBytes& tensor, const fs::path& file) {
  static const std::map<std::string, at::ScalarType> types{
      {"F32", at::kFloat}, {"F16", at::kHalf}, {"BF16", at::kBFloat16}, {"F64", at::kDouble}};
  const auto type = types.find(tensor.type);
  if (type == types.end())
    return badInput(inQuotes(file.filename().string()) + ": tensor " + inQuotes(tensor.name, 100) + " holds " +
                    tensor.type + "; only floating-point weights (BF16, F16, F32) are read, none that are quantised.");
  const at::Tensor raw = at::empty(tensor.shape, at::TensorOptions(type->second));
  std::memcpy(raw.data_ptr(), tensor.bytes.data(), tensor.bytes.size());
  return raw.to(at::kFloat);
}

/// The tokenizer beside the weights, where there is one that can be read. Returns why not, or "".
Result<std::string> takeTokenizer(const fs::path& source, const RunFolder& folder) {
  std::error_code ignored;
  const fs::path file = source / "tokenizer.json";
  if (!fs::exists(file, ignored)) return std::string("There is no tokenizer.json beside the weights.");
  const Result<TokenizerFile> read = readTokenizer(file);
  if (!read) return read.error().message;
  HEADROOM_TRY(replaceFile(folder.path() / kRunTokenizer, dump(toJson(RunTokenizer{read->tokenizer, ""})) + "\n"));
  return std::string();
}

/// Fills a model from the files, one after another.
class Filling {
 public:
  Filling(const huggingface::Family& family, std::vector<huggingface::Tie> ties)
      : m_family(family), m_ties(std::move(ties)), m_filled(m_ties.size(), false) {
    for (std::size_t i = 0; i < m_ties.size(); ++i) {
      m_byName[m_ties[i].theirs] = i;
      if (!m_ties[i].theirs.empty()) continue;
      m_ties[i].ours.zero_();
      m_filled[i] = true;
    }
  }

  Result<void> read(const fs::path& path) {
    HEADROOM_ASSIGN(const SafetensorsFile file, SafetensorsFile::read(path));
    for (const TensorBytes& tensor : file.tensors()) {
      auto place = m_byName.find(tensor.name);
      if (place == m_byName.end()) place = m_byName.find(m_family.root + tensor.name);
      if (place == m_byName.end()) {
        if (superfluous(tensor.name)) continue;
        return badInput(inQuotes(path.filename().string()) + ": the tensor " + inQuotes(tensor.name, 100) +
                        " has no place in a " + m_family.type + " as config.json describes it.");
      }
      const huggingface::Tie& tie = m_ties[place->second];
      if (tensor.shape != tie.shape)
        return badInput(inQuotes(path.filename().string()) + ": the tensor " + inQuotes(tensor.name, 100) + " is " +
                        shown(tensor.shape) + ", but config.json makes it " + shown(tie.shape) + ".");
      HEADROOM_ASSIGN(const at::Tensor values, widened(tensor, path));
      at::Tensor(tie.ours).copy_(values.view(tie.ours.sizes()));
      m_filled[place->second] = true;
    }
    return {};
  }

  Result<void> complete() const {
    const auto missing = std::find(m_filled.begin(), m_filled.end(), false);
    if (missing == m_filled.end()) return {};
    return badInput("The tensor " + inQuotes(m_ties[std::size_t(missing - m_filled.begin())].theirs, 100) +
                    " is missing; a " + m_family.type + " as config.json describes it needs it.");
  }

 private:
  /// Masks and frequencies that old versions kept; the head of a model that uses its embedding.
  bool superfluous(const std::string& name) const {
    const std::string head = m_family.body.back().prefix + ".weight";
    return name == head || std::any_of(m_family.unused.begin(), m_family.unused.end(),
                                       [&](const std::string& ending) { return name.ends_with(ending); });
  }

  const huggingface::Family& m_family;
  std::vector<huggingface::Tie> m_ties;
  std::vector<bool> m_filled;
  std::map<std::string, std::size_t> m_byName;
};

Result<void> writeRun(const RunFolder& folder, const fs::path& source, const Architecture& architecture,
                      const Model& model) {
  RunDefinition definition;
  definition.name = architecture.name;
  definition.architecture = toJson(architecture);
  definition.data = {{"source", "import"}, {"files", Json::array({source.string()})}};
  HEADROOM_TRY(saveDefinition(folder, definition));
  std::vector<TensorBytes> tensors;
  for (std::size_t i = 0; i < model.parameters().size(); ++i) {
    const at::Tensor& tensor = model.parameters()[i];
    tensors.push_back({.name = model.graph().parameters[i].name,
                       .shape = tensor.sizes().vec(),
                       .bytes = std::as_bytes(std::span(tensor.const_data_ptr<float>(), std::size_t(tensor.numel())))});
  }
  return writeCheckpoint(folder, {}, tensors, {});
}

}  // namespace

Result<Json> importModel(const fs::path& given, const std::optional<fs::path>& run) {
  std::error_code problem;
  const fs::path source = fs::absolute(given, problem).lexically_normal();
  if (!fs::is_directory(source, problem))
    return badInput(inQuotes(given.string(), 200) + " is no folder; give the one that holds config.json.");
  HEADROOM_ASSIGN(const Json config, readJson((source / "config.json").string()));
  HEADROOM_ASSIGN(const huggingface::Described described, huggingface::describe(config));
  HEADROOM_ASSIGN(const std::vector<fs::path> files, weightFiles(source));
  const fs::path named = source.has_filename() ? source : source.parent_path();
  HEADROOM_ASSIGN(const Architecture architecture,
                  huggingface::architectureOf(described, oneLine(named.filename().string(), 80)));
  Result<Graph> graph = build(architecture);
  if (!graph)
    return Error{graph.error().kind, "config.json describes no model that can be built: " + graph.error().message};
  HEADROOM_ASSIGN(const std::uint64_t besides, largest(files));
  HEADROOM_TRY(fitsIntoMemory(*graph, double(besides)));
  Json answer = {{"model_type", described.family->type},
                 {"name", architecture.name},
                 {"parameters", std::int64_t(weightBytes(*graph) / 4)}};
  if (!run) return answer;
  if (fs::exists(*run, problem)) return badInput(inQuotes(run->string(), 200) + " exists already; give a new folder.");

  const Model model(std::move(*graph), {});
  HEADROOM_ASSIGN(std::vector<huggingface::Tie> ties,
                  huggingface::ties(*described.family, described.config, architecture, model));
  const at::NoGradGuard noGrad;
  Filling filling(*described.family, std::move(ties));
  for (const fs::path& file : files) HEADROOM_TRY(filling.read(file));
  HEADROOM_TRY(filling.complete());
  const Result<void> written = writeRun(RunFolder(*run), source, architecture, model);
  const Result<std::string> unread = written ? takeTokenizer(source, RunFolder(*run)) : written.error();
  if (!unread) {
    fs::remove_all(*run, problem);
    return unread.error();
  }
  answer["path"] = run->string();
  answer["tokenizer"] = unread->empty();
  if (!unread->empty()) answer["without_tokenizer"] = *unread;
  return answer;
}

}  // namespace headroom
