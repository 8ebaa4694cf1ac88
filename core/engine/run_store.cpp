// A run's folder and its rows, changed together.
#include "core/engine/run_store.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/rebuild.h"

namespace headroom {
namespace fs = std::filesystem;

RunId RunStore::unusedId() const {
  RunId run{freshId()};
  for (std::error_code error; fs::exists(folder(run).path(), error);) run.text = freshId();
  return run;
}

Result<void> RunStore::add(const RunId& run, const RunDefinition& definition, const RunMeta& meta, RunState first) {
  const RunFolder made = folder(run);
  const StateRecord record{.state = first, .wallNs = wallNs()};
  const auto write = [&]() -> Result<void> {
    // run.json comes last: without it the folder is no run yet, whatever happens to us in between.
    HEADROOM_TRY(makeFolders(made.path()));
    HEADROOM_TRY(saveMeta(made, meta));
    HEADROOM_TRY(appendState(made, record));
    HEADROOM_TRY(first == RunState::Draft ? saveDraft(made, definition) : saveDefinition(made, definition));
    return m_database.addRun(run, definition, meta, record);
  };
  if (const auto written = write(); !written) {
    std::error_code ignored;
    fs::remove_all(made.path(), ignored);
    return written.error();
  }
  touch(run);
  return {};
}

Result<RunState> RunStore::happen(const RunId& run, RunState from, RunEvent event, const Happening& happening) {
  HEADROOM_ASSIGN(const RunState to, transition(from, event));
  if (to == from) return to;
  const StateRecord record{to, wallNs(), happening.attempt, happening.step, happening.reason};
  HEADROOM_TRY(appendState(folder(run), record));
  HEADROOM_TRY(m_database.setState(run, record));
  touch(run);
  ++m_happenings;
  return to;
}

Result<void> RunStore::changeMeta(const RunId& run, const std::function<void(RunMeta&)>& change) {
  HEADROOM_ASSIGN(const RunSummary summary, reader().run(run));
  RunMeta meta = summary.meta;
  change(meta);
  if (meta == summary.meta) return {};
  HEADROOM_TRY(saveMeta(folder(run), meta));
  HEADROOM_TRY(m_database.setMeta(run, meta));
  touch(run);
  return {};
}

Result<void> RunStore::remove(const RunId& run) {
  const RunFolder doomed = folder(run);
  std::error_code error;
  fs::remove(doomed.definition(), error);
  if (!error) fs::remove(doomed.draft(), error);
  if (error)
    return failed("Run folder " + inQuotes(doomed.path().string(), 200) + " cannot be deleted: " + error.message() +
                  ".");
  HEADROOM_TRY(m_database.removeRun(run));
  touch(run);
  fs::remove_all(doomed.path(), error);
  if (error)
    return failed("The run is gone, but files of it remain in " + inQuotes(doomed.path().string(), 200) + ": " +
                  error.message() + ".");
  return {};
}

std::vector<std::string> RunStore::catchUp() {
  std::vector<std::string> problems;
  const auto note = [&](const auto& result) {
    if (!result) problems.push_back(result.error().message);
    return result.ok();
  };
  const auto known = reader().runs();
  if (!note(known)) return problems;
  std::set<RunId> recorded;
  for (const RunSummary& run : known->changed) {
    recorded.insert(run.id);
    if (isEnded(run.state)) continue;
    const auto written = readStates(folder(run.id));
    const auto stored = reader().states(run.id);
    if (!note(written) || !note(stored)) continue;
    for (std::size_t i = stored->size(); i < written->size(); ++i) note(m_database.setState(run.id, (*written)[i]));
  }
  for (const RunFolder& folder : runFolders(m_database.folder()))
    if (!recorded.contains(folder.run())) note(recordRunFolder(m_database, folder));
  return problems;
}

}  // namespace headroom
