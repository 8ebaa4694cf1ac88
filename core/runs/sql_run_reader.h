// Reads runs through a connection that somebody else owns. Internal to the room.
#pragma once

#include "core/runs/run_reader.h"
#include "core/runs/sql_connection.h"

namespace headroom {

class SqlRunReader final : public RunReader {
 public:
  /// `connection` outlives the reader.
  SqlRunReader(Connection& connection, std::string file) : m_connection(connection), m_file(std::move(file)) {}

  Result<std::int64_t> revision() const override;
  Result<RunChanges> runs(std::int64_t since) const override;
  Result<RunSummary> run(const RunId& run) const override;
  Result<RunId> findRun(std::string_view text) const override;
  Result<RunDefinition> definition(const RunId& run) const override;
  Result<std::vector<StateRecord>> states(const RunId& run) const override;
  Result<std::vector<AttemptRecord>> attempts(const RunId& run) const override;
  Result<std::vector<std::string>> seriesNames(const RunId& run) const override;
  Result<SeriesPoints> series(const RunId& run, const std::string& name, const SeriesOptions& options) const override;
  Result<std::vector<std::string>> doubleNames(const RunId& run) const override;
  Result<SeriesPoints> doubles(const RunId& run, const std::string& name, const SeriesOptions& options) const override;
  Result<std::vector<StudySummary>> studies() const override;
  Result<StudyId> findStudy(std::string_view text) const override;
  Result<Json> study(const StudyId& study) const override;
  Result<std::vector<Json>> studyDecisions(const StudyId& study) const override;
  Result<std::vector<StudyLink>> studyLinks(const StudyId& study) const override;
  Result<Json> roofs() const override;

 private:
  /// The run's integer key; BadInput when there is no such run.
  Result<std::int64_t> key(const RunId& run) const;
  Result<std::vector<std::string>> names(const RunId& run, bool doubles) const;
  Result<SeriesPoints> points(const RunId& run, const std::string& name, const SeriesOptions& options,
                              bool doubles) const;

  Connection& m_connection;
  std::string m_file;
};

}  // namespace headroom
