// From a document to a graph: expands repeats, builds every block, and says at which place something does not fit.
#include <algorithm>

#include "core/arch/architecture.h"
#include "core/base/text.h"
#include "core/blocks/catalog.h"

namespace headroom {
namespace {

constexpr std::int64_t kMostBlocks = 200000;      // expanded; more is a slip of the pen, and would fill the memory
constexpr std::int64_t kMostContext = 1LL << 31;  // positions are 32-bit numbers in every kernel

std::int64_t saturatingProduct(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? INT64_MAX : product;
}
std::int64_t saturatingSum(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

/// How much a document grows when its repeats are written out.
struct Expansion {
  std::int64_t elements = 0, residuals = 0;
};

Expansion expansion(const Elements& elements, const Sizes& sizes) {
  Expansion total;
  for (const Element& element : elements) {
    const Expansion inner = expansion(element.body, sizes);
    std::int64_t copies = 1;
    if (element.kind == Element::Kind::Repeat)
      copies = std::max<std::int64_t>(1, evaluate(element.count, sizes).valueOr(1));
    const std::int64_t own = element.kind == Element::Kind::Residual ? 1 : 0;
    total.elements =
        saturatingSum(total.elements, saturatingSum(1, saturatingProduct(copies, saturatingSum(inner.elements, 1))));
    total.residuals = saturatingSum(total.residuals, saturatingSum(own, saturatingProduct(copies, inner.residuals)));
  }
  return total;
}

std::int64_t residualDepth(const Expansion& expanded) {
  return std::max<std::int64_t>(1, expanded.residuals / 2);
}

/// Walks the expanded tree with one BuildContext. Building stops at the first error; inspecting notes it at its place
/// and goes on as if the block were not there.
class Builder {
 public:
  Builder(const Architecture& architecture, const Sizes& sizes, const BuildOptions& options,
          std::vector<BlockReport>* reports)
      : m_architecture(architecture),
        m_sizes(sizes),
        m_context(sizes, options.dropout, residualDepth(expansion(architecture.body, sizes)), options.targets),
        m_reports(reports) {}

  Result<Graph> build() {
    if (m_architecture.body.empty()) fail({}, "body: there are no blocks; add one.");
    run(m_architecture.body, {}, "", -1, 1, Value{});
    if (m_error) return *m_error;
    return m_context.finish();
  }

 private:
  Value run(const Elements& elements, const ElementPath& parent, const std::string& prefix, std::int64_t layer,
            std::int64_t copies, Value x) {
    ElementPath path = parent;
    path.push_back(0);
    for (std::size_t i = 0; i < elements.size() && !m_error; ++i) {
      path.back() = i;
      const std::size_t report = open(path, copies, x);
      const Value in = x;
      switch (elements[i].kind) {
        case Element::Kind::Block:
          x = block(elements[i], path, prefix, layer, x);
          break;
        case Element::Kind::Repeat:
          x = repeat(elements[i], path, prefix, copies, x);
          break;
        case Element::Kind::Residual:
          x = residual(elements[i], path, prefix, layer, copies, x);
          break;
      }
      if (!x.valid) x = in;
      close(report, x);
    }
    return x;
  }

  Value block(const Element& element, const ElementPath& path, const std::string& prefix, std::int64_t layer, Value x) {
    const Block* block = findBlock(element.block);
    if (!block) return fail(path, inQuotes(element.block) + " is not a known block.", "block");
    const Result<Params> params = readParams(block->params, element.params, m_sizes);
    if (!params) {
      const std::string& message = params.error().message;
      const std::size_t colon = message.find(": ");
      return fail(path, message.substr(colon + 2), message.substr(0, colon));
    }
    if (m_context.hasLogits())
      return fail(path, "stands after the head, which ends the model; move it before the head.");
    const std::string name = element.name.empty() ? std::string(familyName(block->family)) : element.name;
    m_context.enterSite({documentPath(m_architecture, path), unique(prefix, name), block->id, layer});
    if (!x.valid) x = m_context.tokens();
    x = block->build(m_context, x, *params);
    m_context.leaveSite();
    return checked(path, x);
  }

  Value repeat(const Element& element, const ElementPath& path, const std::string& prefix, std::int64_t copies,
               Value x) {
    const Result<std::int64_t> count = evaluate(element.count, m_sizes);
    if (!count) return fail(path, count.error().message, "repeat");
    if (*count < 1) return fail(path, std::to_string(*count) + " is too small; try 1 or more.", "repeat");
    if (element.body.empty()) return fail(path, "there is nothing in it to repeat; add a block or remove it.", "body");
    const std::string name = unique(prefix, element.name.empty() ? "layers" : element.name);
    // Inspecting needs the first copy, and the second for a body that does not take what it gives.
    const std::int64_t shown = m_reports ? std::min<std::int64_t>(*count, m_inspected > kMostBlocks ? 1 : 2) : *count;
    const std::int64_t inside = saturatingProduct(copies, *count);
    for (std::int64_t i = 0; i < shown && !m_error; ++i)
      x = run(element.body, path, name + "." + std::to_string(i) + ".", i, inside, x);
    return x;
  }

  Value residual(const Element& element, const ElementPath& path, const std::string& prefix, std::int64_t layer,
                 std::int64_t copies, Value x) {
    if (element.body.empty())
      return fail(path, "there is nothing in its branch; add a block or remove it.", "residual");
    if (!x.valid) return fail(path, "a residual branch cannot be first; a token embedding must come before it.");
    const Value branch = run(element.body, path, prefix, layer, copies, x);
    if (m_error) return {};
    if (m_context.shape(branch) != m_context.shape(x))
      return fail(path, "the branch makes " + toText(m_context.shape(branch)) + " of " + toText(m_context.shape(x)) +
                            ", so they cannot be added; its last block must give " + toText(m_context.shape(x)) + ".");
    if (m_context.hasLogits()) return fail(path, "a head cannot stand in a residual branch; move it to the end.");
    const std::string name = unique(prefix, element.name.empty() ? "residual" : element.name);
    m_context.enterSite({documentPath(m_architecture, path), name, "residual", layer});
    const Value sum = m_context.add(x, branch);
    m_context.leaveSite();
    return checked(path, sum);
  }

  /// prefix + name, with _2, _3 … when several share it: "layers.0.norm", "layers.0.norm_2".
  std::string unique(const std::string& prefix, const std::string& name) {
    std::string candidate = prefix + name;
    for (int i = 2; !m_names.insert(candidate).second; ++i) candidate = prefix + name + "_" + std::to_string(i);
    return candidate;
  }

  Value checked(const ElementPath& path, Value x) {
    if (!m_context.error()) return x;
    const std::string what = m_context.error()->message, parameter = m_context.errorParameter();
    m_context.clearError();
    return fail(path, what, parameter);
  }

  Value fail(const ElementPath& path, const std::string& what, const std::string& key = {}) {
    if (m_reports) {
      BlockReport& report = path.empty() ? rootReport() : (*m_reports)[m_index.at(path)];
      if (report.error.empty()) report.error = what;
    } else if (!m_error) {
      const std::string place = documentPath(m_architecture, path);
      m_error = badInput(place + (key.empty() || place.empty() ? "" : "." + key) + (place.empty() ? "" : ": ") + what);
    }
    return {};
  }

  BlockReport& rootReport() {
    if (m_reports->empty() || !m_reports->front().path.empty()) m_reports->insert(m_reports->begin(), BlockReport{});
    return m_reports->front();
  }

  /// The report of `path`; its first copy speaks for all.
  std::size_t open(const ElementPath& path, std::int64_t copies, Value in) {
    ++m_inspected;
    if (!m_reports) return 0;
    const auto [found, fresh] = m_index.emplace(path, m_reports->size());
    if (fresh) m_reports->push_back({path, "", m_context.shape(in), {}, copies});
    return found->second;
  }

  void close(std::size_t report, Value out) {
    if (m_reports && (*m_reports)[report].out.empty()) (*m_reports)[report].out = m_context.shape(out);
  }

  const Architecture& m_architecture;
  const Sizes& m_sizes;
  BuildContext m_context;
  std::vector<BlockReport>* m_reports;
  std::map<ElementPath, std::size_t> m_index;
  std::set<std::string> m_names;
  std::optional<Error> m_error;
  std::int64_t m_inspected = 0;
};

Result<Sizes> buildableSizes(const Architecture& architecture) {
  HEADROOM_ASSIGN(Sizes sizes, resolveSizes(architecture));
  const auto context = sizes.find("context");
  if (context == sizes.end()) return badInput("sizes.context: is missing; say how many tokens the model sees at once.");
  if (context->second > kMostContext)
    return badInput("sizes.context: " + std::to_string(context->second) + " is too large; at most " +
                    std::to_string(kMostContext) + " is possible.");
  return sizes;
}

}  // namespace

Result<Graph> build(const Architecture& architecture, const BuildOptions& options) {
  HEADROOM_ASSIGN(const Sizes sizes, buildableSizes(architecture));
  if (const std::int64_t blocks = expansion(architecture.body, sizes).elements; blocks > kMostBlocks)
    return refused("body: written out, the model has more than " + std::to_string(kMostBlocks) +
                   " blocks, which is more than is built; try fewer layers.");
  return Builder(architecture, sizes, options, nullptr).build();
}

std::vector<BlockReport> inspect(const Architecture& architecture, const BuildOptions& options) {
  std::vector<BlockReport> reports;
  const Result<Sizes> sizes = buildableSizes(architecture);
  const Sizes known = sizes ? *sizes : Sizes();
  Result<Graph> graph = Builder(architecture, known, options, &reports).build();
  // What concerns the whole model stands at the root: the empty path.
  const bool blocksAreSound =
      std::all_of(reports.begin(), reports.end(), [](const auto& r) { return r.error.empty(); });
  if (!sizes)
    reports.insert(reports.begin(), {{}, sizes.error().message});
  else if (!graph && blocksAreSound)
    reports.insert(reports.begin(), {{}, graph.error().message});
  return reports;
}

}  // namespace headroom
