// Cells of a study that is there, taken up by its next version: seeds are added and limits changed without asking
// templates again, so that what a program ships later changes neither history nor the runs that follow it.
#pragma once

#include "core/study/cells.h"

namespace headroom {

/// Whether all cells of `study` stand in `known` as they would be asked for: it differs in seeds, searches, ladder,
/// limits or names alone, or leaves arms and scales out.
bool hasCellsFor(const ResolvedStudy& known, const Study& study);

/// `study` with the cells of `known`, which has them (hasCellsFor).
ResolvedStudy withStoredCells(const ResolvedStudy& known, const Study& study);

/// Those cells built again from their definitions, for a plan; their data are opened.
Result<StudyCells> builtAgain(const ResolvedStudy& study);

}  // namespace headroom
