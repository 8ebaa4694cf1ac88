// A study made ready: its cells, its plan, and what keeps it from starting here; and the requests to the engine. The
// command line and the window prepare and ask alike.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/study/study_result.h"

namespace headroom {

/// What a plan rests on besides the study.
struct Preparation {
  Json doctor = {};                              // measured roofs, or null
  std::map<std::string, NoiseAssumption> pilot;  // noise by scale (pilot.h)
  Room room;                                     // what this machine has left
  std::string device = "auto";                   // auto, cpu or cuda
  std::map<std::string, std::size_t> written;    // runs whose checkpoints lie here already, by scale
};

struct PreparedStudy {
  ResolvedStudy resolved;
  StudyPlan plan;
  std::string dataHash;
  std::optional<Error> refusal;  // why it cannot start here

  const Study& study() const { return resolved.study; }
};

/// Errors are those of a definition that cannot be; what does not fit this machine is a refusal beside the plan.
Result<PreparedStudy> prepareStudy(const Study& study, const Preparation& how);
/// As the next version of `known`: cells that stay as they are come from there, not from templates; what its runs have
/// written already needs no more room.
Result<PreparedStudy> prepareVersion(const StudyResult& known, const Study& study, const Preparation& how);

/// {"do": "study-start", …} and {"do": "study-replace", …}, with the plan and the hash of the data.
Json startRequest(const PreparedStudy& prepared);
Json replaceRequest(const StudyId& study, const PreparedStudy& prepared);

}  // namespace headroom
