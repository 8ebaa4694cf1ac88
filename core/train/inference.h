// A model outside of training: its logits, and text sampled from it. On the CPU, in fp32.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace headroom {

/// A run folder, or a file with an architecture document.
struct ModelSource {
  std::filesystem::path path;
  /// An architecture's weights as training would start from; of a run, its newest sound checkpoint's are taken: the
  /// averaged ones when its recipe averages (and has begun to).
  std::uint64_t seed = 1;
};

/// {"tokens": […], "logits": [[vocab numbers] a position]}. BadInput for a token outside the vocabulary, no tokens, or
/// more than the context.
Result<Json> logitsOf(const ModelSource& source, const std::vector<std::int64_t>& tokens);

struct SampleOptions {
  std::string prompt;
  std::int64_t tokens = 200;
  double temperature = 1;  // 0: the most likely token each time
  std::int64_t topK = 0;   // 0: all
  std::uint64_t seed = 1;
};
/// {"prompt", "text", "tokens": the new ids}. Of a run alone: it knows its tokenizer.
Result<Json> sampleFrom(const ModelSource& source, const SampleOptions& options);

/// Writes model.safetensors and, by `format`: architecture.json and the names of ours ("safetensors"); config.json,
/// both as AutoModelForCausalLM of Hugging Face reads them ("huggingface": models built as GPT-2 or Llama); model.py,
/// the model in PyTorch ("pytorch"). {"path", "files"}.
Result<Json> exportModel(const ModelSource& source, const std::string& format, const std::filesystem::path& folder);

}  // namespace headroom
