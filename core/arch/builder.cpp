// From a document to a graph: expands repeats, builds every block, and says at which place something does not fit.
#include <algorithm>
#include <map>
#include <set>

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

/// How much a document grows when its repeats are written out. Of what stands in every k-th layer all is counted as
/// elements, and its share as residual branches.
struct Expansion {
  std::int64_t elements = 0;
  double residuals = 0;
};

Expansion expansion(const Elements& elements, const Sizes& sizes) {
  Expansion total;
  for (const Element& element : elements) {
    const Expansion inner = expansion(element.body, sizes);
    std::int64_t copies = 1;
    double share = 1;
    if (element.kind == Element::Kind::Repeat)
      copies = std::max<std::int64_t>(1, evaluate(element.count, sizes).valueOr(1));
    if (element.kind == Element::Kind::Every) {
      const double part = 1 / static_cast<double>(std::max<std::int64_t>(1, evaluate(element.count, sizes).valueOr(1)));
      const auto others = element.params.find("others");
      share = others != element.params.end() && others->second == Written(true) ? 1 - part : part;
    }
    const double own = element.kind == Element::Kind::Residual ? 1 : 0;
    total.elements =
        saturatingSum(total.elements, saturatingSum(1, saturatingProduct(copies, saturatingSum(inner.elements, 1))));
    total.residuals += own + share * static_cast<double>(copies) * inner.residuals;
  }
  return total;
}

std::int64_t residualDepth(const Expansion& expanded) {
  constexpr double kMost = 1e15;  // more is refused anyway
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::min(expanded.residuals, kMost) / 2));
}

/// Walks the expanded tree with one BuildContext. Building stops at the first error; inspecting notes it at its place
/// and goes on as if the block were not there.
class Builder {
 public:
  Builder(const Architecture& architecture, const Sizes& sizes, const BuildOptions& options,
          std::vector<BlockReport>* reports)
      : m_architecture(architecture),
        m_sizes(sizes),
        m_scope(sizes),
        m_context(sizes, options.dropout, residualDepth(expansion(architecture.body, sizes)), options.targets),
        m_reports(reports) {}

  Result<Graph> build() {
    if (m_architecture.body.empty()) fail({}, "body: there are no blocks; add one.");
    run(m_architecture.body, {}, {}, Value{});
    if (m_error) return *m_error;
    return m_context.finish();
  }

 private:
  /// Where in the expanded model an element stands.
  struct Place {
    std::string prefix;       // of names: "layers.1."
    std::string owner;        // of the names of the weights it uses: "layers.0." where layers share them
    std::int64_t layer = -1;  // index in the innermost repeat, −1 outside
    std::int64_t copies = 1;  // how often the element stands in the model
  };

  Value run(const Elements& elements, const ElementPath& parent, const Place& place, Value x) {
    ElementPath path = parent;
    path.push_back(0);
    for (std::size_t i = 0; i < elements.size() && !m_error; ++i) {
      path.back() = i;
      const std::size_t report = open(path, place.copies, x);
      const Value in = x;
      x = element(elements[i], path, place, x);
      if (!x.valid) x = in;
      close(report, x);
    }
    return x;
  }

  Value element(const Element& element, const ElementPath& path, const Place& place, Value x) {
    switch (element.kind) {
      case Element::Kind::Block:
        return block(element, path, place, x);
      case Element::Kind::Repeat:
        return repeat(element, path, place, x);
      case Element::Kind::Residual:
        return residual(element, path, place, x);
      case Element::Kind::Sequence:
        return filled(element, path) ? run(element.body, path, place, x) : Value{};
      case Element::Kind::Parallel:
        return parallel(element, path, place, x);
      case Element::Kind::Every:
        return every(element, path, place, x);
      case Element::Kind::Tap:
        return tap(element, path, place, x);
      case Element::Kind::Use:
        return use(element, path, place, x);
    }
    return {};
  }

  Value block(const Element& element, const ElementPath& path, const Place& place, Value x) {
    const Block* block = findBlock(element.block);
    if (!block) return fail(path, inQuotes(element.block) + " is not a known block.", "block");
    const std::optional<Params> params = paramsOf(block->params, element, path);
    if (!params) return {};
    if (m_context.hasLogits())
      return fail(path, "stands after the head, which ends the model; move it before the head.");
    enter(element, path, place, std::string(familyName(block->family)), block->id);
    if (!x.valid) x = m_context.tokens();
    x = block->build(m_context, x, *params);
    m_context.leaveSite();
    return checked(path, x);
  }

