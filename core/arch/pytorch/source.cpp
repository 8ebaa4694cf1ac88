// The graph is outlined as scopes (outline.h); each scope is written as a class (scope_writer.h); equal ones are one
// (classes.h); what is called and not made of classes stands in ops.h.
#include "core/arch/pytorch/source.h"

#include <algorithm>

#include "core/arch/pytorch/names.h"
#include "core/arch/pytorch/ops.h"
#include "core/arch/pytorch/scope_writer.h"
#include "core/base/text.h"

namespace headroom {
namespace pytorch {
namespace {

constexpr const char* kLoader = R"py(def read_safetensors(path):
    """The tensors of a file by name: 8 bytes of length, a JSON header of that length, raw numbers."""
    types = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            flat = torch.frombuffer(data[start:end], dtype=types[entry["dtype"]])
            tensors[name] = flat.reshape(entry["shape"])
    return tensors


def load(path=pathlib.Path(__file__).with_name("model.safetensors")):
    """The model with its weights, in evaluation."""
    model = Model()
    model.load_state_dict(read_safetensors(path))
    return model.eval()


def main():
    if len(sys.argv) != 2:
        sys.exit("Give ids of tokens, as in: python model.py 1,2,3")
    try:
        tokens = [int(token) for token in sys.argv[1].split(",")]
    except ValueError:
        sys.exit(f"{sys.argv[1]!r} are no ids of tokens; give whole numbers, as in 1,2,3.")
    if len(tokens) > CONTEXT:
        sys.exit(f"{len(tokens)} ids are more than the context of {CONTEXT}; leave the first ones out.")
    for token in tokens:
        if not 0 <= token < VOCABULARY:
            sys.exit(f"{token} is outside the vocabulary of {VOCABULARY} tokens; ids go from 0 to {VOCABULARY - 1}.")
    try:
        model = load()
    except OSError as problem:
        sys.exit(f"The weights cannot be read: {problem}.")
    with torch.no_grad():
        for row in model(torch.tensor([tokens]))[0].tolist():
            print(json.dumps(row))


if __name__ == "__main__":
    main()
)py";

class Generator {
 public:
  Generator(const Graph& graph, std::string name, std::string about)
      : m_outline(graph), m_name(std::move(name)), m_about(std::move(about)) {}

  PytorchModel run() {
    const auto model = write(m_outline.model);
    PytorchModel result;
    result.source = file(m_classes.text(*model));
    for (std::size_t i = 0; i < m_outline.tensors.size(); ++i)
      (i < m_outline.graph.parameters.size() ? result.parameters : result.states)
          .push_back(m_outline.tensors[i].used ? joined(m_outline.tensors[i].python, ".") : "");
    return result;
  }

 private:
  std::shared_ptr<const WrittenScope> write(Scope& scope) {
    std::vector<Step> steps;
    gatherSteps(scope, steps);
    return writeScope(m_outline, m_classes, scope, withSplits(std::move(steps)));
  }

  /// Nodes of a scope, of scopes in it that hold nothing, and calls of those that do.
  void gatherSteps(Scope& scope, std::vector<Step>& steps) {
    for (Scope::Item& item : scope.items) {
      if (!item.child) {
        Step step;
        step.nodes = {item.node};
        step.lossOnly = !m_outline.onLogits[item.node];
        steps.push_back(std::move(step));
        continue;
      }
      Scope& child = *item.child;
      if (m_outline.modules.count(child.owner)) {
        const auto written = write(child);
        const auto first = child.shared ? m_written.find(child.owner) : m_written.end();
        if (!child.shared || (first != m_written.end() && same(*first->second, *written))) {
          if (!child.shared) m_written.emplace(child.owner, written);
          Step step;
          step.call = written;
          step.owner = child.owner;
          step.list = child.list;
          step.lossOnly = written->lossOnly;
          steps.push_back(std::move(step));
          continue;
        }
        Outline::disown(child);  // it shares numbers but is not built the same: written out here
      }
      gatherSteps(child, steps);
    }
  }

