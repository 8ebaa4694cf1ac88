// What clients may ask of the engine: one function a request, in one table. README.md lists fields and answers.
#pragma once

#include <QObject>
#include <deque>
#include <functional>
#include <optional>

#include "core/base/json_reader.h"
#include "core/devices/device_monitor.h"
#include "core/engine/measurement.h"
#include "core/engine/service.h"
#include "core/engine/study_runner.h"
#include "core/engine/supervisor.h"

namespace headroom {

class Commands : public QObject {
  Q_OBJECT

 public:
  /// `leave` ends the engine.
  Commands(RunStore& store, Supervisor& supervisor, StudyRunner& studies, std::function<void()> leave);

  /// The service's handler; it answers through `service` what takes longer.
  void serve(Service& service);
  std::optional<Result<Json>> handle(ClientId client, const Json& request);
  void forget(ClientId client);
  /// A measurement runs or waits for its turn.
  bool measuring() const { return !m_measuring.is_null(); }

  using Function = Result<Json> (Commands::*)(JsonReader& request);

 Q_SIGNALS:
  void measurementEnded();

 private:
  Result<Json> status(JsonReader& request);
  Result<Json> submit(JsonReader& request);
  Result<Json> start(JsonReader& request);
  Result<Json> stop(JsonReader& request);
  Result<Json> abort(JsonReader& request);
  Result<Json> pause(JsonReader& request);
  Result<Json> resume(JsonReader& request);
  Result<Json> checkpoint(JsonReader& request);
  Result<Json> clone(JsonReader& request);
  Result<Json> remove(JsonReader& request);
  Result<Json> tag(JsonReader& request);
  Result<Json> untag(JsonReader& request);
  Result<Json> note(JsonReader& request);
  Result<Json> star(JsonReader& request);
  Result<Json> colour(JsonReader& request);
  Result<Json> rename(JsonReader& request);
  Result<Json> priority(JsonReader& request);
  Result<Json> move(JsonReader& request);
  Result<Json> queue(JsonReader& request);
  Result<Json> import(JsonReader& request);
  Result<Json> adoptFolders(JsonReader& request);
  Result<Json> machine(JsonReader& request);
  Result<Json> devices(JsonReader& request);
  Result<Json> measure(JsonReader& request);
  Result<Json> cancelMeasurement(JsonReader& request);
  Result<Json> startStudy(JsonReader& request);
  Result<Json> replaceStudy(JsonReader& request);
  Result<Json> pauseStudy(JsonReader& request);
  Result<Json> resumeStudy(JsonReader& request);
  Result<Json> stopStudy(JsonReader& request);
  Result<Json> subscribe(JsonReader& request);
  Result<Json> checkpointDatabase(JsonReader& request);
  Result<Json> backup(JsonReader& request);
  Result<Json> shutdown(JsonReader& request);
  std::optional<Result<Json>> slot(JsonReader& request, const Json& id);

  Result<RunId> runOf(JsonReader& request);
  Result<Json> wish(JsonReader& request, Result<RunState> (Supervisor::*what)(const RunId&));
  Result<Json> changeMeta(JsonReader& request, const RunId& run, const std::function<void(RunMeta&)>& change);
  static StudyVersion versionOf(JsonReader& request);
  Result<StudyId> studyOf(JsonReader& request);
  Result<Json> changeStudy(JsonReader& request, Result<StudyState> (StudyRunner::*what)(const StudyId&));
  Result<Json> add(const RunDefinition& definition, const RunMeta& meta, bool draft);
  void grantSlot();
  bool machineIsBusy() const;
  Error busyWith() const;
  Result<void> storeMachine(const std::string& id, const Json& roofs);
  void tellMeasurement(const Json& state);
  void endMeasurement(const Result<Json>& found);

  RunStore& m_store;
  Supervisor& m_supervisor;
  StudyRunner& m_studies;
  const std::function<void()> m_leave;
  Service* m_service = nullptr;
  ClientId m_client = 0;  // who asks, while handle() runs

  struct SlotWish {
    ClientId client;
    Json id;
  };
  std::optional<ClientId> m_slotHolder;
  std::deque<SlotWish> m_slotWishes;
  Measurement m_measurement;
  Json m_measuring;                        // what its news say now; null: no measurement
  Result<void> m_measured;                 // how the last one ended
  std::optional<DeviceMonitor> m_devices;  // opened when it is first asked
};

}  // namespace headroom
