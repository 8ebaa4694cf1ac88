// Tokenizers that others made: Hugging Face's tokenizer.json, tiktoken's ranks, and the tokenizer.json of a run.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/train/data/tokenizer.h"

namespace headroom {

struct TokenizerFile {
  Tokenizer tokenizer;  ///< always Bpe
  std::string hash;     ///< of the file's bytes
};

/// By its name: FILE.json is Hugging Face's tokenizer.json or one of ours, anything else tiktoken's ranks (lines of
/// base64 token, space, rank). BadInput names the file and what in it is not read.
///
/// Hugging Face: byte-level BPE with GPT-2's, Llama 3's or Qwen 2's split. What stands around a text (post_processor,
/// truncation, padding) is passed over. tiktoken: 100,256 (cl100k) and 128,000 ranks (Llama 3) split as Llama 3 does,
/// others as GPT-2.
Result<TokenizerFile> readTokenizer(const std::filesystem::path& path);

/// Ours: {"format": "headroom.tokenizer", "version": 1, "data": hash of the run's data, "tokenizer": {…}}.
struct RunTokenizer {
  Tokenizer tokenizer;
  std::string dataHash;
};
Json toJson(const RunTokenizer& run);
Result<RunTokenizer> runTokenizerFrom(const Json& document, const std::string& source);

/// Whether `word` can only be a file: "a/b", "x.json", "x.tiktoken", "tokenizer.model".
bool namesTokenizerFile(const std::string& word);

}  // namespace headroom
