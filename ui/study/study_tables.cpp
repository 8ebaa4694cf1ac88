#include "ui/study/study_tables.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/base/units.h"
#include "core/study/paper_claims.h"
#include "ui/study/plan_tables.h"
#include "ui/study/study_charts.h"

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("StudyTables", text);
}

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QString fixed(double value, int digits) {
  QString digitsOf = text(formatFixed(value, digits));
  if (digitsOf.startsWith('-') && digitsOf.toDouble() == 0) digitsOf.remove(0, 1);
  return digitsOf.replace('-', QStringLiteral("−"));
}

QString dash() {
  return QStringLiteral("–");
}

QString interval(double value, const std::optional<double>& low, const std::optional<double>& high, int digits) {
  QString shownText = fixed(value, digits);
  if (low && high) shownText += QStringLiteral(" [%1, %2]").arg(fixed(*low, digits), fixed(*high, digits));
  return shownText;
}

/// Stands under every table of gains that may still move.
QString provisionalNote(const StudyResult& study) {
  return study.provisional() ? tr("Provisional: the study has not ended.") : QString();
}

/// A gain, or a dash whose tooltip says why.
TextCell gainCell(const ShownGain& gain) {
  return {gainText(gain), gain.reason};
}

/// A bound where the gain itself is refused because no loss was reached by both.
TextCell gainCell(const ShownGain& gain, const RigorousCell& cell, std::optional<double> bound) {
  if (gain.ceg || !cell.bound || !bound) return gainCell(gain);
  return {text(boundText(*cell.bound, *bound)), gain.reason};
}

TextCell gainCell(const std::optional<GainEstimate>& gain, const QString& why) {
  if (!gain) return {dash(), why};
  return {interval(gain->ceg, gain->low, gain->high, 3),
          gain->low ? QString() : tr("one seed: no interval can be given")};
}

QString pText(const std::optional<double>& p) {
  if (!p) return dash();
  return *p < 0.001 ? tr("< 0.001") : text(formatFixed(*p, 3));
}

TextCell verdictCell(const ArmVerdict& verdict) {
  const Chip chip = verdict.verdict == Verdict::Independent ? Chip::Good
                    : verdict.verdict == Verdict::Dependent ? Chip::Warn
                                                            : Chip::Neutral;
  return {text(std::string(word(verdict.verdict))), text(verdict.words()), chip};
}

QString rateText(double rate) {
  return QString::number(rate, 'g', 3);
}

QString timesWords(const std::vector<std::string>& changes) {
  QStringList names;
  for (const std::string& change : changes) names << text(change);
  return names.join(QStringLiteral(" × "));
}

/// "1.84 [1.77, 1.91] per step, 1.84 per FLOP, 2.16 per second"
QString measuredTogether(const StudyResult& study, const ScaleInteractions& one) {
  if (!one.measured) return dash();
  const RigorousCell* cell = cellOf(study.rigorous, one.together, one.scale);
  const auto said = [](const std::optional<GainEstimate>& gain) { return gain ? fixed(gain->ceg, 2) : dash(); };
  return tr("%1 per step, %2 per FLOP, %3 per second")
      .arg(interval(one.measured->ceg, one.measured->low, one.measured->high, 2), cell ? said(cell->flop) : dash(),
           cell ? said(cell->wall) : dash());
}

/// The three gains of a cell in one, the first with its interval: "1.400 [1.352, 1.449] · 1.380 · 1.210".
TextCell threeGains(const GainRow& row) {
  const auto brief = [](const ShownGain& gain) { return gain.ceg ? fixed(*gain.ceg, 3) : dash(); };
  QStringList reasons;
  for (const ShownGain* gain : {&row.step, &row.flop, &row.wall})
    if (!gain->reason.isEmpty() && !reasons.contains(gain->reason)) reasons << gain->reason;
  return {QStringLiteral("%1 · %2 · %3").arg(gainText(row.step), brief(row.flop), brief(row.wall)), reasons.join('\n')};
}

}  // namespace

