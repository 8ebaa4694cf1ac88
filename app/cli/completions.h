// Completions for a shell, made from the commands and options as the parser knows them: they cannot drift.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace headroom::cli {

/// One command with what may follow it.
struct CommandNode {
  struct Option {
    std::vector<std::string> names;  // "--json", "-h"
    std::string help;
    bool takesValue = false;
    bool takesPath = false;
    std::vector<std::string> values;  // known ones: the scales of --scale
  };
  std::string path;  // "headroom study start"
  std::string help;
  std::vector<Option> options;
  std::vector<std::string> words;                             // known values of positional arguments
  std::vector<std::pair<std::string, std::string>> commands;  // name, help
};

/// The command and all below it, parents first.
std::vector<CommandNode> commandTree(const CLI::App& root);

std::string bashCompletions(const std::vector<CommandNode>& tree);
std::string zshCompletions(const std::vector<CommandNode>& tree);
std::string fishCompletions(const std::vector<CommandNode>& tree);

}  // namespace headroom::cli
