// Reading runs, wherever they lie: the interface the window and the command line read through.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/runs/run_definition.h"
#include "core/runs/run_folder.h"
#include "core/runs/run_state.h"

namespace headroom {

/// One row of the table of runs. NaN in a number: not known yet.
struct RunSummary {
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

  RunId id;
  RunMeta meta;  // name, tags, notes, star, colour, priority, position
  RunState state = RunState::Draft;
  std::string reason;
  std::string model, scale;
  std::vector<std::string> arms;
  std::uint64_t seed = 0;
  std::int64_t step = 0, steps = 0, attempt = 0;
  std::int64_t createdNs = 0, queuedNs = 0, startedNs = 0, finishedNs = 0;  // 0: not yet
  std::string device, definitionHash, reuseHash;
  std::optional<Fork> from;
  double trainLoss = kUnknown, valLoss = kUnknown;
  double tokensPerSecond = kUnknown, stepSeconds = kUnknown;
  double opTraffic = kUnknown;      // bytes/s, modelled
  double dramBandwidth = kUnknown;  // bytes/s, measured
  std::vector<float> sparkline;     // training loss, thinned evenly over the steps
  std::int64_t revision = 0;        // of the last change of this row
};

/// What changed since a revision. Ask again with `revision`.
struct RunChanges {
  std::int64_t revision = 0;
  std::vector<RunSummary> changed;
  std::vector<RunId> removed;
};

/// A series, each step once, in order of step: the newest attempt's from its first step on.
struct SeriesPoints {
  std::vector<std::int64_t> steps;
  std::vector<double> values;     // float32 widened; NaN and infinities as they were
  std::vector<double> wallTimes;  // seconds since 1970
  std::size_t size() const { return steps.size(); }
};

struct SeriesOptions {
  std::int64_t afterStep = std::numeric_limits<std::int64_t>::min();  // only steps above it
  std::size_t limit = std::numeric_limits<std::size_t>::max();        // at most so many, the earliest first
};

struct AttemptRecord {
  std::int64_t attempt = 0;
  std::int64_t firstStep = 0;
  std::int64_t startedNs = 0, endedNs = 0;
  std::string reason;
};

struct StudyLink {
  StudyId study;
  RunId run;
  std::string arm, scale;
  std::uint64_t seed = 0;
  double learningRate = 0;
  std::int64_t horizon = 0;  // steps
  std::string role;          // "", "trunk", "cooldown", "trial"
};

struct StudySummary {
  StudyId id;
  std::string name;
};

class RunReader {
 public:
  virtual ~RunReader() = default;

  /// Grows with every change; cheap to ask.
  virtual Result<std::int64_t> revision() const = 0;
  /// Runs changed after `since` (0 = all), oldest first.
  virtual Result<RunChanges> runs(std::int64_t since = 0) const = 0;
  virtual Result<RunSummary> run(const RunId& run) const = 0;
  /// An id, a unique prefix of one, or a unique name; else BadInput with what was found.
  virtual Result<RunId> findRun(std::string_view text) const = 0;
  virtual Result<RunDefinition> definition(const RunId& run) const = 0;
  virtual Result<std::vector<StateRecord>> states(const RunId& run) const = 0;
  virtual Result<std::vector<AttemptRecord>> attempts(const RunId& run) const = 0;

  virtual Result<std::vector<std::string>> seriesNames(const RunId& run) const = 0;
  /// An unknown series is empty. When RunSummary::attempt has changed, earlier points may have too: read from the
  /// beginning.
  virtual Result<SeriesPoints> series(const RunId& run, const std::string& name,
                                      const SeriesOptions& options = {}) const = 0;
  /// The same series from the table of doubles (tokens, FLOPs, seconds, validation loss: all digits). Empty when never
  /// written.
  virtual Result<SeriesPoints> doubles(const RunId& run, const std::string& name,
                                       const SeriesOptions& options = {}) const = 0;
  virtual Result<std::vector<std::string>> doubleNames(const RunId& run) const = 0;

  /// In order of their making.
  virtual Result<std::vector<StudySummary>> studies() const = 0;
  /// An id, a unique prefix of one, or a unique name.
  virtual Result<StudyId> findStudy(std::string_view text) const = 0;
  /// studies/<id>/study.json; BadInput when there is none.
  virtual Result<Json> study(const StudyId& study) const = 0;
  /// The lines of its decisions.jsonl.
  virtual Result<std::vector<Json>> studyDecisions(const StudyId& study) const = 0;
  virtual Result<std::vector<StudyLink>> studyLinks(const StudyId& study) const = 0;
  /// Measured roofs: machine id → document of `headroom doctor`. {} when never measured.
  virtual Result<Json> roofs() const = 0;
};

}  // namespace headroom
