// Parameter schema of a block: what can be set, in which range, and what it means. Forms, JSON, help and errors come
// from it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "core/arch/expression.h"
#include "core/base/result.h"

namespace headroom {

/// A parameter or size as written: an expression ("4*width"), a number, a flag or a word.
using Written = std::variant<std::string, double, std::int64_t, bool>;
std::string toText(const Written& value);

/// One parameter of a block.
struct ParamSpec {
  enum class Kind : std::uint8_t { Integer, Real, Flag, Choice, Slot, Text };
  std::string name;
  Kind kind = Kind::Integer;
  /// Integer: an expression over sizes ("4*width"); Real: a number or such an expression; Flag: "true"/"false"; Choice:
  /// a word; Slot: an id; Text: any. Within a repeat expressions know its `layer`, from 0.
  std::string fallback;
  double least = 0, most = 0;
  std::vector<std::string> choices;  // Slot: ids of the blocks that fit
  std::string help;                  // one line

  ParamSpec in(double lo, double hi) const {
    return with([&](ParamSpec& s) { s.least = lo, s.most = hi; });
  }
  ParamSpec says(std::string text) const {
    return with([&](ParamSpec& s) { s.help = std::move(text); });
  }

 private:
  ParamSpec with(const std::function<void(ParamSpec&)>& change) const {
    ParamSpec copy = *this;
    change(copy);
    return copy;
  }
};

ParamSpec integer(std::string name, std::string expression);  // range 1 … 2^31
ParamSpec real(std::string name, double fallback);
ParamSpec flag(std::string name, bool fallback);
ParamSpec choice(std::string name, std::vector<std::string> choices);  // the first is the default
/// A place for another block. Its own parameters are written behind a dot: "position.theta".
ParamSpec slot(std::string name, std::vector<std::string> blocks);  // the first is the default

ParamSpec textual(std::string name);  // "" by default; up to 10,000 characters

/// The parameters of `specs` and those of the blocks that fill their slots, as `written` or by default.
std::vector<ParamSpec> withSlots(const std::vector<ParamSpec>& specs, const std::map<std::string, Written>& written);

/// The values of one block instance, checked against its schema: reading an unknown name is a programmer's error.
class Params {
 public:
  using Value = std::variant<std::int64_t, double, bool, std::string>;
  std::int64_t integer(const std::string& name) const { return std::get<std::int64_t>(m_values.at(name)); }
  double real(const std::string& name) const { return std::get<double>(m_values.at(name)); }
  bool flag(const std::string& name) const { return std::get<bool>(m_values.at(name)); }
  const std::string& choice(const std::string& name) const { return std::get<std::string>(m_values.at(name)); }
  const std::string& text(const std::string& name) const { return choice(name); }
  /// The block in a slot; its parameters are in here as "<slot>.<name>".
  const std::string& slot(const std::string& name) const { return choice(name); }
  /// Those of the block in a slot, under their own names.
  Params ofSlot(const std::string& name) const;
  void set(const std::string& name, Value value) { m_values[name] = std::move(value); }

 private:
  std::map<std::string, Value> m_values;
};

/// Is `value` of the kind that `spec` asks for? The range is checked by readParams, which knows the sizes.
Result<void> checkKind(const ParamSpec& spec, const Written& value);
/// What a person typed for a parameter: in a form, after --set.
Result<Written> writtenFromText(const ParamSpec& spec, const std::string& text);
/// All parameters of a schema: what is written, else the fallbacks. Errors start with the parameter's name.
Result<Params> readParams(const std::vector<ParamSpec>& specs, const std::map<std::string, Written>& written,
                          const Sizes& sizes);

}  // namespace headroom
