#include "ui/models/shell_word.h"

#include <algorithm>

namespace headroom {

QString shellWord(const QString& word) {
  const bool plain = !word.isEmpty() && std::all_of(word.begin(), word.end(), [](QChar c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           QStringLiteral("_./:=,+@%-").contains(c);
  });
  if (plain) return word;
  QString quoted = word;
  return '\'' + quoted.replace('\'', QLatin1String("'\\''")) + '\'';
}

}  // namespace headroom
