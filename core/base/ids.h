// Typed ids: a RunId is not a string that happens to name a run.
#pragma once

#include <functional>
#include <string>

namespace headroom {

template <class Tag>
struct Id {
  std::string text;
  bool empty() const { return text.empty(); }
  auto operator<=>(const Id&) const = default;
};

using RunId = Id<struct RunTag>;
using StudyId = Id<struct StudyTag>;

/// A fresh random id: 8 letters and digits (Crockford base32, 40 bits), the first a letter, so no shell or spreadsheet
/// takes it for a number.
std::string freshId();

}  // namespace headroom

template <class Tag>
struct std::hash<headroom::Id<Tag>> {
  std::size_t operator()(const headroom::Id<Tag>& id) const { return std::hash<std::string>{}(id.text); }
};
