// Exact arithmetic over sizes: a recursive-descent reader that computes reduced fractions as it goes.
#include "core/arch/expression.h"

#include <limits>
#include <numeric>
#include <optional>
#include <vector>

#include "core/base/text.h"

namespace headroom {
namespace {

__extension__ typedef __int128 Wide;  // products and sums of 64-bit numbers fit

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kLongest = 1000;  // characters
constexpr int kDeepest = 64;            // parentheses, so that no text exhausts the stack

const std::vector<std::string> kFunctions{"ceil", "floor", "round8", "min", "max"};

/// A reduced fraction; below > 0.
struct Rational {
  std::int64_t above = 0, below = 1;
};

Wide greatestDivisor(Wide a, Wide b) {
  if (a < 0) a = -a;
  while (b != 0) {
    const Wide rest = a % b;
    a = b, b = rest;
  }
  return a;
}

std::optional<Rational> reduced(Wide above, Wide below) {
  if (below < 0) above = -above, below = -below;
  const Wide divisor = greatestDivisor(above, below);
  if (divisor > 1) above /= divisor, below /= divisor;
  if (above > kMost || above < -Wide{kMost} || below > kMost) return {};
  return Rational{static_cast<std::int64_t>(above), static_cast<std::int64_t>(below)};
}

/// The greatest whole number that is not above a/b.
Wide floorOf(Wide above, Wide below) {
  const Wide quotient = above / below;
  return quotient * below > above ? quotient - 1 : quotient;
}

bool less(Rational a, Rational b) {
  return Wide{a.above} * b.below < Wide{b.above} * a.below;
}

std::string text(Rational value) {
  return std::to_string(value.above) + (value.below == 1 ? "" : "/" + std::to_string(value.below));
}

class Reader {
 public:
  Reader(std::string_view expression, const SizeOf& sizeOf) : m_text(expression), m_sizeOf(sizeOf) {}

  Result<Rational> all() {
    if (m_text.size() > kLongest) return wrong("is longer than " + std::to_string(kLongest) + " characters.");
    HEADROOM_ASSIGN(const Rational value, sum());
    if (peek() != '\0') return wrong("has something unexpected at " + rest() + ".");
    return value;
  }

  Result<std::int64_t> whole() {
    HEADROOM_ASSIGN(const Rational value, all());
    if (value.below != 1)
      return wrong("gives " + text(value) + ", which is not whole; try ceil(…), floor(…) or round8(…) around it.");
    return value.above;
  }

 private:
  Result<Rational> sum() {
    HEADROOM_ASSIGN(Rational left, product());
    while (peek() == '+' || peek() == '-') {
      const Wide sign = take() == '+' ? 1 : -1;
      HEADROOM_ASSIGN(const Rational right, product());
      HEADROOM_ASSIGN(left, checked(reduced(Wide{left.above} * right.below + sign * (Wide{right.above} * left.below),
                                            Wide{left.below} * right.below)));
    }
    return left;
  }

  Result<Rational> product() {
    HEADROOM_ASSIGN(Rational left, factor());
    while (peek() == '*' || peek() == '/') {
      const bool times = take() == '*';
      HEADROOM_ASSIGN(const Rational right, factor());
      if (!times && right.above == 0) return wrong("divides by zero.");
      const Rational by = times ? right : Rational{right.below, right.above};
      HEADROOM_ASSIGN(left, checked(reduced(Wide{left.above} * by.above, Wide{left.below} * by.below)));
    }
    return left;
  }

  Result<Rational> factor() {
    if (m_depth >= kDeepest) return wrong("nests deeper than " + std::to_string(kDeepest) + " levels.");
    ++m_depth;
    Result<Rational> value = primary();
    --m_depth;
    return value;
  }

  Result<Rational> primary() {
    const char next = peek();
    if (next == '-') {
      take();
      HEADROOM_ASSIGN(const Rational value, factor());
      return Rational{-value.above, value.below};
    }
    if (next == '(') {
      take();
      HEADROOM_ASSIGN(const Rational value, sum());
      HEADROOM_TRY(closing());
      return value;
    }
    if (isDigit(next)) return number();
    if (isLetter(next)) return named();
    if (next == '\0') return wrong(trimmed(m_text).empty() ? "is empty; write a number or sizes." : "ends too early.");
    return wrong("has something unexpected at " + rest() + ".");
  }

