// Fuzzy matching for the palette: the letters of each word in order, best where words begin and letters hang together.
#pragma once

#include <QString>
#include <optional>

namespace headroom {

/// How well `text` answers `query`; higher is better. Nothing when a word of the query is not in it, its letters in
/// order. Case does not count; an empty query fits everything equally.
std::optional<int> fuzzyScore(const QString& query, const QString& text);

}  // namespace headroom
