// Loss curves as a table with the columns arm,scale,seed,step,tokens,flops,seconds,loss; one row an evaluation.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/analysis/curves.h"
#include "core/base/result.h"

namespace headroom {

/// Linear in rows, about 100 bytes a row. Errors are BadInput: "curves.csv:17: flops falls from 4e12 to 3e12; flops is
/// cumulative over the run." Curves and warnings do not depend on the order of rows.
Result<CurveTable> readCurves(const std::filesystem::path& path);

/// As a reader of its CSV sees it: arms and scales in order of first appearance, those without a run left out. Tokens,
/// FLOPs or seconds that fall along a run (cooldowns of one trunk at different loads of a machine) become unknown, with
/// a warning.
CurveTable asWritten(const CurveTable& table);
/// Numbers in the shortest form that reads back to the same double. readCurves() of it is asWritten(table).
std::string toCsv(const CurveTable& table);
/// One field, quoted where it must be (RFC 4180).
std::string csvField(std::string_view text);

}  // namespace headroom