  Result<Rational> number() {
    Wide value = 0;
    while (m_at < m_text.size() && isDigit(m_text[m_at])) {
      value = value * 10 + (m_text[m_at++] - '0');
      if (value > kMost) return tooLarge();
    }
    if (m_at < m_text.size() && m_text[m_at] == '.')
      return wrong("has a decimal fraction; write it as a fraction, such as 8/3.");
    return Rational{static_cast<std::int64_t>(value), 1};
  }

  Result<Rational> named() {
    const std::size_t start = m_at;
    while (m_at < m_text.size() && (isLetter(m_text[m_at]) || isDigit(m_text[m_at]))) ++m_at;
    const std::string name(m_text.substr(start, m_at - start));
    if (peek() == '(') return call(name);
    HEADROOM_ASSIGN(const std::int64_t value, m_sizeOf(name));
    if (value < -kMost) return tooLarge();
    return Rational{value, 1};
  }

  Result<Rational> call(const std::string& name) {
    take();
    std::vector<Rational> values;
    do {
      HEADROOM_ASSIGN(const Rational value, sum());
      values.push_back(value);
    } while (peek() == ',' && take());
    HEADROOM_TRY(closing());
    if (name == "min" || name == "max") {
      Rational best = values.front();
      for (const Rational& value : values)
        if (name == "min" ? less(value, best) : less(best, value)) best = value;
      return best;
    }
    if (name != "ceil" && name != "floor" && name != "round8")
      return wrong("has " + inQuotes(name) + ", which is no function; known are " + listed(kFunctions) + ".");
    if (values.size() != 1) return wrong("gives " + name + "(…) more than one number; it takes one.");
    const auto [above, below] = values.front();
    const Wide result = name == "ceil"    ? -floorOf(-Wide{above}, below)
                        : name == "floor" ? floorOf(above, below)
                                          : 8 * floorOf(Wide{above} + 4 * Wide{below}, 8 * Wide{below});
    return checked(reduced(result, 1));
  }

  Result<void> closing() {
    if (peek() == ')') return take(), Result<void>();
    return wrong(peek() == '\0' ? "lacks a closing parenthesis." : "has something unexpected at " + rest() + ".");
  }

  Result<Rational> checked(std::optional<Rational> value) {
    if (value) return *value;
    return tooLarge();
  }
  Error tooLarge() const { return wrong("goes beyond 2^63 − 1; try smaller numbers."); }
  Error wrong(const std::string& what) const { return badInput(inQuotes(m_text) + " " + what); }
  std::string rest() const { return inQuotes(m_text.substr(m_at), 20); }

  char peek() {
    while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
    return m_at < m_text.size() ? m_text[m_at] : '\0';
  }
  char take() { return m_text[m_at++]; }

  static bool isDigit(char c) { return c >= '0' && c <= '9'; }
  static bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

  std::string_view m_text;
  const SizeOf& m_sizeOf;
  std::size_t m_at = 0;
  int m_depth = 0;
};

SizeOf among(const Sizes& sizes) {
  return [&sizes](const std::string& name) -> Result<std::int64_t> {
    if (const auto found = sizes.find(name); found != sizes.end()) return found->second;
    std::vector<std::string> names;
    for (const auto& [known, value] : sizes) names.push_back(known);
    const std::string near = nearest(name, names);
    return badInput(inQuotes(name) + " is not one of the sizes" +
                    (near.empty() ? (names.empty() ? "." : "; they are " + listed(names) + ".")
                                  : "; did you mean " + inQuotes(near) + "?"));
  };
}

}  // namespace

Result<std::int64_t> evaluate(std::string_view expression, const SizeOf& sizeOf) {
  return Reader(expression, sizeOf).whole();
}

Result<std::int64_t> evaluate(std::string_view expression, const Sizes& sizes) {
  return evaluate(expression, among(sizes));
}

Result<double> evaluateReal(std::string_view expression, const Sizes& sizes) {
  const SizeOf sizeOf = among(sizes);
  HEADROOM_ASSIGN(const Rational value, Reader(expression, sizeOf).all());
  return static_cast<double>(value.above) / static_cast<double>(value.below);
}

bool isSizeName(std::string_view name) {
  if (name.empty() || name.size() > 40 || (name[0] >= '0' && name[0] <= '9')) return false;
  for (const char c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
  for (const std::string& function : kFunctions)
    if (name == function) return false;
  return true;
}

}  // namespace headroom
