// JSON documents with a hundred thousand keys in one object, such as vocabularies: Json looks a key up from first to
// last, this one by a tree.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace headroom {

using SortedJson = nlohmann::json;

/// As parseJson; keys come back in order of their bytes.
Result<SortedJson> parseSortedJson(std::string_view text, const std::string& source);

}  // namespace headroom
