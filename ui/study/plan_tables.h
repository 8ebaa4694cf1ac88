// A plan as a table and sentences; and the plan beside what has been done.
#pragma once

#include <QStringList>

#include "core/study/study_result.h"
#include "ui/study/text_table.h"

namespace headroom {

TextTable planTable(const StudyPlan& plan);
/// Runs, FLOPs, time, memory, money, noise, slope: a sentence each.
QStringList planLines(const Study& study, const StudyPlan& plan);
/// "441 runs, 1.2 PFLOP, about 3 h; smallest gain found: nano 1.12×, micro 1.10×"
QString planWords(const StudyPlan& plan);

/// By scale: planned runs, FLOPs, time and smallest gain beside what was done and what noise turned out to be.
TextTable progressTable(const StudyResult& study);
/// "Runs: arm × scale × seed — 60 of 63 ended, about 9 min left"
QString progressLine(const StudyResult& study);

}  // namespace headroom
