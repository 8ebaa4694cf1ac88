// One function a block; each stands in the file of its name.
#pragma once

#include "core/arch/block.h"

namespace headroom {

const Block& embedToken();
const Block& positionLearned();
const Block& positionSinusoidal();
const Block& positionRope();
const Block& positionAlibi();
const Block& positionNone();
const Block& normLayer();
const Block& normRms();
const Block& normNone();
const Block& attentionMha();
const Block& attentionGqa();
const Block& attentionMqa();
const Block& ffnMlp();
const Block& ffnGated();
const Block& headLinear();

/// First these parameters, then those.
inline std::vector<ParamSpec> listOf(std::vector<ParamSpec> first, const std::vector<ParamSpec>& then) {
  first.insert(first.end(), then.begin(), then.end());
  return first;
}

}  // namespace headroom
