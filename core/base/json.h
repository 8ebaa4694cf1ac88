// JSON at the borders: strict parsing with a place in every error, numbers that survive, no half documents.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace headroom {

/// Keeps the order of keys, so that documents are written as people wrote them.
using Json = nlohmann::ordered_json;

/// Parses one document. `source` names it in errors ("model.json"). Refuses (BadInput): broken JSON with line and
/// column, doubled keys, nesting deeper than 128, text that is not UTF-8, anything after the document.
Result<Json> parseJson(std::string_view text, const std::string& source);
Result<Json> readJson(const std::string& path);

/// A number for output: finite as itself, else "NaN", "Infinity", "-Infinity" (contract.md).
Json jsonNumber(double value);
/// The reverse: a number or one of those three strings; anything else is an error naming `where`.
Result<double> numberFromJson(const Json& value, const std::string& where);
/// Compact text, broken UTF-8 replaced; never throws.
std::string dump(const Json& value, int indent = -1);

}  // namespace headroom
