// Blocks: names of families, look-up of a parameter.
#include "core/arch/block.h"

namespace headroom {

std::string_view familyName(Family family) {
  switch (family) {
    case Family::Embedding:
      return "embedding";
    case Family::Position:
      return "position";
    case Family::Norm:
      return "norm";
    case Family::Attention:
      return "attention";
    case Family::FeedForward:
      return "ffn";
    case Family::Recurrence:
      return "recurrence";
    case Family::Head:
      return "head";
  }
  return "";
}

const ParamSpec* Block::param(const std::string& name) const {
  for (const ParamSpec& spec : params)
    if (spec.name == name) return &spec;
  return nullptr;
}

}  // namespace headroom
