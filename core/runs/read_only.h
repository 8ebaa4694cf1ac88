// Opening a database for reading alone, wherever it lies. Internal to the room.
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/runs/sql_connection.h"

namespace headroom {

/// A temporary folder, removed at its end.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(std::filesystem::path path) : m_path(std::move(path)) {}
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code error;
    std::filesystem::remove_all(m_path, error);
  }

 private:
  std::filesystem::path m_path;
};

struct ReadOnly {
  std::unique_ptr<TemporaryFolder> copy;  // removed after the connection is closed
  std::unique_ptr<Connection> connection;
};

/// BadInput when there is no such file; the schema is not looked at. Throws SQLite::Exception.
Result<ReadOnly> openReadOnly(const std::filesystem::path& database);

}  // namespace headroom
