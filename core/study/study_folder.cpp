#include "core/study/study_folder.h"

#include "core/base/files.h"
#include "core/base/text.h"

namespace headroom {
namespace fs = std::filesystem;

std::string_view word(StudyState state) {
  switch (state) {
    case StudyState::Running:
      return "running";
    case StudyState::Paused:
      return "paused";
    case StudyState::Stopped:
      return "stopped";
    case StudyState::Finished:
      return "finished";
  }
  return "";
}

StudyState stateOf(const Decisions& decisions) {
  StudyState state = StudyState::Running;
  for (const Json& decision : decisions) {
    if (decision.value("kind", "") != "state") continue;
    for (const StudyState one : {StudyState::Running, StudyState::Paused, StudyState::Stopped, StudyState::Finished})
      if (decision.value("state", "") == word(one)) state = one;
  }
  return state;
}

std::string dataHashOf(const Decisions& decisions) {
  std::string hash;
  for (const Json& decision : decisions) hash = decision.value("data_hash", hash);
  return hash;
}

Json runDecision(const RunId& run, const StudyRun& asked, bool reused) {
  return {{"kind", "run"},
          {"run", run.text},
          {"arm", asked.arm},
          {"scale", asked.scale},
          {"seed", asked.seed},
          {"learning_rate", asked.learningRate},
          {"horizon", asked.horizon},
          {"role", word(asked.role)},
          {"reused", reused}};
}

StudyFolder StudyFolder::of(const fs::path& databaseFolder, const StudyId& study) {
  return StudyFolder(databaseFolder / "studies" / study.text);
}

Result<std::int64_t> StudyFolder::save(const Json& study) const {
  HEADROOM_TRY(makeFolders(m_path));
  std::error_code error;
  std::int64_t version = 1;
  if (fs::exists(document(), error)) {
    while (fs::exists(m_path / ("study." + std::to_string(version) + ".json"), error)) ++version;
    fs::copy_file(document(), m_path / ("study." + std::to_string(version) + ".json"), error);
    if (error)
      return failed("The former version of " + inQuotes(document().string(), 200) +
                    " cannot be kept: " + error.message() + ".");
    ++version;
  }
  HEADROOM_TRY(replaceFile(document(), dump(study) + "\n"));
  return version;
}

Result<void> StudyFolder::append(const Json& decision) const {
  return appendLine(decisions(), dump(decision));
}

}  // namespace headroom
