// What a change of the model or its execution would move at this machine's roofs: the same step before and after.
// Modelled. None of them is tried out; FlashAttention and fusing leave the loss as it is, the others do not.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/arch/architecture.h"
#include "core/arch/step_profile.h"

namespace headroom {

enum class Change : std::uint8_t { FlashAttention, Fusing, KvSharing, WiderHeads };
inline constexpr std::array kChanges{Change::FlashAttention, Change::Fusing, Change::KvSharing, Change::WiderHeads};
std::string_view word(Change change);  // "flash-attention"

struct WhatIf {
  Change change = Change::Fusing;
  std::string from, to;  // "math" → "flash"; kv_heads "4" → "1"; head width "64" → "128"; "" for fusing
  StepProfile after;
  std::string obstacle;  // why it cannot be, fit to show; then `after` is empty
};

/// Every change, in the order of kChanges. Where FlashAttention is on already it is the way back. Errors: the
/// architecture itself cannot be built or counted.
Result<std::vector<WhatIf>> whatIfs(const Architecture& architecture, const Recipe& recipe, const Roofs& roofs,
                                    Phase phase);
/// The profile that they are compared with.
Result<StepProfile> profileOf(const Architecture& architecture, const Recipe& recipe, const Roofs& roofs,
                              const ProfileOptions& options);

}  // namespace headroom
