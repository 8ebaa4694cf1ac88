// The op language: names of ops and of their choices.
#include "core/arch/op.h"

namespace headroom {

std::string_view opName(const Op& op) {
  return std::visit(Overloaded{
                        [](const TokensOp&) { return "tokens"; },
                        [](const TargetsOp&) { return "targets"; },
                        [](const LookupOp&) { return "lookup"; },
                        [](const AddPositionsOp&) { return "add_positions"; },
                        [](const AddOp&) { return "add"; },
                        [](const LinearOp&) { return "linear"; },
                        [](const LayerNormOp&) { return "layer_norm"; },
                        [](const SliceOp&) { return "slice"; },
                        [](const AttentionOp&) { return "attention"; },
                        [](const ActivationOp&) { return "activation"; },
                        [](const DropoutOp&) { return "dropout"; },
                        [](const CrossEntropyOp&) { return "cross_entropy"; },
                    },
                    op);
}

std::string_view word(AttentionKernel kernel) {
  switch (kernel) {
    case AttentionKernel::Math:
      return "math";
    case AttentionKernel::Flash:
      return "flash";
  }
  return "";
}

std::string_view word(ActivationKind kind) {
  switch (kind) {
    case ActivationKind::Relu:
      return "relu";
    case ActivationKind::Gelu:
      return "gelu";
    case ActivationKind::GeluTanh:
      return "gelu-tanh";
    case ActivationKind::Silu:
      return "silu";
  }
  return "";
}

}  // namespace headroom
