// A model outside of training: its logits, and text sampled from it. On the CPU, in fp32.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
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
  std::optional<std::int64_t> checkpoint;  // of a run: the one of this step instead of the newest
};

/// {"tokens": […], "logits": [[vocab numbers] a position]}. BadInput for a token outside the vocabulary, no tokens, or
/// more than the context.
Result<Json> logitsOf(const ModelSource& source, const std::vector<std::int64_t>& tokens);

struct SampleOptions {
  std::string prompt;
  std::vector<std::int64_t> promptTokens;  // the same in ids, for a model without a tokenizer
  std::int64_t tokens = 200;
  double temperature = 1;  // 0: the most likely token each time
  std::int64_t topK = 0;   // 0: all
  double topP = 1;         // the most likely tokens that together have this share; 1: all
  bool cached = true;      // false: every token computes its whole window again (continuation.h)
  std::uint64_t seed = 1;
};
/// {"prompt", "text" (null without a tokenizer), "tokens": the new ids}. Of a run alone: it knows its tokenizer.
Result<Json> sampleFrom(const ModelSource& source, const SampleOptions& options);

/// Writes model.safetensors and, by `format`: architecture.json and the names of ours ("safetensors"); config.json,
/// both as AutoModelForCausalLM of Hugging Face reads them ("huggingface": the families of core/train/huggingface);
/// model.py, the model in PyTorch ("pytorch"). {"path", "files"}.
Result<Json> exportModel(const ModelSource& source, const std::string& format, const std::filesystem::path& folder);

/// Makes a run folder of what Hugging Face's save_pretrained wrote: run.json and a checkpoint of step 0; without `run`
/// only says what it would be. {"model_type", "name", "parameters", "path", "tokenizer": whether tokenizer.json was
/// taken, "without_tokenizer": why not}. BadInput in a sentence for a family, a value or a file that cannot be read;
/// Refused when it does not fit into memory.
Result<Json> importModel(const std::filesystem::path& source, const std::optional<std::filesystem::path>& run);

}  // namespace headroom
