// Runs of this machine: a read-only connection to headroom.db.
#include "core/runs/local_run_reader.h"

#include "core/runs/migrations.h"
#include "core/runs/read_only.h"
#include "core/runs/sql_run_reader.h"

namespace headroom {
namespace {

/// A connection and the reader on it, owned together.
class OwningReader final : public RunReader {
 public:
  OwningReader(ReadOnly database, const std::string& file)
      : m_database(std::move(database)), m_reader(*m_database.connection, file) {}

  Result<std::int64_t> revision() const override { return m_reader.revision(); }
  Result<RunChanges> runs(std::int64_t since) const override { return m_reader.runs(since); }
  Result<RunSummary> run(const RunId& run) const override { return m_reader.run(run); }
  Result<RunId> findRun(std::string_view text) const override { return m_reader.findRun(text); }
  Result<RunDefinition> definition(const RunId& run) const override { return m_reader.definition(run); }
  Result<std::vector<StateRecord>> states(const RunId& run) const override { return m_reader.states(run); }
  Result<std::vector<AttemptRecord>> attempts(const RunId& run) const override { return m_reader.attempts(run); }
  Result<std::vector<std::string>> seriesNames(const RunId& run) const override { return m_reader.seriesNames(run); }
  Result<SeriesPoints> series(const RunId& run, const std::string& name, const SeriesOptions& options) const override {
    return m_reader.series(run, name, options);
  }
  Result<std::vector<std::string>> doubleNames(const RunId& run) const override { return m_reader.doubleNames(run); }
  Result<SeriesPoints> doubles(const RunId& run, const std::string& name, const SeriesOptions& options) const override {
    return m_reader.doubles(run, name, options);
  }
  Result<std::vector<StudySummary>> studies() const override { return m_reader.studies(); }
  Result<StudyId> findStudy(std::string_view text) const override { return m_reader.findStudy(text); }
  Result<Json> study(const StudyId& study) const override { return m_reader.study(study); }
  Result<std::vector<Json>> studyDecisions(const StudyId& study) const override {
    return m_reader.studyDecisions(study);
  }
  Result<std::vector<StudyLink>> studyLinks(const StudyId& study) const override { return m_reader.studyLinks(study); }
  Result<Json> roofs() const override { return m_reader.roofs(); }

 private:
  ReadOnly m_database;
  SqlRunReader m_reader;
};

}  // namespace

Result<std::unique_ptr<RunReader>> LocalRunReader::open(const std::filesystem::path& database) {
  const std::string file = database.string();
  return guarded(file, [&]() -> Result<std::unique_ptr<RunReader>> {
    HEADROOM_ASSIGN(ReadOnly opened, openReadOnly(database));
    HEADROOM_TRY(checkSchema(opened.connection->database()));
    return std::unique_ptr<RunReader>(std::make_unique<OwningReader>(std::move(opened), file));
  });
}

}  // namespace headroom
