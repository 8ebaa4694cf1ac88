// One PyTorch expression an op, and the functions that these expressions call.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/arch/graph.h"

namespace headroom {

/// What an op's expression is written with.
struct PytorchOperands {
  std::vector<std::string> inputs;   // names of values
  std::vector<std::int64_t> widths;  // their last extents
  std::vector<std::string> tensors;  // parameters, then states: "self.gain"
  std::string linear;                // "self.qkv", where the weights of a LinearOp are those of an nn.Linear
  /// A number or word of the op as it shall be written; `name` is what to call it where copies of a class differ.
  std::function<std::string(const std::string& value, const std::string& name)> constant;
};
std::string pytorchExpression(const Op& op, const PytorchOperands& operands);

/// 0.1, 1e-05, [1, 2.5]
std::string pytorchNumber(double value);

/// A function of the exported file, written out only where it is called.
struct PytorchHelper {
  std::string name, source;
};
/// In an order in which each stands before those that call it.
const std::vector<PytorchHelper>& pytorchHelpers();

}  // namespace headroom
