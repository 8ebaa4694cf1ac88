// The explicit list of all blocks. Adding one: write its file, declare it in catalog.cpp's list.
#pragma once

#include <string>
#include <vector>

#include "core/arch/block.h"

namespace headroom {

const std::vector<const Block*>& catalog();
const Block* findBlock(const std::string& id);

}  // namespace headroom
