// An alignment of two trees, list by list, by dynamic programming (Needleman & Wunsch 1970) on what their elements
// have in common.
#include "core/arch/difference.h"

#include <algorithm>
#include <limits>
#include <set>

#include "core/blocks/catalog.h"

namespace headroom {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kParameter = 0.1, kMostForParameters = 0.5, kOtherBlock = 0.9, kOtherMixer = 1.1;
/// Pairs of elements that are compared; beyond it lists are matched place by place, which is still right but says more.
constexpr std::size_t kMostPairs = 4'000'000;

std::size_t sizeOf(const Element& element) {
  std::size_t size = 1;
  for (const Element& inner : element.body) size += sizeOf(inner);
  return size;
}

/// A parameter as it counts: written or by default.
std::string valueOf(const Element& element, const ParamSpec& spec) {
  const auto written = element.params.find(spec.name);
  return written == element.params.end() ? spec.fallback : toText(written->second);
}

/// Specs of both, each name once, in order.
std::vector<ParamSpec> specsOf(const Element& a, const Element& b) {
  std::vector<ParamSpec> specs = paramSpecs(a);
  for (ParamSpec& spec : paramSpecs(b))
    if (std::none_of(specs.begin(), specs.end(), [&](const ParamSpec& s) { return s.name == spec.name; }))
      specs.push_back(std::move(spec));
  return specs;
}

bool mixes(Family family) {
  return family == Family::Attention || family == Family::Recurrence;
}

/// What it costs to make `b` of `a` without looking inside; never when they are not the same thing.
double ownCost(const Element& a, const Element& b) {
  if (a.kind != b.kind) return kNever;
  double cost = a.name == b.name && a.count == b.count && a.label == b.label ? 0 : kParameter;
  if (a.kind == Element::Kind::Block && a.block != b.block) {
    const Block *one = findBlock(a.block), *other = findBlock(b.block);
    if (!one || !other) return kNever;
    if (one->family == other->family) return kOtherBlock;
    return mixes(one->family) && mixes(other->family) ? kOtherMixer : kNever;
  }
  if (a.params == b.params) return cost;
  for (const auto& [name, value] : a.params) {
    const auto found = b.params.find(name);
    if (found == b.params.end() || !(found->second == value)) cost += kParameter;
  }
  for (const auto& [name, value] : b.params)
    if (!a.params.contains(name)) cost += kParameter;
  return std::min(cost, kMostForParameters);
}

class Comparison {
 public:
  std::vector<Difference> found;

  void lists(const Elements& a, const Elements& b, const ElementPath& aPath, const ElementPath& bPath) {
    for (const auto& [i, j] : alignment(a, b)) {
      ElementPath before = aPath, after = bPath;
      if (i) before.push_back(*i);
      if (j) after.push_back(*j);
      if (i && j)
        pair(a[*i], b[*j], before, after);
      else if (i)
        found.push_back({Difference::Kind::Removed, before, std::nullopt, nameOf(a[*i]), nameOf(a[*i]), ""});
      else
        found.push_back({Difference::Kind::Added, std::nullopt, after, nameOf(b[*j]), "", nameOf(b[*j])});
    }
  }

 private:
  struct Match {
    std::optional<std::size_t> before, after;
  };

  static std::string nameOf(const Element& element) {
    std::string name(element.kind == Element::Kind::Block ? element.block : std::string(word(element.kind)));
    if (!element.label.empty()) name += " " + element.label;
    return name;
  }

  void changed(const ElementPath& before, const ElementPath& after, const std::string& what, const std::string& from,
               const std::string& to) {
    if (from != to) found.push_back({Difference::Kind::Changed, before, after, what, from, to});
  }

