// The journal: the bytes TensorBoard expects, read back while they grow, damaged, or made by others.
#include <rapidcheck.h>
#include <sys/resource.h>

#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include "core/base/files.h"
#include "core/runs/crc32c.h"
#include "core/runs/journal_batch.h"
#include "core/runs/journal_reader.h"
#include "core/runs/journal_writer.h"
#include "core/runs/protobuf.h"

using namespace headroom;
namespace fs = std::filesystem;
namespace pb = headroom::protobuf;

namespace {

/// Everything a reader gives until it waits, one line a value: "step tag=value".
QStringList lines(JournalReader& reader) {
  QStringList found;
  for (;;) {
    const auto event = reader.next();
    if (!event) return found << "error: " + QString::fromStdString(event.error().message);
    if (!*event) return found;
    const QString step = QString::number((*event)->step);
    if ((*event)->kind == JournalEvent::Kind::FileVersion) found << "version";
    if ((*event)->kind == JournalEvent::Kind::SessionStart) found << "start " + step;
    for (const JournalValue& value : (*event)->values) {
      const QString tag = QString::fromUtf8(value.tag.data(), static_cast<int>(value.tag.size()));
      const QString text = QString::fromUtf8(value.text.data(), static_cast<int>(value.text.size()));
      const char* kind = value.kind == JournalValue::Kind::Double ? "double " : "";
      found << step + " " + kind + tag + "=" +
                   (value.kind == JournalValue::Kind::Text ? "'" + text + "'" : QString::number(value.number, 'g', 17));
    }
  }
}

std::string bytesOf(const fs::path& path) {
  return *readFile(path);
}

void put(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string record(const std::string& data) {
  std::string bytes;
  pb::putFixed(bytes, std::uint64_t{data.size()});
  pb::putFixed(bytes, maskedCrc32c(bytes));
  bytes += data;
  pb::putFixed(bytes, maskedCrc32c(data));
  return bytes;
}

/// An event with one summary value, given as encoded fields after the tag.
std::string summaryRecord(std::int64_t step, const std::string& tag, const std::string& fields) {
  std::string value, summary, message;
  pb::putBytes(value, 1, tag);
  value += fields;
  pb::putBytes(summary, 1, value);
  pb::putDouble(message, 1, 1.5);
  pb::putInteger(message, 2, step);
  pb::putBytes(message, 5, summary);
  return record(message);
}

std::string hex(const std::string& bytes) {
  return QByteArray(bytes.data(), static_cast<int>(bytes.size())).toHex().toStdString();
}

}  // namespace

class JournalTest : public QObject {
  Q_OBJECT

  std::optional<QTemporaryDir> m_folder;
  fs::path path() const { return m_folder->filePath("events.out.tfevents.0000000001.headroom").toStdString(); }

  /// A journal of `steps` steps of loss, step i with value i / 2.
  void writeSteps(int steps) {
    auto writer = JournalWriter::open(path(), 1);
    QVERIFY(writer.ok());
    for (int step = 1; step <= steps; ++step) writer->scalar(step, step, "loss/train", static_cast<float>(step) / 2);
    QVERIFY(writer->flush().ok());
  }

 private Q_SLOTS:
  void init() { m_folder.emplace(); }

  // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
  void crcMatchesPublishedVectors() {
    std::string ascending(32, '\0');
    for (int i = 0; i < 32; ++i) ascending[static_cast<std::size_t>(i)] = static_cast<char>(i);
    const std::pair<std::string, std::uint32_t> vectors[] = {{"", 0u},
                                                             {"123456789", 0xe3069283u},
                                                             {std::string(32, '\0'), 0x8a9136aau},
                                                             {std::string(32, '\xff'), 0x62a8ab43u},
                                                             {ascending, 0x46dd794eu}};
    for (const auto& [bytes, crc] : vectors) {
      QCOMPARE(crc32c(bytes), crc);
      QCOMPARE(crc32cPortable(bytes), crc);
    }
  }

  void bothCrcsAgreeOnEverything() {
    QVERIFY(rc::check([](const std::string& bytes) { RC_ASSERT(crc32c(bytes) == crc32cPortable(bytes)); }));
  }

