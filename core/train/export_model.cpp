// Models for other programs. Hugging Face's names and layouts: transformers, models gpt2 and llama.
#include <ATen/TensorOperators.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include <functional>

#include "core/arch/pytorch_source.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/blocks/catalog.h"
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

/// What a family of Hugging Face says about a model: config.json and tensors.
struct Exported {
  Json config;
  Tensors tensors;
};

/// Reads a model as one of the families: takes its elements in order and its parameters in the order of the graph.
class Reader {
 public:
  explicit Reader(const LoadedModel& loaded) : m_loaded(loaded), m_sizes(*resolveSizes(loaded.architecture)) {}

  bool is(const Element& element, std::initializer_list<const char*> blocks) const {
    for (const char* id : blocks)
      if (element.kind == Element::Kind::Block && element.block == id) return true;
    return false;
  }
  Params params(const Element& element) const {
    return *readParams(findBlock(element.block)->params, element.params, m_sizes);
  }
  /// The next parameter when it is called so at the end; undefined otherwise.
  at::Tensor take(const std::string& ending) {
    const auto& parameters = m_loaded.model.graph().parameters;
    if (m_next >= parameters.size() || !parameters[m_next].name.ends_with("." + ending)) return {};
    return m_loaded.model.parameters()[m_next++];
  }
  at::Tensor takeOr(const std::string& ending, std::int64_t size, double otherwise) {
    const at::Tensor tensor = take(ending);
    return tensor.defined() ? tensor : at::zeros({size}) + otherwise;
  }
  std::int64_t size(const std::string& name) const {
    const auto found = m_sizes.find(name);
    return found == m_sizes.end() ? 0 : found->second;
  }
  const Graph& graph() const { return m_loaded.model.graph(); }
  const Elements& body() const { return m_loaded.architecture.body; }

  /// repeat[residual[norm, attention], residual[norm, ffn]]: these two, or null.
  std::pair<const Element*, const Element*> layer(const Element& repeat, const char* norm,
                                                  std::initializer_list<const char*> attentions,
                                                  const char* ffn) const {
    if (repeat.kind != Element::Kind::Repeat || repeat.body.size() != 2) return {};
    for (const Element& branch : repeat.body)
      if (branch.kind != Element::Kind::Residual || branch.body.size() != 2 || !is(branch.body[0], {norm})) return {};
    const Element &attention = repeat.body[0].body[1], &feedForward = repeat.body[1].body[1];
    if (!is(attention, attentions) || !is(feedForward, {ffn})) return {};
    const Params p = params(attention);
    const bool plain = p.choice("pattern") == "causal" && p.slot("qk_norm") == "norm.none" && p.real("softcap") == 0 &&
                       !p.flag("sink");
    return plain ? std::pair(&attention, &feedForward) : std::pair<const Element*, const Element*>{};
  }
  std::int64_t count(const Element& repeat) const { return *evaluate(repeat.count, m_sizes); }

 private:
  const LoadedModel& m_loaded;
  const std::map<std::string, std::int64_t> m_sizes;
  std::size_t m_next = 0;
};

std::optional<Exported> asGpt2(const LoadedModel& loaded) {
  Reader r(loaded);
  const Elements& body = r.body();
  if (body.size() != 5 || !r.is(body[0], {"embed.token"}) || !r.is(body[1], {"position.learned"}) ||
      !r.is(body[3], {"norm.layer"}) || !r.is(body[4], {"head.linear"}) || r.params(body[0]).flag("scaled") ||
      r.params(body[4]).real("softcap") != 0)
    return {};
  const auto [attention, ffn] = r.layer(body[2], "norm.layer", {"attention.mha"}, "ffn.mlp");
  if (!attention || r.params(*attention).slot("position") != "position.none") return {};
  const std::string activation = r.params(*ffn).choice("activation");
  const std::map<std::string, std::string> names{
      {"gelu", "gelu"}, {"gelu-tanh", "gelu_new"}, {"relu", "relu"}, {"silu", "silu"}};
  if (!names.count(activation)) return {};
  const std::int64_t layers = r.count(body[2]), hidden = r.params(*ffn).integer("width");
  Exported out;
  Tensors& t = out.tensors;
  const at::Tensor tokens = r.take("table"), positions = r.take("table");
  const std::int64_t width = tokens.size(1);
  t.add("transformer.wte.weight", tokens);
  t.add("transformer.wpe.weight", positions);
  const auto norm = [&](const std::string& name) {
    t.add(name + ".weight", r.takeOr("gain", width, 1));
    t.add(name + ".bias", r.takeOr("bias", width, 0));
  };
  const auto linear = [&](const std::string& name, const std::string& ours, std::int64_t size) {
    t.add(name + ".weight", r.take(ours + ".weight").t());  // GPT-2 keeps [in, out]
    t.add(name + ".bias", r.takeOr(ours + ".bias", size, 0));
  };
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string at = "transformer.h." + std::to_string(i) + ".";
    norm(at + "ln_1");
    linear(at + "attn.c_attn", "qkv", 3 * width);
    linear(at + "attn.c_proj", "out", width);
    norm(at + "ln_2");
    linear(at + "mlp.c_fc", "up", hidden);
    linear(at + "mlp.c_proj", "down", width);
  }
  norm("transformer.ln_f");
  const bool tied = r.params(body[4]).flag("tied");
  if (!tied) t.add("lm_head.weight", r.take("out.weight"));
  out.config = {{"architectures", {"GPT2LMHeadModel"}},
                {"model_type", "gpt2"},
                {"vocab_size", r.graph().vocab},
                {"n_positions", positions.size(0)},
                {"n_ctx", positions.size(0)},
                {"n_embd", width},
                {"n_layer", layers},
                {"n_head", r.params(*attention).integer("heads")},
                {"n_inner", hidden},
                {"activation_function", names.at(activation)},
                {"layer_norm_epsilon", r.params(body[3]).real("eps")},
                {"resid_pdrop", 0.0},
                {"embd_pdrop", 0.0},
                {"attn_pdrop", 0.0},
                {"tie_word_embeddings", tied},
                {"bos_token_id", nullptr},
                {"eos_token_id", nullptr},
                {"torch_dtype", "float32"}};
  return out;
}

