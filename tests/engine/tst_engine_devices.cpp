// What the engine tells of this machine: its devices now, and its roofs, measured while nothing trains.
#include <QtTest>

#include "core/devices/device_reading.h"
#include "core/devices/machine.h"
#include "core/runs/local_run_reader.h"
#include "tests/support/engine_fixture.h"

using namespace headroom;

namespace {

/// News of the measurement until one of these states came: all states, in order, without what was said twice.
std::vector<std::string> statesUntil(EngineConnection& engine, const std::string& last, Json* news = nullptr) {
  std::vector<std::string> states;
  for (int looks = 0; looks < 200; ++looks) {
    const auto next = engine.nextNews(std::chrono::milliseconds(100));
    if (!next) qFatal("%s", next.error().message.c_str());
    if (!*next || (**next)["news"] != "measurement") continue;
    if (news) *news = **next;
    const std::string state = (**next)["state"];
    if (states.empty() || states.back() != state) states.push_back(state);
    if (state == last) break;
  }
  return states;
}

using States = std::vector<std::string>;

}  // namespace

class EngineDevicesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    qputenv("HEADROOM_NVML", HEADROOM_FAKE_NVML_LIBRARY);
    qputenv("HEADROOM_FAKE_DOCTOR", "");
  }

  void tellsADocumentADevice() {
    EngineFixture fixture;
    QVERIFY(fixture.ask({{"do", "devices"}}).ok());
    QTest::qWait(250);  // a younger reading would be given again
    const Result<Json> answer = fixture.ask({{"do", "devices"}});
    QVERIFY2(answer.ok(), answer ? "" : answer.error().message.c_str());
    const Devices devices = deviceReadingsFrom(*answer);
    QCOMPARE(devices.devices.size(), std::size_t{2});
    QCOMPARE(devices.devices[0].id, std::string("cpu"));
    QVERIFY(devices.devices[0].memoryUsed && devices.devices[0].utilization);
    QCOMPARE(devices.devices[1].name, std::string("Fake H100"));
    QVERIFY(devices.devices[1].dramBandwidth);
    QVERIFY(fixture.ask({{"do", "devices"}, {"device", "cpu"}}).error().kind == ErrorKind::BadInput);
  }

  void saysWhichMachineItIs() {
    EngineFixture fixture;
    QCOMPARE(fixture.engine().greeting()["machine"], machineHere()["id"]);
  }

  void measuresAndStoresAndSaysHowFarItIs() {
    EngineFixture fixture;
    EngineConnection& engine = fixture.engine();
    QVERIFY(engine.ask({{"do", "subscribe"}}).ok());
    const Result<Json> begun = engine.ask({{"do", "measure"}});
    QVERIFY2(begun.ok(), begun ? "" : begun.error().message.c_str());
    QCOMPARE((*begun)["state"], Json("measuring"));
    QCOMPARE((*engine.ask({{"do", "status"}}))["measurement"]["state"], Json("measuring"));
    QVERIFY(engine.ask({{"do", "measure"}}).ok());  // a second window joins in
    QCOMPARE(statesUntil(engine, "done"), (States{"waiting", "measuring", "done"}));
    QVERIFY((*engine.ask({{"do", "status"}}))["measurement"].is_null());
    const auto reader = LocalRunReader::open(fixture.database());
    QVERIFY(reader.ok());
    QCOMPARE((*(*reader)->roofs())["machine-fake"]["roofs"]["dram"], Json(5e10));
    // The slot is free again.
    const RunId run = fixture.submit(5);
    QVERIFY(fixture.waitFor(run, RunState::Completed));
  }

  void isCancelled() {
    qputenv("HEADROOM_FAKE_DOCTOR", "hang");
    EngineFixture fixture;
    EngineConnection& engine = fixture.engine();
    QVERIFY(engine.ask({{"do", "subscribe"}}).ok());
    QVERIFY(engine.ask({{"do", "measure"}}).ok());
    QVERIFY(engine.ask({{"do", "measure-cancel"}}).ok());
    QCOMPARE(statesUntil(engine, "cancelled").back(), std::string("cancelled"));
    QVERIFY(engine.ask({{"do", "slot"}, {"action", "acquire"}}).ok());
    QVERIFY(LocalRunReader::open(fixture.database()).value()->roofs()->empty());
  }

  void saysWhyItFailed() {
    qputenv("HEADROOM_FAKE_DOCTOR", "fail");
    EngineFixture fixture;
    EngineConnection& engine = fixture.engine();
    QVERIFY(engine.ask({{"do", "subscribe"}}).ok());
    QVERIFY(engine.ask({{"do", "measure"}}).ok());
    Json news;
    statesUntil(engine, "failed", &news);
    QVERIFY(news["message"].get<std::string>().find("told to fail") != std::string::npos);
  }

  void waitsForTheRunThatTrainsOrSaysWhichOne() {
    EngineFixture fixture;
    EngineConnection& engine = fixture.engine();
    const RunId run = fixture.submit(1'000'000, {{"msPerStep", 5}});
    QVERIFY(fixture.waitForStep(run, 1));
    QVERIFY(engine.ask({{"do", "measure"}}).error().kind == ErrorKind::Refused);
    QVERIFY(engine.ask({{"do", "subscribe"}}).ok());
    QCOMPARE((*engine.ask({{"do", "measure"}, {"wait", true}}))["state"], Json("waiting"));
    QVERIFY(engine.ask({{"do", "measure-cancel"}}).ok());
    QCOMPARE(statesUntil(engine, "cancelled"), (States{"waiting", "cancelled"}));
    QVERIFY(engine.ask({{"do", "measure"}, {"wait", true}}).ok());
    QVERIFY(engine.ask({{"do", "stop"}, {"run", run.text}}).ok());
    QCOMPARE(statesUntil(engine, "done"), (States{"waiting", "measuring", "done"}));
  }
};

QTEST_GUILESS_MAIN(EngineDevicesTest)
#include "tst_engine_devices.moc"
