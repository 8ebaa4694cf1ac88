// Shapes with symbolic batch and context: their text and their numbers.
#include "core/arch/shape.h"

namespace headroom {
namespace {

std::int64_t number(const Dim& dim, Extent extent) {
  switch (dim.symbol) {
    case Dim::Symbol::None:
      return dim.factor;
    case Dim::Symbol::Batch:
      return dim.factor * extent.batch;
    case Dim::Symbol::Context:
      return dim.factor * extent.context;
  }
  return 0;
}

std::string text(const Dim& dim) {
  const std::string factor = std::to_string(dim.factor);
  if (dim.isConcrete()) return factor;
  const std::string symbol = dim.symbol == Dim::Symbol::Batch ? "B" : "T";
  return dim.factor == 1 ? symbol : factor + "*" + symbol;
}

}  // namespace

double elements(const Shape& shape, Extent extent) {
  double count = 1;
  for (const Dim& dim : shape) count *= static_cast<double>(number(dim, extent));
  return count;
}

std::vector<std::int64_t> concrete(const Shape& shape, Extent extent) {
  std::vector<std::int64_t> numbers;
  for (const Dim& dim : shape) numbers.push_back(number(dim, extent));
  return numbers;
}

std::string toText(const Shape& shape) {
  std::string result = "[";
  for (const Dim& dim : shape) result += (result.size() > 1 ? ", " : "") + text(dim);
  return result + "]";
}

}  // namespace headroom
