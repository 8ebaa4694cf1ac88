// The sections of a study's report, in its order. Each adds itself where the study has something to say there.
#pragma once

#include <QObject>

#include "core/analysis/loss_curve.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/study/study_answer.h"
#include "ui/report/study_report.h"

namespace headroom::study_report {

inline QString tr(const char* text) {
  return QObject::tr(text);
}
inline QString shown(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
inline QString none() {
  return QStringLiteral("—");
}

// Every number of a kind is written by one function, so that tables, charts and sentences agree to the last digit.
QString gainText(const std::optional<GainEstimate>& gain);
QString lossText(const std::optional<double>& loss);
QString rateText(double rate);
QString countText(std::size_t count);

/// Usable runs of one arm at one scale.
std::vector<UsableRun> usableRuns(const StudyResult& result, const std::string& arm, const std::string& scale);
/// Arms in the order of the study, the baseline first.
std::vector<std::string> armsOf(const StudyResult& result);
int colourOf(const StudyResult& result, const std::string& arm);

void addMethod(RunReport& report, const ReportedStudy& reported);
void addPlan(RunReport& report, const ReportedStudy& reported);
void addResults(RunReport& report, const ReportedStudy& reported);
void addFloors(RunReport& report, const ReportedStudy& reported);
void addLasting(RunReport& report, const ReportedStudy& reported);
void addTogether(RunReport& report, const ReportedStudy& reported);
void addSharedRate(RunReport& report, const ReportedStudy& reported);
void addRates(RunReport& report, const ReportedStudy& reported);
void addLossCurves(RunReport& report, const ReportedStudy& reported);
void addPaper(RunReport& report, const ReportedStudy& reported);
void addNotes(RunReport& report, const ReportedStudy& reported);
void addRecord(RunReport& report, const ReportedStudy& reported);

}  // namespace headroom::study_report
