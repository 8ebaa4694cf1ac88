// One function a block; each stands in the file of its name.
#pragma once

#include "core/arch/block.h"

namespace headroom {

const Block& embedToken();
const Block& positionLearned();
const Block& normLayer();
const Block& attentionMha();
const Block& ffnMlp();
const Block& headLinear();

}  // namespace headroom
