// Mixtral: Llama's layers with experts, a matrix of each in a tensor of its own.
// transformers: models/mixtral/modeling_mixtral.py, and the names of published files in conversion_mapping.py.
#include "core/train/huggingface/llama_parts.h"

namespace headroom::huggingface {

Family mixtral() {
  std::vector<Setting> settings = windowSettings();
  settings.push_back(always("bias", false));
  const std::string rows = "intermediate_size";
  const Part experts =
      block("ffn.moe",
            {is("experts", "num_local_experts"), is("active", "num_experts_per_tok"), is("width", "intermediate_size"),
             is("activation", "hidden_act", kActivations), is("balance_loss", "router_aux_loss_coef")},
            "block_sparse_moe.",
            {sameTensor("router.weight", "gate.weight"),
             {"gate_up.weight", {{"experts.{}.w1.weight", rows}, {"experts.{}.w3.weight", rows}}, Layout::ByExpert},
             {"down.weight", {{"experts.{}.w2.weight", ""}}, Layout::ByExpert}});
  Family family = llamaLike("mixtral", "MixtralForCausalLM", llamaAttention(std::move(settings), true), experts);
  family.sizes.emplace_back("experts", "num_local_experts");
  family.sizes.emplace_back("experts_active", "num_experts_per_tok");
  family.defaults["sliding_window"] = nullptr;
  family.defaults["num_key_value_heads"] = 8;
  family.defaults["num_local_experts"] = 8;
  family.defaults["num_experts_per_tok"] = 2;
  family.defaults["rms_norm_eps"] = 1e-5;
  family.defaults["rope_theta"] = 1e6;
  family.defaults["router_aux_loss_coef"] = 0.001;
  family.read = readWindow;
  family.write = writeWindow;
  return family;
}

}  // namespace headroom::huggingface
