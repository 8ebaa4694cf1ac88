// Maps nanoGPT's and llm.c's token files and checks every token once.
#include "core/train/data/token_files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

static_assert(std::endian::native == std::endian::little, "token files are little-endian and used as they lie on disk");

constexpr std::size_t kHeaderBytes = 256 * sizeof(std::int32_t);

struct Format {
  std::int32_t magic;
  std::int32_t version;
  std::size_t tokenBytes;
  std::int64_t vocabulary;
};
// llm.c, dev/data/data_common.py.
constexpr std::array<Format, 2> kFormats{{{20240520, 1, 2, 50257}, {20240801, 7, 4, 128256}}};

struct Mapping {
  const char* data = nullptr;
  std::size_t size = 0;
  ~Mapping() {
    if (data) munmap(const_cast<char*>(data), size);
  }
};

Result<std::shared_ptr<const Mapping>> mapFile(const std::filesystem::path& path) {
  const std::string name = inQuotes(path.string(), 200);
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return badInput("The token file " + name + " cannot be opened: " + std::strerror(errno) + ".");
  struct stat status {};
  const bool regular = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  auto mapping = std::make_shared<Mapping>();
  if (regular && status.st_size > 0) {
    mapping->size = static_cast<std::size_t>(status.st_size);
    void* data = mmap(nullptr, mapping->size, PROT_READ, MAP_SHARED, descriptor, 0);
    if (data != MAP_FAILED) mapping->data = static_cast<const char*>(data);
  }
  close(descriptor);
  if (!regular) return badInput("The token file " + name + " is not a file.");
  if (mapping->size == 0) return badInput("The token file " + name + " is empty; write it again.");
  if (!mapping->data) return failed("The token file " + name + " cannot be mapped into memory.");
  return std::shared_ptr<const Mapping>(std::move(mapping));
}

/// Whether this begins like an llm.c header, though maybe of another kind. Bare uint16 cannot do so by accident:
/// 2024xxxx in its first four bytes would be a second token 308 after a first one above 54,000, and nobody writes 506
/// zeros early in a text.
bool looksLikeHeader(const std::array<std::int32_t, 256>& header) {
  const bool dated = header[0] >= 20240000 && header[0] <= 20249999;
  const bool mostlyZero = std::all_of(header.begin() + 3, header.end(), [](std::int32_t word) { return word == 0; });
  return dated || (mostlyZero && header[0] != 0);
}

template <class Token>
Result<void> addTokens(TokenFile& file, const char* begin, std::size_t count, const std::string& name) {
  const std::span<const Token> tokens(reinterpret_cast<const Token*>(begin), count);
  Token largest = 0;
  for (const Token token : tokens) largest = std::max(largest, token);
  if (file.vocabulary == 0) file.vocabulary = static_cast<std::int64_t>(largest) + 1;
  if (static_cast<std::int64_t>(largest) >= file.vocabulary) {
    const auto place = std::find_if(tokens.begin(), tokens.end(),
                                    [&](Token token) { return static_cast<std::int64_t>(token) >= file.vocabulary; });
    return badInput("The token file " + name + " holds token " + std::to_string(*place) + " at position " +
                    std::to_string(place - tokens.begin()) + ", but its vocabulary has " +
                    std::to_string(file.vocabulary) + "; write the file again.");
  }
  file.tokens.append(tokens);
  return {};
}

}  // namespace

Result<TokenFile> openTokenFile(const std::filesystem::path& path) {
  const std::string name = inQuotes(path.string(), 200);
  HEADROOM_ASSIGN(const std::shared_ptr<const Mapping> mapping, mapFile(path));
  TokenFile file;
  file.mapping = mapping;
  file.bytes = {mapping->data, mapping->size};

  std::array<std::int32_t, 256> header{};
  std::memcpy(header.data(), mapping->data, std::min(mapping->size, kHeaderBytes));
  if (mapping->size < kHeaderBytes ? header[0] >= 20240000 && header[0] <= 20249999 : looksLikeHeader(header)) {
    const auto format =
        std::find_if(kFormats.begin(), kFormats.end(), [&](const Format& f) { return f.magic == header[0]; });
    if (format == kFormats.end())
      return badInput("The token file " + name + " begins with magic " + std::to_string(header[0]) +
                      "; known are 20240520 (GPT-2), 20240801 (Llama 3) and nanoGPT's files without a header.");
    if (header[1] != format->version)
      return badInput("The token file " + name + " has version " + std::to_string(header[1]) +
                      " of its format; version " + std::to_string(format->version) + " is known.");
    const std::size_t promised = header[2] < 0 ? 0 : static_cast<std::size_t>(header[2]);
    if (mapping->size < kHeaderBytes || mapping->size - kHeaderBytes != promised * format->tokenBytes)
      return badInput("The header of the token file " + name + " promises " + formatGrouped(header[2]) + " tokens of " +
                      std::to_string(format->tokenBytes) + " bytes, but " +
                      formatGrouped(static_cast<std::int64_t>(mapping->size - std::min(mapping->size, kHeaderBytes))) +
                      " bytes follow it; the file was cut or written by something else.");
    file.vocabulary = format->vocabulary;
    const char* begin = mapping->data + kHeaderBytes;
    if (format->tokenBytes == 2)
      HEADROOM_TRY(addTokens<std::uint16_t>(file, begin, promised, name));
    else
      HEADROOM_TRY(addTokens<std::uint32_t>(file, begin, promised, name));
    return file;
  }
  if (mapping->size % 2 != 0)
    return badInput("The token file " + name + " has an odd length, " +
                    formatGrouped(static_cast<std::int64_t>(mapping->size)) +
                    " bytes, but a token takes two; the file was cut or is no token file.");
  HEADROOM_TRY(addTokens<std::uint16_t>(file, mapping->data, mapping->size / 2, name));
  return file;
}

Result<TokenFolder> listTokenFolder(const std::filesystem::path& folder) {
  const std::string name = inQuotes(folder.string(), 200);
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error))
    return badInput(name + " is not a folder; tokens:DIR takes the folder that holds train.bin and val.bin.");
  TokenFolder result;
  std::filesystem::directory_iterator entries(folder, error);
  for (; !error && entries != std::filesystem::directory_iterator(); entries.increment(error)) {
    const std::filesystem::path path = entries->path();
    if (path.extension() != ".bin") continue;
    const bool validates = path.filename().string().find("val") != std::string::npos;
    (validates ? result.validation : result.training).push_back(path);
  }
  if (error) return badInput("The folder " + name + " cannot be read: " + error.message() + ".");
  if (result.training.empty())
    return badInput("The folder " + name + " holds no " + (result.validation.empty() ? "" : "training ") +
                    ".bin file; write train.bin and val.bin with nanoGPT's or llm.c's prepare script.");
  std::sort(result.training.begin(), result.training.end());
  std::sort(result.validation.begin(), result.validation.end());
  return result;
}

}  // namespace headroom
