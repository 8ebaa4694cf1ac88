#include "core/train/worker.h"

#include <fcntl.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "core/base/files.h"
#include "core/base/text.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

Result<FileLock> lockOf(const RunFolder& folder) {
  if (const char* text = std::getenv("HEADROOM_LOCK_FD")) {
    int descriptor = -1;
    std::from_chars(text, text + std::strlen(text), descriptor);
    if (descriptor < 0 || ::fcntl(descriptor, F_GETFD) < 0)
      return Error{ErrorKind::Failed,
                   "HEADROOM_LOCK_FD is " + inQuotes(text) +
                       ", which is no open descriptor; start the worker through the engine or unset it."};
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return FileLock::adopt(descriptor);
  }
  HEADROOM_ASSIGN(std::optional<FileLock> lock, FileLock::tryLock(folder.lock()));
  if (!lock)
    return Error{ErrorKind::Failed, "Another process trains " + inQuotes(folder.path().string(), 200) +
                                        " (its lock is held); stop it first, or wait until it has left."};
  return std::move(*lock);
}

std::int64_t nextAttempt(const RunFolder& folder) {
  const std::vector<JournalFile> files = journalFiles(folder);
  return files.empty() ? 1 : files.back().attempt + 1;
}

}  // namespace

Result<TrainOutcome> trainFolder(const fs::path& path, const WorkerOptions& options) {
  std::error_code ignored;
  if (!fs::is_directory(path, ignored))
    return Error{ErrorKind::BadInput, "There is no run folder " + inQuotes(path.string(), 200) + "; check --run-dir."};
  const RunFolder folder(fs::absolute(path).lexically_normal());
  HEADROOM_ASSIGN(const FileLock lock, lockOf(folder));
  const std::atomic<int> none{0};
  return train(folder, {.attempt = options.attempt > 0 ? options.attempt : nextAttempt(folder),
                        .terminations = options.terminations ? *options.terminations : none,
                        .log = [](const std::string& line) {
                          std::printf("%s\n", oneLine(line).c_str());
                          std::fflush(stdout);  // log.txt is followed while it grows
                        }});
}

Result<TrainOutcome> trainFile(const fs::path& file, const fs::path& path, const WorkerOptions& options) {
  HEADROOM_ASSIGN(const Json document, readJson(file.string()));
  HEADROOM_ASSIGN(const RunDefinition definition, runDefinitionFrom(document, file.string()));
  const RunFolder folder(fs::absolute(path).lexically_normal());
  std::error_code ignored;
  if (!fs::exists(folder.definition(), ignored)) {
    HEADROOM_TRY(makeFolders(folder.path()));
    HEADROOM_TRY(replaceFile(folder.definition(), dump(document, 2) + "\n"));  // as written: also what it leaves out
    return trainFolder(folder.path(), options);
  }
  HEADROOM_ASSIGN(const RunDefinition there, loadDefinition(folder));
  if (definitionHash(there) != definitionHash(definition))
    return Error{ErrorKind::BadInput,
                 inQuotes(folder.path().string(), 200) + " holds another run; choose a new folder for --out."};
  return trainFolder(folder.path(), options);
}

}  // namespace headroom