  void pair(const Element& a, const Element& b, const ElementPath& before, const ElementPath& after) {
    if (a == b) return;
    const std::string name = nameOf(b);
    if (a.block != b.block) {
      changed(before, after, std::string(familyName(findBlock(b.block)->family)), a.block, b.block);
    }
    changed(before, after, name + ".name", a.name, b.name);
    changed(before, after, name, a.count, b.count);
    changed(before, after, std::string(word(b.kind)), a.label, b.label);
    const std::vector<ParamSpec> aSpecs = paramSpecs(a), bSpecs = paramSpecs(b);
    const auto has = [](const std::vector<ParamSpec>& specs, const std::string& wanted) {
      return std::any_of(specs.begin(), specs.end(), [&](const ParamSpec& spec) { return spec.name == wanted; });
    };
    for (const ParamSpec& spec : specsOf(a, b)) {
      // Another block has other parameters; only those of both can differ.
      const bool inA = has(aSpecs, spec.name), inB = has(bSpecs, spec.name);
      if (a.block != b.block && !(inA && inB)) continue;
      if (inA && inB) {
        const auto mine =
            std::find_if(bSpecs.begin(), bSpecs.end(), [&](const auto& s) { return s.name == spec.name; });
        changed(before, after, name + "." + spec.name, valueOf(a, spec), valueOf(b, *mine));
      } else if (inB ? b.params.contains(spec.name) : a.params.contains(spec.name)) {
        changed(before, after, name + "." + spec.name, inA ? valueOf(a, spec) : "", inB ? valueOf(b, spec) : "");
      }
    }
    lists(a.body, b.body, before, after);
  }

  /// The whole cost of making `b` of `a`.
  double cost(const Element& a, const Element& b) {
    const double own = ownCost(a, b);
    if (own == kNever || (a.body.empty() && b.body.empty())) return own;
    std::vector<std::vector<double>> table;
    return own + fill(table, a.body, b.body, 0, 0, a.body.size(), b.body.size());
  }

  /// table[i][j]: cheapest way to make the first j of b's range of the first i of a's.
  double fill(std::vector<std::vector<double>>& table, const Elements& a, const Elements& b, std::size_t aFrom,
              std::size_t bFrom, std::size_t aTo, std::size_t bTo) {
    const std::size_t n = aTo - aFrom, m = bTo - bFrom;
    table.assign(n + 1, std::vector<double>(m + 1, 0));
    const auto sizes = [](const Elements& elements, std::size_t from, std::size_t count) {
      std::vector<double> found;
      for (std::size_t i = 0; i < count; ++i) found.push_back(static_cast<double>(sizeOf(elements[from + i])));
      return found;
    };
    const std::vector<double> aSizes = sizes(a, aFrom, n), bSizes = sizes(b, bFrom, m);
    for (std::size_t i = 0; i <= n; ++i) {
      for (std::size_t j = 0; j <= m; ++j) {
        if (i == 0 && j == 0) continue;
        double best = kNever;
        if (i > 0) best = std::min(best, table[i - 1][j] + aSizes[i - 1]);
        if (j > 0) best = std::min(best, table[i][j - 1] + bSizes[j - 1]);
        if (i > 0 && j > 0) best = std::min(best, table[i - 1][j - 1] + matched(a[aFrom + i - 1], b[bFrom + j - 1]));
        table[i][j] = best;
      }
    }
    return table[n][m];
  }

  double matched(const Element& a, const Element& b) {
    if (++m_pairs > kMostPairs) return a.kind == b.kind && a.block == b.block ? 0 : kNever;
    return cost(a, b);
  }

  std::vector<Match> alignment(const Elements& a, const Elements& b) {
    // What is the same at both ends needs no search: an edit touches few elements.
    std::size_t head = 0, aEnd = a.size(), bEnd = b.size();
    while (head < aEnd && head < bEnd && a[head] == b[head]) ++head;
    while (aEnd > head && bEnd > head && a[aEnd - 1] == b[bEnd - 1]) --aEnd, --bEnd;
    std::vector<Match> matches;
    if ((aEnd - head) * (bEnd - head) > kMostPairs)
      byPlace(matches, a, b, head, aEnd, bEnd);
    else if (aEnd > head || bEnd > head)
      bySearch(matches, a, b, head, aEnd, bEnd);
    return matches;
  }

