#include "ui/habits/fuzzy.h"

#include <QStringList>
#include <algorithm>

namespace headroom {

namespace {

// Weights were chosen so that "rp" prefers "Run ▸ Pause" to "report", and a whole word prefers itself to its letters
// strewn over a long name.
constexpr int kLetter = 4, kTogether = 10, kWordBegin = 12, kWhole = 20;

bool beginsWord(const QString& text, qsizetype at) {
  return at == 0 || !text[at - 1].isLetterOrNumber();
}

/// Greedy from `begin` on; nothing when the letters run out.
std::optional<int> scoreFrom(const QString& word, const QString& text, qsizetype begin) {
  int score = 0;
  qsizetype last = -2, at = begin;
  for (const QChar letter : word) {
    // A letter that begins a word is preferred to an earlier one inside, unless the earlier one follows at once.
    qsizetype found = text.indexOf(letter, at);
    if (found < 0) return std::nullopt;
    if (found != last + 1 && !beginsWord(text, found)) {
      for (auto later = found; later >= 0; later = text.indexOf(letter, later + 1)) {
        if (!beginsWord(text, later)) continue;
        found = later;
        break;
      }
    }
    score += kLetter + (found == last + 1 ? kTogether : 0) + (beginsWord(text, found) ? kWordBegin : 0);
    last = found;
    at = found + 1;
  }
  return score;
}

std::optional<int> scoreWord(const QString& word, const QString& text) {
  if (const auto whole = text.indexOf(word); whole >= 0) {
    const int length = static_cast<int>(word.size());
    const bool ends = whole + word.size() == text.size() || !text[whole + word.size()].isLetterOrNumber();
    return length * (kLetter + kTogether) + kWhole + (beginsWord(text, whole) ? kWordBegin + (ends ? kWhole : 0) : 0);
  }
  std::optional<int> best;
  for (auto begin = text.indexOf(word.front()); begin >= 0; begin = text.indexOf(word.front(), begin + 1)) {
    if (const auto score = scoreFrom(word, text, begin)) best = std::max(best.value_or(*score), *score);
  }
  return best;
}

}  // namespace

std::optional<int> fuzzyScore(const QString& query, const QString& text) {
  // A name of a million letters is not looked through to its end.
  const QString known = text.left(300).toCaseFolded();
  int score = 0;
  for (const QString& word : query.left(100).toCaseFolded().split(' ', Qt::SkipEmptyParts)) {
    const auto one = scoreWord(word, known);
    if (!one) return std::nullopt;
    score += *one;
  }
  return score - static_cast<int>(known.size()) / 8;
}

}  // namespace headroom
