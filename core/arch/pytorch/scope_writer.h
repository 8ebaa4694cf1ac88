// One scope of a model as a class: its docstring, its constructor, its forward pass.
#pragma once

#include "core/arch/pytorch/classes.h"
#include "core/arch/pytorch/outline.h"

namespace headroom::pytorch {

/// What a scope needs from outside.
struct Input {
  enum class Kind : std::uint8_t { Value, Tensor, Targets, Losses };
  Kind kind = Kind::Value;
  std::uint32_t index = 0;
  auto operator<=>(const Input&) const = default;
};

/// A scope written: an instance of its class, and what flows through it.
struct WrittenScope : Instance {
  std::vector<Input> inputs;
  std::vector<std::uint32_t> outputs;  // nodes
  bool lossOnly = false;
};

/// One line of a forward pass in the making: an op, slices that are one split, or a module that is called.
struct Step {
  std::vector<std::uint32_t> nodes;
  std::shared_ptr<const WrittenScope> call;
  std::string owner, list;  // of the module
  bool lossOnly = false;
};

std::shared_ptr<const WrittenScope> writeScope(const Outline& outline, ClassTable& classes, const Scope& scope,
                                               std::vector<Step> steps);

}  // namespace headroom::pytorch
