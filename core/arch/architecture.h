// An architecture document: a tree of blocks, written in sizes; no tensors in it. Format headroom.architecture,
// version 1.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/arch/block.h"
#include "core/arch/graph.h"
#include "core/base/json.h"

namespace headroom {

struct Element;
using Elements = std::vector<Element>;

/// One element of a body. What the kinds mean stands in core/arch/README.md.
struct Element {
  enum class Kind : std::uint8_t { Block, Repeat, Residual, Sequence, Parallel, Every, Tap, Use };
  Kind kind = Kind::Block;
  std::string name;                       // optional, unique among siblings
  std::string block;                      // Block: its id
  std::map<std::string, Written> params;  // only what differs from the defaults
  std::string count;                      // Repeat, Every: expression over sizes
  std::string label;                      // Tap, Use: what is remembered; "skip-{layer}" has an expression in it
  Elements body;                          // all but Block and Use
  bool operator==(const Element&) const = default;
};
inline constexpr std::array kElementKinds{Element::Kind::Block,    Element::Kind::Repeat,   Element::Kind::Residual,
                                          Element::Kind::Sequence, Element::Kind::Parallel, Element::Kind::Every,
                                          Element::Kind::Tap,      Element::Kind::Use};
/// The key that says what an element is: "residual".
std::string_view word(Element::Kind kind);
/// The key of its list of elements: "residual", "body"; "" where it has none.
std::string_view bodyKey(Element::Kind kind);
/// What can be set on an element: its block's parameters with those of filled slots, or its container's.
std::vector<ParamSpec> paramSpecs(const Element& element);

/// Writes a parameter of a block. Another block in a slot drops what was written for the one before.
void write(Element& element, const ParamSpec& spec, const Written& value);

/// Child indices from the root to one element: {2, 0, 1}.
using ElementPath = std::vector<std::size_t>;

struct Architecture {
  std::string name;
  std::string about;                     // one line for lists, may be ""
  std::map<std::string, Written> sizes;  // integers or expressions over other sizes
  Json recipe = Json::object();          // keys of the recipe that it is usually trained with, may be {}
  Elements body;
  bool operator==(const Architecture&) const = default;
};

/// Reads a document; errors name the path ("body[2].body[0].residual[1].heads") and what to try. `source` is the file's
/// name.
Result<Architecture> architectureFromJson(const Json& document, const std::string& source);
Json toJson(const Architecture& architecture);
Json toJson(const Element& element);
Result<Element> elementFromJson(const Json& value, const std::string& path);

/// All sizes as whole numbers. Errors ("sizes.width: …"): unknown name, cycle, not whole, < 1, beyond 2^63 − 1.
Result<std::map<std::string, std::int64_t>> resolveSizes(const Architecture& architecture);

Element* find(Architecture& architecture, const ElementPath& path);
const Element* find(const Architecture& architecture, const ElementPath& path);
/// "body[2].body[0].residual[1]"
std::string documentPath(const Architecture& architecture, const ElementPath& path);

struct BuildOptions {
  double dropout = 0;
  bool targets = true;  // with the loss
};
/// Expands and builds the whole model. Errors name the block's place and say what to try.
Result<Graph> build(const Architecture& architecture, const BuildOptions& options = {});

/// What the composer shows at each block: built as far as possible, so that an error stands at its block and the rest
/// still has shapes.
struct BlockReport {
  ElementPath path;
  std::string error;  // "" when sound
  Shape in, out;
  std::int64_t copies = 1;  // how often it stands in the expanded model
};
std::vector<BlockReport> inspect(const Architecture& architecture, const BuildOptions& options = {});

}  // namespace headroom
