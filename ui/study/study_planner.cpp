#include "ui/study/study_planner.h"

#include "core/study/room.h"

namespace headroom {

namespace {

using Planned = std::shared_ptr<const PlannedStudy>;

Result<Planned> planOne(const Study& asked, const Json& doctor, const std::map<std::string, NoiseAssumption>& pilot,
                        const std::filesystem::path& database) {
  auto result = std::make_shared<PlannedStudy>();
  HEADROOM_ASSIGN(result->study, studyFrom(toJson(asked), asked.name));  // checked as if it were read from a file
  HEADROOM_ASSIGN(const StudyCells cells, cellsOf(result->study));
  HEADROOM_ASSIGN(result->plan, planOf(result->study, cells, doctor, pilot));
  if (const auto fits = checkFits(result->study, result->plan, roomFor(database)); !fits)
    result->refusal = QString::fromStdString(fits.error().message);
  for (const StudyCell& cell : cells.cells)
    if (!cell.note.empty())
      result->notes.push_back(QString::fromStdString(cell.arm + ", " + cell.scale + ": " + cell.note));
  result->resolved = resolvedStudy(result->study, cells, "auto");
  result->dataHash = cells.corpus.hash;
  return Planned(std::move(result));
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

void StudyPlanner::plan(const Study& study) {
  m_busy = true;
  m_pool.clear();
  m_pool.start([this, study, doctor = m_doctor, pilot = m_pilot, request = ++m_request] {
    auto result = std::make_shared<Result<Planned>>(planOne(study, doctor, pilot, m_database));
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

}  // namespace headroom
