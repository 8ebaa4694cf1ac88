// What devices tell, against a machine made of files and a driver with known answers.
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/devices/datasheet.h"
#include "core/devices/device_monitor.h"
#include "core/devices/machine.h"

using namespace headroom;
namespace fs = std::filesystem;

namespace {

/// A folder that looks like / to those who read proc and sys.
class Root {
 public:
  fs::path path() const { return m_folder.path().toStdString(); }
  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((path() / file).parent_path());
    std::ofstream(path() / file) << text;
  }

 private:
  QTemporaryDir m_folder;
};

void told(const char* script) {
  qputenv("HEADROOM_FAKE_NVML", script);
}

double near(std::optional<double> value, double expected) {
  return value && std::abs(*value - expected) < 1e-6 * std::abs(expected);
}

}  // namespace

class DevicesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { told(""); }

  void aGpuTellsMemoryPowerTemperatureAndWork() {
    Result<Nvml> nvml = Nvml::open(HEADROOM_FAKE_NVML_LIBRARY);
    QVERIFY2(nvml.ok(), nvml ? "" : nvml.error().message.c_str());
    QCOMPARE(nvml->count(), 1);
    const DeviceReading gpu = nvml->read(0);
    QCOMPARE(gpu.id, std::string("gpu0"));
    QCOMPARE(gpu.name, std::string("Fake H100"));
    QVERIFY(near(gpu.memoryUsed, 20e9) && near(gpu.memoryTotal, 80e9));
    QVERIFY(near(gpu.utilization, 0.75));
    QVERIFY(near(gpu.power, 350.5));
    QVERIFY(near(gpu.temperature, 61));
  }

  void dramAndTensorActivityNeedTwoLooks() {
    Result<Nvml> nvml = Nvml::open(HEADROOM_FAKE_NVML_LIBRARY);
    QVERIFY(nvml.ok());
    const DeviceReading first = nvml->read(0);
    QVERIFY(!first.dramBandwidth && !first.tensorActivity);
    QCOMPARE(first.missing.at("dram_bandwidth"), std::string("known from the second reading on"));
    for (int i = 0; i < 3; ++i) {
      const DeviceReading next = nvml->read(0);
      // Half of 2 · 2619 MHz · 5120 bits; the "memory utilisation" of 99 % is no bandwidth.
      QVERIFY(near(next.dramBandwidth, 0.5 * 2 * 2619e6 * 5120 / 8));
      QVERIFY(near(next.tensorActivity, 0.42));
      QVERIFY(next.missing.empty());
    }
  }

  void whatAGpuCannotTellIsASentenceAndNoZero_data() {
    QTest::addColumn<QString>("library");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("why");
    const QString fake = HEADROOM_FAKE_NVML_LIBRARY, old = HEADROOM_OLD_NVML_LIBRARY;
    QTest::newRow("before Hopper") << fake << "ampere"
                                   << "needs a Hopper GPU or newer";
    QTest::newRow("old driver") << old << ""
                                << "the NVIDIA driver is too old to tell";
    QTest::newRow("lost") << fake << "lost"
                          << "the GPU has fallen off the bus; restart the machine";
    QTest::newRow("clock unknown") << fake << "dark"
                                   << "the driver does not tell the memory's clock or width";
  }
  void whatAGpuCannotTellIsASentenceAndNoZero() {
    QFETCH(QString, library);
    QFETCH(QString, script);
    QFETCH(QString, why);
    told(script.toUtf8());
    Result<Nvml> nvml = Nvml::open(library.toStdString());
    QVERIFY(nvml.ok());
    nvml->read(0);
    const DeviceReading gpu = nvml->read(0);
    QVERIFY(!gpu.dramBandwidth);
    QCOMPARE(QString::fromStdString(gpu.missing.at("dram_bandwidth")), why);
    if (script != "lost") return;
    QVERIFY(!gpu.memoryUsed && !gpu.utilization && !gpu.power && !gpu.temperature);
    QCOMPARE(gpu.missing.size(), std::size_t{7});
  }

  void withoutADriverThereIsOneSentence() {
    told("nodriver");
    QCOMPARE(Nvml::open(HEADROOM_FAKE_NVML_LIBRARY).error().message,
             std::string("NVIDIA GPUs cannot be shown: the NVIDIA driver is not loaded."));
    QVERIFY(Nvml::open("/no/such/library.so").error().message.find("cannot be loaded") != std::string::npos);
    QVERIFY(Nvml::open("libm.so.6").error().message.find("too old or not one") != std::string::npos);
  }

  void findsAGpuByItsPlaceOnTheBus() {
    told("gpus=2");
    const Result<Nvml> nvml = Nvml::open(HEADROOM_FAKE_NVML_LIBRARY);
    QVERIFY(nvml.ok());
    QCOMPARE(nvml->indexOf("0000:2A:00.0"), std::optional(1));
    QVERIFY(!nvml->indexOf("0000:FF:00.0"));
  }

  void theProcessorTellsWorkMemoryAndTemperature() {
    const Root root;
    root.write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Test CPU 9000\n");
    root.write("proc/stat", "cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 …\n");
    root.write("proc/meminfo", "MemTotal:       1000 kB\nMemFree: 1 kB\nMemAvailable:    400 kB\n");
    root.write("sys/class/thermal/thermal_zone0/type", "acpitz\n");
    root.write("sys/class/thermal/thermal_zone0/temp", "99000\n");
    root.write("sys/class/thermal/thermal_zone1/type", "x86_pkg_temp\n");
    root.write("sys/class/thermal/thermal_zone1/temp", "54500\n");
    Processor processor(root.path());
    const DeviceReading first = processor.read();
    QCOMPARE(first.name, std::string("Test CPU 9000"));
    QVERIFY(!first.utilization && first.missing.contains("utilization"));
    QVERIFY(near(first.memoryTotal, 1000 * 1024) && near(first.memoryUsed, 600 * 1024));
    QVERIFY(near(first.temperature, 54.5));
    QVERIFY(!first.dramBandwidth && first.missing.contains("dram_bandwidth"));
    root.write("proc/stat", "cpu  160 0 130 750 110 0 0 0 0 0\n");  // 90 of 150 ticks
    QVERIFY(near(processor.read().utilization, 0.6));
    root.write("proc/stat", "cpu  1 0\n");
    QVERIFY(processor.read().missing.contains("utilization"));
  }

  void anEmptyMachineHasReasonsInTheirPlace() {
    const Root root;
    Processor processor(root.path());
    const DeviceReading reading = processor.read();
    QCOMPARE(reading.name, std::string("unknown"));
    QVERIFY(!reading.memoryTotal && !reading.temperature);
    for (const char* name : {"memory_used", "memory_total", "utilization", "temperature", "dram_bandwidth"})
      QVERIFY2(reading.missing.contains(name), name);
  }

  void documentsAreReadBackAsTheyWere() {
    DeviceMonitor monitor({.nvml = HEADROOM_FAKE_NVML_LIBRARY});
    const Devices devices = monitor.read();
    QCOMPARE(devices.devices.size(), std::size_t{2});
    QVERIFY(devices.missing.empty());
    QVERIFY(deviceReadingsFrom(toJson(devices)) == devices);
    QVERIFY(deviceReadingsFrom(Json::parse(R"({"devices": [3, {"device": 5, "power": "x"}], "missing": 7})"))
                .missing.empty());
    QVERIFY(!toJson(devices)["devices"][1].contains("dram_bandwidth"));
  }

  void aMonitorWithoutADriverShowsTheProcessorAndWhy() {
    told("nodriver");
    DeviceMonitor monitor({.nvml = HEADROOM_FAKE_NVML_LIBRARY});
    QCOMPARE(monitor.read().devices.size(), std::size_t{1});
    QCOMPARE(monitor.read().missing.size(), std::size_t{1});
  }

  void aMachineIsItsProcessorCoresAndGpus() {
    const Root root;
    root.write("proc/cpuinfo", "model name\t: Test CPU 9000\n");
    const std::string bare = machineId(machineHere(root.path()));
    QVERIFY(bare.starts_with("machine-"));
    root.write("proc/driver/nvidia/gpus/0000:1b:00.0/information", "Model: \t\t NVIDIA H100 80GB HBM3\nIRQ: 7\n");
    const Json here = machineHere(root.path());
    QCOMPARE(here["gpus"], Json::array({"NVIDIA H100 80GB HBM3"}));
    QVERIFY(machineId(here) != bare);
    // Older descriptions carry no id, and much besides that changes from one start to the next.
    QCOMPARE(machineId({{"memory_available", 5},
                        {"processor", here["processor"]},
                        {"cores", here["cores"]},
                        {"gpus", here["gpus"]}}),
             machineId(here));
    QCOMPARE(machineId(Json()), std::string());
  }

  void datasheetsAreFoundByTheDriversNames() {
    QCOMPARE(datasheetOf("NVIDIA H100 80GB HBM3")->bandwidth, 3.35e12);
    QCOMPARE(datasheetOf("NVIDIA H100 PCIe")->bandwidth, 2.0e12);
    QCOMPARE(datasheetOf("NVIDIA A100-PCIE-40GB")->bandwidth, 1.555e12);
    QCOMPARE(datasheetOf("NVIDIA L40S")->half, 362e12);
    QVERIFY(!datasheetOf("AMD EPYC 9654 96-Core Processor"));
  }

  void roofsAreThoseOfOneMachineAndTheNewest() {
    const Json mine = {{"id", "machine-a"}}, other = {{"id", "machine-b"}};
    const Json machines = {{"a", {{"machine", mine}, {"measured", "2026-01-02T00:00:00Z"}, {"roofs", 1}}},
                           {"b", {{"machine", mine}, {"roofs", 2}}},
                           {"c", {{"machine", mine}, {"measured", "2026-01-03T00:00:00Z"}, {"roofs", 3}}},
                           {"z", {{"machine", other}, {"measured", "2027-01-01T00:00:00Z"}, {"roofs", 4}}},
                           {"broken", 5}};
    const Json found = roofsOf(machines, "machine-a");
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found["c"]["roofs"], Json(3));
    QVERIFY(roofsOf(machines, "machine-x").empty());
    QVERIFY(roofsOf(machines, "").empty());
    QVERIFY(roofsOf(Json(), "machine-a").empty());
  }
};

QTEST_GUILESS_MAIN(DevicesTest)
#include "tst_devices.moc"
