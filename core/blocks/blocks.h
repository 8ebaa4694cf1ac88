// One function a block; each stands in the file of its name.
#pragma once

#include "core/arch/block.h"

namespace headroom {

#define HEADROOM_BLOCK(name) const Block& name();
#include "core/blocks/blocks.list"
#undef HEADROOM_BLOCK

/// First these parameters, then those.
inline std::vector<ParamSpec> listOf(std::vector<ParamSpec> first, const std::vector<ParamSpec>& then) {
  first.insert(first.end(), then.begin(), then.end());
  return first;
}

}  // namespace headroom
