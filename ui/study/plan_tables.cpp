#include "ui/study/plan_tables.h"

#include <QCoreApplication>
#include <functional>

#include "core/base/units.h"
#include "core/study/progress.h"

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("PlanTables", text);
}

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QString orDash(const std::optional<double>& value, const std::function<std::string(double)>& words) {
  return value ? text(words(*value)) : QStringLiteral("–");
}

QString gainText(const std::optional<double>& gain) {
  return gain ? text(formatFixed(*gain, 3)) + QStringLiteral("×") : QStringLiteral("–");
}

}  // namespace

TextTable planTable(const StudyPlan& plan) {
  TextTable table{.title = tr("Plan"),
                  .columns = {{tr("scale")},
                              {tr("runs"), true},
                              {tr("longest"), true},
                              {tr("FLOP"), true},
                              {tr("time"), true},
                              {tr("memory"), true},
                              {tr("disk"), true},
                              {tr("smallest gain found"), true},
                              {tr("noise; slope at the end"), true}}};
  for (const ScalePlan& scale : plan.scales) {
    const std::int64_t longest = scale.horizons.empty() ? 0 : scale.horizons.back();
    table.rows.push_back(
        {{text(scale.scale)},
         {QString::number(scale.runs)},
         {tr("%1 steps").arg(text(formatGrouped(longest)))},
         {text(formatCount(scale.flops))},
         {orDash(scale.seconds, formatDuration),
          scale.seconds ? tr("modelled from the measured roofs")
                        : tr("the roofs of this machine were not measured; run headroom doctor")},
         {text(formatMemory(scale.peakBytes))},
         {text(formatMemory(scale.diskBytes))},
         {gainText(scale.smallestGain),
          scale.smallestGain ? QString() : tr("one seed: no interval can be given; plan at least 3")},
         {text(formatFixed(scale.noise.lossSigma, 4)) + tr(" nat; ") + text(formatFixed(scale.noise.endSlope, 3)) +
          (scale.assumedNoise ? tr(" (assumed)") : QString())}});
  }
  return table;
}

QStringList planLines(const Study& study, const StudyPlan& plan) {
  QStringList lines;
  QStringList scales;
  for (const std::string& scale : study.scales) scales << text(scale);
  lines << tr("%1 runs: %2 arms, seeds %3, scales %4; %5 in all.")
               .arg(plan.runs)
               .arg(study.arms.size())
               .arg(study.seeds.size())
               .arg(scales.join(QStringLiteral(", ")), text(formatUnit(plan.flops, "FLOP")));
  lines << (plan.seconds ? tr("About %1 on this machine (modelled), %2 of memory, %3 of checkpoints.")
                               .arg(text(formatDuration(*plan.seconds)), text(formatMemory(plan.peakBytes)),
                                    text(formatMemory(plan.diskBytes)))
                         : tr("Time not known: the roofs of this machine were not measured (headroom "
                              "doctor). %1 of memory, %2 of checkpoints.")
                               .arg(text(formatMemory(plan.peakBytes)), text(formatMemory(plan.diskBytes))));
  if (plan.sideBySide > 1) lines << tr("%1 runs train side by side.").arg(plan.sideBySide);
  if (plan.money) lines << tr("%1 at the price given.").arg(text(formatFixed(*plan.money, 2)));
  if (plan.assumedNoise)
    lines << tr("Noise is assumed at some scale; seeds of the baseline that have ended would tell it.");
  if (plan.smallestSlope)
    lines << (plan.independentCanBeFound
                  ? tr("Over these scales a slope of %1 is found; that a gain lasts can be shown.")
                  : tr("Over these scales a slope of %1 is found; that a gain lasts cannot be shown."))
                 .arg(text(formatFixed(*plan.smallestSlope, 3)));
  return lines;
}

QString planWords(const StudyPlan& plan) {
  QStringList gains;
  for (const ScalePlan& scale : plan.scales) gains << text(scale.scale) + ' ' + gainText(scale.smallestGain);
  return tr("%1 runs, %2%3; smallest gain found: %4")
      .arg(QString::number(plan.runs), text(formatUnit(plan.flops, "FLOP")),
           plan.seconds ? tr(", about %1 (modelled)").arg(text(formatDuration(*plan.seconds))) : QString(),
           gains.join(QStringLiteral(", ")));
}

TextTable progressTable(const StudyResult& study) {
  TextTable table{.title = tr("Plan, and what was done"),
                  .note = study.plan ? tr("The plan as it was stored when this version began.")
                                     : tr("No plan was stored with this version: counted from its definition."),
                  .columns = {{tr("scale")},
                              {tr("runs planned"), true},
                              {tr("completed"), true},
                              {tr("failed"), true},
                              {tr("diverged"), true},
                              {tr("FLOP planned"), true},
                              {tr("FLOP done"), true},
                              {tr("time planned"), true},
                              {tr("time trained"), true},
                              {tr("smallest gain planned"), true},
                              {tr("as noise turned out"), true}}};
  const auto row = [&](const ScaleProgress& one, const QString& name) {
    const QString unknown = one.gain ? QString() : tr("two seeds of the baseline must have ended to tell");
    table.rows.push_back({{name},
                          {QString::number(one.planned)},
                          {QString::number(one.completed)},
                          {QString::number(one.failed)},
                          {QString::number(one.diverged)},
                          {text(formatCount(one.plannedFlops))},
                          {text(formatCount(one.flops))},
                          {orDash(one.plannedSeconds, formatDuration), tr("modelled from measured roofs")},
                          {one.seconds > 0 ? text(formatDuration(one.seconds)) : QStringLiteral("–"),
                           tr("summed over runs, side by side or not")},
                          {gainText(one.plannedGain), {}},
                          {gainText(one.gain), unknown}});
  };
  ScaleProgress sum;
  for (const ScaleProgress& one : progressOf(study)) {
    row(one, text(one.scale));
    sum.add(one);
  }
  if (table.rows.size() > 1) row(sum, tr("all"));
  return table;
}

QString progressLine(const StudyResult& study) {
  const QString line = tr("Runs: arm × scale × seed — %1 of %2 ended").arg(study.ended).arg(study.planned);
  const auto left = secondsLeft(study);
  return left ? tr("%1, about %2 left").arg(line, text(formatDuration(*left))) : line;
}

}  // namespace headroom
