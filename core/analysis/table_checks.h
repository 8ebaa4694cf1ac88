// What every estimator asks of a table: which arm is meant, and whether steps of two arms can be compared.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/analysis/curves.h"
#include "core/base/result.h"

namespace headroom {

/// BadInput with up to eight arms that there are.
Result<std::uint32_t> armCalled(const CurveTable& table, const std::string& name);

/// One sentence for each (scale, arm) with a run whose tokens a step differ from its baseline's by more than 0.1 %.
std::vector<std::string> tokenWarnings(const CurveTable& table, std::uint32_t baseline);

}  // namespace headroom
