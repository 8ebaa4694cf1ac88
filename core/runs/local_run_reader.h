// Runs of this machine: a read-only connection to headroom.db. Any number may live beside the engine.
#pragma once

#include <filesystem>
#include <memory>

#include "core/runs/run_reader.h"

namespace headroom {

class LocalRunReader {
 public:
  /// Statements are short and wait at most 2 s for a lock. BadInput when there is no database or it is none of ours;
  /// Refused when its schema is newer. In a folder that cannot be written it is read as it stands, or from a copy when
  /// a WAL lies beside it. One thread at a time; open one reader a thread.
  static Result<std::unique_ptr<RunReader>> open(const std::filesystem::path& database);
};

}  // namespace headroom
