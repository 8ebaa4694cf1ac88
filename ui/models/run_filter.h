// The filter line over the runs: `arm:rope,none state:running loss<3.5 -scale:nano baseline`. All terms must hold, one
// of the words between commas suffices. Words with blanks, commas or quotes stand in quotes, \" and \\ inside them.
#pragma once

#include <QString>
#include <QStringList>
#include <functional>
#include <vector>

#include "core/runs/run_reader.h"

namespace headroom {

class RunFilter {
 public:
  /// Words without a field look for themselves in the name. BadInput names the term and what to try.
  static Result<RunFilter> parse(const QString& line);
  bool matches(const RunSummary& run) const;
  bool isEmpty() const { return m_terms.empty(); }

 private:
  std::vector<std::function<bool(const RunSummary&)>> m_terms;
};

/// The fields that can stand before ':' and before '<', for completion and for the help.
QStringList filterTextFields();
QStringList filterNumberFields();
/// What `field` of a run says, as the filter reads it; empty for a field that holds no words.
QStringList filterValues(const RunSummary& run, const QString& field);
/// As a value of a term: in quotes where it must be.
QString filterWord(const QString& value);

/// What could stand where the cursor is: replacements for the characters [from, from + length) of the line.
struct FilterCompletion {
  qsizetype from = 0, length = 0;
  QStringList words;
};
/// `valuesOf(field)`: what runs hold there, best first; asked only where a value of that field is being written.
FilterCompletion completeFilter(const QString& line, qsizetype cursor,
                                const std::function<QStringList(const QString& field)>& valuesOf);

}  // namespace headroom
