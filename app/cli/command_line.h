// The commands of `headroom` and the options that all of them take.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>

#include "app/cli/answer.h"

namespace headroom::cli {

/// What every command knows.
struct Shared {
  bool json = false;
  bool databaseNamed = false;  // by --db, not the default
  std::filesystem::path database;
};

using Action = std::function<Result<Answer>(const Shared&)>;

class CommandLine {
 public:
  CommandLine();

  /// A command that does something. Options are added to what it returns; `action` runs after all were read.
  CLI::App& add(CLI::App& parent, const std::string& name, const std::string& help, Action action);
  /// A command that only holds others ("engine serve").
  CLI::App& group(const std::string& name, const std::string& help);
  CLI::App& root() { return m_root; }

  /// Parses, runs, prints; the exit code.
  int run(int argc, char** argv);

 private:
  void shareOptions(CLI::App& command);
  std::string usageSentence(const CLI::ParseError& error, int argc, char** argv) const;

  CLI::App m_root;
  Shared m_shared;
  std::string m_databaseText;
  Action m_action;
};

}  // namespace headroom::cli
