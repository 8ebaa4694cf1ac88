// Reads loss curves from a table with the columns arm,scale,seed,step,tokens,flops,seconds,loss; one row an evaluation.
#pragma once

#include <filesystem>

#include "core/analysis/curves.h"
#include "core/base/result.h"

namespace headroom {

/// Linear in rows, about 100 bytes a row. Errors are BadInput: "curves.csv:17: flops falls from 4e12 to 3e12; flops is
/// cumulative over the run." Curves and warnings do not depend on the order of rows.
Result<CurveTable> readCurves(const std::filesystem::path& path);

}  // namespace headroom