  Value repeat(const Element& element, const ElementPath& path, const Place& place, Value x) {
    const std::optional<std::int64_t> count = countOf(element, path);
    const std::optional<Params> params = paramsOf(paramSpecs(element), element, path);
    if (!count || !params || !filled(element, path)) return {};
    const auto [name, owner] = namesOf(path, place, element.name.empty() ? "layers" : element.name);
    // Inspecting needs the first copy, and the second for a body that does not take what it gives.
    const std::int64_t shown = m_reports ? std::min<std::int64_t>(*count, m_inspected > kMostBlocks ? 1 : 2) : *count;
    const auto outer = m_scope.find("layer") == m_scope.end() ? std::nullopt : std::optional(m_scope.at("layer"));
    for (std::int64_t i = 0; i < shown && !m_error; ++i) {
      const std::int64_t shared = i - i % params->integer("share");
      m_scope["layer"] = i;
      x = run(element.body, path,
              {name + "." + std::to_string(i) + ".", owner + "." + std::to_string(shared) + ".", i,
               saturatingProduct(place.copies, *count)},
              x);
    }
    if (outer)
      m_scope["layer"] = *outer;
    else
      m_scope.erase("layer");
    return x;
  }

  Value residual(const Element& element, const ElementPath& path, const Place& place, Value x) {
    const std::optional<Params> params = paramsOf(paramSpecs(element), element, path);
    if (!params || !filled(element, path)) return {};
    if (!x.valid) return fail(path, "a residual branch cannot be first; a token embedding must come before it.");
    Value branch = run(element.body, path, place, x);
    if (m_error) return {};
    if (m_context.shape(branch) != m_context.shape(x))
      return fail(path, "the branch makes " + toText(m_context.shape(branch)) + " of " + toText(m_context.shape(x)) +
                            ", so they cannot be added; its last block must give " + toText(m_context.shape(x)) + ".");
    if (m_context.hasLogits()) return fail(path, "a head cannot stand in a residual branch; move it to the end.");
    enter(element, path, place, "residual", "residual");
    if (params->flag("dropout")) branch = m_context.dropout(branch);
    branch = weighed(branch, *params);
    if (const double factor = params->real("skip_scale"); factor != 1) x = m_context.scale(x, factor);
    const Value sum = m_context.add(x, branch);
    m_context.leaveSite();
    return checked(path, sum);
  }

  Value parallel(const Element& element, const ElementPath& path, const Place& place, Value x) {
    const std::optional<Params> params = paramsOf(paramSpecs(element), element, path);
    if (!params || !filled(element, path)) return {};
    std::vector<Value> results;
    ElementPath child = path;
    child.push_back(0);
    for (std::size_t i = 0; i < element.body.size() && !m_error; ++i) {
      child.back() = i;
      const std::size_t report = open(child, place.copies, x);
      Value result = this->element(element.body[i], child, place, x);
      if (m_context.hasLogits()) return fail(child, "a head cannot stand in a branch; move it to the end.");
      if (!result.valid) result = x;
      close(report, result);
      results.push_back(result);
    }
    if (m_error || !results.front().valid) return {};
    const std::string& join = params->choice("join");
    for (std::size_t i = 1; i < results.size() && join != "concat"; ++i)
      if (m_context.shape(results[i]) != m_context.shape(results[0]))
        return fail(path,
                    "its branches make " + toText(m_context.shape(results[0])) + " and " +
                        toText(m_context.shape(results[i])) +
                        ", which cannot be added; make them equal or join "
                        "them by concat.",
                    "join");
    enter(element, path, place, "parallel", "parallel");
    Value joined = results.front();
    if (join == "concat") {
      joined = m_context.concat(results);
    } else {
      const auto branches = static_cast<std::int64_t>(results.size());
      Value shares;
      if (join == "gated")
        shares = m_context.softmax(m_context.linear(x, branches, "gate", true, {Init::Kind::Normal, 0.02}));
      for (std::int64_t i = 0; i < branches; ++i) {
        Value part = results[static_cast<std::size_t>(i)];
        if (join == "gated") part = m_context.gate(part, m_context.slice(shares, i, 1));
        joined = i == 0 ? part : m_context.add(joined, part);
      }
    }
    m_context.leaveSite();
    return checked(path, joined);
  }

  Value every(const Element& element, const ElementPath& path, const Place& place, Value x) {
    const std::optional<std::int64_t> period = countOf(element, path);
    const std::optional<Params> params = paramsOf(paramSpecs(element), element, path);
    if (!period || !params || !filled(element, path)) return {};
    if (place.layer < 0) return fail(path, "counts layers, so it stands in a repeat; put it into one.");
    const std::int64_t at = params->integer("at");
    const bool hit = place.layer >= at && (place.layer - at) % *period == 0;
    if (hit != params->flag("others")) return run(element.body, path, place, x);
    // The composer shows what stands in later layers, too; its result is not used.
    if (m_reports && place.layer == 0)
      run(element.body, path, {place.prefix + "later.", place.owner + "later.", 0, place.copies}, x);
    return x;
  }

