// The list of families and what they share.
#include "core/train/huggingface/family.h"

#include "core/base/text.h"

namespace headroom::huggingface {

Setting is(std::string param, std::string key) {
  return {.param = std::move(param), .key = std::move(key)};
}
Setting is(std::string param, std::string key, std::vector<std::pair<std::string, std::string>> words) {
  return {.param = std::move(param), .key = std::move(key), .words = std::move(words)};
}
Setting always(std::string param, Written value) {
  return {.param = std::move(param), .value = std::move(value)};
}
Setting filled(std::string param, Written value) {
  return {.param = std::move(param), .value = std::move(value), .filled = true};
}

Part block(std::string id, std::vector<Setting> settings, std::string prefix, std::vector<TensorRule> tensors) {
  return {.block = std::move(id),
          .settings = std::move(settings),
          .prefix = std::move(prefix),
          .tensors = std::move(tensors)};
}
Part residual(std::vector<Part> body) {
  return {.kind = Element::Kind::Residual, .body = std::move(body)};
}
Part repeat(std::string count, std::string prefix, std::vector<Part> body) {
  return {
      .kind = Element::Kind::Repeat, .prefix = std::move(prefix), .count = std::move(count), .body = std::move(body)};
}
TensorRule sameTensor(std::string ours, std::string theirs) {
  return {.ours = std::move(ours), .theirs = {{std::move(theirs), ""}}};
}

// transformers, activations.py: ACT2FN.
const std::vector<std::pair<std::string, std::string>> kActivations{
    {"gelu-tanh", "gelu_new"},  {"gelu-tanh", "gelu_pytorch_tanh"},
    {"gelu-tanh", "gelu_fast"}, {"gelu", "gelu"},
    {"silu", "silu"},           {"silu", "swish"},
    {"relu", "relu"},           {"relu2", "relu2"}};

std::vector<Setting> ropeSettings() {
  return {always("position", "position.rope"), is("position.theta", "rope_theta"),
          is("position.scaling", "_rope_scaling", {{"none", "none"}, {"linear", "linear"}}),
          is("position.factor", "_rope_factor")};
}

Result<void> readRope(Json& config, bool part) {
  Json rope = Json::object();
  for (const char* key : {"rope_scaling", "rope_parameters"})
    if (const auto found = config.find(key); found != config.end() && found->is_object()) rope.update(*found);
  for (const char* key : {"rope_theta", "partial_rotary_factor"})
    if (rope.contains(key) && !rope[key].is_null())
      config[key == std::string("rope_theta") ? key : "rotary_pct"] = rope[key];
  if (!part && rope.contains("partial_rotary_factor") && rope["partial_rotary_factor"] != 1.0)
    return badInput(
        "rope_parameters.partial_rotary_factor: a family that turns only a part of each head was not expected here.");
  Json kind = rope.contains("rope_type") ? rope["rope_type"] : rope.value("type", Json("default"));
  if (kind.is_null() || kind == "default") kind = "none";
  if (kind != "none" && kind != "linear")
    return badInput("rope_scaling: the kind " + inQuotes(kind.is_string() ? kind.get<std::string>() : dump(kind)) +
                    " is not known here; only default and linear are.");
  config["_rope_scaling"] = kind;
  if (kind == "linear") {
    if (!rope.contains("factor")) return badInput("rope_scaling: the linear kind lacks its factor.");
    config["_rope_factor"] = rope["factor"];
  }
  return {};
}

void writeRope(Json& config) {
  if (config.value("_rope_scaling", Json()) == "linear")
    config["rope_scaling"] = {{"rope_type", "linear"}, {"type", "linear"}, {"factor", config["_rope_factor"]}};
}

const std::vector<Family>& families() {
  static const std::vector<Family> all{gpt2(),    llama(), mistral(),     qwen2(),
                                       mixtral(), mamba(), gptNeox(true), gptNeox(false)};
  return all;
}

}  // namespace headroom::huggingface
