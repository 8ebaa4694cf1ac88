// The filter line over the runs: `arm:rope state:running loss<3.5 -scale:nano baseline`. All terms must hold.
#pragma once

#include <QString>
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

}  // namespace headroom