  Value tap(const Element& element, const ElementPath& path, const Place& place, Value x) {
    const std::optional<Params> params = paramsOf(paramSpecs(element), element, path);
    const std::optional<std::string> label = labelOf(element, path);
    if (!params || !label) return {};
    const Value start = params->choice("from") == "tokens" ? Value{} : x;
    const Value kept = element.body.empty() ? start : run(element.body, path, place, start);
    if (m_error) return {};
    if (!kept.valid) return fail(path, "there is nothing to tap yet; put a block into it or before it.");
    m_context.tap(*label, kept);
    return x;
  }

  Value use(const Element& element, const ElementPath& path, const Place& place, Value x) {
    const std::optional<Params> params = paramsOf(paramSpecs(element), element, path);
    const std::optional<std::string> label = labelOf(element, path);
    if (!params || !label) return {};
    enter(element, path, place, "use", "use");
    const Value tapped = m_context.tapped(*label);
    if (tapped.valid && !x.valid) {
      x = weighed(tapped, *params);
    } else if (tapped.valid) {
      const Value other = weighed(tapped, *params);
      x = params->choice("join") == "concat" ? m_context.concat({x, other}) : m_context.add(x, other);
    }
    m_context.leaveSite();
    return checked(path, x);
  }

  /// `scale` and `trained_scale` of a residual branch or a tapped value.
  Value weighed(Value x, const Params& params) {
    const double factor = params.real("scale");
    if (params.flag("trained_scale")) return m_context.scaleChannels(x, factor, "scale");
    return factor == 1 ? x : m_context.scale(x, factor);
  }

  void enter(const Element& element, const ElementPath& path, const Place& place, const std::string& fallback,
             const std::string& kind) {
    const auto [name, owner] = namesOf(path, place, element.name.empty() ? fallback : element.name);
    m_context.enterSite({documentPath(m_architecture, path), name, kind, place.layer}, owner);
  }

  std::optional<Params> paramsOf(const std::vector<ParamSpec>& specs, const Element& element, const ElementPath& path) {
    Result<Params> params = readParams(specs, element.params, m_scope);
    if (params) return std::move(*params);
    const std::string& message = params.error().message;
    const std::size_t colon = message.find(": ");
    fail(path, message.substr(colon + 2), message.substr(0, colon));
    return {};
  }

  std::optional<std::int64_t> countOf(const Element& element, const ElementPath& path) {
    const Result<std::int64_t> count = evaluate(element.count, m_sizes);
    const std::string key(word(element.kind));
    if (!count) return fail(path, count.error().message, key), std::nullopt;
    if (*count < 1) return fail(path, std::to_string(*count) + " is too small; try 1 or more.", key), std::nullopt;
    return *count;
  }

  /// "skip-{layers - 1 - layer}" with the numbers in it.
  std::optional<std::string> labelOf(const Element& element, const ElementPath& path) {
    std::string label;
    const std::string& written = element.label;
    for (std::size_t i = 0; i < written.size(); ++i) {
      const std::size_t end = written[i] == '{' ? written.find('}', i) : std::string::npos;
      if (end == std::string::npos) {
        label += written[i];
        continue;
      }
      const Result<std::int64_t> number = evaluate(written.substr(i + 1, end - i - 1), m_scope);
      if (!number) return fail(path, number.error().message, std::string(word(element.kind))), std::nullopt;
      label += std::to_string(*number);
      i = end;
    }
    return label;
  }

  bool filled(const Element& element, const ElementPath& path) {
    if (!element.body.empty()) return true;
    fail(path, "there is nothing in it; add a block or remove it.", std::string(bodyKey(element.kind)));
    return false;
  }

  struct Names {
    std::string site, owner;  // of the element, and of the one whose weights it uses
  };
  /// Layers that share weights may hold different elements (`every`), so they are matched by path, not by name.
  Names namesOf(const ElementPath& path, const Place& place, const std::string& wanted) {
    const std::string site = unique(place.prefix, wanted);
    if (place.owner == place.prefix) return {site, m_owners[{place.owner, path}] = site};
    const auto known = m_owners.find({place.owner, path});
    if (known != m_owners.end()) return {site, known->second};
    return {site, m_owners[{place.owner, path}] = unique(place.owner, wanted)};
  }

  /// prefix + name, with _2, _3 … when several share it: "layers.0.norm", "layers.0.norm_2".
  std::string unique(const std::string& prefix, const std::string& name) {
    const std::string wanted = prefix + name;
    std::string candidate = wanted;
    // Names are never given back, so the search goes on where the last one ended: a thousand norms stay quick.
    int& next = m_nextNumber.emplace(wanted, 2).first->second;
    while (!m_names.insert(candidate).second) candidate = wanted + "_" + std::to_string(next++);
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
  Sizes m_scope;  // the sizes, and the layer within a repeat
  BuildContext m_context;
  std::vector<BlockReport>* m_reports;
  std::map<ElementPath, std::size_t> m_index;
  std::set<std::string> m_names;
  std::map<std::string, int> m_nextNumber;                              // of the names that were wanted
  std::map<std::pair<std::string, ElementPath>, std::string> m_owners;  // prefix and element → name of its weights
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
