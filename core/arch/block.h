// A block: a named, parameterised piece of a model. One description gives form, JSON, help, shapes, cost and training.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/arch/build_context.h"
#include "core/arch/params.h"

namespace headroom {

enum class Family : std::uint8_t { Embedding, Position, Norm, Attention, FeedForward, Recurrence, Head };
std::string_view familyName(Family family);  // "attention"

struct Block {
  std::string id;     // "attention.mha"
  std::string title;  // "Multi-head attention"
  Family family = Family::Norm;
  std::string idea;     // one line: "every head has its own keys and values"
  std::string formula;  // one line, plain text
  std::string source;   // "arXiv:1706.03762"
  std::vector<ParamSpec> params;
  std::function<Value(BuildContext&, Value, const Params&)> build;
  bool onlyInSlots = false;  // it has no meaning in a body

  const ParamSpec* param(const std::string& name) const;
};

}  // namespace headroom
