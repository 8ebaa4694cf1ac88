// Plans a study away from the window: opening its data and resolving every arm at every scale may take seconds.
#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <filesystem>
#include <map>
#include <memory>

#include "core/study/prepared_study.h"

namespace headroom {

class StudyPlanner : public QObject {
  Q_OBJECT

 public:
  explicit StudyPlanner(std::filesystem::path database, QObject* parent = nullptr);

  /// RunReader::roofs(): machine id → document of `headroom doctor`.
  void setMachines(const Json& machines);
  /// Noise that runs showed, by scale (pilot.h); nothing: what the study states, else an assumption.
  void setPilot(std::map<std::string, NoiseAssumption> noise) { m_pilot = std::move(noise); }
  /// The newest question wins: answers to older ones are dropped. With `known`: as its next version.
  void plan(const Study& study, std::shared_ptr<const StudyResult> known = nullptr);
  /// What was asked is no longer the question.
  void cancel();
  bool busy() const { return m_busy; }

 Q_SIGNALS:
  void planned(const std::shared_ptr<const headroom::PreparedStudy>& plan);
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
