// The blocks of blocks.list, and how one is found.
#include "core/blocks/catalog.h"

#include "core/blocks/blocks.h"

namespace headroom {

const std::vector<const Block*>& catalog() {
#define HEADROOM_BLOCK(name) &name(),
  static const std::vector<const Block*> blocks{
#include "core/blocks/blocks.list"
  };
#undef HEADROOM_BLOCK
  return blocks;
}

const Block* findBlock(const std::string& id) {
  for (const Block* block : catalog())
    if (block->id == id) return block;
  return nullptr;
}

}  // namespace headroom
