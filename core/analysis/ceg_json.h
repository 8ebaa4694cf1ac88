// The object of `headroom ceg --json`: format headroom.ceg, version 1. Keys are always present, null = does not apply.
#pragma once

#include "core/analysis/ceg_paper.h"
#include "core/analysis/ceg_rigorous.h"
#include "core/analysis/live_ceg.h"
#include "core/base/json.h"

namespace headroom {

Json toJson(const PaperResult& result);
Json toJson(const RigorousResult& result);
/// {"value": x|null, "reason": null|sentence}
Json toJson(const Gain& gain);

}  // namespace headroom
