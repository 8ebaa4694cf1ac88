// GPT-2: learned positions, LayerNorm, matrices kept as [in, out]. transformers: models/gpt2/modeling_gpt2.py.
#include <algorithm>

#include "core/train/huggingface/family.h"

namespace headroom::huggingface {
namespace {

std::vector<TensorRule> conv1d(const std::string& ours, const std::string& theirs, const std::string& rows) {
  return {{ours + ".weight", {{theirs + ".weight", ""}}, Layout::Transposed},
          {ours + ".bias", {{theirs + ".bias", rows}}, Layout::AsIs, 0}};
}
std::vector<TensorRule> both(std::vector<TensorRule> a, const std::vector<TensorRule>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
Part norm(const std::string& prefix) {
  return block("norm.layer", {is("eps", "layer_norm_epsilon"), filled("gain", true), filled("bias", true)}, prefix,
               {{"gain", {{".weight", "n_embd"}}, Layout::AsIs, 1}, {"bias", {{".bias", "n_embd"}}, Layout::AsIs, 0}});
}

Result<void> read(Json& config) {
  if (!config.contains("n_inner") || config["n_inner"].is_null())
    if (const auto width = config.find("n_embd"); width != config.end() && width->is_number_integer())
      config["n_inner"] = 4 * std::clamp<std::int64_t>(width->get<std::int64_t>(), 0, 1LL << 40);
  return {};
}
void write(Json& config) {
  config["n_ctx"] = config["n_positions"];
}

}  // namespace

Family gpt2() {
  return {
      .type = "gpt2",
      .model = "GPT2LMHeadModel",
      .root = "transformer.",
      .body = {block("embed.token", {is("vocab", "vocab_size"), is("width", "n_embd")}, "transformer.wte",
                     {sameTensor("table", ".weight")}),
               block("position.learned", {is("positions", "n_positions")}, "transformer.wpe",
                     {sameTensor("table", ".weight")}),
               repeat("n_layer", "transformer.h.{}.",
                      {residual({norm("ln_1"),
                                 block("attention.mha", {is("heads", "n_head"), filled("bias", true)}, "attn.",
                                       both(conv1d("qkv", "c_attn", "3*n_embd"), conv1d("out", "c_proj", "n_embd")))}),
                       residual({norm("ln_2"),
                                 block("ffn.mlp",
                                       {is("width", "n_inner"), is("activation", "activation_function", kActivations),
                                        filled("bias", true)},
                                       "mlp.",
                                       both(conv1d("up", "c_fc", "n_inner"), conv1d("down", "c_proj", "n_embd")))})}),
               norm("transformer.ln_f"),
               block("head.linear", {is("vocab", "vocab_size"), is("tied", "tie_word_embeddings")}, "lm_head",
                     {sameTensor("out.weight", ".weight")})},
      .sizes = {{"layers", "n_layer"},
                {"width", "n_embd"},
                {"heads", "n_head"},
                {"ffn_width", "n_inner"},
                {"context", "n_positions"},
                {"vocab", "vocab_size"}},
      .defaults = {{"activation_function", "gelu_new"}, {"layer_norm_epsilon", 1e-5}, {"tie_word_embeddings", true}},
      .only = {{"scale_attn_weights", {true}},
               {"scale_attn_by_inverse_layer_idx", {false}},
               {"add_cross_attention", {false}}},
      .extra = {{"resid_pdrop", 0.0}, {"embd_pdrop", 0.0}, {"attn_pdrop", 0.0}},
      .read = read,
      .write = write,
      .unused = {".attn.bias", ".attn.masked_bias"},
  };
}

}  // namespace headroom::huggingface
