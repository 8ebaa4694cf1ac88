// How places in a tree of elements shift when others come and go: pure functions on paths.
#pragma once

#include <algorithm>
#include <optional>
#include <set>

#include "core/arch/architecture.h"

namespace headroom {

inline ElementPath parentOf(const ElementPath& path) {
  return {path.begin(), path.end() - 1};
}

inline bool isInsideOrSame(const ElementPath& path, const ElementPath& outer) {
  return path.size() >= outer.size() && std::equal(outer.begin(), outer.end(), path.begin());
}

inline bool areSiblings(const ElementPath& a, const ElementPath& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end() - 1, b.begin());
}

/// Whether `path` lies in the list of `place`, at it or behind it, or in what is there.
inline bool isAtOrBehind(const ElementPath& path, const ElementPath& place) {
  const std::size_t last = place.size() - 1;
  return path.size() >= place.size() && std::equal(place.begin(), place.end() - 1, path.begin()) &&
         path[last] >= place[last];
}

/// Where `path` is after `count` elements were put at `place`.
inline ElementPath afterInsert(ElementPath path, const ElementPath& place, std::size_t count = 1) {
  if (isAtOrBehind(path, place)) path[place.size() - 1] += count;
  return path;
}

/// Where `path` is after the element at `gone` was taken out; nothing when it went along.
inline std::optional<ElementPath> afterRemoval(ElementPath path, const ElementPath& gone) {
  if (isInsideOrSame(path, gone)) return std::nullopt;
  if (isAtOrBehind(path, gone)) --path[gone.size() - 1];
  return path;
}

/// Every path of a set, moved by `where` or dropped.
template <class Where>
void remap(std::set<ElementPath>& paths, const Where& where) {
  std::set<ElementPath> moved;
  for (const ElementPath& path : paths)
    if (const std::optional<ElementPath> to = where(path)) moved.insert(*to);
  paths = std::move(moved);
}

}  // namespace headroom
