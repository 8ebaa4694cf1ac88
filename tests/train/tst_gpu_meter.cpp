// What a run on a GPU writes of it, against the driver with known answers.
#include <QTest>

#include "core/train/gpu_meter.h"

using namespace headroom;

class GpuMeterTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    qputenv("HEADROOM_NVML", HEADROOM_FAKE_NVML_LIBRARY);
    qputenv("HEADROOM_FAKE_NVML", "gpus=2");
  }

  void readsOnItsOwnThreadAndGivesEachReadingOnce() {
    GpuMeter meter("0000:2A:00.0");
    QVERIFY2(meter.notice().empty(), meter.notice().c_str());
    std::vector<ScalarValue> values;
    for (int looks = 0; values.empty() && looks < 500; ++looks) {
      QTest::qWait(10);
      values = meter.news();
    }
    QCOMPARE(values.size(), std::size_t{6});
    QCOMPARE(std::string(values[2].tag), std::string("gpu/tensor"));
    QCOMPARE(values[2].value, 0.42F);
    QCOMPARE(std::string(values[5].tag), std::string("bandwidth/dram"));
    QVERIFY(meter.news().empty());
  }

  void saysWhyThereIsNothing() {
    GpuMeter cpu("");
    QVERIFY(cpu.notice().empty() && cpu.news().empty());
    QVERIFY(GpuMeter("0000:FF:00.0").notice().find("does not know the GPU") != std::string::npos);
    qputenv("HEADROOM_FAKE_NVML", "gpus=2 ampere");
    QVERIFY(GpuMeter("0000:2A:00.0").notice().find("needs a Hopper GPU") != std::string::npos);
    qputenv("HEADROOM_FAKE_NVML", "nodriver");
    QVERIFY(GpuMeter("0000:2A:00.0").notice().find("not loaded") != std::string::npos);
  }

  void whatIsNotMeasuredIsNoSeries() {
    QVERIFY(seriesOf({}).empty());
    DeviceReading reading;
    reading.power = 100;
    QCOMPARE(seriesOf(reading).size(), std::size_t{1});
  }
};

QTEST_GUILESS_MAIN(GpuMeterTest)
#include "tst_gpu_meter.moc"