  /// Slices that together are all of a value become one step.
  std::vector<Step> withSplits(std::vector<Step> steps) const {
    std::vector<Step> result;
    std::set<std::uint32_t> done;
    for (Step& step : steps) {
      const auto* slice = step.nodes.empty() ? nullptr : std::get_if<SliceOp>(&m_outline.graph.nodes[step.nodes[0]].op);
      if (slice) {
        if (done.count(step.nodes[0])) continue;
        const std::uint32_t whole = m_outline.rootOf(m_outline.graph.nodes[step.nodes[0]].inputs[0].index);
        std::map<std::int64_t, std::uint32_t> parts;
        for (const Step& other : steps)
          if (other.nodes.size() == 1 && other.lossOnly == step.lossOnly)
            if (const auto* part = std::get_if<SliceOp>(&m_outline.graph.nodes[other.nodes[0]].op))
              if (m_outline.rootOf(m_outline.graph.nodes[other.nodes[0]].inputs[0].index) == whole)
                parts.emplace(part->offset, other.nodes[0]);
        std::int64_t end = 0;
        for (const auto& [offset, node] : parts)
          end = offset == end ? end + std::get<SliceOp>(m_outline.graph.nodes[node].op).width : -1;
        if (parts.size() > 1 && end == m_outline.widthOf(whole)) {
          step.nodes.clear();
          for (const auto& [offset, node] : parts) step.nodes.push_back(node), done.insert(node);
        }
      }
      result.push_back(std::move(step));
    }
    return result;
  }

  /// The whole file around its classes.
  std::string file(const std::string& classes) const {
    // A helper that is called, and those that it calls itself.
    std::string helpers;
    const auto calls = [](const std::string& text, const std::string& name) {
      for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
        const auto isPart = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; };
        const std::size_t end = at + name.size();
        if ((at == 0 || !isPart(text[at - 1])) && (end == text.size() || !isPart(text[end]))) return true;
      }
      return false;
    };
    for (auto helper = pytorchHelpers().rbegin(); helper != pytorchHelpers().rend(); ++helper)
      if (calls(helpers, helper->name) || calls(classes, helper->name)) helpers = helper->source + "\n\n" + helpers;
    std::string about = oneLine(m_name + (m_about.empty() ? "" : ": " + m_about), 110);
    for (char& c : about)
      if (c == '"' || c == '\\') c = '\'';
    const bool math = (helpers + classes).find("math.") != std::string::npos;
    return "\"\"\"" + about +
           "\n\nWritten by Headroom; needs PyTorch alone. model.safetensors beside this file holds the weights.\n\n"
           "    python model.py 1,2,3       logits after each of these tokens, a JSON list a line\n"
           "    from model import load      load() is the Model with its weights\n\"\"\"\n\n"
           "import json\n" +
           (math ? "import math\n" : "") +
           "import pathlib\nimport struct\nimport sys\n\n"
           "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n\n"
           "CONTEXT = " +
           std::to_string(m_outline.graph.context) +
           "  # tokens that it sees at once\nVOCABULARY = " + std::to_string(m_outline.graph.vocab) + "\n\n\n" +
           helpers + classes + kLoader;
  }

  Outline m_outline;
  ClassTable m_classes;
  std::string m_name, m_about;
  std::map<std::string, std::shared_ptr<const WrittenScope>> m_written;  // by owner: for those that share it
};

}  // namespace
}  // namespace pytorch

PytorchModel pytorchModel(const Graph& graph, const std::string& name, const std::string& about) {
  return pytorch::Generator(graph, name, about).run();
}

Result<std::string> pytorchSource(const Architecture& architecture, const BuildOptions& options) {
  HEADROOM_ASSIGN(const Graph graph, build(architecture, options));
  return pytorchModel(graph, architecture.name, architecture.about).source;
}

}  // namespace headroom
