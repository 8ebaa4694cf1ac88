#include "ui/learn/lesson_facts.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/arch/params.h"

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("LessonFacts", text);
}

bool hasBlock(const Elements& elements, const ModelPattern& pattern) {
  return std::any_of(elements.begin(), elements.end(), [&](const Element& element) {
    if (element.block == pattern.block.toStdString()) {
      const auto specs = paramSpecs(element);
      const auto isSo = [&](const auto& setting) {
        const auto& [name, value] = setting;
        const auto written = element.params.find(name.toStdString());
        if (written != element.params.end()) return QString::fromStdString(toText(written->second)) == value;
        return std::any_of(specs.begin(), specs.end(), [&, name = name, value = value](const ParamSpec& spec) {
          return spec.name == name.toStdString() && spec.fallback == value.toStdString();
        });
      };
      if (std::all_of(pattern.settings.begin(), pattern.settings.end(), isSo)) return true;
    }
    return hasBlock(element.body, pattern);
  });
}

Judgement judgeRuns(const RunCheck& check, const LessonFacts& facts) {
  using State = LessonRun::State;
  int found = 0;
  QString note;
  for (const LessonRun& run : facts.runs()) {
    if (!run.model || !fits(check.model, *run.model)) continue;
    if (run.state == State::Ended) {
      note = tr("%1 ended early: %2 Start one more.").arg(run.name, run.reason);
    } else if (run.state == State::Completed || !check.ended) {
      ++found;
    } else if (run.state == State::Training && run.steps > 0) {
      note = tr("%1: step %2 of %3.").arg(run.name).arg(run.step).arg(run.steps);
    } else {
      note = tr("%1 waits for its turn.").arg(run.name);
    }
  }
  return {found >= check.runs, note};
}

Judgement judgeStudies(const StudyCheck& check, const LessonFacts& facts) {
  QString note;
  for (const LessonStudy& study : facts.studies()) {
    if (study.name != check.study) continue;
    if (study.finished || !check.ended) return {true, {}};
    note = study.stopped ? tr("%1 was stopped; resume it on its page.").arg(study.name)
                         : tr("%1 is running.").arg(study.name);
  }
  return {false, note};
}

}  // namespace

bool fits(const ModelPattern& pattern, const LessonModel& model) {
  const auto is = [](const QString& wanted, const QString& there) { return wanted.isEmpty() || wanted == there; };
  return is(pattern.model, model.model) && is(pattern.scale, model.scale) &&
         is(pattern.name, QString::fromStdString(model.architecture.name)) &&
         (pattern.block.isEmpty() || hasBlock(model.architecture.body, pattern));
}

Judgement judge(const LessonCheck& check, const LessonFacts& facts) {
  struct Judge {
    const LessonFacts& facts;
    Judgement operator()(const PageCheck& one) const { return {facts.page() == one.page, {}}; }
    Judgement operator()(const ShownCheck& one) const { return {facts.isShown(one.control), {}}; }
    Judgement operator()(const UsedCheck& one) const { return {facts.wasUsed(one.control), {}}; }
    Judgement operator()(const ChosenCheck& one) const { return {facts.valueOf(one.control) == one.value, {}}; }
    Judgement operator()(const SelectedCheck& one) const {
      const int rows = facts.rowsSelectedIn(one.table);
      return {rows == one.rows, rows > 0 ? tr("%1 of %2 selected.").arg(rows).arg(one.rows) : QString()};
    }
    Judgement operator()(const BlockCheck& one) const { return {facts.selectedBlock() == one.block, {}}; }
    Judgement operator()(const ModelCheck& one) const {
      const auto model = facts.composed();
      return {model && fits(one.model, *model), {}};
    }
    Judgement operator()(const RunCheck& one) const { return judgeRuns(one, facts); }
    Judgement operator()(const StudyCheck& one) const { return judgeStudies(one, facts); }
  };
  return std::visit(Judge{facts}, check);
}

Judgement judge(const LessonStep& step, const LessonFacts& facts) {
  for (const LessonCheck& check : step.checks)
    if (Judgement verdict = judge(check, facts); !verdict.holds) return verdict;
  return {true, {}};
}

}  // namespace headroom
