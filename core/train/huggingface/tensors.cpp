#include "core/train/huggingface/tensors.h"

#include <ATen/ops/full.h>

#include "core/base/text.h"

namespace headroom::huggingface {
namespace {

std::string numbered(const std::string& text, std::int64_t number) {
  const std::size_t at = text.find("{}");
  return at == std::string::npos ? text : text.substr(0, at) + std::to_string(number) + text.substr(at + 2);
}

class Tying {
 public:
  Tying(const Family& family, const Json& config, const Architecture& architecture, const Model& model)
      : m_family(family), m_numbers(numbersOf(config)), m_architecture(architecture), m_model(model) {
    const Graph& graph = model.graph();
    m_taken.resize(graph.parameters.size());
    for (const Node& node : graph.nodes) {
      const Site& site = graph.sites[node.site];
      for (const ParameterId parameter : node.parameters) m_at[{site.path, site.layer}].push_back(parameter.index);
    }
  }

  Result<std::vector<Tie>> run() {
    HEADROOM_TRY(all(m_family.body, m_architecture.body, {}, "", -1));
    for (std::size_t i = 0; i < m_taken.size(); ++i)
      if (!m_taken[i])
        return badInput("The parameter " + inQuotes(m_model.graph().parameters[i].name) + " has no tensor in " +
                        m_family.type + ".");
    return std::move(m_ties);
  }

 private:
  Result<void> all(const std::vector<Part>& parts, const Elements& elements, const ElementPath& parent,
                   const std::string& prefix, std::int64_t layer) {
    ElementPath path = parent;
    path.push_back(0);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      path.back() = i;
      const Part& part = parts[i];
      if (part.kind == Element::Kind::Repeat) {
        HEADROOM_ASSIGN(const std::int64_t count, evaluate(part.count, m_numbers));
        for (std::int64_t l = 0; l < count; ++l)
          HEADROOM_TRY(all(part.body, elements[i].body, path, prefix + numbered(part.prefix, l), l));
        continue;
      }
      for (const TensorRule& rule : part.tensors)
        HEADROOM_TRY(tie(rule, documentPath(m_architecture, path), prefix + part.prefix, layer));
      HEADROOM_TRY(all(part.body, elements[i].body, path, prefix, layer));
    }
    return {};
  }

  Result<void> tie(const TensorRule& rule, const std::string& path, const std::string& prefix, std::int64_t layer) {
    at::Tensor ours = find(path, layer, rule.ours);
    if (!ours.defined()) {
      if (!rule.otherwise) return {};
      HEADROOM_ASSIGN(const std::int64_t rows, evaluate(rule.theirs.front().rows, m_numbers));
      ours = at::full({rows}, *rule.otherwise, at::kFloat);
    }
    if (rule.layout == Layout::ByExpert) {
      for (std::int64_t expert = 0; expert < ours.size(0); ++expert)
        HEADROOM_TRY(pieces(rule, prefix, expert, ours.select(0, expert)));
      return {};
    }
    return pieces(rule, prefix, 0, ours);
  }

  Result<void> pieces(const TensorRule& rule, const std::string& prefix, std::int64_t expert, const at::Tensor& ours) {
    std::int64_t row = 0;
    for (const Piece& piece : rule.theirs) {
      at::Tensor view = ours;
      if (rule.theirs.size() > 1) {
        HEADROOM_ASSIGN(const std::int64_t rows, evaluate(piece.rows, m_numbers));
        if (rows < 0 || row + rows > ours.size(0))
          return badInput("config.json: " + piece.rows + " does not fit " + inQuotes(prefix + piece.name) + ".");
        view = ours.narrow(0, row, rows);
        row += rows;
      }
      std::vector<std::int64_t> shape = view.sizes().vec();
      switch (rule.layout) {
        case Layout::AsIs:
        case Layout::ByExpert:
          break;
        case Layout::Transposed:
          view = view.t();
          shape = view.sizes().vec();
          break;
        case Layout::Channelwise:
          shape.insert(shape.begin() + 1, 1);
          break;
        case Layout::ByHead: {
          const std::int64_t heads = m_numbers.at("num_attention_heads");
          std::vector<std::int64_t> split{3, heads, shape[0] / (3 * heads)};
          split.insert(split.end(), shape.begin() + 1, shape.end());
          view = view.view(split).transpose(0, 1);
          break;
        }
      }
      m_ties.push_back({piece.name.empty() ? "" : prefix + numbered(piece.name, expert), shape, view});
    }
    return {};
  }

  /// The parameter of a block whose name ends so.
  at::Tensor find(const std::string& path, std::int64_t layer, const std::string& ending) {
    const auto found = m_at.find({path, layer});
    if (found == m_at.end()) return {};
    for (const std::uint32_t index : found->second) {
      if (m_taken[index] || !m_model.graph().parameters[index].name.ends_with("." + ending)) continue;
      m_taken[index] = true;
      return m_model.parameters()[index].detach();
    }
    return {};
  }

  const Family& m_family;
  const Sizes m_numbers;
  const Architecture& m_architecture;
  const Model& m_model;
  std::map<std::pair<std::string, std::int64_t>, std::vector<std::uint32_t>> m_at;
  std::vector<bool> m_taken;
  std::vector<Tie> m_ties;
};

}  // namespace

Result<std::vector<Tie>> ties(const Family& family, const Json& config, const Architecture& architecture,
                              const Model& model) {
  return Tying(family, config, architecture, model).run();
}

}  // namespace headroom::huggingface