  // The first record of any file TensorFlow writes: length 24, its masked CRC, wall time, file_version "brain.Event:2".
  void beginsAsTensorFlowsWritersDo() {
    writeSteps(0);
    const std::string bytes = bytesOf(path());
    QCOMPARE(hex(bytes.substr(0, 12)), std::string("1800000000000000a37f4b22"));
    QCOMPARE(hex(bytes.substr(12, 1)), std::string("09"));
    QCOMPARE(bytes.substr(21, 15), std::string("\x1a\x0d"
                                               "brain.Event:2"));
    // SessionLog START (field 7, status 1) at step 1.
    const std::string second = bytes.substr(12 + 24 + 4 + 12);
    QCOMPARE(hex(second.substr(9, 6)), std::string("10013a020801"));
  }

  void aScalarIsASimpleValue() {
    writeSteps(1);
    const std::string bytes = bytesOf(path());
    // step 1 | summary { value { tag "loss/train" simple_value 0.5 } }
    QVERIFY(hex(bytes).find("10012a130a110a0a6c6f73732f747261696e150000003f") != std::string::npos);
  }

  void givesBackWhatWasWritten() {
    auto writer = JournalWriter::open(path(), 7);
    QVERIFY(writer.ok());
    const ScalarValue both[] = {{"loss/train", 2.5f}, {"lr", 1e-3f}};
    writer->scalars(7, 100, both);
    writer->real(8, 101, "tokens", 123456789012345.25);
    writer->text(8, 101, "state", "{\"state\":\"completed\"}");
    writer->scalar(9, 102, "loss/train", std::numeric_limits<float>::quiet_NaN());
    writer->scalar(10, 103, "loss/train", -std::numeric_limits<float>::infinity());
    writer->scalar(-1, 104, "odd", 1);
    QVERIFY(writer->sync().ok());
    JournalReader reader(path());
    QCOMPARE(lines(reader), QStringList({"version", "start 7", "7 loss/train=2.5", "7 lr=0.0010000000474974513",
                                         "8 double tokens=123456789012345.25", "8 state='{\"state\":\"completed\"}'",
                                         "9 loss/train=nan", "10 loss/train=-inf", "-1 odd=1"}));
    QCOMPARE(reader.offset(), static_cast<std::uint64_t>(fs::file_size(path())));
    QCOMPARE(reader.skippedBytes(), std::uint64_t{0});
  }

  void refusesAFileThatIsThere() {
    writeSteps(1);
    QVERIFY(!JournalWriter::open(path(), 1).ok());
    JournalReader reader(path());
    QCOMPARE(lines(reader).size(), 3);
  }

  void followsAGrowingFileByteByByte() {
    writeSteps(3);
    const std::string bytes = bytesOf(path());
    put(path(), "");
    JournalReader reader(path());
    QStringList found;
    for (const char byte : bytes) {
      std::ofstream(path(), std::ios::binary | std::ios::app).put(byte);
      found += lines(reader);
    }
    QCOMPARE(found, QStringList({"version", "start 1", "1 loss/train=0.5", "2 loss/train=1", "3 loss/train=1.5"}));
    QCOMPARE(reader.skippedBytes(), std::uint64_t{0});
  }

  void continuesAtAStoredOffset() {
    writeSteps(4);
    JournalReader first(path());
    for (int i = 0; i < 4; ++i) QVERIFY(first.next().ok());
    JournalReader second(path(), first.offset());
    QCOMPARE(lines(second), QStringList({"3 loss/train=1.5", "4 loss/train=2"}));
  }

  void waitsAtATornTail() {
    writeSteps(3);
    const std::string bytes = bytesOf(path());
    put(path(), bytes.substr(0, bytes.size() - 5));
    JournalReader reader(path());
    QCOMPARE(lines(reader).size(), 4);
    QVERIFY(lines(reader).isEmpty());
    put(path(), bytes);
    QCOMPARE(lines(reader), QStringList{"3 loss/train=1.5"});
  }

