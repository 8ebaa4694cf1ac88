// A study that has been played through into a real database: every run ends at once, with a loss by a law.
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/runs/database.h"
#include "core/study/study_result.h"

namespace headroom {

struct PlayedArm {
  double gain = 1;         // its FLOPs count so many times at 1e12, …
  double slope = 0;        // … and (C / 1e12)^slope times that elsewhere
  double stepSeconds = 1;  // of the baseline's
  double bestRate = 0;     // 0: the world's
  std::set<std::int64_t> divergingSeeds;
};

struct PlayedWorld {
  std::map<std::string, PlayedArm> arms;
  double bestRate = 0.001;
  double noise = 0.002;  // nat, of each run; seeds share twice as much
  int rounds = 1000;     // of submitting and ending, at most: fewer leave it running
  Json machine = {{"processor", "A CPU of the test"}, {"cores", 2}, {"headroom", "1.0"}};
};

/// `definition`: a headroom.study document. Stops the test program where that is no study.
StudyId playStudy(Database& database, const Json& definition, const PlayedWorld& world);

}  // namespace headroom
