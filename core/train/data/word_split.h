// How a text falls into words before byte pairs are merged: the rules that the published tokenizers write as a regular
// expression, by hand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headroom {

/// Gpt2: "'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+".
/// Llama3 (and cl100k): "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|
/// \s*[\r\n]+|\s+(?!\S)|\s+". Qwen2: the same with \p{N}.
enum class WordSplit : std::uint8_t { Gpt2, Llama3, Qwen2 };

/// Where the word that starts at `begin` < text.size() ends. Words cover the text without gaps. A byte that is no part
/// of valid UTF-8 counts as one character that is neither letter, number nor space.
std::size_t wordEnd(WordSplit split, std::string_view text, std::size_t begin);

/// "gpt2", "llama3", "qwen2"
std::string nameOf(WordSplit split);
std::optional<WordSplit> wordSplitNamed(std::string_view name);
/// The rule that a tokenizer.json means with this regular expression; nothing when it is another.
std::optional<WordSplit> wordSplitOf(std::string_view pattern);

}  // namespace headroom
