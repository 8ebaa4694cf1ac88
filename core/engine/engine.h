// The engine: queue, supervision of workers, ingest into the database, service on the local socket. One a database.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace headroom {

struct EngineOptions {
  std::filesystem::path database;
  /// How long it stays with no client, no live worker and an empty queue.
  std::chrono::milliseconds idleGrace{5000};
  /// What the greeting says; another one plays another program's engine.
  std::string version = HEADROOM_VERSION;
};

/// The whole life of `headroom engine serve`: takes engine.lock, opens the database, serves until idle, shutdown,
/// SIGTERM or SIGINT. Makes its own QCoreApplication. Returns the exit code (0 done, 1 failed, 2 bad input, 3 another
/// engine serves this database) and prints one line on stderr with every code but 0. Workers outlive it.
int serveEngine(const EngineOptions& options);

}  // namespace headroom