  void waitsAtATailWhoseBytesAreNotThereYet() {
    writeSteps(3);
    const std::string bytes = bytesOf(path());
    std::string zeros = bytes;
    std::fill(zeros.end() - 30, zeros.end(), '\0');
    put(path(), zeros);
    JournalReader reader(path());
    QCOMPARE(lines(reader).size(), 4);
    put(path(), bytes + record(""));  // completed in place, and grown
    QCOMPARE(lines(reader), QStringList{"3 loss/train=1.5"});
    QCOMPARE(reader.skippedBytes(), std::uint64_t{0});
  }

  void anyFlippedBitCostsOneRecordAndIsCounted() {
    writeSteps(4);
    const std::string good = bytesOf(path());
    JournalReader measure(path());
    for (int i = 0; i < 3; ++i) QVERIFY(measure.next().ok());
    const std::size_t begin = measure.offset();
    QVERIFY(measure.next().ok());
    const std::size_t end = measure.offset();
    for (std::size_t bit = 8 * begin; bit < 8 * end; ++bit) {
      std::string bytes = good;
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
      put(path(), bytes);
      JournalReader reader(path());
      QCOMPARE(lines(reader),
               QStringList({"version", "start 1", "1 loss/train=0.5", "3 loss/train=1.5", "4 loss/train=2"}));
      QCOMPARE(reader.skippedBytes(), static_cast<std::uint64_t>(end - begin));
    }
  }

  void passesOverALongStretchOfRubbish() {
    writeSteps(2);
    const std::string good = bytesOf(path());
    put(path(),
        good + std::string(3'000'000, '\x5a') + summaryRecord(9, "after", "\x15" + std::string("\0\0\x80\x3f", 4)));
    JournalReader reader(path());
    QCOMPARE(lines(reader).back(), QString("9 after=1"));
    QCOMPARE(reader.skippedBytes(), std::uint64_t{3'000'000});
  }

  void passesOverARecordTooLargeToBeOurs() {
    put(path(),
        record(std::string(17u << 20, 'x')) + summaryRecord(1, "after", "\x15" + std::string("\0\0\x80\x3f", 4)));
    JournalReader reader(path());
    QCOMPARE(lines(reader), QStringList{"1 after=1"});
    QVERIFY(reader.skippedBytes() > (17u << 20));
  }

  void saysThatAFileIsMissingOrHasVanished() {
    JournalReader never(path());
    QVERIFY(lines(never).value(0).contains("is missing"));
    writeSteps(2);
    JournalReader reader(path());
    QVERIFY(reader.next().ok());
    fs::remove(path());
    const QStringList rest = lines(reader);  // what is open is read to its end
    QCOMPARE(rest.mid(0, 3), QStringList({"start 1", "1 loss/train=0.5", "2 loss/train=1"}));
    QVERIFY(rest.back().contains("has vanished"));
  }

  void saysThatAFileWasCut() {
    writeSteps(3);
    JournalReader reader(path());
    QCOMPARE(lines(reader).size(), 5);
    fs::resize_file(path(), 40);
    QVERIFY(lines(reader).value(0).contains("was cut"));
  }

