// A declared space of candidates: what a person allows to be edited. Every combination becomes an arm.
//
//   "space": [ {"patches": ["", "layernorm", "rmsnorm"]},              one of these arms, "" = none
//              {"key": "activation", "values": ["gelu", "silu"]},     a setting; the first value is the baseline's
//              {"recipes": ["", "muon"]} ]
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/study/study.h"

namespace headroom {

/// All combinations but the one that changes nothing, named "layernorm + activation=silu". BadInput with the path of
/// the place for a dimension that is none, and for more than 1,000 combinations.
Result<std::vector<StudyArm>> armsOfSpace(const Json& space, const std::string& path, const std::string& source);

}  // namespace headroom
