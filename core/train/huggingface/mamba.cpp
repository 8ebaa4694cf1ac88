// Mamba: no attention and no positions. transformers: models/mamba/modeling_mamba.py.
#include "core/train/huggingface/family.h"

namespace headroom::huggingface {
namespace {

// config.json knows no context: what a recurrent model is trained with is no part of it. The published ones' (Gu & Dao
// 2023, E.2).
constexpr std::int64_t kContext = 2048;

Part norm(const std::string& prefix) {
  return block("norm.rms", {is("eps", "layer_norm_epsilon"), filled("gain", true)}, prefix,
               {{"gain", {{".weight", "hidden_size"}}, Layout::AsIs, 1}});
}

Result<void> read(Json& config) {
  config["_context"] = kContext;
  const auto width = config.find("hidden_size"), rank = config.find("time_step_rank");
  if (rank != config.end() && *rank == "auto" && width != config.end() && width->is_number_integer())
    *rank = width->get<std::int64_t>() / 16 + (width->get<std::int64_t>() % 16 != 0 ? 1 : 0);
  return {};
}
void write(Json& config) {
  config["intermediate_size"] = config["expand"].get<std::int64_t>() * config["hidden_size"].get<std::int64_t>();
}

}  // namespace

Family mamba() {
  const Part mixer = block("seq.mamba",
                           {is("expansion", "expand"), is("state", "state_size"), is("taps", "conv_kernel"),
                            is("rank", "time_step_rank"), is("bias", "use_bias")},
                           "mixer.",
                           {sameTensor("in.weight", "in_proj.weight"),
                            sameTensor("in.bias", "in_proj.bias"),
                            {"conv.weight", {{"conv1d.weight", ""}}, Layout::Channelwise},
                            sameTensor("conv.bias", "conv1d.bias"),
                            sameTensor("x.weight", "x_proj.weight"),
                            sameTensor("dt.weight", "dt_proj.weight"),
                            sameTensor("dt.bias", "dt_proj.bias"),
                            sameTensor("log_a", "A_log"),
                            sameTensor("d", "D"),
                            sameTensor("out.weight", "out_proj.weight"),
                            sameTensor("out.bias", "out_proj.bias")});
  return {
      .type = "mamba",
      .model = "MambaForCausalLM",
      .root = "backbone.",
      .body = {block("embed.token", {is("vocab", "vocab_size"), is("width", "hidden_size")}, "backbone.embeddings",
                     {sameTensor("table", ".weight")}),
               repeat("num_hidden_layers", "backbone.layers.{}.", {residual({norm("norm"), mixer})}),
               norm("backbone.norm_f"),
               block("head.linear", {is("vocab", "vocab_size"), is("tied", "tie_word_embeddings")}, "lm_head",
                     {sameTensor("out.weight", ".weight")})},
      .sizes = {{"layers", "num_hidden_layers"},
                {"width", "hidden_size"},
                {"context", "_context"},
                {"vocab", "vocab_size"}},
      .defaults = {{"expand", 2},
                   {"state_size", 16},
                   {"conv_kernel", 4},
                   {"time_step_rank", "auto"},
                   {"use_bias", false},
                   {"layer_norm_epsilon", 1e-5},
                   {"tie_word_embeddings", true}},
      .only = {{"use_conv_bias", {true}}, {"hidden_act", {"silu"}}},
      .read = read,
      .write = write,
  };
}

}  // namespace headroom::huggingface
