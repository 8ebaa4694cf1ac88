// A model as a Python file that needs PyTorch alone: a class for each kind of block, layers in a loop, parameters under
// the names of ours. Text from text: no torch here.
#pragma once

#include <string>
#include <vector>

#include "core/arch/architecture.h"

namespace headroom {

struct PytorchModel {
  std::string source;  // of model.py
  /// What its state_dict calls the parameters and states of the graph; "" for those that it does not use. They are the
  /// graph's own names but where Python would not take one.
  std::vector<std::string> parameters, states;
};

/// The classes, a reader of model.safetensors beside the file, and a command line: python model.py 1,2,3 prints logits.
/// `graph` has its loss; `about` is one line on the model, may be "".
PytorchModel pytorchModel(const Graph& graph, const std::string& name, const std::string& about = {});

/// The file alone. Errors are those of build().
Result<std::string> pytorchSource(const Architecture& architecture, const BuildOptions& options = {});

}  // namespace headroom
