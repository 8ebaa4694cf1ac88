// What was asked, how it was measured, what was planned and what was done.
#include <algorithm>
#include <cmath>

#include "core/arch/patch.h"
#include "core/arch/resolve.h"
#include "core/study/progress.h"
#include "ui/report/study_report_parts.h"
#include "ui/runs/run_chart_specs.h"

namespace headroom::study_report {
namespace {

QString listedArms(const StudyResult& result) {
  std::vector<std::string> names = armsOf(result);
  names.erase(names.begin());
  return shown(listed(names));
}

/// What the patches say they change; the name alone where it is a file.
QString changeOf(const StudyArm& arm) {
  QStringList changes;
  for (const std::string& patch : arm.patches)
    for (const Library::Document& document : builtinLibrary().arms) {
      if (document.name != patch) continue;
      const auto json = parseJson(document.json, document.path);
      if (const auto read = json ? armFromJson(*json, document.path) : Result<Arm>(failed({})); read)
        changes << shown(read->title) + ": " + shown(read->about);
    }
  for (const auto& [key, value] : arm.settings) changes << shown(key + " = " + value);
  if (!arm.recipe.empty()) changes << tr("recipe %1").arg(shown(arm.recipe));
  if (!arm.model.empty()) changes << tr("model %1").arg(shown(arm.model));
  return changes.isEmpty() ? tr("nothing") : changes.join(QStringLiteral("; "));
}

QString scheduleOf(const Study& study) {
  if (study.plan == StudyPlanKind::Plain)
    return tr("one run for each arm, scale and seed as its recipe says; evaluations on the way count");
  return tr("one trunk at a constant rate for each arm, scale and seed, with cooldowns (1 − √) over the last %1 % of "
            "%2 "
            "horizons √2 apart; only cooled ends are compared")
      .arg(QString::number(100 * study.cooldown, 'g', 3), QString::number(study.horizons));
}

QString ratesOf(const Study& study) {
  switch (study.rates) {
    case RateSearch::None:
      return tr("the recipe's, for all arms");
    case RateSearch::Baseline:
      return tr("searched with the baseline at every scale (%1 trials at half the longest horizon, factors of two, "
                "more while the "
                "best lies on an edge, then the parabola's vertex); every arm takes it")
          .arg(study.trials);
    case RateSearch::EveryArm:
      return tr("searched for every arm at every scale (%1 trials each at half the longest horizon, factors of two, "
                "more while "
                "the best lies on an edge, then the parabola's vertex)")
          .arg(study.trials);
  }
  return {};
}

QString estimatorOf(const Study& study) {
  if (study.estimator == "paper") return tr("paper: the published rule, repeated digit for digit; steps only");
  const RigorousOptions options;
  QString text =
      tr("rigorous: pairs of equal seed, isotonic curves, %1 % intervals of Student's t that borrow variance "
         "between the arms of a scale, Holm over the arms; target: the last loss that both reached; nothing "
         "extrapolated; slopes below ±%2 are the same gain")
          .arg(QString::number(100 * options.confidence, 'g', 3), shown(formatFixed(options.equivalence, 2)));
  if (!study.sameAs.empty()) text += tr("; %1 is a second noise floor").arg(shown(study.sameAs));
  return text;
}

QString dataOf(const StudyResult& result, const Json& provenance) {
  QString text = shown(result.study().data);
  std::string hash;
  for (const Json& decision : result.decisions) hash = decision.value("data_hash", hash);
  if (hash.empty() && provenance.is_object() && provenance.contains("data_hash") && provenance["data_hash"].is_string())
    hash = provenance["data_hash"].get<std::string>();
  if (!hash.empty()) text += tr(", hash %1").arg(shown(hash));
  if (const double entropy = result.resolved.cells.empty() ? 0 : entropyOfData(result.resolved.cells.front().base);
      entropy > 0)
    text += tr(", entropy rate %1 nats a token: no model gets below it").arg(shown(formatFixed(entropy, 4)));
  return text;
}

double tokensOf(const ResolvedCell& cell, std::int64_t steps) {
  return tokensThrough(cell.base)(steps);
}

QString smallestGainText(const StudyResult& result) {
  const Study& study = result.study();
  if (study.seeds.size() < 2) return tr("With one seed no gain of any size can be told from noise.");
  if (!result.plan)
    return tr("No plan was stored with this version of the study: what was planned is counted from it.");
  QStringList gains;
  for (const ScalePlan& scale : result.plan->scales)
    if (scale.smallestGain)
      gains << tr("%1 at %2 (spread of the loss %3 nat, slope at the end %4, %5)")
                   .arg(shown(formatFixed(*scale.smallestGain, 3)), shown(scale.scale),
                        shown(formatFixed(scale.noise.lossSigma, 4)), shown(formatFixed(scale.noise.endSlope, 3)),
                        scale.assumedNoise ? tr("assumed") : tr("stated or of a pilot"));
  QString text =
      tr("Before it began, the smallest gain that would be found with 80 % power, %1 seeds and %2 arms beside "
         "the baseline was %3.")
          .arg(QString::number(study.seeds.size()), QString::number(study.arms.size() - 1),
               gains.join(QStringLiteral("; ")));
  if (result.plan->money) text += tr(" It was to cost %1.").arg(shown(formatFixed(*result.plan->money, 2)));
  return text;
}

}  // namespace

void addMethod(RunReport& report, const ReportedStudy& reported) {
  const StudyResult& result = *reported.result;
  const Study& study = result.study();
  report.parts.push_back(ReportHeading{tr("Question and method")});
  if (!study.about.empty()) report.parts.push_back(ReportText{shown(study.about)});
  report.parts.push_back(ReportText{tr("How much compute, in steps, FLOPs and seconds, is needed with %1 for a loss "
                                       "that the baseline %2 reaches? A gain "
                                       "of 2: half as much.")
                                        .arg(listedArms(result), shown(study.baseline))});
  ReportTable arms{.header = {tr("arm"), tr("patches"), tr("what changes")}, .rows = {}, .note = {}};
  for (const std::string& name : armsOf(result)) {
    const StudyArm& arm = *study.arm(name);
    QStringList patches;
    for (const std::string& patch : arm.patches) patches << shown(patch);
    arms.rows.push_back({shown(name) + (name == study.baseline ? tr(" (baseline)") : QString()),
                         patches.isEmpty() ? none() : patches.join(QStringLiteral(", ")), changeOf(arm)});
  }
  report.parts.push_back(std::move(arms));

  QStringList seeds;
  for (const std::int64_t seed : study.seeds) seeds << QString::number(seed);
  ReportTable method{.header = {tr("method"), tr("value")}, .rows = {}, .note = {}};
  if (!study.model.empty()) method.rows.push_back({tr("model"), shown(study.model)});
  method.rows.push_back({tr("data"), dataOf(result, reported.provenance)});
  method.rows.push_back({tr("held equal"), shown(word(study.match))});
  method.rows.push_back({tr("length"), study.tokensPerParameter > 0
                                           ? tr("%1 tokens a parameter of the baseline (without embeddings)")
                                                 .arg(QString::number(study.tokensPerParameter, 'g', 4))
                                           : tr("the recipe's steps")});
  method.rows.push_back({tr("schedule"), scheduleOf(study)});
  method.rows.push_back({tr("seeds"), seeds.join(QStringLiteral(", "))});
  method.rows.push_back({tr("learning rate"), ratesOf(study)});
  if (study.ladder)
    method.rows.push_back({tr("ladder"), tr("after each scale the best %1 % of the arms stay whose gain may be above 1")
                                             .arg(QString::number(100 * study.ladder->keep, 'g', 3))});
  if (!result.resolved.cells.empty()) {
    const Numerics& numerics = result.resolved.cells.front().base.numerics;
    method.rows.push_back({tr("device"), numerics.device == "cpu" ? tr("cpu, threads a run: %1").arg(numerics.threads)
                                                                  : shown(numerics.device)});
  }
  method.rows.push_back({tr("estimator"), estimatorOf(study)});
  report.parts.push_back(std::move(method));

  ReportTable scales{.header = {tr("scale"), tr("parameters of the baseline"), tr("horizons, steps"),
                                tr("tokens, longest"), tr("training FLOPs, longest"), tr("validation tokens")},
                     .rows = {},
                     .note = tr("Parameters without tables of tokens and positions. FLOPs by counter version 1.")};
  for (const std::string& scale : study.scales) {
    const ResolvedCell* cell = result.resolved.find(study.baseline, scale);
    if (!cell || cell->horizons.empty()) continue;
    QStringList horizons;
    for (const std::int64_t steps : cell->horizons) horizons << shown(formatGrouped(steps));
    const double tokens = tokensOf(*cell, cell->horizons.back());
    scales.rows.push_back({shown(scale), shown(formatGrouped(cell->bodyParameters)),
                           horizons.join(QStringLiteral(" · ")), tokens > 0 ? shown(formatCount(tokens)) : none(),
                           tokens > 0 ? shown(formatCount(tokens * static_cast<double>(cell->flopsPerToken))) : none(),
                           cell->validationTokens > 0 ? shown(formatGrouped(cell->validationTokens)) : none()});
  }
  report.parts.push_back(std::move(scales));
}

void addPlan(RunReport& report, const ReportedStudy& reported) {
  const StudyResult& result = *reported.result;
  report.parts.push_back(ReportHeading{tr("Plan, and what was done")});
  ReportTable runs{.header = {tr("scale"), tr("runs planned"), tr("completed"), tr("failed"), tr("diverged"),
                              tr("other"), tr("FLOPs planned"), tr("FLOPs done")},
                   .rows = {},
                   .note = tr("Planned: as if searches needed no more trials and ladders dropped nobody.")};
  ReportTable gains{.header = {tr("scale"), tr("time planned"), tr("training time"), tr("smallest gain planned"),
                               tr("smallest gain, as noise turned out")},
                    .rows = {},
                    .note = tr("Time planned is modelled from measured roofs; training time is summed over runs. Noise "
                               "turned out: of the baseline's own seeds.")};
  const auto row = [&](const ScaleProgress& one, const QString& name) {
    const auto gain = [](const std::optional<double>& value) { return value ? shown(formatFixed(*value, 3)) : none(); };
    runs.rows.push_back({name, countText(one.planned), countText(one.completed), countText(one.failed),
                         countText(one.diverged), countText(one.other), shown(formatCount(one.plannedFlops)),
                         shown(formatCount(one.flops))});
    gains.rows.push_back({name, one.plannedSeconds ? shown(formatDuration(*one.plannedSeconds)) : none(),
                          one.seconds > 0 ? shown(formatDuration(one.seconds)) : none(), gain(one.plannedGain),
                          gain(one.gain)});
  };
  ScaleProgress all;
  for (const ScaleProgress& one : progressOf(result)) {
    row(one, shown(one.scale));
    all.add(one);
  }
  row(all, tr("all"));
  std::int64_t first = 0, last = 0;
  for (const auto& [id, run] : reported.runs) {
    if (run.startedNs > 0 && (first == 0 || run.startedNs < first)) first = run.startedNs;
    last = std::max(last, run.finishedNs);
  }
  if (first > 0 && last > first)
    gains.note += tr(" From the first start to the last end: %1.")
                      .arg(shown(formatDuration(static_cast<double>(last - first) * 1e-9)));
  if (reported.reused > 0)
    runs.note += tr(" %1 runs had been trained before and were used again.").arg(countText(reported.reused));
  report.parts.push_back(std::move(runs));
  report.parts.push_back(std::move(gains));
  report.parts.push_back(ReportText{smallestGainText(result)});
}

}  // namespace headroom::study_report
