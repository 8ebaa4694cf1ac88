// How long a training step takes on a measured machine, op by op: the longer of its arithmetic at the rate that was
// measured for products of its size and its bytes at the bandwidth of the memory they fit into (after Williams,
// Waterman & Patterson 2009, with a roof a kind of arithmetic).
#pragma once

#include <string>
#include <vector>

#include "core/arch/cost.h"

namespace headroom {

/// What a machine was measured to reach.
struct Roofs {
  struct Level {
    double bytes = 0, bandwidth = 0;  // a working set of so many bytes moves at so many bytes/s
  };
  struct Linear {
    double width = 0, flops = 0;  // linear maps between so many columns, gradients included
  };
  struct Attention {
    double headWidth = 0, context = 0, forward = 0, backward = 0;  // FLOP/s
  };
  double products = 0;        // FLOP/s of large matrix products
  std::vector<Level> memory;  // growing working sets; the last one is DRAM
  // Not measured on every machine; large products stand in for what is missing.
  std::vector<Linear> linear;  // growing widths
  std::vector<Attention> attention;
  double elementwise = 0;  // FLOP/s of activations
};
/// From the object of `headroom doctor --json`, with all threads; `gpu`: of the first GPU. BadInput when it holds none.
Result<Roofs> roofsFrom(const Json& doctor, Precision precision, bool gpu);

enum class Bound : std::uint8_t { Compute, Memory };
std::string_view word(Bound bound);  // "compute", "memory"

/// One pass of an op: seconds of its arithmetic and of moving its bytes; the longer counts.
struct PassTime {
  double computing = 0, moving = 0;
  double seconds() const { return computing > moving ? computing : moving; }
};
struct OpTime {
  PassTime forward, backward;
};
/// `workingSet`: bytes that the op's own must share the caches with; 0: only its own.
OpTime opTime(const Node& node, const OpCost& cost, std::int64_t context, const Roofs& roofs, double workingSet = 0);

struct StepTime {
  struct Site {
    double seconds = 0;
    Bound bound = Bound::Memory;  // which of the two takes longer
  };
  double seconds = 0, optimizerSeconds = 0;  // of a whole optimizer step
  std::vector<Site> sites;                   // as in ModelCost, forward and backward of one micro-batch
};
StepTime stepTime(const Graph& graph, const ModelCost& cost, const Recipe& recipe, const Roofs& roofs);

}  // namespace headroom
