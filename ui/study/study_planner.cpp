#include "ui/study/study_planner.h"

#include "core/study/room.h"

namespace headroom {

namespace {

using Planned = std::shared_ptr<const PreparedStudy>;

Result<Planned> planOne(const Study& asked, const std::shared_ptr<const StudyResult>& known, const Preparation& how) {
  HEADROOM_ASSIGN(const Study study, studyFrom(toJson(asked), asked.name));  // checked as if it were read from a file
  HEADROOM_ASSIGN(PreparedStudy prepared, known ? prepareVersion(*known, study, how) : prepareStudy(study, how));
  return std::make_shared<const PreparedStudy>(std::move(prepared));
}

}  // namespace

StudyPlanner::StudyPlanner(std::filesystem::path database, QObject* parent)
    : QObject(parent), m_database(std::move(database)) {
  m_pool.setMaxThreadCount(1);
}

void StudyPlanner::setMachines(const Json& machines) {
  m_doctor = Json();
  if (!machines.is_object()) return;
  for (const auto& [machine, document] : machines.items())
    if (document.is_object()) m_doctor = document;
}

void StudyPlanner::plan(const Study& study, std::shared_ptr<const StudyResult> known) {
  cancel();
  m_busy = true;
  Preparation how{.doctor = m_doctor, .pilot = m_pilot};
  m_pool.start([this, study, known, how, request = m_request]() mutable {
    how.room = roomFor(m_database);
    auto result = std::make_shared<Result<Planned>>(planOne(study, known, how));
    QMetaObject::invokeMethod(
        this,
        [this, request, result] {
          if (request != m_request) return;
          m_busy = false;
          if (*result)
            Q_EMIT planned(**result);
          else
            Q_EMIT failed(QString::fromStdString(result->error().message));
        },
        Qt::QueuedConnection);
  });
}

void StudyPlanner::cancel() {
  ++m_request;
  m_busy = false;
  m_pool.clear();
}

}  // namespace headroom
