// The activations of the op language.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/arch/op.h"

namespace headroom {

at::Tensor activated(const at::Tensor& x, ActivationKind kind);

}  // namespace headroom
