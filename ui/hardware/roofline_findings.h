// What the Hardware page shows of a profile and of measured roofs, as plain data: lines, points, tables, shares.
#pragma once

#include <vector>

#include "core/arch/what_if.h"
#include "ui/hardware/machine_panel.h"
#include "ui/hardware/roofline_chart.h"
#include "ui/study/text_table.h"

namespace headroom {

/// A document of `headroom doctor`: has it the roofs of a GPU, and how is the device called?
bool hasGpuRoofs(const Json& doctor);
QString deviceName(const Json& doctor, bool gpu);

/// Levels of memory and precisions, as measured with all threads; `published`: what the datasheet says, dashed.
std::vector<RoofLine> roofLines(const Json& doctor, bool gpu, bool published);
std::vector<RoofRow> roofRows(const Json& doctor);
/// "measured 2026-01-31 14:02, 2 threads"
QString measuredText(const Json& doctor);

/// The points of a profile; `after`: where a change would move them (null: no arrows).
std::vector<RooflinePoint> rooflinePoints(const StepProfile& profile, const StepProfile* after);
TextTable pointsTable(const StepProfile& profile);

/// "FlashAttention", "Fuse norms …" with from and to.
QString changeText(const WhatIf& change);
/// What it does to the loss: nothing, or that only training tells.
QString changeHelp(const WhatIf& change);
TextTable changesTable(const StepProfile& before, const std::vector<WhatIf>& changes, Phase phase);

/// Part of the step by family of blocks and the optimizer, largest first.
struct FamilyShare {
  QString name;
  std::optional<Family> family;
  double share = 0;
};
std::vector<FamilyShare> familyShares(const StepProfile& profile);

}  // namespace headroom
