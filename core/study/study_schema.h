// The form of a study's definition as JSON Schema (draft 2020-12), for editors and other programs.
#pragma once

#include "core/base/json.h"

namespace headroom {

/// Every key of format headroom.study, version 1, with its type, range, default and meaning. studyFrom() is the judge;
/// the schema cannot say what keys must agree on (a baseline that is an arm, names that differ).
Json studySchema();

}  // namespace headroom
