#include "ui/runs/study_of_runs.h"

#include <algorithm>

#include "core/base/text.h"

namespace headroom {

namespace {

std::string dataOf(const RunDefinition& run) {
  std::string text = run.data.value("source", "grammar");
  const Json files = run.data.value("files", Json::array());
  for (std::size_t i = 0; i < files.size(); ++i)
    if (files[i].is_string()) text.append(i == 0 ? ":" : ",").append(files[i].get<std::string>());
  return text;
}

std::vector<std::pair<std::string, std::string>> settingsOf(const RunDefinition& run) {
  std::vector<std::pair<std::string, std::string>> settings;
  for (const auto& [key, value] : run.asked.settings.items())
    settings.emplace_back(key, value.is_string() ? value.get<std::string>() : dump(value));
  return settings;
}

/// "rope+layernorm", "none", and what else tells it from the others.
std::string nameOf(const StudyArm& arm) {
  std::string name = arm.patches.empty() ? "none" : "";
  for (const std::string& patch : arm.patches) name.append(name.empty() ? "" : "+").append(patch);
  if (!arm.recipe.empty()) name += " " + arm.recipe;
  for (const auto& [key, value] : arm.settings) name += " " + key + "=" + value;
  return oneLine(name, 80);
}

template <class T>
void addOnce(std::vector<T>& all, const T& one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

bool plain(const StudyArm& arm) {
  return arm.patches.empty() && arm.settings.empty() && arm.recipe.empty();
}

}  // namespace

Result<Study> studyOfRuns(const std::vector<RunDefinition>& runs) {
  if (runs.empty()) return badInput("Select the runs that a study is to compare.");
  Study study;
  study.seeds.clear();
  std::vector<StudyArm> arms;
  std::vector<std::string> models;
  std::vector<std::pair<std::string, std::string>> common = settingsOf(runs.front());
  for (const RunDefinition& run : runs) {
    if (run.asked.model.empty())
      return badInput("Run " + inQuotes(run.name) + " was imported, so a study cannot train it again; select others.");
    if (run.asked.scale.empty())
      return badInput("Run " + inQuotes(run.name) +
                      " was trained at no named scale, and a study compares at scales; train it with one first.");
    if (dataOf(run) != dataOf(runs.front()))
      return badInput("Runs " + inQuotes(runs.front().name) + " and " + inQuotes(run.name) +
                      " train on different data; a study compares on the same.");
    const auto settings = settingsOf(run);
    std::erase_if(common,
                  [&](const auto& one) { return std::find(settings.begin(), settings.end(), one) == settings.end(); });
    addOnce(study.scales, run.asked.scale);
    addOnce(study.seeds, static_cast<std::int64_t>(run.seed));
    addOnce(models, run.asked.model);
  }
  for (const RunDefinition& run : runs) {
    StudyArm arm{.name = {},
                 .model = models.size() > 1 ? run.asked.model : "",
                 .patches = run.asked.arms,
                 .recipe = run.asked.recipe,
                 .settings = {}};
    for (const auto& setting : settingsOf(run))
      if (std::find(common.begin(), common.end(), setting) == common.end()) arm.settings.push_back(setting);
    addOnce(arms, arm);
  }
  const auto baseline = std::find_if(arms.begin(), arms.end(), plain);
  if (baseline != arms.end()) {
    std::rotate(arms.begin(), baseline, baseline + 1);
  } else if (arms.size() == 1) {
    arms.insert(arms.begin(), StudyArm{});  // compared with its model as it is
  }
  std::vector<std::string> names;
  for (StudyArm& arm : arms) {
    arm.name = nameOf(arm);
    if (!arm.model.empty()) arm.name = arm.model + (plain(arm) ? "" : " " + arm.name);
    const std::string name = arm.name;
    for (int number = 2; std::find(names.begin(), names.end(), arm.name) != names.end(); ++number)
      arm.name = name + " " + std::to_string(number);
    names.push_back(arm.name);
  }
  std::sort(study.seeds.begin(), study.seeds.end());
  study.model = models.size() == 1 ? models.front() : "";
  study.name = oneLine(models.front() + ": " + arms.back().name, 80);
  study.about = "made of runs that were trained one by one";
  study.arms = std::move(arms);
  study.baseline = study.arms.front().name;
  study.data = dataOf(runs.front());
  study.settings = std::move(common);
  return study;
}

}  // namespace headroom
