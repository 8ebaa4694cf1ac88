#include "core/train/checkpoint.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

constexpr const char* kModel = "model.safetensors";
constexpr const char* kOptimizer = "optimizer.safetensors";
constexpr const char* kState = "state.json";

struct StateFile {
  CheckpointState state;
  std::string modelHash, optimizerHash;
};

Json toJson(const StateFile& file) {
  const CheckpointState& state = file.state;
  Json json = {{"format", "headroom.checkpoint"},
               {"version", 1},
               {"step", state.step},
               {"sequence", state.sequence},
               {"generators", "of seed and sequence index"},
               {"evaluated", state.evaluated},
               {"loss/val", state.valLoss ? jsonNumber(*state.valLoss) : Json()},
               {"seconds", state.seconds},
               {"tokens", state.tokens},
               {"flops", state.flops},
               {"model", file.modelHash},
               {"optimizer", file.optimizerHash}};
  json["check"] = hash128(dump(json));
  return json;
}

Result<StateFile> readState(const fs::path& path) {
  HEADROOM_ASSIGN(const Json json, readJson(path.string()));
  Json unchecked = json;
  if (unchecked.is_object()) unchecked.erase("check");
  JsonReader reader(json, "", path.string());
  StateFile file;
  const std::string check = reader.text("check");
  if (check != hash128(dump(unchecked)))
    reader.fail("check", "does not match the content; the file was damaged or edited");
  reader.choice("format", {"headroom.checkpoint"});
  reader.integer("version", {}, 1, 1);
  reader.text("generators", "");
  file.state.step = reader.integer("step", {}, 0);
  file.state.sequence = std::uint64_t(reader.integer("sequence", {}, 0));
  file.state.evaluated = reader.integer("evaluated", -1, -1);
  if (const Json* loss = reader.raw("loss/val"); loss && !loss->is_null()) {
    HEADROOM_ASSIGN(file.state.valLoss, numberFromJson(*loss, "loss/val"));
  }
  file.state.seconds = reader.real("seconds", 0);
  file.state.tokens = reader.real("tokens", 0);
  file.state.flops = reader.real("flops", 0);
  file.modelHash = reader.text("model");
  file.optimizerHash = reader.text("optimizer");
  HEADROOM_TRY(reader.finish());
  return file;
}

/// Takes a folder out of sight in one step, so that a kill while its files go leaves no half checkpoint behind.
void removeFolder(const fs::path& path) {
  std::error_code ignored;
  const fs::path hidden = path.parent_path() / (".removed-" + path.filename().string());
  fs::remove_all(hidden, ignored);
  fs::rename(path, hidden, ignored);
  fs::remove_all(hidden, ignored);
}

void removeLeftovers(const fs::path& checkpoints) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(checkpoints, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(".writing-") || name.starts_with(".removed-")) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

Result<void> writeCheckpoint(const RunFolder& folder, const CheckpointState& state,
                             const std::vector<TensorBytes>& model, const std::vector<TensorBytes>& optimizer) {
  const fs::path target = folder.checkpoint(state.step);
  const fs::path writing = folder.checkpoints() / (".writing-" + target.filename().string());
  std::error_code ignored;
  fs::remove_all(writing, ignored);
  HEADROOM_TRY(makeFolders(writing));
  const auto fill = [&]() -> Result<void> {
    StateFile file{.state = state};
    HEADROOM_ASSIGN(file.modelHash, writeSafetensors(writing / kModel, model, {{"format", "pt"}}));
    HEADROOM_ASSIGN(file.optimizerHash, writeSafetensors(writing / kOptimizer, optimizer));
    HEADROOM_TRY(replaceFile(writing / kState, dump(toJson(file), 2) + "\n"));
    HEADROOM_TRY(syncFile(writing));
    if (fs::exists(target, ignored)) removeFolder(target);
    std::error_code problem;
    fs::rename(writing, target, problem);
    if (problem)
      return Error{ErrorKind::Failed, "Could not put the checkpoint at " + inQuotes(target.string(), 200) + ": " +
                                          problem.message() + "."};
    return syncFile(folder.checkpoints());
  };
  const Result<void> done = fill();
  if (!done) fs::remove_all(writing, ignored);  // gives a full disk its space back
  return done;
}

Result<LoadedCheckpoint> readCheckpoint(const CheckpointFolder& checkpoint) {
  HEADROOM_ASSIGN(StateFile file, readState(checkpoint.path / kState));
  if (file.state.step != checkpoint.step)
    return Error{ErrorKind::BadInput, inQuotes((checkpoint.path / kState).string(), 200) + " is of step " +
                                          std::to_string(file.state.step) + ", not of its folder's."};
  HEADROOM_ASSIGN(SafetensorsFile model, SafetensorsFile::read(checkpoint.path / kModel));
  HEADROOM_ASSIGN(SafetensorsFile optimizer, SafetensorsFile::read(checkpoint.path / kOptimizer));
  for (const auto& [name, hash, wanted] :
       {std::tuple(kModel, model.hash(), file.modelHash), std::tuple(kOptimizer, optimizer.hash(), file.optimizerHash)})
    if (hash != wanted)
      return Error{ErrorKind::BadInput, inQuotes((checkpoint.path / name).string(), 200) +
                                            " does not match its hash in state.json: it was damaged."};
  return LoadedCheckpoint{file.state, std::move(model), std::move(optimizer)};
}

ResumePoint findResumePoint(const RunFolder& folder) {
  removeLeftovers(folder.checkpoints());
  ResumePoint point;
  std::vector<CheckpointFolder> found = completeCheckpoints(folder);
  for (auto checkpoint = found.rbegin(); checkpoint != found.rend(); ++checkpoint) {
    Result<LoadedCheckpoint> loaded = readCheckpoint(*checkpoint);
    if (loaded) {
      point.checkpoint = std::move(*loaded);
      return point;
    }
    point.setAside.push_back("Checkpoint " + std::to_string(checkpoint->step) +
                             " is damaged and was set aside: " + loaded.error().message);
    std::error_code ignored;
    const fs::path aside = folder.checkpoints() / ("broken-" + checkpoint->path.filename().string());
    fs::remove_all(aside, ignored);
    fs::rename(checkpoint->path, aside, ignored);
  }
  return point;
}

void applyRetention(const RunFolder& folder, const Recipe& recipe, const std::vector<std::int64_t>& keepAt) {
  const std::vector<CheckpointFolder> found = completeCheckpoints(folder);
  const std::size_t last = std::size_t(std::max<std::int64_t>(1, recipe.keepLast));
  if (found.size() <= last) return;
  std::set<std::int64_t> keep(keepAt.begin(), keepAt.end());
  for (std::size_t i = found.size() - last; i < found.size(); ++i) keep.insert(found[i].step);
  std::optional<std::pair<double, std::int64_t>> best;
  for (const CheckpointFolder& checkpoint : found) {
    if (recipe.keepEvery > 0 && checkpoint.step % recipe.keepEvery == 0) keep.insert(checkpoint.step);
    const Result<StateFile> file = readState(checkpoint.path / kState);
    if (file && file->state.valLoss && (!best || *file->state.valLoss < best->first))
      best = {*file->state.valLoss, checkpoint.step};
  }
  if (best) keep.insert(best->second);
  for (const CheckpointFolder& checkpoint : found)
    if (!keep.contains(checkpoint.step)) removeFolder(checkpoint.path);
}

}  // namespace headroom
