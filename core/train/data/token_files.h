// Ready-made token files, memory-mapped: nanoGPT's .bin (bare uint16) and llm.c's .bin (a header of 256 int32: magic,
// version, count; magic 20240520 = GPT-2, uint16; 20240801 = Llama 3, uint32).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/train/data/token_view.h"

namespace headroom {

/// One mapped file. The tokens were all read once: none is outside the vocabulary. A file that somebody shortens while
/// it is mapped ends the process (SIGBUS).
struct TokenFile {
  TokenView tokens;
  std::string_view bytes;       ///< the whole file, for hashing
  std::int64_t vocabulary = 0;  ///< 50257, 128256, or the largest token + 1 of a bare file
  std::shared_ptr<const void> mapping;
};

Result<TokenFile> openTokenFile(const std::filesystem::path& path);

/// The .bin files of a folder, by name: those with "val" in it validate and the others train; without any "val" all are
/// one text.
struct TokenFolder {
  std::vector<std::filesystem::path> training, validation;
};

Result<TokenFolder> listTokenFolder(const std::filesystem::path& folder);

}  // namespace headroom