  void bySearch(std::vector<Match>& matches, const Elements& a, const Elements& b, std::size_t head, std::size_t aEnd,
                std::size_t bEnd) {
    std::vector<std::vector<double>> table;
    fill(table, a, b, head, head, aEnd, bEnd);
    std::size_t i = aEnd - head, j = bEnd - head;
    constexpr double kEqual = 1e-9;
    while (i > 0 || j > 0) {
      const double here = table[i][j];
      if (i > 0 && j > 0 && here >= table[i - 1][j - 1] + matched(a[head + i - 1], b[head + j - 1]) - kEqual) {
        --i, --j;
        matches.push_back({head + i, head + j});
      } else if (j > 0 && here >= table[i][j - 1] + static_cast<double>(sizeOf(b[head + j - 1])) - kEqual) {
        --j;
        matches.push_back({std::nullopt, head + j});
      } else if (i > 0) {
        --i;
        matches.push_back({head + i, std::nullopt});
      } else {  // the table was cut short by the limit
        --j;
        matches.push_back({std::nullopt, head + j});
      }
    }
    std::reverse(matches.begin(), matches.end());
  }

  static void byPlace(std::vector<Match>& matches, const Elements& a, const Elements& b, std::size_t head,
                      std::size_t aEnd, std::size_t bEnd) {
    for (std::size_t i = head; i < std::max(aEnd, bEnd); ++i) {
      const bool both = i < aEnd && i < bEnd && ownCost(a[i], b[i]) != kNever;
      if (both) {
        matches.push_back({i, i});
        continue;
      }
      if (i < aEnd) matches.push_back({i, std::nullopt});
      if (i < bEnd) matches.push_back({std::nullopt, i});
    }
  }

  std::size_t m_pairs = 0;
};

}  // namespace

std::vector<Difference> differences(const Architecture& baseline, const Architecture& other) {
  Comparison comparison;
  std::set<std::string> names;
  for (const auto& [name, value] : baseline.sizes) names.insert(name);
  for (const auto& [name, value] : other.sizes) names.insert(name);
  for (const std::string& name : names) {
    const auto a = baseline.sizes.find(name), b = other.sizes.find(name);
    const bool inA = a != baseline.sizes.end(), inB = b != other.sizes.end();
    const std::string from = inA ? toText(a->second) : "", to = inB ? toText(b->second) : "";
    if (from == to) continue;
    comparison.found.push_back({!inA   ? Difference::Kind::Added
                                : !inB ? Difference::Kind::Removed
                                       : Difference::Kind::Changed,
                                std::nullopt, std::nullopt, name, from, to});
  }
  comparison.lists(baseline.body, other.body, {}, {});
  return std::move(comparison.found);
}

std::vector<Difference> differences(const Recipe& baseline, const Recipe& other) {
  const Json a = toJson(baseline), b = toJson(other);
  const auto text = [](const Json& value) { return value.is_string() ? value.get<std::string>() : dump(value); };
  std::vector<Difference> found;
  for (const auto& [key, value] : b.items())
    if (a.at(key) != value)
      found.push_back({Difference::Kind::Changed, std::nullopt, std::nullopt, key, text(a.at(key)), text(value)});
  return found;
}

std::string toText(const Difference& difference) {
  switch (difference.kind) {
    case Difference::Kind::Added:
      return "+ " + difference.what + (difference.to == difference.what ? "" : ": " + difference.to);
    case Difference::Kind::Removed:
      return "− " + difference.what + (difference.from == difference.what ? "" : ": " + difference.from);
    case Difference::Kind::Changed:
      return difference.what + ": " + (difference.from.empty() ? "–" : difference.from) + " → " +
             (difference.to.empty() ? "–" : difference.to);
  }
  return {};
}

}  // namespace headroom
