// The charts of a study as plain data: the page shows them, the report prints the same. Pure functions of the result.
#pragma once

#include "core/study/study_result.h"
#include "ui/charts/chart_spec.h"
#include "ui/charts/gain_chart.h"

namespace headroom {

/// Arms beside the baseline in the study's order; an arm keeps its colour in every chart.
std::vector<std::string> comparedArms(const Study& study);
int colourOf(const Study& study, const std::string& arm);
const RigorousCell* cellOf(const std::optional<RigorousResult>& result, const std::string& arm,
                           const std::string& scale);
/// A gain as it is shown: absent with its reason, without an interval where there was one pair.
ShownGain shown(const std::optional<GainEstimate>& gain, const std::string& reason, const std::string& absent);

/// Gains of one scale, the noise floor behind them. By the paper's rule: one dot a run, per step alone.
GainChart gainChart(const StudyResult& study, const std::string& scale);
/// Gain per FLOP over the baseline's compute, with whiskers; the law's band dashed where there is a law.
ChartSpec cegAgainstCompute(const StudyResult& study);
/// Gain per step along the loss with its band.
ChartSpec cegAgainstLoss(const StudyResult& study, const std::string& arm, const std::string& scale);
/// What was measured: annealed ends (or all points of whole runs) over FLOPs, every seed, a colour an arm.
ChartSpec lossCurves(const StudyResult& study, const std::string& scale);

}  // namespace headroom
