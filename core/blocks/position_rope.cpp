// Pairs (i, i + R/2) of every query and key turn by t · θ^(−2i/R), R = ⌊part · D⌋ made even.   Su et al. 2021.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>

#include "core/blocks/blocks.h"

namespace headroom {
namespace {

RotaryScaling scalingOf(const std::string& name) {
  for (const RotaryScaling scaling :
       {RotaryScaling::Linear, RotaryScaling::Ntk, RotaryScaling::Yarn, RotaryScaling::LongRope})
    if (name == word(scaling)) return scaling;
  return RotaryScaling::None;
}

/// "1 1.05 1.2": nothing where a word is no number above 0.
std::optional<std::vector<double>> numbersIn(const std::string& text) {
  std::vector<double> numbers;
  std::istringstream words(text);
  words.imbue(std::locale::classic());
  for (std::string word; words >> word;) {
    double number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size() || !(number > 0 && number < 1e9)) return {};
    numbers.push_back(number);
  }
  return numbers;
}

}  // namespace

const Block& positionRope() {
  static const Block block{
      .id = "position.rope",
      .title = "Rotary positions (RoPE)",
      .family = Family::Position,
      .idea = "queries and keys turn with their place, so their product knows the distance",
      .formula = "(x_i, x_{i+R/2}) ← rotation by t · θ^(−2i/R)",
      .source = "arXiv:2104.09864",
      .params = {real("theta", 10000).in(1, 1e9).says("the slowest pair turns once in about 2π·theta positions"),
                 real("part", 1).in(0.01, 1).says("share of each head that is turned"),
                 choice("scaling", {"none", "linear", "ntk", "yarn", "longrope"})
                     .says(
                         "for a context longer than trained: linear arXiv:2306.15595, yarn arXiv:2309.00071, longrope "
                         "arXiv:2402.13753"),
                 real("factor", 1).in(1, 1e6).says("how much longer than the trained context"),
                 integer("trained_context", "context").says("the context before scaling (yarn, longrope)"),
                 textual("factors").says("longrope: how much slower every pair turns: 1 1.05 1.2 …; none given: 1")},
      .build =
          [](BuildContext& g, Value x, const Params& p) {
            const std::int64_t headWidth = g.heads() > 0 ? g.width(x) / g.heads() : 0;
            const double part = p.real("part");
            const std::int64_t rotated =
                part == 1 ? headWidth : static_cast<std::int64_t>(part * static_cast<double>(headWidth)) / 2 * 2;
            const std::optional<std::vector<double>> factors = numbersIn(p.text("factors"));
            const auto pairs = static_cast<std::size_t>(std::max<std::int64_t>(0, rotated / 2));
            if (!factors || !(factors->empty() || factors->size() == pairs))
              return g.fail(
                  "should hold " + std::to_string(pairs) + " numbers above 0, one a pair, with spaces between.",
                  "position.factors");
            const RotaryScaling scaling = scalingOf(p.choice("scaling"));
            if (scaling == RotaryScaling::LongRope && p.real("factor") > 1 && p.integer("trained_context") < 2)
              return g.fail("of 1 has no logarithm that longrope could divide by; try 2 or more.",
                            "position.trained_context");
            return g.rotary(x, {.rotated = rotated,
                                .theta = p.real("theta"),
                                .scaling = scaling,
                                .factor = p.real("factor"),
                                .trainedContext = p.integer("trained_context"),
                                .factors = factors->empty() ? std::vector<double>(pairs, 1) : *factors});
          },
      .onlyInSlots = true,
  };
  return block;
}

}  // namespace headroom
