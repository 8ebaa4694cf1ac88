// What lives as long as a window: the engine's client, the reader, the models; news of the engine become fresh rows and
// curves.
#pragma once

#include <QObject>
#include <QTimer>
#include <filesystem>

#include "core/engine/engine_client.h"
#include "core/runs/run_files.h"
#include "ui/models/reader_thread.h"
#include "ui/models/runs_model.h"
#include "ui/models/series_store.h"

namespace headroom {

class Workbench : public QObject {
  Q_OBJECT

 public:
  Workbench(std::filesystem::path database, OpenRuns open, std::vector<std::string> series,
            std::vector<std::string> doubles, QObject* parent = nullptr);

  /// Reads what is there and connects to the engine, starting one when none runs. Returns at once.
  void start();
  void submit(const RunDefinition& definition);
  void trainDemo();
  /// runsRead() was emitted: an empty table is an empty database.
  bool hasRead() const { return m_hasRead; }

  const std::filesystem::path& database() const { return m_database; }
  EngineClient& engine() { return m_engine; }
  RunsModel& runs() { return m_runs; }
  SeriesStore& series() { return m_series; }
  ReaderThread& reader() { return m_reader; }
  /// For questions on the reader's thread.
  std::shared_ptr<const RunFiles> files() const { return m_files; }
  const Json& machines() const { return m_machines; }

 Q_SIGNALS:
  /// The runs were read for the first time, or there is no database yet: what is not in the table does not exist.
  void runsRead();
  /// Measured roofs as RunReader::roofs() gives them; also kept in machines().
  void roofsRead(const headroom::Json& machines);
  void runSubmitted(const headroom::RunId& run);
  void problemFound(const QString& sentence);

 private:
  const std::filesystem::path m_database;
  EngineClient m_engine;
  ReaderThread m_reader;
  const std::shared_ptr<const RunFiles> m_files;
  RunsModel m_runs;
  RunsRefresher m_refresher;
  SeriesStore m_series;
  Json m_machines = Json::object();
  bool m_hasRead = false;
};

}  // namespace headroom
