// Which colour a run has in the charts: its own, whatever else is selected, sorted or filtered.
#pragma once

#include <map>
#include <vector>

#include "core/base/ids.h"

namespace headroom {

class RunColours {
 public:
  static constexpr int kColours = 8;  // ThemeColours::series

  /// Gives every run shown together a colour of its own while there are enough. A run keeps the one it has, also while
  /// it is not shown; a new run's first choice follows from its id, so that it has the same one tomorrow.
  void show(const std::vector<RunId>& runs);
  /// Index into ThemeColours::series; beyond its end where more runs are shown than there are colours.
  int of(const RunId& run) const;

 private:
  std::map<RunId, int> m_given;
};

}  // namespace headroom
