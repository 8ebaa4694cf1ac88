// config.json ↔ architecture: both walk the same family.
#pragma once

#include "core/train/huggingface/family.h"

namespace headroom::huggingface {

/// Why an architecture is not of a family, and how far it was.
struct Misfit {
  std::string why;         // "body[2].body[0].residual[1]: softcap is 30, where gpt2 has 0"
  std::size_t fitted = 0;  // elements before it
};
/// config.json with the keys of the family's settings, those with '_' in front among them; or why there is none.
std::optional<Json> configOf(const Family& family, const Architecture& architecture, Misfit& misfit);
/// What is written: without the keys with '_', with what the family always says.
Json published(const Family& family, Json config);

/// The family of a config.json, and its config with all defaults and with keys with '_' in front. BadInput in a
/// sentence for a family that is not known, for values that we have no equal for, for quantised weights.
struct Described {
  const Family* family = nullptr;
  Json config;
};
Result<Described> describe(const Json& config);
/// The document; sizes that config.json counts in are its sizes.
Result<Architecture> architectureOf(const Described& described, const std::string& name);

/// Whole numbers of config.json, for expressions over them.
Sizes numbersOf(const Json& config);

}  // namespace headroom::huggingface
