// Parameter schemas: making them, and reading what was written against them.
#include "core/arch/params.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "core/arch/op.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/blocks/catalog.h"

namespace headroom {
namespace {

constexpr std::size_t kLongestText = 10000;
constexpr double kMostInteger = 2147483648.0;  // 2^31: a dimension beyond it fits into no machine

ParamSpec make(std::string name, ParamSpec::Kind kind, std::string fallback) {
  ParamSpec spec;
  spec.name = std::move(name);
  spec.kind = kind;
  spec.fallback = std::move(fallback);
  return spec;
}

std::optional<double> realFrom(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

std::optional<std::int64_t> integerFrom(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

std::string number(double value) {
  return std::fabs(value) < 1e15 && std::floor(value) == value ? std::to_string(static_cast<std::int64_t>(value))
                                                               : shortest(value);
}

Error outOfRange(const ParamSpec& spec, const std::string& value) {
  return badInput(spec.name + ": " + value + " is outside " + number(spec.least) + " … " + number(spec.most) + ".");
}

Written fallbackOf(const ParamSpec& spec) {
  if (spec.kind == ParamSpec::Kind::Real) return realFrom(spec.fallback).value_or(0);
  if (spec.kind == ParamSpec::Kind::Flag) return spec.fallback == "true";
  return spec.fallback;
}

Result<Params::Value> valueOf(const ParamSpec& spec, const Written& written, const Sizes& sizes) {
  switch (spec.kind) {
    case ParamSpec::Kind::Integer: {
      const Result<std::int64_t> value = evaluate(toText(written), sizes);
      if (!value) return badInput(spec.name + ": " + value.error().message);
      const double real = static_cast<double>(*value);
      if (real < spec.least || real > spec.most) return outOfRange(spec, std::to_string(*value));
      return Params::Value(*value);
    }
    case ParamSpec::Kind::Real: {
      double value = 0;
      if (const auto* expression = std::get_if<std::string>(&written)) {
        const Result<double> result = evaluateReal(*expression, sizes);
        if (!result) return badInput(spec.name + ": " + result.error().message);
        value = *result;
      } else {
        const auto* whole = std::get_if<std::int64_t>(&written);
        value = whole ? static_cast<double>(*whole) : std::get<double>(written);
      }
      if (!(value >= spec.least && value <= spec.most)) return outOfRange(spec, shortest(value));
      return Params::Value(value);
    }
    case ParamSpec::Kind::Flag:
      return Params::Value(std::get<bool>(written));
    case ParamSpec::Kind::Choice:
    case ParamSpec::Kind::Slot:
    case ParamSpec::Kind::Text:
      return Params::Value(std::get<std::string>(written));
  }
  return badInput(spec.name + ": unknown kind.");
}

}  // namespace

std::string toText(const Written& value) {
  return std::visit(Overloaded{
                        [](const std::string& text) { return text; },
                        [](double real) { return shortest(real); },
                        [](std::int64_t whole) { return std::to_string(whole); },
                        [](bool flag) { return std::string(flag ? "true" : "false"); },
                    },
                    value);
}

ParamSpec integer(std::string name, std::string expression) {
  return make(std::move(name), ParamSpec::Kind::Integer, std::move(expression)).in(1, kMostInteger);
}

ParamSpec real(std::string name, double fallback) {
  return make(std::move(name), ParamSpec::Kind::Real, shortest(fallback))
      .in(std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max());
}

ParamSpec flag(std::string name, bool fallback) {
  return make(std::move(name), ParamSpec::Kind::Flag, fallback ? "true" : "false");
}

ParamSpec choice(std::string name, std::vector<std::string> choices) {
  ParamSpec spec = make(std::move(name), ParamSpec::Kind::Choice, choices.front());
  spec.choices = std::move(choices);
  return spec;
}

ParamSpec slot(std::string name, std::vector<std::string> blocks) {
  ParamSpec spec = choice(std::move(name), std::move(blocks));
  spec.kind = ParamSpec::Kind::Slot;
  return spec;
}

ParamSpec textual(std::string name) {
  return make(std::move(name), ParamSpec::Kind::Text, "");
}

std::vector<ParamSpec> withSlots(const std::vector<ParamSpec>& specs, const std::map<std::string, Written>& written) {
  std::vector<ParamSpec> all;
  for (const ParamSpec& spec : specs) {
    all.push_back(spec);
    if (spec.kind != ParamSpec::Kind::Slot) continue;
    const auto chosen = written.find(spec.name);
    const Block* block = findBlock(chosen == written.end() ? spec.fallback : toText(chosen->second));
    for (ParamSpec inner : block ? block->params : std::vector<ParamSpec>{}) {
      inner.name = spec.name + "." + inner.name;
      all.push_back(std::move(inner));
    }
  }
  return all;
}

Params Params::ofSlot(const std::string& name) const {
  Params inner;
  const std::string prefix = name + ".";
  for (const auto& [key, value] : m_values)
    if (key.starts_with(prefix)) inner.set(key.substr(prefix.size()), value);
  return inner;
}

Result<void> checkKind(const ParamSpec& spec, const Written& value) {
  const auto quoted = [&] { return inQuotes(toText(value)); };
  switch (spec.kind) {
    case ParamSpec::Kind::Integer:
      if (std::holds_alternative<std::string>(value) || std::holds_alternative<std::int64_t>(value)) return {};
      return badInput(spec.name + ": " + quoted() +
                      " is neither a whole number nor an expression such as \"4*width\".");
    case ParamSpec::Kind::Real:
      if (!std::holds_alternative<bool>(value)) return {};
      return badInput(spec.name + ": " + quoted() + " is not a number; try " + spec.fallback + ".");
    case ParamSpec::Kind::Text:
      if (const auto* text = std::get_if<std::string>(&value); text && text->size() <= kLongestText) return {};
      return badInput(spec.name + ": " + quoted() + " is no text of up to " + std::to_string(kLongestText) +
                      " characters.");
    case ParamSpec::Kind::Flag:
      if (std::holds_alternative<bool>(value)) return {};
      return badInput(spec.name + ": " + quoted() + " is neither true nor false.");
    case ParamSpec::Kind::Choice:
    case ParamSpec::Kind::Slot: {
      const auto* text = std::get_if<std::string>(&value);
      if (text && std::find(spec.choices.begin(), spec.choices.end(), *text) != spec.choices.end()) return {};
      return badInput(spec.name + ": " + quoted() + " is not known; try " + listed(spec.choices, "or") + ".");
    }
  }
  return {};
}

Result<Written> writtenFromText(const ParamSpec& spec, const std::string& text) {
  Written value = text;
  switch (spec.kind) {
    case ParamSpec::Kind::Integer:
      if (const auto whole = integerFrom(text)) value = *whole;
      break;
    case ParamSpec::Kind::Real:
      if (const auto real = realFrom(text)) value = *real;
      break;
    case ParamSpec::Kind::Flag:
      if (text == "true" || text == "false") value = text == "true";
      break;
    case ParamSpec::Kind::Choice:
    case ParamSpec::Kind::Slot:
    case ParamSpec::Kind::Text:
      break;
  }
  HEADROOM_TRY(checkKind(spec, value));
  return value;
}

Result<Params> readParams(const std::vector<ParamSpec>& ownSpecs, const std::map<std::string, Written>& written,
                          const Sizes& sizes) {
  Params params;
  const bool slots = std::any_of(ownSpecs.begin(), ownSpecs.end(),
                                 [](const ParamSpec& spec) { return spec.kind == ParamSpec::Kind::Slot; });
  const std::vector<ParamSpec> withTheirs = slots ? withSlots(ownSpecs, written) : std::vector<ParamSpec>{};
  const std::vector<ParamSpec>& specs = slots ? withTheirs : ownSpecs;
  for (const ParamSpec& spec : specs) {
    const auto found = written.find(spec.name);
    const Written value = found == written.end() ? fallbackOf(spec) : found->second;
    HEADROOM_TRY(checkKind(spec, value));
    HEADROOM_ASSIGN(Params::Value read, valueOf(spec, value, sizes));
    params.set(spec.name, std::move(read));
  }
  for (const auto& [name, value] : written) {
    if (std::any_of(specs.begin(), specs.end(), [&](const ParamSpec& spec) { return spec.name == name; })) continue;
    std::vector<std::string> names;
    for (const ParamSpec& spec : specs) names.push_back(spec.name);
    const std::string near = nearest(name, names);
    return badInput(name + ": the block has no such parameter" +
                    (near.empty() ? "; it has " + listed(names) + "." : "; did you mean " + inQuotes(near) + "?"));
  }
  return params;
}

}  // namespace headroom
