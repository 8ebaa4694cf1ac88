// Plans a study away from the window: opening its data and resolving every arm at every scale may take seconds.
#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include "core/study/plan.h"

namespace headroom {

struct PlannedStudy {
  Study study;
  StudyPlan plan;
  QString refusal;             // why it cannot start here; "" = it can
  std::vector<QString> notes;  // of cells: what is not quite as asked
  ResolvedStudy resolved;
  std::string dataHash;
};

class StudyPlanner : public QObject {
  Q_OBJECT

 public:
  explicit StudyPlanner(std::filesystem::path database, QObject* parent = nullptr);

  /// RunReader::roofs(): machine id → document of `headroom doctor`.
  void setMachines(const Json& machines);
  /// Noise that runs showed, by scale (pilot.h); nothing: what the study states, else an assumption.
  void setPilot(std::map<std::string, NoiseAssumption> noise) { m_pilot = std::move(noise); }
  /// The newest question wins: answers to older ones are dropped.
  void plan(const Study& study);
  bool busy() const { return m_busy; }

 Q_SIGNALS:
  void planned(const std::shared_ptr<const headroom::PlannedStudy>& plan);
  void failed(const QString& sentence);

 private:
  const std::filesystem::path m_database;
  Json m_doctor;
  std::map<std::string, NoiseAssumption> m_pilot;
  int m_request = 0;
  bool m_busy = false;
  QThreadPool m_pool;  // last: waits for its work before the rest goes
};

}  // namespace headroom
