// What stands behind the numbers: rates, the paper's beside ours, warnings, decisions, definition, machines, every run.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/study/paper_claims.h"
#include "ui/report/study_report_parts.h"

namespace headroom::study_report {
namespace {

QString plain(const Json& value) {
  if (value.is_string()) return shown(value.get<std::string>());
  if (value.is_null()) return none();
  if (value.is_boolean()) return value.get<bool>() ? tr("yes") : tr("no");
  if (!value.is_array()) return shown(dump(value));
  QStringList items;
  for (const Json& item : value) items << plain(item);
  return items.isEmpty() ? none() : items.join(QStringLiteral(", "));
}

QString paperText(const PaperNumber& number) {
  return shown(formatFixed(number.loss, 3)) + QStringLiteral("; ") + shown(formatFixed(number.ceg, 3)) +
         (number.auxiliary ? QStringLiteral(" a") : QString()) + (number.adjusted ? QStringLiteral(" *") : QString());
}

QString briefly(const std::optional<GainEstimate>& gain) {
  return gain ? shown(formatFixed(gain->ceg, 3)) : none();
}

/// Ours, by the study's own estimator.
QString oursText(const StudyResult& result, const std::string& arm, const std::string& scale) {
  if (result.rigorous) {
    if (arm == result.study().baseline) return tr("1 (baseline)");
    for (const RigorousCell& cell : result.rigorous->cells)
      if (cell.arm == arm && cell.scale == scale)
        return cell.step ? gainText(cell.step) + QStringLiteral(" · ") + briefly(cell.flop) + QStringLiteral(" · ") +
                               briefly(cell.wall)
                         : tr("refused: %1").arg(shown(cell.reason));
    return none();
  }
  QStringList texts;
  for (const PaperCell& cell : result.paper->cells) {
    if (cell.arm != arm || cell.scale != scale) continue;
    const PaperGain& gain = cell.gain;
    texts << lossText(cell.minLoss) + QStringLiteral("; ") +
                 (gain.status == PaperGain::Status::Refused
                      ? tr("refused")
                      : shown(formatFixed(gain.ceg, 3)) +
                            (gain.status == PaperGain::Status::Auxiliary ? QStringLiteral(" a") : QString()));
  }
  return texts.isEmpty() ? none() : texts.join(QStringLiteral(" · "));
}

QString planText(const Json& document) {
  const auto plan = studyPlanFrom(document, "the stored plan");
  if (!plan) return shown(plan.error().message);
  return tr("plan: %1 runs, %2%3")
      .arg(countText(plan->runs), shown(formatUnit(plan->flops, "FLOP")),
           plan->seconds ? tr(", about %1 (modelled)").arg(shown(formatDuration(*plan->seconds))) : QString());
}

/// "at nano: kept none and rope, dropped mqa (rope 1.210, at most 1.300)"
QString sayDecision(const Json& decision) {
  const std::string kind = decision.value("kind", "");
  const QString scale = shown(decision.value("scale", ""));
  if (kind == "state") {
    const std::string reason = decision.value("reason", "");
    return tr("the study is %1").arg(shown(decision.value("state", ""))) +
           (reason.empty() ? QString() : QStringLiteral(": ") + shown(reason));
  }
  if (kind == "plan") return planText(decision.value("plan", Json()));
  if (kind == "version") return tr("version %1 of the definition").arg(plain(decision.value("version", Json())));
  if (kind == "learning rate")
    return tr("learning rate of %1 at scale %2: %3")
               .arg(shown(decision.value("arm", "")), scale, rateText(decision.value("rate", 0.0))) +
           (decision.value("note", "").empty() ? QString() : QStringLiteral("; ") + shown(decision.value("note", "")));
  if (kind == "rung") {
    QStringList gains;
    for (const Json& gain : decision.value("gains", Json::array()))
      if (gain.is_object() && gain.contains("ceg") && gain["ceg"].is_number())
        gains << shown(gain.value("arm", "")) + QStringLiteral(" ") + shown(formatFixed(gain["ceg"].get<double>(), 3));
    return tr("after scale %1: kept %2; dropped %3")
               .arg(scale, plain(decision.value("kept", Json())), plain(decision.value("dropped", Json()))) +
           (gains.isEmpty() ? QString() : tr(" (gains: %1)").arg(gains.join(QStringLiteral(", "))));
  }
  return shown(dump(decision));
}

void addDecisions(RunReport& report, const StudyResult& result) {
  if (result.decisions.empty()) return;
  report.parts.push_back(ReportHeading{tr("Decisions")});
  ReportTable table{.header = {tr("when"), tr("what was decided")}, .rows = {}, .note = {}};
  for (const Json& decision : result.decisions)
    if (decision.is_object()) table.rows.push_back({plain(decision.value("time", Json())), sayDecision(decision)});
  report.parts.push_back(std::move(table));
}

void addEnvironment(RunReport& report, const ReportedStudy& reported) {
  report.parts.push_back(ReportHeading{tr("Environment")});
  std::size_t known = 0;
  for (const ReportedMachine& machine : reported.machines) known += !machine.machine.empty();
  if (known == 0) {
    report.parts.push_back(ReportText{tr("No run of this study carries an environment.")});
    return;
  }
  if (known > 1)
    report.parts.push_back(
        ReportText{tr("The runs differ in machine, program or settings of the machine: gains per "
                      "second compare seconds of all of them.")});
  for (const ReportedMachine& machine : reported.machines) {
    ReportTable table{
        .header = {tr("machine of %1 runs").arg(countText(machine.runs)), tr("value")}, .rows = {}, .note = {}};
    for (const auto& [key, value] : machine.machine.items()) {
      QString name = shown(key);
      table.rows.push_back({name.replace('_', ' '), plain(value)});
    }
    if (table.rows.empty()) table.rows.push_back({tr("environment"), tr("not known")});
    report.parts.push_back(std::move(table));
  }
}

void addProvenance(RunReport& report, const ReportedStudy& reported) {
  report.parts.push_back(ReportHeading{tr("Provenance")});
  ReportTable table{.header = {tr("what"), tr("value")},
                    .rows = {},
                    .note = tr("Run ids, seeds and hashes of the "
                               "definitions stand in the appendix.")};
  const auto isTable = [](const Json& value) {
    return value.is_object() || (value.is_array() && !value.empty() && value.front().is_structured());
  };
  for (const auto& [key, value] : reported.provenance.items()) {
    if (isTable(value)) continue;
    QString name = shown(key);
    table.rows.push_back({name.replace('_', ' '), plain(value)});
  }
  report.parts.push_back(std::move(table));
  const Json left = reported.provenance.value("points_left_out", Json::array());
  if (!left.is_array() || left.empty()) return;
  report.parts.push_back(ReportText{tr("Points that no gain was computed from:")});
  QStringList items;
  for (const Json& one : left)
    if (one.is_object())
      items << tr("%1 at scale %2, seed %3: %4")
                   .arg(plain(one.value("arm", Json())), plain(one.value("scale", Json())),
                        plain(one.value("seed", Json())), plain(one.value("why", Json())));
  report.parts.push_back(ReportList{items});
}

void addRuns(RunReport& report, const ReportedStudy& reported) {
  report.parts.push_back(ReportHeading{tr("Appendix: every run")});
  ReportTable table{.header = {tr("run"), tr("arm"), tr("scale"), tr("seed"), tr("learning rate"), tr("steps"),
                               tr("role"), tr("state"), tr("final loss"), tr("definition")},
                    .rows = {},
                    .note = tr("Losses in nats per token. Definition: the beginning of its hash.")};
  const Study& study = reported.result->study();
  const auto place = [&](const StudyFact* fact) {
    const auto scale = std::find(study.scales.begin(), study.scales.end(), fact->run.scale);
    return std::tuple(scale - study.scales.begin(), colourOf(*reported.result, fact->run.arm), fact->run.seed,
                      fact->run.learningRate, fact->run.role, fact->run.horizon);
  };
  std::vector<const StudyFact*> facts;
  for (const StudyFact& fact : reported.result->facts) facts.push_back(&fact);
  std::stable_sort(facts.begin(), facts.end(), [&](const auto* a, const auto* b) { return place(a) < place(b); });
  for (const StudyFact* each : facts) {
    const StudyFact& fact = *each;
    const auto run = reported.runs.find(fact.id);
    const std::string role = fact.run.role == RunRole::Whole ? "whole run" : std::string(word(fact.run.role));
    table.rows.push_back(
        {shown(fact.id.text), shown(fact.run.arm), shown(fact.run.scale), QString::number(fact.run.seed),
         rateText(fact.run.learningRate), shown(formatGrouped(fact.run.horizon)), shown(role), shown(word(fact.state)),
         lossText(fact.loss()), run == reported.runs.end() ? none() : shown(run->second.definitionHash.substr(0, 8))});
  }
  if (table.rows.empty()) {
    report.parts.push_back(ReportText{tr("The study has no run yet.")});
    return;
  }
  report.parts.push_back(std::move(table));
}

}  // namespace

void addRates(RunReport& report, const ReportedStudy& reported) {
  const StudyResult& result = *reported.result;
  ReportTable table{
      .header = {tr("scale"), tr("arm"), tr("rate used"), tr("loss at each rate tried"), tr("what a wrong rate costs")},
      .rows = {},
      .note = tr("Cost: mean over the rates tried of the loss above the least, in nats; diverged counts "
                 "as the loss at the start.")};
  for (const RateFinding& finding : result.rates) {
    if (finding.trials.empty()) continue;
    std::vector<RateTrial> trials = finding.trials;
    std::sort(trials.begin(), trials.end(), [](const auto& a, const auto& b) { return a.rate < b.rate; });
    QStringList losses;
    for (const RateTrial& trial : trials) losses << rateText(trial.rate) + QStringLiteral(": ") + lossText(trial.loss);
    table.rows.push_back({shown(finding.scale), shown(finding.arm), rateText(finding.rate),
                          losses.join(QStringLiteral(" · ")),
                          finding.sensitivity ? shown(formatFixed(*finding.sensitivity, 4)) : none()});
  }
  if (table.rows.empty()) return;
  report.parts.push_back(ReportHeading{tr("Learning rates")});
  report.parts.push_back(std::move(table));
}

void addPaper(RunReport& report, const ReportedStudy& reported) {
  const StudyResult& result = *reported.result;
  const bool gains = result.rigorous || result.paper;
  if (gains && bearsPaperNames(result.study())) {
    report.parts.push_back(ReportHeading{tr("Beside the paper")});
    ReportTable table{.header = {tr("arm"), tr("paper, compact"), tr("paper, full")}, .rows = {}, .note = {}};
    for (const std::string& scale : result.study().scales) table.header << tr("here, %1").arg(shown(scale));
    for (const PaperRow& row : paperTable()) {
      if (!result.study().arm(row.arm)) continue;
      QStringList cells{shown(row.arm), paperText(row.compact), paperText(row.full)};
      for (const std::string& scale : result.study().scales) cells << oursText(result, row.arm, scale);
      table.rows.push_back(std::move(cells));
    }
    table.note = tr("Paper: smallest smoothed validation loss; gain per step. a: the arm never reached the baseline's "
                    "last loss and was measured at its own smallest. *: adjusted after smoothing by |LayerNorm − "
                    "None|, so not a direct measurement and no target. ") +
                 (result.paper ? tr("Here: the same two numbers, by the same rule.")
                               : tr("Here: gain per step with its interval · per FLOP · per second, by the rigorous "
                                    "estimator; the two rules measure different quantities and are not mixed in one "
                                    "column."));
    report.parts.push_back(std::move(table));
    ReportTable claims{.header = {tr("claim"), tr("scale"), tr("here"), tr("numbers")}, .rows = {}, .note = {}};
    for (const PaperClaim& claim : paperClaims(result))
      claims.rows.push_back({shown(claim.claim), shown(claim.scale), shown(word(claim.verdict)), shown(claim.numbers)});
    if (!claims.rows.empty()) report.parts.push_back(std::move(claims));
  }
  if (!result.paper) return;
  report.parts.push_back(ReportHeading{tr("Known weaknesses of the paper's rule")});
  QStringList weaknesses;
  for (const std::string& weakness : paperWeaknesses()) weaknesses << shown(weakness);
  report.parts.push_back(ReportList{weaknesses});
}

void addNotes(RunReport& report, const ReportedStudy& reported) {
  const StudyResult& result = *reported.result;
  QStringList notes;
  const auto add = [&](const QString& note) {
    if (!note.isEmpty() && !notes.contains(note)) notes << note;
  };
  for (const std::string& note : result.notes) add(shown(note));
  for (const ResolvedCell& cell : result.resolved.cells)
    if (!cell.note.empty()) add(tr("%1 at scale %2: %3").arg(shown(cell.arm), shown(cell.scale), shown(cell.note)));
  if (result.rigorous)
    for (const std::string& warning : result.rigorous->warnings) add(shown(warning));
  if (result.paper)
    for (const std::string& warning : result.paper->warnings) add(shown(warning));
  if (result.sharedRate)
    for (const std::string& warning : result.sharedRate->warnings)
      add(tr("at the shared rate: %1").arg(shown(warning)));
  for (const MatrixCell& cell : result.matrix)
    if (cell.dropped) add(tr("%1 was dropped by the ladder before scale %2").arg(shown(cell.arm), shown(cell.scale)));
  if (notes.isEmpty()) return;
  report.parts.push_back(ReportHeading{tr("Warnings and notes")});
  report.parts.push_back(ReportList{notes});
}

void addRecord(RunReport& report, const ReportedStudy& reported) {
  const StudyResult& result = *reported.result;
  addDecisions(report, result);
  report.parts.push_back(ReportHeading{tr("Definition")});
  report.parts.push_back(ReportCode{shown(dump(toJson(result.study()), 2))});
  addEnvironment(report, reported);
  addProvenance(report, reported);
  report.parts.push_back(ReportHeading{tr("Reproduce")});
  if (const auto command = reproduction(result.resolved)) {
    report.parts.push_back(ReportCode{shown(*command)});
  } else {
    report.parts.push_back(ReportText{shown(command.error().message)});
    report.parts.push_back(ReportCode{QStringLiteral("headroom study start study.json")});
  }
  addRuns(report, reported);
}

}  // namespace headroom::study_report
