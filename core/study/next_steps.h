// What a study does next: a pure function of its definition, its runs so far and the decisions that were made. Asked
// again after every change, after a crash too; decisions are stored before anything is done about them.
#pragma once

#include <string>
#include <vector>

#include "core/study/facts.h"

namespace headroom {

/// One line of studies/<id>/decisions.jsonl, with the numbers it rests on.
/// {"kind": "learning rate", "scale", "arm", "rate", "note", "cell", "trials": [{"rate", "loss"}]}
/// {"kind": "rung", "scale", "cell", "cells", "kept": [arm], "dropped": [arm], "gains": [{"arm", "ceg", "high", …}]}
/// "cell" (the baseline's of a rung) and "cells" (of what was dropped) are hashes: where a later version changes such a
/// cell, it is decided again. {"kind": "state", "state": "running"|"paused"|"stopped"|"finished", "reason"?},
/// {"kind": "version", …}, {"kind": "plan", "plan"}: the engine's, but for a pause where nothing can follow.
struct NextSteps {
  struct Submit {
    StudyRun run;
    RunId trunk;  // of a cooldown
  };
  std::vector<Submit> submit;
  std::vector<RunId> retry;  // resume these
  Decisions decisions;       // new ones; those that follow from them come with the next call
  bool finished = false;     // nothing is left to do, now or later
};

Result<NextSteps> nextSteps(const ResolvedStudy& study, const std::vector<StudyFact>& facts,
                            const Decisions& decisions);

}  // namespace headroom
