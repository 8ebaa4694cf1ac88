// Safetensors and checkpoint folders: round trips, every damage noticed, retention.
#include "tests/train/train_fixture.h"

#include "core/train/checkpoint.h"
#include "core/train/metrics_writer.h"

using namespace headroom;
using namespace headroom::test;
namespace fs = std::filesystem;

namespace {

std::vector<TensorBytes> tensors(const std::vector<float>& a, const std::vector<float>& b) {
  return {{.name = "layers.0.weight", .shape = {2, 3}, .bytes = std::as_bytes(std::span(a))},
          {.name = "bias", .shape = {3}, .bytes = std::as_bytes(std::span(b))}};
}

const std::vector<float> kA{1, 2, 3, 4, 5, 6}, kB{-1, 0, 0.5};

void save(const RunFolder& folder, std::int64_t step, double loss) {
  const Result<void> saved = writeCheckpoint(
      folder,
      {.step = step, .sequence = 32, .evaluated = step, .valLoss = loss, .seconds = 1.5, .tokens = 512, .flops = 1e9},
      tensors(kA, kB), tensors(kA, kB));
  if (!saved) qFatal("%s", saved.error().message.c_str());
}

std::vector<std::int64_t> stepsIn(const RunFolder& folder) {
  std::vector<std::int64_t> steps;
  for (const CheckpointFolder& checkpoint : completeCheckpoints(folder)) steps.push_back(checkpoint.step);
  return steps;
}

}  // namespace

class CheckpointTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void safetensorsRoundTrip() {
    TrainFixture fixture;
    const Result<std::string> hash =
        writeSafetensors(fixture.file("t.safetensors"), tensors(kA, kB), {{"format", "pt"}});
    QVERIFY(hash.ok());
    const Result<SafetensorsFile> file = SafetensorsFile::read(fixture.file("t.safetensors"));
    QVERIFY(file.ok());
    QCOMPARE(file->hash(), *hash);
    QCOMPARE(file->metadata().at("format"), std::string("pt"));
    const TensorBytes* a = file->find("layers.0.weight");
    QVERIFY(a && a->shape == (std::vector<std::int64_t>{2, 3}) && a->type == "F32");
    QVERIFY(std::memcmp(a->bytes.data(), kA.data(), a->bytes.size()) == 0);
    // The layout other readers expect: 8 bytes of length, a JSON object, data behind it.
    const std::string content = bytesOf(fixture.file("t.safetensors"));
    std::uint64_t length = 0;
    std::memcpy(&length, content.data(), 8);
    QCOMPARE(content.size(), 8 + length + 9 * sizeof(float));
    QCOMPARE(length % 8, 0u);
    QCOMPARE(content[8], '{');
  }

  void noCutOrFlippedByteOfASafetensorsFileIsReadAsTheSame() {
    TrainFixture fixture;
    const Result<std::string> hash = writeSafetensors(fixture.file("t"), tensors(kA, kB));
    const std::string content = bytesOf(fixture.file("t"));
    for (std::size_t i = 0; i < content.size(); ++i) {
      std::string damaged = content;
      damaged[i] = char(damaged[i] ^ 0x11);
      std::ofstream(fixture.file("flipped"), std::ios::binary) << damaged;
      const Result<SafetensorsFile> flipped = SafetensorsFile::read(fixture.file("flipped"));
      QVERIFY(!flipped.ok() || flipped->hash() != *hash);
      std::ofstream(fixture.file("cut"), std::ios::binary) << content.substr(0, i);
      QVERIFY(!SafetensorsFile::read(fixture.file("cut")).ok());
    }
  }

  void checkpointRoundTripKeepsEveryDigit() {
    TrainFixture fixture;
    const RunFolder folder(fixture.file("run"));
    const CheckpointState state{.step = 40,
                                .sequence = 1280,
                                .evaluated = 40,
                                .valLoss = 1.0 / 3,
                                .seconds = 0.1,
                                .tokens = 3e15,
                                .flops = 1.23456789012345e18};
    QVERIFY(writeCheckpoint(folder, state, tensors(kA, kB), tensors(kA, kB)).ok());
    const Result<LoadedCheckpoint> loaded = readCheckpoint({40, folder.checkpoint(40)});
    QVERIFY2(loaded.ok(), loaded.ok() ? "" : loaded.error().message.c_str());
    QVERIFY(loaded->state == state);
    QVERIFY(loaded->model.find("bias"));
  }

  void anyDamagedFileSetsTheCheckpointAside_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"model.safetensors", "optimizer.safetensors", "state.json"}) QTest::newRow(name) << name;
  }
  void anyDamagedFileSetsTheCheckpointAside() {
    QFETCH(QString, name);
    TrainFixture fixture;
    const RunFolder folder(fixture.file("run"));
    save(folder, 10, 2);
    save(folder, 20, 1);
    const fs::path path = folder.checkpoint(20) / name.toStdString();
    std::string content = bytesOf(path);
    const std::size_t at =
        name == "state.json" ? content.find("512") : content.size() - 2;  // a digit that still parses
    content[at] = char(content[at] ^ 1);
    std::ofstream(path, std::ios::binary) << content;
    const ResumePoint point = findResumePoint(folder);
    QVERIFY(point.checkpoint);
    QCOMPARE(point.checkpoint->state.step, 10);
    QCOMPARE(point.setAside.size(), 1u);
    QCOMPARE(stepsIn(folder), std::vector<std::int64_t>{10});
    save(folder, 20, 1);  // its place is free again
    QCOMPARE(findResumePoint(folder).checkpoint->state.step, 20);
  }

  void halfWrittenFoldersAreNoCheckpointsAndGo() {
    TrainFixture fixture;
    const RunFolder folder(fixture.file("run"));
    save(folder, 10, 2);
    fs::create_directories(folder.checkpoints() / ".writing-0000000020");
    std::ofstream(folder.checkpoints() / ".writing-0000000020" / "state.json") << "{";
    QCOMPARE(findResumePoint(folder).checkpoint->state.step, 10);
    QVERIFY(!fs::exists(folder.checkpoints() / ".writing-0000000020"));
  }

  void retentionKeepsBestLastEveryNthAndWhatIsToBeKept() {
    TrainFixture fixture;
    const RunFolder folder(fixture.file("run"));
    for (std::int64_t step = 10; step <= 80; step += 10) {
      save(folder, step, step == 30 ? 0.5 : 1 + double(step) / 100);
      applyRetention(folder, {.keepLast = 2, .keepEvery = 40});
    }
    QCOMPARE(stepsIn(folder), (std::vector<std::int64_t>{30, 40, 70, 80}));
    save(folder, 90, 2);
    applyRetention(folder, {.keepLast = 1}, {40, 70, 100});
    QCOMPARE(stepsIn(folder), (std::vector<std::int64_t>{30, 40, 70, 90}));
  }

  void fullQueueBlocksCountsAndDropsNothing() {
    TrainFixture fixture;
    Result<JournalWriter> journal = JournalWriter::open(fixture.file("journal"), 0);
    QVERIFY(journal.ok());
    {
      MetricsWriter metrics(std::move(*journal), 2);
      for (int step = 1; step <= 5000; ++step) metrics.scalars(step, 1.0, {{"loss/train", float(step)}});
      QVERIFY(metrics.sync().ok());
      QVERIFY(metrics.blockedSeconds() > 0);
      QCOMPARE(readJournal(fixture.file("journal")).scalars["loss/train"].size(), 5000u);
      metrics.text(5000, 1.0, "state", toText(StateMessage{RunState::Completed, "", 0}));
    }
    QCOMPARE(readJournal(fixture.file("journal")).states.size(), 1u);  // the destructor wrote the rest
  }
};

QTEST_GUILESS_MAIN(CheckpointTest)
#include "tst_checkpoint.moc"
