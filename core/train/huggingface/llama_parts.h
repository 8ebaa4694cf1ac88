// What the families built like Llama share.
#pragma once

#include "core/train/huggingface/family.h"

namespace headroom::huggingface {

Part llamaNorm(const std::string& prefix);
/// `outBias`: the output's projection has its shift in the file, too.
Part llamaAttention(std::vector<Setting> more, bool outBias);
Part llamaGated(std::vector<Setting> more);
Family llamaLike(const std::string& type, const std::string& model, Part attention, Part feedForward);
/// Key-value heads and width of a head where they are left out; and readRope().
Result<void> readLlama(Json& config);

/// sliding_window ↔ pattern and span of the attention.
std::vector<Setting> windowSettings();
Result<void> readWindow(Json& config);
void writeWindow(Json& config);

}  // namespace headroom::huggingface
