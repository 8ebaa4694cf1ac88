// The tables of a study as texts: verdicts, changes together, learning rates, decisions, the paper's numbers beside
// ours. Pure functions of the result.
#pragma once

#include "core/study/study_result.h"
#include "ui/study/text_table.h"

namespace headroom {

/// Arms of the paper at work on the paper's baseline: its words and numbers stand beside ours.
bool ofPaper(const Study& study);

/// Slope with its interval, verdict, words. By the paper's rule: why there is none.
TextTable verdictTable(const StudyResult& study);
/// Every gain of every scale: three together, p, pairs, divergence, target.
TextTable gainTable(const StudyResult& study);
/// "layernorm × rope alone multiply to 2.01; measured together 1.86 [1.74, 1.99] → additivity 0.89", a line a scale.
QStringList togetherLines(const StudyResult& study);
TextTable pairwiseTable(const StudyResult& study, const std::string& scale);
TextTable shapleyTable(const StudyResult& study);
/// Gains at the baseline's rate beside those at each arm's own; empty where every arm's rate was not searched.
TextTable sharedRateTable(const StudyResult& study);
TextTable rateTable(const StudyResult& study);
TextTable lawTable(const StudyResult& study);
TextTable decisionTable(const StudyResult& study);
TextTable paperTable(const StudyResult& study);
/// Notes, warnings, and under numbers of the paper's rule its weaknesses.
QStringList noteLines(const StudyResult& study);

}  // namespace headroom
