// GPT-NeoX and Pythia: a part of each head turns; attention and MLP side by side, or one after the other.
// transformers: models/gpt_neox/modeling_gpt_neox.py.
#include "core/train/huggingface/family.h"

namespace headroom::huggingface {
namespace {

Part norm(const std::string& prefix) {
  return block(
      "norm.layer", {is("eps", "layer_norm_eps"), filled("gain", true), filled("bias", true)}, prefix,
      {{"gain", {{".weight", "hidden_size"}}, Layout::AsIs, 1}, {"bias", {{".bias", "hidden_size"}}, Layout::AsIs, 0}});
}

Result<void> read(Json& config) {
  if (config.contains("rotary_emb_base") && !config["rotary_emb_base"].is_null())
    config["rope_theta"] = config["rotary_emb_base"];
  return readRope(config, true);
}
void write(Json& config) {
  config["rotary_emb_base"] = config["rope_theta"];
  writeRope(config);
}

}  // namespace

Family gptNeox(bool parallel) {
  std::vector<Setting> settings = ropeSettings();
  for (const Setting& setting :
       {is("position.part", "rotary_pct"), is("heads", "num_attention_heads"), is("bias", "attention_bias")})
    settings.push_back(setting);
  const Part attention = block("attention.mha", settings, "attention.",
                               {{"qkv.weight", {{"query_key_value.weight", ""}}, Layout::ByHead},
                                {"qkv.bias", {{"query_key_value.bias", ""}}, Layout::ByHead},
                                sameTensor("out.weight", "dense.weight"),
                                sameTensor("out.bias", "dense.bias")});
  const Part feedForward = block(
      "ffn.mlp", {is("width", "intermediate_size"), is("activation", "hidden_act", kActivations), filled("bias", true)},
      "mlp.",
      {sameTensor("up.weight", "dense_h_to_4h.weight"),
       {"up.bias", {{"dense_h_to_4h.bias", "intermediate_size"}}, Layout::AsIs, 0},
       sameTensor("down.weight", "dense_4h_to_h.weight"),
       {"down.bias", {{"dense_4h_to_h.bias", "hidden_size"}}, Layout::AsIs, 0}});
  const std::vector<Part> first{norm("input_layernorm"), attention},
      second{norm("post_attention_layernorm"), feedForward};
  const Part sideBySide{
      .kind = Element::Kind::Parallel,
      .body = {{.kind = Element::Kind::Sequence, .body = first}, {.kind = Element::Kind::Sequence, .body = second}}};
  return {
      .type = "gpt_neox",
      .model = "GPTNeoXForCausalLM",
      .root = "gpt_neox.",
      .body = {block("embed.token", {is("vocab", "vocab_size"), is("width", "hidden_size")}, "gpt_neox.embed_in",
                     {sameTensor("table", ".weight")}),
               repeat("num_hidden_layers", "gpt_neox.layers.{}.",
                      parallel ? std::vector{residual({sideBySide})} : std::vector{residual(first), residual(second)}),
               norm("gpt_neox.final_layer_norm"),
               block("head.linear", {is("vocab", "vocab_size"), is("tied", "tie_word_embeddings")}, "embed_out",
                     {sameTensor("out.weight", ".weight")})},
      .sizes = {{"layers", "num_hidden_layers"},
                {"width", "hidden_size"},
                {"heads", "num_attention_heads"},
                {"ffn_width", "intermediate_size"},
                {"context", "max_position_embeddings"},
                {"vocab", "vocab_size"}},
      .defaults = {{"hidden_act", "gelu"},
                   {"layer_norm_eps", 1e-5},
                   {"rope_theta", 10000.0},
                   {"rotary_pct", 0.25},
                   {"attention_bias", true},
                   {"use_parallel_residual", true},
                   {"tie_word_embeddings", false}},
      .only = {{"use_parallel_residual", {parallel}}},
      .read = read,
      .write = write,
      .unused = {".attention.bias", ".attention.masked_bias", ".rotary_emb.inv_freq"},
  };
}

}  // namespace headroom::huggingface