std::optional<Exported> asLlama(const LoadedModel& loaded) {
  Reader r(loaded);
  const Elements& body = r.body();
  if (body.size() != 4 || !r.is(body[0], {"embed.token"}) || !r.is(body[2], {"norm.rms"}) ||
      !r.is(body[3], {"head.linear"}) || r.params(body[0]).flag("scaled") || r.params(body[3]).real("softcap") != 0)
    return {};
  const auto [attention, ffn] =
      r.layer(body[1], "norm.rms", {"attention.gqa", "attention.mha", "attention.mqa"}, "ffn.gated");
  if (!attention) return {};
  const Params p = r.params(*attention), f = r.params(*ffn);
  if (p.slot("position") != "position.rope" || p.real("position.part") != 1 || p.choice("position.scaling") != "none" ||
      !(f.choice("activation") == "silu" || f.choice("activation") == "gelu"))
    return {};
  const std::int64_t layers = r.count(body[1]), hidden = f.integer("width"), heads = p.integer("heads");
  Exported out;
  Tensors& t = out.tensors;
  const at::Tensor tokens = r.take("table");
  const std::int64_t width = tokens.size(1);
  const bool gqa = attention->block == "attention.gqa";
  const std::int64_t kvHeads = gqa                                   ? p.integer("kv_heads")
                               : attention->block == "attention.mqa" ? 1
                                                                     : heads,
                     headWidth = gqa ? p.integer("head_width") : width / heads;
  t.add("model.embed_tokens.weight", tokens);
  const auto norm = [&](const std::string& name) { t.add(name + ".weight", r.takeOr("gain", width, 1)); };
  // One matrix of ours is several of theirs, one below the other.
  const auto linears = [&](const std::string& at, const std::string& ours,
                           const std::vector<std::pair<std::string, std::int64_t>>& theirs) {
    const at::Tensor weight = r.take(ours + ".weight"), bias = r.take(ours + ".bias");
    std::int64_t row = 0;
    for (const auto& [name, rows] : theirs) {
      t.add(at + name + ".weight", weight.narrow(0, row, rows));
      if (bias.defined()) t.add(at + name + ".bias", bias.narrow(0, row, rows));
      row += rows;
    }
  };
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string at = "model.layers." + std::to_string(i) + ".";
    norm(at + "input_layernorm");
    linears(at + "self_attn.", "qkv",
            {{"q_proj", heads * headWidth}, {"k_proj", kvHeads * headWidth}, {"v_proj", kvHeads * headWidth}});
    linears(at + "self_attn.", "out", {{"o_proj", width}});
    norm(at + "post_attention_layernorm");
    linears(at + "mlp.", "gate_up", {{"gate_proj", hidden}, {"up_proj", hidden}});
    linears(at + "mlp.", "down", {{"down_proj", width}});
  }
  norm("model.norm");
  const bool tied = r.params(body[3]).flag("tied");
  if (!tied) t.add("lm_head.weight", r.take("out.weight"));
  out.config = {{"architectures", {"LlamaForCausalLM"}},
                {"model_type", "llama"},
                {"vocab_size", r.graph().vocab},
                {"hidden_size", width},
                {"intermediate_size", hidden},
                {"num_hidden_layers", layers},
                {"num_attention_heads", heads},
                {"num_key_value_heads", kvHeads},
                {"head_dim", headWidth},
                {"hidden_act", f.choice("activation")},
                {"max_position_embeddings", r.graph().context},
                {"rms_norm_eps", r.params(body[2]).real("eps")},
                {"rope_theta", p.real("position.theta")},
                {"attention_bias", p.flag("bias")},
                {"mlp_bias", f.flag("bias")},
                {"tie_word_embeddings", tied},
                {"bos_token_id", nullptr},
                {"eos_token_id", nullptr},
                {"torch_dtype", "float32"}};
  return out;
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
    std::optional<Exported> known = asGpt2(loaded);
    if (!known) known = asLlama(loaded);
    if (!known)
      return badInput(
          "This architecture is built neither as GPT-2 nor as Llama, which are the families that can be "
          "written for Hugging Face; try --to pytorch or --to safetensors.");
    file = "config.json", content = dump(known->config, 2) + "\n";
    tensors = std::move(known->tensors);
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
