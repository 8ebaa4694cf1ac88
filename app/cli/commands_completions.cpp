// completions: what a shell needs to complete the commands.
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/completions.h"

namespace headroom::cli {

void addCompletions(CommandLine& line) {
  auto shell = std::make_shared<std::string>();
  CLI::App& command = line.add(line.root(), "completions", "Print a script that completes commands in a shell",
                               [&line, shell](const Shared&) -> Result<Answer> {
                                 const auto tree = commandTree(line.root());
                                 Answer answer;
                                 answer.text = *shell == "bash"  ? bashCompletions(tree)
                                               : *shell == "zsh" ? zshCompletions(tree)
                                                                 : fishCompletions(tree);
                                 answer.json = {{"shell", *shell}, {"script", answer.text}};
                                 return answer;
                               });
  command.add_option("shell", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

}  // namespace headroom::cli