bool ofPaper(const Study& study) {
  return study.model == "paper/none" && study.baseline == "none";
}

TextTable verdictTable(const StudyResult& study) {
  TextTable table{.title = tr("Verdicts"),
                  .note = provisionalNote(study),
                  .columns = {{tr("arm")}, {tr("slope d ln CEG / d ln C"), true}, {tr("verdict")}}};
  const bool paper = ofPaper(study.study());
  if (paper) table.columns.push_back({tr("paper says")});
  table.columns.push_back({tr("in words")});
  if (study.paper) {
    table.empty =
        tr("The paper's rule has no intervals, so nothing can be said about the slope. Its two scales differ in "
           "width, depth, context, dropout, learning rate and batch at once.");
    return table;
  }
  if (!study.rigorous) {
    table.empty = text(study.noGains);
    return table;
  }
  for (const ArmVerdict& verdict : study.rigorous->arms) {
    std::vector<TextCell> row{{text(verdict.arm)}};
    row.push_back(verdict.slope
                      ? TextCell{interval(verdict.slope->value, verdict.slope->low, verdict.slope->high, 2),
                                 tr("p = %1 after Holm, over %2 scales").arg(pText(verdict.pHolm)).arg(verdict.scales)}
                      : TextCell{dash(), text(verdict.reason)});
    row.push_back(verdictCell(verdict));
    if (paper) {
      const std::string says(paperVerdict(verdict.arm));
      row.push_back({says.empty() ? dash() : text(says), tr("from two scales, which can only be undetermined")});
    }
    row.push_back({text(verdict.words())});
    table.rows.push_back(std::move(row));
  }
  if (table.rows.empty()) table.empty = tr("No arm has a gain yet.");
  return table;
}

TextTable gainTable(const StudyResult& study) {
  TextTable table{.title = tr("Gains at every scale"), .note = provisionalNote(study), .empty = text(study.noGains)};
  if (study.paper) {
    table.title = tr("Gains by the paper's rule, as published");
    table.columns = {{tr("arm")},
                     {tr("scale")},
                     {tr("seed"), true},
                     {tr("CEG"), true},
                     {tr("kind")},
                     {tr("target loss"), true},
                     {tr("evaluations"), true}};
    for (const PaperCell& cell : study.paper->cells) {
      const bool refused = cell.gain.status == PaperGain::Status::Refused;
      const QString why = text(cell.gain.reason);
      table.rows.push_back(
          {{text(cell.arm)},
           {text(cell.scale)},
           {QString::number(cell.seed)},
           {refused ? dash() : fixed(cell.gain.ceg, 3), why},
           {text(std::string(word(cell.gain.status))), why},
           {refused ? dash() : fixed(cell.gain.targetLoss, 4), why},
           {refused ? dash() : QStringLiteral("%1/%2").arg(cell.gain.baselineEvaluations).arg(cell.gain.armEvaluations),
            why}});
    }
    return table;
  }
  table.columns = {{tr("arm")},
                   {tr("scale")},
                   {tr("per step"), true},
                   {tr("per FLOP"), true},
                   {tr("per second here"), true},
                   {tr("p (Holm)"), true},
                   {tr("pairs"), true},
                   {tr("diverged")},
                   {tr("target loss"), true},
                   {tr("what to know")}};
  if (!study.rigorous) return table;
  for (const RigorousCell& cell : study.rigorous->cells) {
    const GainChart chart = gainChart(study, cell.scale);
    const auto row = std::find_if(chart.rows.begin(), chart.rows.end(),
                                  [&](const GainRow& one) { return one.name == text(cell.arm); });
    if (row == chart.rows.end()) continue;
    QStringList known;
    if (!cell.reason.empty()) known << text(cell.reason);
    if (cell.bound) known << text(boundWords(*cell.bound));
    if (cell.extrapolated) known << tr("extrapolated %1×").arg(fixed(*cell.extrapolated, 2));
    const auto diverged = tr("arm %1, baseline %2").arg(cell.divergedArm).arg(cell.divergedBaseline);
    table.rows.push_back({{text(cell.arm)},
                          {text(cell.scale)},
                          gainCell(row->step, cell, cell.bound ? std::optional(cell.bound->step) : std::nullopt),
                          gainCell(row->flop, cell, cell.bound ? cell.bound->flop : std::nullopt),
                          gainCell(row->wall, cell, cell.bound ? cell.bound->wall : std::nullopt),
                          {pText(cell.pHolm)},
                          {QString::number(cell.pairs)},
                          {cell.divergedArm + cell.divergedBaseline > 0 ? diverged : tr("none")},
                          {cell.targetLoss ? fixed(*cell.targetLoss, 4) : dash(), text(cell.reason)},
                          {known.join(QStringLiteral("; "))}});
  }
  return table;
}

