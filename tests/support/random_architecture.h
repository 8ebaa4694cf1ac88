// Architectures drawn at random from the catalogue and all containers, small enough to train. Inside rc::check only.
#pragma once

#include <rapidcheck.h>

#include "core/arch/architecture.h"
#include "core/blocks/catalog.h"

namespace headroom {

class RandomArchitecture {
 public:
  static Architecture draw() { return RandomArchitecture().model(); }

 private:
  static int below(int n) { return *rc::gen::inRange(0, n); }
  static bool oneIn(int n) { return below(n) == 0; }

  static Element block(const std::string& id) { return parameters({.kind = Element::Kind::Block, .block = id}); }

  static Element ofFamilies(const std::vector<Family>& families) {
    std::vector<std::string> ids;
    for (const Block* known : catalog())
      if (!known->onlyInSlots && std::find(families.begin(), families.end(), known->family) != families.end())
        ids.push_back(known->id);
    return block(*rc::gen::elementOf(ids));
  }

  /// Some of its flags, words and slots set; numbers stay as they are.
  static Element parameters(Element element) {
    for (int round = 0; round < 3; ++round)  // what fills a slot brings parameters of its own
      for (const ParamSpec& spec : paramSpecs(element)) {
        if (!oneIn(4)) continue;
        if (spec.kind == ParamSpec::Kind::Flag) write(element, spec, Written(oneIn(2)));
        if (!spec.choices.empty()) write(element, spec, Written(*rc::gen::elementOf(spec.choices)));
        if (spec.kind == ParamSpec::Kind::Slot) break;
      }
    return element;
  }

  /// What takes a stream of some width and gives the same.
  Element piece(int depth) {
    const int kind = depth > 2 ? 0 : below(9);
    Element element;
    switch (kind) {
      case 1:
        element = {.kind = Element::Kind::Parallel, .body = {piece(depth + 1), piece(depth + 1)}};
        break;
      case 2:
        element = {.kind = Element::Kind::Sequence, .body = {piece(depth + 1), piece(depth + 1)}};
        break;
      case 3:
        element = {.kind = Element::Kind::Every, .count = "2", .body = {piece(depth + 1)}};
        break;
      case 4:
        return {
            .kind = Element::Kind::Tap, .label = tapName(), .body = oneIn(2) ? Elements{piece(depth + 1)} : Elements{}};
      case 5:
        if (m_taps > 0) return {.kind = Element::Kind::Use, .label = "tap" + std::to_string(below(m_taps))};
        [[fallthrough]];
      case 6:
        return mixer();
      default:
        element = {.kind = Element::Kind::Residual, .body = {ofFamilies({Family::Norm}), mixer()}};
        break;
    }
    return parameters(std::move(element));
  }

  static Element mixer() {
    std::vector<Family> families;
    for (const Block* known : catalog())
      if (known->family != Family::Embedding && known->family != Family::Position && known->family != Family::Head)
        families.push_back(known->family);
    return ofFamilies(families);
  }

  std::string tapName() { return "tap" + std::to_string(m_taps++); }

  Architecture model() {
    Architecture architecture;
    architecture.name = "random";
    architecture.sizes = {{"layers", std::int64_t{1 + below(3)}},
                          {"width", std::int64_t{16}},
                          {"heads", std::int64_t{4}},
                          {"kv_heads", std::int64_t{2}},
                          {"ffn_width", std::string("3*width/2")},
                          {"context", std::int64_t{8}},
                          {"vocab", std::int64_t{11}},
                          {"experts", std::int64_t{4}},
                          {"experts_active", std::int64_t{2}}};
    architecture.body.push_back(ofFamilies({Family::Embedding}));
    if (oneIn(2)) architecture.body.push_back(ofFamilies({Family::Position}));
    Element repeat{.kind = Element::Kind::Repeat, .count = "layers"};
    for (int i = 1 + below(3); i > 0; --i) repeat.body.push_back(piece(0));
    if (oneIn(4)) repeat.params["share"] = std::int64_t{2};
    architecture.body.push_back(std::move(repeat));
    architecture.body.push_back(ofFamilies({Family::Norm}));
    architecture.body.push_back(ofFamilies({Family::Head}));
    return architecture;
  }

  int m_taps = 0;
};

}  // namespace headroom
