// The explicit list of all blocks, in the order in which people see them.
#include "core/blocks/catalog.h"

#include "core/blocks/blocks.h"

namespace headroom {

const std::vector<const Block*>& catalog() {
  static const std::vector<const Block*> blocks{
      &embedToken(), &positionLearned(), &positionSinusoidal(), &positionRope(), &positionAlibi(), &positionNone(),
      &normLayer(),  &normRms(),         &normNone(),           &attentionMha(), &attentionGqa(),  &attentionMqa(),
      &ffnMlp(),     &ffnGated(),        &headLinear()};
  return blocks;
}

const Block* findBlock(const std::string& id) {
  for (const Block* block : catalog())
    if (block->id == id) return block;
  return nullptr;
}

}  // namespace headroom
