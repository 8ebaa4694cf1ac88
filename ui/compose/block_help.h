// What a block is, for who has not met it: idea, formula, paper, how its cost grows, what can be set.
#pragma once

#include <QString>

#include "core/arch/block.h"

namespace headroom {

/// How the arithmetic and the memory of a block grow with the context, as counted on a small model with it: "FLOPs a
/// token grow with the context; keeps keys and values". "" where it does not stand alone in a model.
QString costClass(const Block& block);

/// Rich text.
QString blockHelp(const Block& block);

}  // namespace headroom
