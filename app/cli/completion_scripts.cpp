// The tree of commands as scripts for bash, zsh and fish. Each walks the words of the line down to a command, then
// offers what may follow it.
#include "app/cli/completions.h"

namespace headroom::cli {
namespace {

/// In single quotes, as the three shells read them.
std::string quoted(const std::string& text, bool fish = false) {
  std::string result = "'";
  for (const char letter : text) {
    if (letter == '\'')
      result += fish ? "\\'" : "'\\''";
    else if (letter == '\\' && fish)
      result += "\\\\";
    else
      result += letter == '\n' ? ' ' : letter;
  }
  return result + "'";
}

std::string joined(const std::vector<std::string>& words) {
  std::string result;
  for (const std::string& word : words) result += (result.empty() ? "" : " ") + word;
  return result;
}

/// 'headroom train'|'headroom runs'|…: every command below the root.
std::string pathsAsPattern(const std::vector<CommandNode>& tree) {
  std::string result;
  for (std::size_t i = 1; i < tree.size(); ++i) result += (i > 1 ? "|" : "") + ("'" + tree[i].path + "'");
  return result;
}

std::string withoutColons(const std::string& text) {
  std::string result;
  for (const char letter : text) result += letter == ':' ? std::string("\\:") : std::string(1, letter);
  return result;
}

}  // namespace

std::string bashCompletions(const std::vector<CommandNode>& tree) {
  std::string text =
      "# bash completion of headroom, made by `headroom completions bash`.\n"
      "# Install: headroom completions bash > ~/.local/share/bash-completion/completions/headroom\n"
      "_headroom() {\n"
      "  local current=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\" at=headroom i words=\n"
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    case \"$at ${COMP_WORDS[i]}\" in\n      " +
      pathsAsPattern(tree) + ") at=\"$at ${COMP_WORDS[i]}\" ;;\n    esac\n  done\n  COMPREPLY=()\n" +
      "  case \"$at:$before\" in\n";
  for (const CommandNode& node : tree) {
    for (const auto& option : node.options) {
      if (!option.takesValue) continue;
      std::string pattern;
      for (const std::string& name : option.names)
        pattern += (pattern.empty() ? "" : "|") + ("'" + node.path + ":" + name + "'");
      text += "    " + pattern + ") ";
      if (option.values.empty())
        text += option.takesPath ? "compopt -o default 2>/dev/null; return ;;\n" : "return ;;\n";
      else
        text += "COMPREPLY=($(compgen -W " + quoted(joined(option.values)) + " -- \"$current\")); return ;;\n";
    }
  }
  text += "  esac\n  case \"$at\" in\n";
  for (const CommandNode& node : tree) {
    std::vector<std::string> words;
    for (const auto& [name, help] : node.commands) words.push_back(name);
    words.insert(words.end(), node.words.begin(), node.words.end());
    for (const auto& option : node.options) words.insert(words.end(), option.names.begin(), option.names.end());
    text += "    '" + node.path + "') words=" + quoted(joined(words)) + " ;;\n";
  }
  return text +
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
         "  if ((${#COMPREPLY[@]} == 0)); then compopt -o default 2>/dev/null; fi\n"
         "}\n"
         "complete -F _headroom headroom\n";
}

std::string zshCompletions(const std::vector<CommandNode>& tree) {
  std::string text =
      "#compdef headroom\n"
      "# zsh completion of headroom, made by `headroom completions zsh`.\n"
      "# Install: headroom completions zsh > ~/.zfunc/_headroom, with fpath+=(~/.zfunc) before compinit in ~/.zshrc\n"
      "_headroom() {\n"
      "  local at=headroom before=${words[CURRENT-1]} i\n"
      "  local -a commands options known\n"
      "  for ((i = 2; i < CURRENT; ++i)); do\n"
      "    case \"$at ${words[i]}\" in\n      (" +
      pathsAsPattern(tree) + ") at=\"$at ${words[i]}\" ;;\n    esac\n  done\n  case \"$at:$before\" in\n";
  for (const CommandNode& node : tree) {
    for (const auto& option : node.options) {
      if (!option.takesValue) continue;
      std::string pattern;
      for (const std::string& name : option.names)
        pattern += (pattern.empty() ? "" : "|") + ("'" + node.path + ":" + name + "'");
      text += "    (" + pattern + ") ";
      if (option.values.empty())
        text += option.takesPath ? "_files; return ;;\n" : "_message " + quoted(option.help) + "; return ;;\n";
      else
        text += "compadd -- " + joined(option.values) + "; return ;;\n";
    }
  }
  text += "  esac\n  case \"$at\" in\n";
  for (const CommandNode& node : tree) {
    text += "    ('" + node.path + "')\n";
    const auto list = [&](const char* name, const std::vector<std::pair<std::string, std::string>>& entries) {
      if (entries.empty()) return;
      text += std::string("      ") + name + "=(";
      for (const auto& [word, help] : entries) text += " " + quoted(withoutColons(word) + ":" + withoutColons(help));
      text += " )\n";
    };
    std::vector<std::pair<std::string, std::string>> options;
    for (const auto& option : node.options)
      for (const std::string& name : option.names) options.emplace_back(name, option.help);
    list("commands", node.commands);
    list("options", options);
    if (!node.words.empty()) text += "      known=(" + joined(node.words) + ")\n";
    text += "      ;;\n";
  }
  return text +
         "  esac\n"
         "  ((${#commands})) && _describe -t commands command commands\n"
         "  ((${#known})) && compadd -- $known\n"
         "  _describe -o -t options option options\n"
         "  ((${#commands})) || _files\n"
         "}\n"
         "compdef _headroom headroom\n";
}

std::string fishCompletions(const std::vector<CommandNode>& tree) {
  std::string paths;
  for (const CommandNode& node : tree) paths += " " + quoted(node.path, true);
  std::string text =
      "# fish completion of headroom, made by `headroom completions fish`.\n"
      "# Install: headroom completions fish > ~/.config/fish/completions/headroom.fish\n"
      "set -g __headroom_paths" +
      paths +
      "\n"
      "function __headroom_at\n"
      "  set -l at headroom\n"
      "  for word in (commandline -opc)[2..-1]\n"
      "    if contains -- \"$at $word\" $__headroom_paths\n"
      "      set at \"$at $word\"\n"
      "    end\n"
      "  end\n"
      "  test \"$at\" = \"$argv[1]\"\n"
      "end\n";
  for (const CommandNode& node : tree) {
    const std::string begin = "complete -c headroom -n " + quoted("__headroom_at \"" + node.path + "\"", true);
    for (const auto& [name, help] : node.commands)
      text += begin + " -f -a " + quoted(name, true) + " -d " + quoted(help, true) + "\n";
    if (!node.words.empty()) text += begin + " -a " + quoted(joined(node.words), true) + "\n";
    for (const auto& option : node.options) {
      text += begin;
      for (const std::string& name : option.names)
        text += name.size() > 2 && name[1] == '-' ? " -l " + name.substr(2) : " -s " + name.substr(1);
      if (option.takesValue) text += option.takesPath ? " -r -F" : " -x";
      if (!option.values.empty()) text += " -a " + quoted(joined(option.values), true);
      text += " -d " + quoted(option.help, true) + "\n";
    }
  }
  return text;
}

}  // namespace headroom::cli
