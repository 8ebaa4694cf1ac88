// Llama and those built like it: Mistral with a window, Qwen2 with shifts of queries, keys and values.
// transformers: models/{llama,mistral,qwen2}/modeling_*.py.
#include "core/train/huggingface/family.h"
#include "core/train/huggingface/llama_parts.h"

namespace headroom::huggingface {

std::vector<Setting> llamaAttentionSettings(std::vector<Setting> more) {
  std::vector<Setting> settings{is("heads", "num_attention_heads"), is("kv_heads", "num_key_value_heads"),
                                is("head_width", "head_dim")};
  for (const Setting& setting : ropeSettings()) settings.push_back(setting);
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

Part llamaNorm(const std::string& prefix) {
  return block("norm.rms", {is("eps", "rms_norm_eps"), filled("gain", true)}, prefix,
               {{"gain", {{".weight", "hidden_size"}}, Layout::AsIs, 1}});
}

Part llamaAttention(std::vector<Setting> more, bool outBias) {
  const std::string q = "num_attention_heads*head_dim", k = "num_key_value_heads*head_dim";
  return block("attention.gqa", llamaAttentionSettings(std::move(more)), "self_attn.",
               {{"qkv.weight", {{"q_proj.weight", q}, {"k_proj.weight", k}, {"v_proj.weight", k}}},
                {"qkv.bias", {{"q_proj.bias", q}, {"k_proj.bias", k}, {"v_proj.bias", k}}},
                sameTensor("out.weight", "o_proj.weight"),
                sameTensor("out.bias", outBias ? "o_proj.bias" : "")});
}

Part llamaGated(std::vector<Setting> more) {
  std::vector<Setting> settings{is("width", "intermediate_size"), is("activation", "hidden_act", kActivations)};
  settings.insert(settings.end(), more.begin(), more.end());
  const std::string rows = "intermediate_size";
  return block("ffn.gated", std::move(settings), "mlp.",
               {{"gate_up.weight", {{"gate_proj.weight", rows}, {"up_proj.weight", rows}}},
                {"gate_up.bias", {{"gate_proj.bias", rows}, {"up_proj.bias", rows}}},
                sameTensor("down.weight", "down_proj.weight"),
                sameTensor("down.bias", "down_proj.bias")});
}

Family llamaLike(const std::string& type, const std::string& model, Part attention, Part feedForward) {
  return {
      .type = type,
      .model = model,
      .root = "model.",
      .body = {block("embed.token", {is("vocab", "vocab_size"), is("width", "hidden_size")}, "model.embed_tokens",
                     {sameTensor("table", ".weight")}),
               repeat("num_hidden_layers", "model.layers.{}.",
                      {residual({llamaNorm("input_layernorm"), std::move(attention)}),
                       residual({llamaNorm("post_attention_layernorm"), std::move(feedForward)})}),
               llamaNorm("model.norm"),
               block("head.linear", {is("vocab", "vocab_size"), is("tied", "tie_word_embeddings")}, "lm_head",
                     {sameTensor("out.weight", ".weight")})},
      .sizes = {{"layers", "num_hidden_layers"},
                {"width", "hidden_size"},
                {"heads", "num_attention_heads"},
                {"kv_heads", "num_key_value_heads"},
                {"ffn_width", "intermediate_size"},
                {"context", "max_position_embeddings"},
                {"vocab", "vocab_size"}},
      .defaults = {{"hidden_act", "silu"},
                   {"rms_norm_eps", 1e-6},
                   {"rope_theta", 10000.0},
                   {"tie_word_embeddings", false},
                   {"attention_bias", false},
                   {"mlp_bias", false}},
      .read = readLlama,
      .write = writeRope,
      .unused = {".rotary_emb.inv_freq"},
  };
}

Result<void> readLlama(Json& config) {
  HEADROOM_TRY(readRope(config));
  const auto missing = [&](const char* key) { return !config.contains(key) || config[key].is_null(); };
  const auto number = [&](const char* key) {
    return missing(key) || !config[key].is_number_integer() ? 0 : config[key].get<std::int64_t>();
  };
  const std::int64_t heads = number("num_attention_heads");
  if (missing("num_key_value_heads") && heads > 0) config["num_key_value_heads"] = heads;
  if (missing("head_dim") && heads > 0) config["head_dim"] = number("hidden_size") / heads;
  return {};
}

Family llama() {
  Family family = llamaLike("llama", "LlamaForCausalLM", llamaAttention({is("bias", "attention_bias")}, true),
                            llamaGated({is("bias", "mlp_bias")}));
  family.only = {{"pretraining_tp", {1, nullptr}}};
  return family;
}

std::vector<Setting> windowSettings() {
  return {is("pattern", "_pattern", {{"window", "window"}, {"causal", "causal"}}), is("span", "sliding_window")};
}
Result<void> readWindow(Json& config) {
  config["_pattern"] = config["sliding_window"].is_null() ? "causal" : "window";
  return readLlama(config);
}
void writeWindow(Json& config) {
  if (config["_pattern"] == "causal") config["sliding_window"] = nullptr;
  writeRope(config);
}

Family mistral() {
  std::vector<Setting> settings = windowSettings();
  settings.push_back(always("bias", false));
  Family family = llamaLike("mistral", "MistralForCausalLM", llamaAttention(std::move(settings), true),
                            llamaGated({always("bias", false)}));
  family.defaults["sliding_window"] = 4096;
  family.defaults["num_key_value_heads"] = 8;
  family.read = readWindow;
  family.write = writeWindow;
  return family;
}

Family qwen2() {
  Family family = llamaLike("qwen2", "Qwen2ForCausalLM", llamaAttention({always("bias", true)}, false),
                            llamaGated({always("bias", false)}));
  family.defaults["num_key_value_heads"] = 32;
  family.only = {{"use_sliding_window", {false, nullptr}}};
  family.onlyRead = true;  // our shift of the output is Llama's attention_bias
  return family;
}

}  // namespace headroom::huggingface
