// The tree of commands, read from the parser. The three shells follow in completion_scripts.cpp.
#include "app/cli/completions.h"

#include <algorithm>

#include "core/arch/resolve.h"

namespace headroom::cli {
namespace {

std::vector<std::string> names(const std::vector<Library::Document>& documents) {
  std::vector<std::string> result;
  for (const auto& document : documents) result.push_back(document.name);
  return result;
}

/// What an option or argument is known to take; by the names that all commands share.
std::vector<std::string> knownValues(const std::string& name, const std::string& type) {
  const Library& library = builtinLibrary();
  if (name == "--scale") return names(library.scales);
  if (name == "--arm") return names(library.arms);
  if (name == "--recipe") return names(library.recipes);
  if (type.find("TEMPLATE") != std::string::npos) {
    auto all = names(library.templates);
    if (type.find("STUDY") != std::string::npos) all = names(library.studies);
    return all;
  }
  if (name == "--tokenizer") return {"characters", "bytes", "bpe"};
  return {};
}

/// CLI11 writes a set of words as {a,b,c}.
std::vector<std::string> wordsOfSet(const std::string& type) {
  const auto open = type.find('{'), close = type.find('}');
  std::vector<std::string> words;
  if (open == std::string::npos || close == std::string::npos || close < open) return words;
  std::string word;
  for (auto i = open + 1; i <= close; ++i) {
    if (type[i] != ',' && type[i] != '}') {
      word += type[i];
      continue;
    }
    words.push_back(word);
    word.clear();
  }
  return words;
}

bool namesPath(const std::string& type) {
  return type.find("FILE") != std::string::npos || type.find("PATH") != std::string::npos ||
         type.find("DIR") != std::string::npos;
}

void collect(const CLI::App& app, const std::string& path, std::vector<CommandNode>& tree) {
  CommandNode node{.path = path, .help = app.get_description()};
  for (const CLI::Option* option : app.get_options()) {
    const std::string type = option->get_type_name();
    const std::string name = option->get_lnames().empty() ? "" : "--" + option->get_lnames().front();
    std::vector<std::string> values = wordsOfSet(type);
    if (values.empty()) values = knownValues(name, type);
    if (option->get_positional()) {
      node.words.insert(node.words.end(), values.begin(), values.end());
      continue;
    }
    CommandNode::Option described{.help = option->get_description(),
                                  .takesValue = option->get_items_expected_max() > 0,
                                  .takesPath = namesPath(type),
                                  .values = std::move(values)};
    for (const std::string& letter : option->get_snames()) described.names.push_back("-" + letter);
    for (const std::string& word : option->get_lnames()) described.names.push_back("--" + word);
    if (!described.names.empty()) node.options.push_back(std::move(described));
  }
  const auto below = app.get_subcommands([](const CLI::App* command) { return !command->get_name().empty(); });
  for (const CLI::App* command : below) node.commands.emplace_back(command->get_name(), command->get_description());
  tree.push_back(std::move(node));
  for (const CLI::App* command : below) collect(*command, path + " " + command->get_name(), tree);
}

}  // namespace

std::vector<CommandNode> commandTree(const CLI::App& root) {
  std::vector<CommandNode> tree;
  collect(root, root.get_name(), tree);
  return tree;
}

}  // namespace headroom::cli
