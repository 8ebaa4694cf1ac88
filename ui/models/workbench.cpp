#include "ui/models/workbench.h"

#include "ui/models/demo.h"

namespace headroom {

Workbench::Workbench(std::filesystem::path database, OpenRuns open, std::vector<std::string> series,
                     std::vector<std::string> doubles, QObject* parent)
    : QObject(parent),
      m_database(std::move(database)),
      m_engine(m_database),
      m_reader(std::move(open)),
      m_files(std::make_shared<LocalRunFiles>(m_database.parent_path())),
      m_refresher(m_runs, m_reader),
      m_series(m_reader, std::move(series), std::move(doubles)) {
  connect(this, &Workbench::runsRead, this, [this] { m_hasRead = true; });
  connect(&m_refresher, &RunsRefresher::refreshed, this, &Workbench::runsRead);
  connect(&m_refresher, &RunsRefresher::roofsRead, this, [this](const Json& machines) {
    m_machines = machines;
    Q_EMIT roofsRead(machines);
  });
  connect(&m_engine, &EngineClient::connected, this, [this] {
    m_refresher.refresh();
    m_refresher.refreshRoofs();
    m_series.refresh();
  });
  connect(&m_engine, &EngineClient::newsArrived, this, [this](const Json& news) {
    m_refresher.refresh();
    // News without runs are of a machine: its roofs were measured.
    if (!news.contains("runs") || news["runs"].empty()) m_refresher.refreshRoofs();
  });
  // Before the engine greets, the file may be missing or old: that is no problem to show yet.
  connect(&m_refresher, &RunsRefresher::problemFound, this, [this](const QString& sentence) {
    if (m_engine.state() == EngineClient::State::Connected) Q_EMIT problemFound(sentence);
  });
}

void Workbench::start() {
  std::error_code ignored;
  if (std::filesystem::exists(m_database, ignored)) {
    m_refresher.refresh();
    m_refresher.refreshRoofs();
  } else {
    Q_EMIT runsRead();
  }
  m_engine.start();
}

void Workbench::submit(const RunDefinition& definition) {
  m_engine.ask({{"do", "submit"}, {"definition", toJson(definition)}, {"name", definition.name}}, this,
               [this](Result<Json> answer) {
                 if (answer) {
                   Q_EMIT runSubmitted(RunId{answer->value("run", std::string())});
                 } else {
                   Q_EMIT problemFound(QString::fromStdString(answer.error().message));
                 }
               });
}

void Workbench::trainDemo() {
  const auto definitions = demoDefinitions();
  if (!definitions) {
    Q_EMIT problemFound(QString::fromStdString(definitions.error().message));
    return;
  }
  for (const auto& definition : *definitions) submit(definition);
}

}  // namespace headroom
