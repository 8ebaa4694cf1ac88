// The commands of `headroom` and the options that all of them take.
#include "app/cli/command_line.h"

#include <cstdio>

#include "app/cli/window.h"
#include "core/base/files.h"
#include "core/base/text.h"

namespace headroom::cli {

CommandLine::CommandLine()
    : m_root("Does this change to a language model help, by how much compute, against which limit?", "headroom") {
  m_root.require_subcommand(0, 1);
  m_root.set_version_flag("--version", std::string("headroom ") + HEADROOM_VERSION);
  m_root.footer(
      "Without a command the window opens. Exit codes: 0 done, 1 failed, 2 bad input or usage, 3 refused,\n"
      "4 engine unreachable, 5 the run failed or diverged, 130 interrupted.");
  m_root.failure_message([](const CLI::App*, const CLI::Error& error) { return std::string(error.what()); });
  shareOptions(m_root);
}

void CommandLine::shareOptions(CLI::App& command) {
  command.add_flag("--json", m_shared.json, "Print one JSON object and nothing else");
  command.add_option("--db", m_databaseText, "The database (default: headroom.db in the user's data folder)")
      ->type_name("FILE");
}

CLI::App& CommandLine::add(CLI::App& parent, const std::string& name, const std::string& help, Action action) {
  CLI::App* command = parent.add_subcommand(name, help);
  shareOptions(*command);
  command->callback([this, action = std::move(action)] { m_action = action; });
  return *command;
}

CLI::App& CommandLine::group(const std::string& name, const std::string& help) {
  CLI::App* command = m_root.add_subcommand(name, help);
  shareOptions(*command);
  command->require_subcommand(1);
  return *command;
}

std::string CommandLine::usageSentence(const CLI::ParseError& error, int argc, char** argv) const {
  const CLI::App* command = &m_root;
  std::string name = "headroom";
  for (auto deeper = command->get_subcommands(); !deeper.empty(); deeper = command->get_subcommands()) {
    command = deeper.front();
    name += " " + command->get_name();
  }
  // A mistyped command reads as a stray word to the parser; to a person it is a command that does not exist.
  std::vector<std::string> names;
  for (const CLI::App* child : command->get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(child->get_name());
  if (!names.empty()) {
    for (int i = 1; i < argc; ++i) {
      const std::string word = argv[i];
      if (word.empty() || word.front() == '-' || (i > 1 && std::string_view(argv[i - 1]) == "--db")) continue;
      if (name.find(" " + word) != std::string::npos) continue;
      const std::string near = nearest(word, names);
      return "There is no command " +
             inQuotes(name.substr(name.find(' ') == std::string::npos ? 8 : 9) + (name == "headroom" ? "" : " ") +
                      word) +
             (near.empty() ? "." : "; did you mean '" + near + "'?") + " See `" + name + " --help`.";
    }
    if (command != &m_root) return "`" + name + "` needs one of: " + listed(names, "or") + ".";
  }
  std::string what = error.what();
  while (!what.empty() && (what.back() == '.' || what.back() == '\n' || what.back() == ' ')) what.pop_back();
  // Long values are shortened, so that the advice behind them is still read.
  return oneLine(what, 600) + "; see `" + name + " --help`.";
}

int CommandLine::run(int argc, char** argv) {
  try {
    m_root.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return m_root.exit(error);  // --help, --version
    return print(badInput(usageSentence(error, argc, argv)), m_shared.json);
  }
  m_shared.databaseNamed = !m_databaseText.empty();
  m_shared.database = m_shared.databaseNamed ? std::filesystem::path(m_databaseText) : dataFolder() / "headroom.db";
  if (!m_action) {
    if (!hasDisplay()) {
      std::fputs(m_root.help().c_str(), stdout);
      return 0;
    }
    return print(openWindow(m_shared), m_shared.json);
  }
  return print(m_action(m_shared), m_shared.json);
}

}  // namespace headroom::cli