  void readsScalarTensorsOfOtherWriters_data() {
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QStringList>("expected");
    const auto tensor = [](int type, const std::string& rest, const std::string& shape = "") {
      std::string message, fields;
      pb::putInteger(message, 1, type);
      pb::putBytes(message, 2, shape);
      message += rest;
      pb::putBytes(fields, 8, message);
      return QByteArray(fields.data(), static_cast<int>(fields.size()));
    };
    const auto field = [](std::uint32_t number, const std::string& bytes) {
      std::string out;
      pb::putBytes(out, number, bytes);
      return out;
    };
    std::string f32, f64, dimension, dim;
    pb::putFixed(f32, 2.5f);
    pb::putFixed(f64, 2.5);
    pb::putInteger(dim, 1, 2);
    pb::putBytes(dimension, 2, dim);
    QTest::newRow("float content") << tensor(1, field(4, f32)) << QStringList{"3 t=2.5"};
    QTest::newRow("double content") << tensor(2, field(4, f64)) << QStringList{"3 t=2.5"};
    QTest::newRow("float_val") << tensor(1, field(5, f32)) << QStringList{"3 t=2.5"};
    QTest::newRow("double_val") << tensor(2, field(6, f64)) << QStringList{"3 t=2.5"};
    QTest::newRow("int64_val") << tensor(9, field(10, "\xac\x02")) << QStringList{"3 t=300"};
    QTest::newRow("nothing is zero") << tensor(1, "") << QStringList{"3 t=0"};
    QTest::newRow("a vector") << tensor(1, field(4, f32 + f32), dimension) << QStringList{};
    QTest::newRow("text of another plugin") << tensor(7, field(8, "hello")) << QStringList{};
    QTest::newRow("histogram") << QByteArray("\x2a\x00", 2) << QStringList{};
  }
  void readsScalarTensorsOfOtherWriters() {
    QFETCH(QByteArray, fields);
    QFETCH(QStringList, expected);
    put(path(), summaryRecord(3, "t", fields.toStdString()));
    JournalReader reader(path());
    QCOMPARE(lines(reader), expected);
  }

  void anyBytesAreSurvived() {
    writeSteps(3);
    const std::string good = bytesOf(path());
    QVERIFY(rc::check([&](const std::string& rubbish, bool framed, std::uint16_t at) {
      std::string bytes = good;
      bytes.insert(at % (bytes.size() + 1), framed ? record(rubbish) : rubbish);
      put(path(), bytes);
      JournalReader reader(path());
      const QStringList found = lines(reader);
      RC_ASSERT(found.isEmpty() || !found.back().startsWith("error"));
      RC_ASSERT(reader.offset() <= bytes.size());
    }));
  }

  void anySeriesComesBackInBatches() {
    QVERIFY(rc::check([&](const std::vector<std::pair<std::int64_t, float>>& points, std::uint8_t size) {
      fs::remove(path());
      {
        auto writer = JournalWriter::open(path(), 0);
        for (const auto& [step, value] : points) writer->scalar(step, 1, "a", value), writer->real(step, 1, "b", value);
        RC_ASSERT(writer->flush().ok());
      }
      JournalReader reader(path());
      std::vector<SeriesPoint> read, doubles;
      for (;;) {
        const auto batch = readBatch(reader, RunId{"r"}, 1, 1 + size);
        RC_ASSERT(batch.ok());
        if (batch->empty()) break;
        if (const auto found = batch->points.find("a"); found != batch->points.end())
          read.insert(read.end(), found->second.begin(), found->second.end());
        if (const auto found = batch->doubles.find("b"); found != batch->doubles.end())
          doubles.insert(doubles.end(), found->second.begin(), found->second.end());
      }
      RC_ASSERT(read.size() == points.size());
      for (std::size_t i = 0; i < points.size(); ++i) {
        RC_ASSERT(read[i].step == points[i].first && static_cast<float>(read[i].value) == points[i].second);
        RC_ASSERT(doubles[i] == read[i]);
      }
    }));
  }

  // RLIMIT_FSIZE stands in for a full disk: a write is cut short, then fails.
  void aWriteThatFailsLeavesOnlyWholeRecordsAndLosesNothing() {
    auto writer = JournalWriter::open(path(), 1);
    QVERIFY(writer.ok());
    writer->scalar(1, 1, "loss", 1);
    QVERIFY(writer->flush().ok());
    const auto size = fs::file_size(path());
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit tight{static_cast<rlim_t>(size + 20), before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    writer->scalar(2, 2, "loss", 2);
    const auto full = writer->flush();
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!full);
    QVERIFY(full.error().message.find("cannot be written") != std::string::npos);
    QCOMPARE(fs::file_size(path()), size);
    QVERIFY(writer->flush().ok());
    JournalReader reader(path());
    QCOMPARE(lines(reader), QStringList({"version", "start 1", "1 loss=1", "2 loss=2"}));
  }
};

QTEST_APPLESS_MAIN(JournalTest)
#include "tst_journal.moc"