QStringList togetherLines(const StudyResult& study) {
  QStringList lines;
  for (const ScaleInteractions& one : study.interactions) {
    const QString product = one.product ? fixed(*one.product, 2) : tr("– (one of them has no gain)");
    const QString additivity = one.found.additivity ? fixed(*one.found.additivity, 2)
                                                    : tr("– (a set is missing, or the gains lie within their noise)");
    lines << tr("%1: %2 alone multiply to %3 per step; measured together %4 → additivity %5")
                 .arg(text(one.scale), timesWords(one.changes), product, measuredTogether(study, one), additivity);
  }
  return lines;
}

TextTable pairwiseTable(const StudyResult& study, const std::string& scale) {
  TextTable table{
      .title = tr("Pairs of changes, scale %1").arg(text(scale)),
      .note = tr("Gain per step of both ÷ product of each alone: 1 = they multiply, below 1 = they overlap. Gains "
                 "per FLOP and per second stand under Numbers."),
      .columns = {{QString()}}};
  for (const ScaleInteractions& one : study.interactions) {
    if (one.scale != scale) continue;
    for (const std::string& change : one.changes) table.columns.push_back({text(change), true});
    const bool some = std::any_of(one.found.pairwise.begin(), one.found.pairwise.end(), [](const auto& gains) {
      return std::any_of(gains.begin(), gains.end(), [](const auto& gain) { return gain.has_value(); });
    });
    table.empty = tr("No arm of this study has two of these changes alone.");
    for (std::size_t i = 0; some && i < one.found.pairwise.size(); ++i) {
      std::vector<TextCell> row{{text(one.changes[i])}};
      for (std::size_t j = 0; j < one.found.pairwise[i].size(); ++j)
        row.push_back(i == j ? TextCell{} : gainCell(one.found.pairwise[i][j], tr("no arm has these two alone")));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

TextTable shapleyTable(const StudyResult& study) {
  TextTable table{
      .title = tr("Shares of the joint gain (Shapley)"),
      .note =
          tr("What each change adds to the gain per step on average over all orders; needs every subset. Their product "
             "is the joint gain. Gains per FLOP and per second stand under Numbers."),
      .columns = {{tr("scale")}, {tr("change")}, {tr("share, ×"), true}}};
  if (!study.interactions.empty()) table.empty = tr("Not every subset of the changes has a gain in this study.");
  for (const ScaleInteractions& one : study.interactions)
    for (std::size_t i = 0; i < one.found.shapley.size() && i < one.changes.size(); ++i)
      if (one.found.shapley[i])
        table.rows.push_back({{text(one.scale)}, {text(one.changes[i])}, gainCell(one.found.shapley[i], {})});
  return table;
}

TextTable sharedRateTable(const StudyResult& study) {
  TextTable table{.title = tr("Shared against tuned learning rate"),
                  .note = tr("Shared: the arm at the baseline's tuned rate. Tuned: each at its own. The difference is "
                             "what tuning gave the arm."),
                  .columns = {{tr("arm")},
                              {tr("scale")},
                              {tr("per step, shared"), true},
                              {tr("per step, tuned"), true},
                              {tr("per FLOP, shared"), true},
                              {tr("per FLOP, tuned"), true},
                              {tr("per second, shared"), true},
                              {tr("per second, tuned"), true}}};
  if (!study.sharedRate) return table;
  for (const RigorousCell& cell : study.sharedRate->cells) {
    const RigorousCell* tuned = cellOf(study.rigorous, cell.arm, cell.scale);
    const QString noTuned = tuned ? text(tuned->reason) : tr("no run at its own rate has ended");
    using Gain = std::optional<GainEstimate> RigorousCell::*;
    std::vector<TextCell> row{{text(cell.arm)}, {text(cell.scale)}};
    for (const Gain gain : {&RigorousCell::step, &RigorousCell::flop, &RigorousCell::wall}) {
      row.push_back(gainCell(cell.*gain, text(cell.reason)));
      row.push_back(gainCell(tuned ? tuned->*gain : std::nullopt, noTuned));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

TextTable rateTable(const StudyResult& study) {
  TextTable table{.title = tr("Learning rates"),
                  .columns = {{tr("scale")},
                              {tr("arm")},
                              {tr("rate"), true},
                              {tr("a wrong rate costs"), true},
                              {tr("trials: rate → loss")}}};
  if (study.study().rates == RateSearch::None) table.note = tr("No rate was searched: each is the recipe's.");
  for (const RateFinding& finding : study.rates) {
    QStringList trials;
    for (const RateTrial& trial : finding.trials)
      trials << QStringLiteral("%1 → %2").arg(rateText(trial.rate),
                                              std::isfinite(trial.loss) ? fixed(trial.loss, 4) : tr("diverged"));
    const bool ofBaseline = finding.arm != study.study().baseline && study.study().rates == RateSearch::Baseline;
    table.rows.push_back({{text(finding.scale)},
                          {text(finding.arm)},
                          {rateText(finding.rate)},
                          {finding.sensitivity ? tr("%1 nat").arg(fixed(*finding.sensitivity, 3)) : dash()},
                          {!trials.isEmpty() ? trials.join(QStringLiteral(", "))
                           : ofBaseline      ? tr("the baseline's")
                                             : tr("the recipe's")}});
  }
  return table;
}

TextTable lawTable(const StudyResult& study) {
  TextTable table{.title = tr("Power laws over scales"),
                  .empty = text(study.laws.refusal),
                  .columns = {{tr("arm")}, {tr("slope of ln CEG"), true}, {tr("β"), true}}};
  if (study.laws.arms.empty()) return table;
  table.note = tr("L = E + B·C^−β through annealed ends, floor E = %1 nat shared by all arms%2")
                   .arg(fixed(study.laws.floor, 3),
                        study.laws.pinned ? QString() : tr("; the fit is not pinned down by these points"));
  for (const ScaleLaw& law : study.laws.arms)
    table.rows.push_back({{text(law.arm)}, {interval(law.slope, law.low, law.high, 3)}, {fixed(law.law.beta, 3)}});
  return table;
}

TextTable decisionTable(const StudyResult& study) {
  TextTable table{.title = tr("Decisions"),
                  .note = tr("Stored before anything followed from them; nothing changes them later."),
                  .empty = tr("Nothing was decided yet."),
                  .columns = {{tr("what")}, {tr("scale")}, {tr("decided")}}};
  const auto names = [](const Json& list) {
    QStringList texts;
    for (const Json& one : list)
      if (one.is_string()) texts << text(one.get<std::string>());
    return texts.isEmpty() ? tr("none") : texts.join(QStringLiteral(", "));
  };
  for (const Json& decision : study.decisions) {
    const std::string kind = decision.value("kind", "");
    const QString scale = text(decision.value("scale", ""));
    if (kind == "learning rate") {
      table.rows.push_back(
          {{tr("learning rate")},
           {scale},
           {tr("%1: %2").arg(text(decision.value("arm", "")), rateText(decision.value("rate", 0.0))) +
            (decision.value("note", "").empty() ? QString() : tr("; %1").arg(text(decision.value("note", ""))))}});
    } else if (kind == "rung") {
      const QString said =
          tr("kept %1; dropped %2")
              .arg(names(decision.value("kept", Json::array())), names(decision.value("dropped", Json::array())));
      table.rows.push_back(
          {{tr("rung of the ladder")}, {scale}, {said, text(dump(decision.value("gains", Json::array())))}});
    } else if (kind == "state") {
      const std::string reason = decision.value("reason", "");
      table.rows.push_back(
          {{tr("state")},
           {},
           {text(decision.value("state", "")) + (reason.empty() ? QString() : tr(": %1").arg(text(reason)))}});
    } else if (kind == "plan") {
      const auto plan = studyPlanFrom(decision.value("plan", Json()), "");
      table.rows.push_back({{tr("plan")}, {}, {plan ? planWords(*plan) : text(plan.error().message)}});
    } else if (kind == "version") {
      table.rows.push_back(
          {{tr("definition")}, {}, {tr("version %1").arg(decision.value("version", std::int64_t{0}))}});
    } else {
      table.rows.push_back({{text(kind)}, {scale}, {text(dump(decision))}});
    }
  }
  return table;
}

TextTable paperTable(const StudyResult& study) {
  TextTable table{
      .title = tr("The paper's Table 3 beside ours"),
      .note = tr(
          "a: auxiliary, measured at the arm's own best loss. *: adjusted; the notebook that accompanies the paper "
          "adds "
          "|LayerNorm − None| to these curves before computing the row, so it is no direct measurement and no target."),
      .columns = {{tr("arm")},
                  {tr("paper's scale")},
                  {tr("paper: loss"), true},
                  {tr("paper: CEG"), true},
                  {tr("evaluations"), true}}};
  const Study& definition = study.study();
  if (!ofPaper(definition)) return table;
  for (const std::string& scale : definition.scales)
    table.columns.push_back({tr("ours at %1: step · FLOP · second").arg(text(scale)), true});
  const auto addRow = [&](const PaperRow& paper, const QString& paperScale, const PaperNumber& number) {
    const QString star = number.adjusted ? QStringLiteral("*") : QString(), arm = text(paper.arm);
    std::vector<TextCell> row{{arm},
                              {paperScale},
                              {fixed(number.loss, 3) + star},
                              {fixed(number.ceg, 3) + (number.auxiliary ? QStringLiteral(" a") : QString()) + star},
                              {text(std::string(number.evaluations))}};
    for (const std::string& scale : definition.scales) {
      const GainChart chart = gainChart(study, scale);
      const auto found = std::find_if(chart.rows.begin(), chart.rows.end(), [&](const GainRow& one) {
        return one.name == arm || one.name.startsWith(arm + ',');
      });
      if (paper.arm == definition.baseline)
        row.push_back({QStringLiteral("1"), tr("the baseline against itself")});
      else
        row.push_back(found == chart.rows.end() ? TextCell{dash(), text(study.noGains)} : threeGains(*found));
    }
    table.rows.push_back(std::move(row));
  };
  for (const PaperRow& paper : paperTable()) {
    if (!definition.arm(paper.arm)) continue;
    addRow(paper, QStringLiteral("compact"), paper.compact);
    addRow(paper, QStringLiteral("full"), paper.full);
  }
  return table;
}

QStringList noteLines(const StudyResult& study) {
  QStringList lines;
  for (const std::string& note : study.notes) lines << text(note);
  const auto& warnings = study.rigorous ? study.rigorous->warnings
                         : study.paper  ? study.paper->warnings
                                        : study.curves.warnings;
  for (const std::string& warning : warnings) lines << tr("warning: %1").arg(text(warning));
  for (const ResolvedCell& cell : study.resolved.cells)
    if (!cell.note.empty()) lines << tr("%1 at %2: %3").arg(text(cell.arm), text(cell.scale), text(cell.note));
  if (study.paper)
    for (const std::string& weakness : paperWeaknesses()) lines << tr("The paper's rule: %1").arg(text(weakness));
  return lines;
}

}  // namespace headroom
