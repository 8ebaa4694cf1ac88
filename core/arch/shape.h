// Shapes with symbolic batch and context: [B, T, 768].
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace headroom {

/// One extent: a concrete number, or B (sequences in a batch) or T (context) times a number.
struct Dim {
  enum class Symbol : std::uint8_t { None, Batch, Context };
  Symbol symbol = Symbol::None;
  std::int64_t factor = 1;

  static Dim of(std::int64_t value) { return {Symbol::None, value}; }
  static Dim batch() { return {Symbol::Batch, 1}; }
  static Dim context() { return {Symbol::Context, 1}; }
  bool isConcrete() const { return symbol == Symbol::None; }
  bool operator==(const Dim&) const = default;
};

using Shape = std::vector<Dim>;

/// The numbers behind the symbols.
struct Extent {
  std::int64_t batch = 1;
  std::int64_t context = 1;
};

/// Elements as a double: counts beyond 2^63 stay comparable instead of overflowing.
double elements(const Shape& shape, Extent extent);
std::vector<std::int64_t> concrete(const Shape& shape, Extent extent);
/// "[B, T, 768]"
std::string toText(const Shape& shape);

}  // namespace headroom
