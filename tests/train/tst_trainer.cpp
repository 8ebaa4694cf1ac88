// Whole runs of a tiny model: what the journal and the checkpoints say, and that the same run gives the same bits.
#include "tests/train/train_fixture.h"

#include <cmath>

#include "core/train/checkpoint.h"
#include "core/train/inference.h"

using namespace headroom;
using namespace headroom::test;

namespace {

/// Infinities and numbers that are none are equal to themselves here.
bool sameBits(const std::map<std::int64_t, double>& a, const std::map<std::int64_t, double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && (x.second == y.second || (std::isnan(x.second) && std::isnan(y.second)));
  });
}

std::vector<float> numbers(const SafetensorsFile& file, const std::string& name) {
  const TensorBytes* found = file.find(name);
  if (!found) return {};
  const auto* values = reinterpret_cast<const float*>(found->bytes.data());
  return {values, values + found->bytes.size() / sizeof(float)};
}

}  // namespace

class TrainerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void writesEverySeriesForEveryStepAndEndsCompleted() {
    TrainFixture fixture;
    const RunFolder folder = fixture.make("run");
    const Result<TrainOutcome> outcome = fixture.train(folder);
    QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->state, RunState::Completed);
    Journal journal = readJournal(folder.journal(1));
    QCOMPARE(journal.firstStep, 0);
    for (const char* series :
         {"loss/train", "lr", "grad_norm", "time/step", "time/data", "time/forward", "time/backward", "time/optimizer",
          "throughput", "memory/peak", "bandwidth/op-traffic", "flops", "queue/blocked"}) {
      QCOMPARE(journal.scalars[series].size(), 12u);
      QCOMPARE(journal.scalars[series].begin()->first, 1);
    }
    const std::map<std::int64_t, double>& evaluations = journal.scalars["loss/val"];
    QCOMPARE(evaluations.size(), 4u);  // 0, 4, 8, 12
    QVERIFY(evaluations.contains(0) && evaluations.contains(12));
    for (const char* name : {"tokens", "flops", "seconds", "loss/val"}) QCOMPARE(journal.doubles[name].size(), 4u);
    QCOMPARE(journal.doubles["tokens"][12], 12.0 * 4 * 16);
    QCOMPARE(double(float(journal.doubles["loss/val"][12])), evaluations.at(12));
    QCOMPARE(journal.states.front().state, RunState::Running);
    QCOMPARE(journal.states.back().state, RunState::Completed);
    QVERIFY(readCheckpoint({12, folder.checkpoint(12)}).ok());
    QVERIFY(std::filesystem::exists(folder.environment()));
  }

  void evaluatesOnceAtTheEndWhenEvalEveryIsZero() {
    TrainFixture fixture;
    const RunFolder folder = fixture.make("run", {{"eval_every", "0"}, {"steps", "3"}});
    QVERIFY(fixture.train(folder).ok());
    const auto evaluations = readJournal(folder.journal(1)).scalars["loss/val"];
    QCOMPARE(evaluations.size(), 1u);
    QCOMPARE(evaluations.begin()->first, 3);
  }

  void sameDefinitionGivesTheSameBits() {
    TrainFixture fixture;
    const RunFolder a = fixture.make("a"), b = fixture.make("b"), other = fixture.make("other", {}, 2);
    QVERIFY(fixture.train(a).ok() && fixture.train(b).ok() && fixture.train(other).ok());
    QCOMPARE(readJournal(a.journal(1)).scalars["loss/train"], readJournal(b.journal(1)).scalars["loss/train"]);
    for (const char* file : {"model.safetensors", "optimizer.safetensors"}) {
      QVERIFY(bytesOf(a.checkpoint(12) / file) == bytesOf(b.checkpoint(12) / file));
      QVERIFY(bytesOf(a.checkpoint(12) / file) != bytesOf(other.checkpoint(12) / file));
    }
  }

  void aRunOfBytePairsKeepsItsTokenizer() {
    TrainFixture fixture;
    const Json bpe = {{"tokenizer", "bpe"}, {"vocab", 300}};
    const RunFolder whole = fixture.make("whole", {}, 1, bpe), cut = fixture.make("cut", {}, 1, bpe);
    QVERIFY(fixture.train(whole).ok() && fixture.train(cut, 1, 5).ok());
    const std::string text = bytesOf(fixture.file("corpus.txt"));
    const auto resumed = [&](const std::string& corpus, std::int64_t attempt) {
      std::ofstream(fixture.file("corpus.txt"), std::ios::binary) << corpus;
      return fixture.train(cut, attempt);
    };
    const auto changed = resumed(text + "One sentence more.", 2);
    QVERIFY(!changed.ok() && changed.error().message.find("have changed since it began") != std::string::npos);
    QVERIFY(resumed(text, 3).ok());
    QVERIFY(bytesOf(whole.checkpoint(12) / "model.safetensors") == bytesOf(cut.checkpoint(12) / "model.safetensors"));

    std::filesystem::remove(fixture.file("corpus.txt"));  // a sample needs the run's folder alone
    const Result<Json> sample = sampleFrom({cut.path()}, {.prompt = "the cat", .tokens = 20});
    QVERIFY2(sample.ok(), sample.ok() ? "" : sample.error().message.c_str());
    QVERIFY(!(*sample)["text"].get<std::string>().empty());
  }

  void aRunOutlivesItsTokenizerFile() {
    TrainFixture fixture;
    const RunFolder made = fixture.make("made", {{"steps", "1"}}, 1, {{"tokenizer", "bpe"}, {"vocab", 280}});
    QVERIFY(fixture.train(made).ok());
    const std::filesystem::path file = fixture.file("tokenizer.json");
    std::filesystem::copy_file(made.path() / "tokenizer.json", file);
    const RunFolder folder = fixture.make("run", {}, 1, {{"tokenizer", file.string()}});
    QVERIFY(fixture.train(folder, 1, 5).ok());
    std::filesystem::remove(file);
    QVERIFY(fixture.train(folder, 2).ok());
    QVERIFY(readCheckpoint({12, folder.checkpoint(12)}).ok());

    std::ofstream(folder.path() / "tokenizer.json") << "{\"format\": ";
    const auto broken = fixture.train(folder, 3);
    QVERIFY(!broken.ok() && broken.error().message.find("tokenizer.json") != std::string::npos);
  }

  void resumedRunEqualsTheUninterruptedBitForBit_data() {
    QTest::addColumn<QStringList>("pairs");
    for (const OptimizerKind optimizer : kOptimizers)
      QTest::newRow(word(optimizer).data()) << QStringList{"optimizer", QString::fromUtf8(word(optimizer).data())};
    QTest::newRow("wsd") << QStringList{"schedule", "wsd"};
    QTest::newRow("label smoothing") << QStringList{"label_smoothing", "0.1"};
    // All of these are cut in their middle: at step 5 of 12.
    QTest::newRow("batch ramp") << QStringList{"accumulation", "4", "batch_start", "1", "batch_ramp", "8"};
    QTest::newRow("ema") << QStringList{"average", "ema", "average_decay", "0.8"};
    QTest::newRow("last") << QStringList{"average", "last", "average_share", "0.75"};
    QTest::newRow("last, not begun") << QStringList{"average", "last", "average_share", "0.25"};
    QTest::newRow("fp16") << QStringList{"precision", "fp16"};
    // The weights soon are so large that products overflow: some updates are skipped before and after the cut.
    QTest::newRow("fp16, overflows") << QStringList{"precision", "fp16", "learning_rate", "10", "accumulation", "2"};
    // Biases of routers are a state; the ids of experts that have no token change from step to step.
    QTest::newRow("experts, latent attention") << QStringList{"model", "deepseek", "layers", "2", "precision", "fp32"};
    QTest::newRow("experts, latent attention, muon, bf16")
        << QStringList{"model", "deepseek", "layers", "2", "optimizer", "muon", "accumulation", "2"};
    QTest::newRow("fp16, muon, ramp, ema")
        << QStringList{"precision",    "fp16", "optimizer",   "muon", "average",    "ema",
                       "accumulation", "4",    "batch_start", "1",    "batch_ramp", "8"};
  }
  void resumedRunEqualsTheUninterruptedBitForBit() {
    QFETCH(QStringList, pairs);
    TrainFixture fixture;
    Settings settings;
    for (qsizetype i = 0; i < pairs.size(); i += 2) {
      if (pairs[i] == QStringLiteral("model"))
        fixture.model = pairs[i + 1].toStdString();
      else
        settings.emplace_back(pairs[i].toStdString(), pairs[i + 1].toStdString());
    }
    const RunFolder whole = fixture.make("whole", settings), cut = fixture.make("cut", settings);
    QVERIFY(fixture.train(whole).ok());
    if (QString(QTest::currentDataTag()).contains("overflows")) {
      const auto scale = stitched(whole, "loss_scale");
      QVERIFY(scale.at(5) < 65536 && scale.at(12) < scale.at(5));
    }
    const Result<TrainOutcome> stopped = fixture.train(cut, 1, 5);
    QVERIFY(stopped.ok());
    QCOMPARE(stopped->state, RunState::Stopped);
    QCOMPARE(stopped->step, 5);
    QVERIFY(fixture.train(cut, 2).ok());
    QCOMPARE(readJournal(cut.journal(2)).firstStep, 6);
    // As bits: where fp16 overflows a loss or norm is no number, and that never equals itself.
    for (const char* series : {"loss/train", "loss/val", "loss/val-raw", "loss_scale", "grad_norm"})
      QVERIFY(sameBits(stitched(cut, series), stitched(whole, series)));
    for (const char* file : {"model.safetensors", "optimizer.safetensors"})
      QVERIFY(bytesOf(cut.checkpoint(12) / file) == bytesOf(whole.checkpoint(12) / file));
    if (fixture.model != "deepseek") return;
    const std::vector<float> bias = numbers(readCheckpoint({12, cut.checkpoint(12)})->model, "layers.0.ffn.bias");
    QVERIFY(!bias.empty() && std::any_of(bias.begin(), bias.end(), [](float x) { return x != 0; }));
    for (int expert = 0; expert < 4; ++expert)
      QVERIFY(sameBits(stitched(cut, "router/load/0/" + std::to_string(expert)),
                       stitched(whole, "router/load/0/" + std::to_string(expert))));
  }

  /// Schedule wsd + 1-sqrt of 12 steps against a trunk of 20 that is forked at step 6, where the fall begins.
  void aCooledEndOfATrunkEqualsTheWholeRunBitForBit_data() {
    QTest::addColumn<QStringList>("pairs");
    for (const OptimizerKind optimizer : kOptimizers)
      QTest::newRow(word(optimizer).data()) << QStringList{"optimizer", QString::fromUtf8(word(optimizer).data())};
    QTest::newRow("batch ramp") << QStringList{"accumulation", "4", "batch_start", "1", "batch_ramp", "9"};
    QTest::newRow("ema") << QStringList{"average", "ema", "average_decay", "0.8"};
    QTest::newRow("fp16") << QStringList{"precision", "fp16"};
    QTest::newRow("last, from the fork on") << QStringList{"average", "last", "average_share", "0.5"};
    QTest::newRow("fp16, overflows") << QStringList{"precision", "fp16", "learning_rate", "10", "accumulation", "2"};
    QTest::newRow("experts, muon, bf16") << QStringList{"model",     "deepseek", "layers",       "2",
                                                        "optimizer", "muon",     "accumulation", "2"};
  }
  void aCooledEndOfATrunkEqualsTheWholeRunBitForBit() {
    QFETCH(QStringList, pairs);
    TrainFixture fixture;
    Settings cooled{{"schedule", "wsd"}, {"decay_share", "0.5"}, {"decay_shape", "1-sqrt"}, {"min_learning_rate", "0"}};
    Settings constant{
        {"schedule", "constant"}, {"steps", "20"}, {"eval_every", "5"}, {"checkpoint_every", "2"}, {"keep_last", "1"}};
    for (qsizetype i = 0; i < pairs.size(); i += 2) {
      const std::string key = pairs[i].toStdString(), value = pairs[i + 1].toStdString();
      if (key == "model") fixture.model = value;
      if (key == "model") continue;
      cooled.emplace_back(key, value);
      constant.emplace_back(key, value);
    }
    const RunFolder whole = fixture.make("whole", cooled);
    fixture.keepAt = {6, 7};
    const RunFolder trunk = fixture.make("trunk", constant);
    fixture.keepAt.clear();
    fixture.from = Fork{trunk.run(), 6};
    const RunFolder end = fixture.make("end", cooled);

    QVERIFY(fixture.train(whole).ok());
    std::atomic<int> none{0};
    const auto whileItTrains = [&](std::int64_t step) {
      if (step == 15) TrainFixture::link(trunk, 6, end);
    };
    QVERIFY(train(trunk, {.attempt = 1, .terminations = none, .afterStep = whileItTrains}).ok());
    const auto outcome = fixture.train(end);
    QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->step, 12);
    const auto fork = readCheckpoint({6, trunk.checkpoint(6)});  // there for good, and so is the one nobody forks
    QVERIFY(fork.ok() && readCheckpoint({7, trunk.checkpoint(7)}).ok());

    for (const char* file : {"model.safetensors", "optimizer.safetensors"})
      QVERIFY(bytesOf(end.checkpoint(12) / file) == bytesOf(whole.checkpoint(12) / file));
    QVERIFY(bytesOf(trunk.checkpoint(20) / "model.safetensors") != bytesOf(whole.checkpoint(12) / "model.safetensors"));
    Journal ours = readJournal(end.journal(1)), theirs = readJournal(whole.journal(1));
    QCOMPARE(ours.firstStep, 7);
    for (const char* series : {"loss/train", "lr", "grad_norm", "loss_scale", "loss/val", "loss/val-raw"}) {
      std::map<std::int64_t, double>& expected = theirs.scalars[series];
      expected.erase(expected.begin(), expected.lower_bound(7));
      QVERIFY2(sameBits(ours.scalars[series], expected), series);
    }
    QCOMPARE(ours.scalars["loss/train"].size(), 6u);
    QCOMPARE(ours.scalars["lr"].at(12), 0.0);
    const bool overflows = QString(QTest::currentDataTag()).contains("overflows");  // its loss is no number in the end
    QVERIFY(std::isfinite(ours.doubles["loss/val"].at(12)) || overflows);
    for (const char* name : {"loss/val", "tokens", "flops"})  // cumulative: its trunk up to the fork, and itself
      QVERIFY2(sameBits({{12, ours.doubles[name].at(12)}}, {{12, theirs.doubles[name].at(12)}}), name);
    QVERIFY(fork->state.seconds > 0 && ours.doubles["seconds"].at(12) > fork->state.seconds);
    QVERIFY(ours.doubles["tokens"].at(12) > fork->state.tokens && fork->state.tokens > 0);
  }

  /// What would not go on as the trunk does is refused, and so is what would begin from nothing.
  void refusesAForkThatCannotGoOn_data() {
    QTest::addColumn<QStringList>("pairs");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("no checkpoint") << QStringList{} << "is missing or damaged; clone this run";
    QTest::newRow("damaged") << QStringList{} << "is missing or damaged; clone this run";
    QTest::newRow("behind its end") << QStringList{"steps", "6"} << "has 6 steps in all, so nothing is left";
    QTest::newRow("average has begun") << QStringList{"average", "last", "average_share", "0.6"}
                                       << "has begun by then; try average_share=0.50 or less";
    QTest::newRow("average without the trunk's") << QStringList{"average", "ema"} << "another optimizer, precision or";
    QTest::newRow("optimizer") << QStringList{"optimizer", "muon"} << "another optimizer, precision or average";
    QTest::newRow("precision") << QStringList{"precision", "fp16"} << "another optimizer, precision or average";
    QTest::newRow("architecture") << QStringList{"width", "32"} << "belongs to another architecture";
  }
  void refusesAForkThatCannotGoOn() {
    QFETCH(QStringList, pairs);
    QFETCH(QString, sentence);
    TrainFixture fixture;
    fixture.keepAt = {6};
    const RunFolder trunk = fixture.make("trunk");
    QVERIFY(fixture.train(trunk).ok());
    Settings settings;
    for (qsizetype i = 0; i < pairs.size(); i += 2)
      settings.emplace_back(pairs[i].toStdString(), pairs[i + 1].toStdString());
    fixture.keepAt.clear();
    fixture.from = Fork{trunk.run(), 6};
    const RunFolder fork = fixture.make("fork", settings);
    const QString row = QTest::currentDataTag();
    if (row != QStringLiteral("no checkpoint")) TrainFixture::link(trunk, 6, fork);
    if (row == QStringLiteral("damaged")) std::filesystem::resize_file(fork.checkpoint(6) / "model.safetensors", 100);
    const auto outcome = fixture.train(fork);
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().kind, ErrorKind::BadInput);
    QVERIFY2(QString::fromStdString(outcome.error().message).contains(sentence), outcome.error().message.c_str());
    QCOMPARE(readJournal(fork.journal(1)).states.back().state, RunState::Failed);
  }

  void mixturesLearnInEveryPrecision_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("arm");
    QTest::addColumn<QString>("precision");
    for (const Precision precision : kPrecisions) {
      const QString word = QString::fromUtf8(headroom::word(precision).data());
      QTest::addRow("mixtral, %s", qPrintable(word)) << "mixtral"
                                                     << "" << word;
      QTest::addRow("deepseek, %s", qPrintable(word)) << "deepseek"
                                                      << "" << word;
      QTest::addRow("experts' arm, %s", qPrintable(word)) << "gpt2"
                                                          << "moe" << word;
      QTest::addRow("several tokens ahead, %s", qPrintable(word)) << "gpt2"
                                                                  << "ahead" << word;
    }
  }
  void mixturesLearnInEveryPrecision() {
    QFETCH(QString, model);
    QFETCH(QString, arm);
    QFETCH(QString, precision);
    TrainFixture fixture;
    fixture.model = model.toStdString();
    const bool ahead = arm == QStringLiteral("ahead");
    if (ahead) {
      const std::filesystem::path file = fixture.file("ahead.json");
      std::ofstream(file) << R"({"format": "headroom.arm", "version": 1, "name": "ahead", "patches": [
        {"find": {"block": "head.linear"}, "replace": {"block": "head.mtp", "tokens": 3, "tied": true}}]})";
      fixture.arms = {file.string()};
    } else if (!arm.isEmpty()) {
      fixture.arms = {arm.toStdString()};
    }
    const RunFolder folder = fixture.make("run", {{"layers", "2"},
                                                  {"precision", precision.toStdString()},
                                                  {"dropout", "0"},
                                                  {"learning_rate", "0.01"},
                                                  {"steps", "40"},
                                                  {"eval_every", "40"}});
    const Result<TrainOutcome> outcome = fixture.train(folder);
    QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().message.c_str());
    Journal journal = readJournal(folder.journal(1));
    const auto& loss = journal.scalars["loss/val"];
    QVERIFY2(loss.at(40) < loss.at(0) - 0.5, qPrintable(QString("%1 from %2").arg(loss.at(40)).arg(loss.at(0))));
    if (ahead) {  // they are harder than the next token, and learnt as well
      for (const char* series : {"aux/head.mtp/1", "aux/head.mtp/2"}) {
        const auto& further = journal.scalars[series];
        QCOMPARE(further.size(), 40u);
        QVERIFY(further.at(40) < further.at(1) - 0.3 && further.at(40) > loss.at(40));
      }
      return;
    }
    const int layers = model == QStringLiteral("deepseek") ? 1 : 2;  // its first is dense
    for (int layer = 0; layer < layers; ++layer) {
      const std::string series = "router/load/" + std::to_string(layer) + "/";
      QCOMPARE(journal.scalars["aux/layers." + std::to_string(layer) + ".ffn.balance"].size(), 40u);
      double sum = 0;
      for (int expert = 0; journal.scalars.count(series + std::to_string(expert)) > 0; ++expert) {
        const auto& load = journal.scalars[series + std::to_string(expert)];
        QCOMPARE(load.size(), 40u);
        QVERIFY(load.at(40) >= 0 && load.at(40) <= 0.5);  // two experts a token, so half of all choices at most
        sum += load.at(40);
      }
      QVERIFY(std::abs(sum - 1) < 1e-5);
    }
  }

  /// Both ways that even out the load do, and nothing does without them.
  void theLoadEvensOut() {
    const auto unevenness = [](const Settings& balance) {
      TrainFixture fixture;
      fixture.model = "mixtral";
      Settings settings{{"experts", "4"}, {"precision", "fp32"}, {"dropout", "0"},     {"learning_rate", "0.01"},
                        {"steps", "100"}, {"batch", "16"},       {"eval_every", "100"}};
      settings.insert(settings.end(), balance.begin(), balance.end());
      const RunFolder folder = fixture.make("run", settings);
      if (!fixture.train(folder)) qFatal("does not train");
      Journal journal = readJournal(folder.journal(1));
      double sum = 0;  // of the distances from a quarter each, over the last fifty steps
      for (int expert = 0; expert < 4; ++expert)
        for (const auto& [step, load] : journal.scalars["router/load/0/" + std::to_string(expert)])
          if (step > 50) sum += std::abs(load - 0.25) / 50;
      return sum;
    };
    const double plain = unevenness({{"balance_loss", "0"}}),
                 bias = unevenness({{"balance_loss", "0"}, {"bias_rate", "0.01"}}),
                 loss = unevenness({{"balance_loss", "0.1"}});
    qInfo("distance from an even load: %.3f; with a bias %.3f, with a loss %.3f", plain, bias, loss);
    QVERIFY(bias < plain / 2 && loss < plain / 2);
  }

  void everyOptimizerLearns_data() {
    QTest::addColumn<QString>("optimizer");
    QTest::addColumn<QString>("rate");
    QTest::newRow("adamw") << "adamw"
                           << "0.003";
    QTest::newRow("sgd") << "sgd"
                         << "0.3";
    QTest::newRow("lion") << "lion"
                          << "0.001";
    QTest::newRow("muon") << "muon"
                          << "0.003";
  }
  void everyOptimizerLearns() {
    QFETCH(QString, optimizer);
    QFETCH(QString, rate);
    TrainFixture fixture;
    const RunFolder folder = fixture.make("run", {{"optimizer", optimizer.toStdString()},
                                                  {"learning_rate", rate.toStdString()},
                                                  {"weight_decay", "0.01"},
                                                  {"schedule", "wsd"},
                                                  {"dropout", "0"},
                                                  {"steps", "60"},
                                                  {"eval_every", "60"}});
    QVERIFY(fixture.train(folder).ok());
    const auto loss = stitched(folder, "loss/val");
    QVERIFY2(loss.at(60) < loss.at(0) - 0.5, qPrintable(QString::number(loss.at(60))));
    QCOMPARE(float(stitched(folder, "lr").at(48)), rate.toFloat());  // the last before wsd falls
  }

  /// What is minimised is reported; what is validated is the same with and without.
  void labelSmoothingChangesTheTrainingLossAlone() {
    TrainFixture fixture;
    const RunFolder plain = fixture.make("plain"), smoothed = fixture.make("smoothed", {{"label_smoothing", "0.2"}});
    QVERIFY(fixture.train(plain).ok() && fixture.train(smoothed).ok());
    QCOMPARE(stitched(plain, "loss/val").at(0), stitched(smoothed, "loss/val").at(0));
    QVERIFY(stitched(plain, "loss/val").at(12) != stitched(smoothed, "loss/val").at(12));
    QVERIFY(stitched(plain, "loss/train").at(1) != stitched(smoothed, "loss/train").at(1));
  }

  void damagedCheckpointFallsBackToTheOneBeforeAndSaysSo() {
    TrainFixture fixture;
    const RunFolder whole = fixture.make("whole"), cut = fixture.make("cut");
    QVERIFY(fixture.train(whole).ok());
    QVERIFY(fixture.train(cut, 1, 9).ok());  // checkpoints 4, 8, 9 (keep_last 2)
    std::string content = bytesOf(cut.checkpoint(9) / "model.safetensors");
    content[content.size() / 2] = char(content[content.size() / 2] ^ 1);
    std::ofstream(cut.checkpoint(9) / "model.safetensors", std::ios::binary) << content;
    fixture.log.clear();
    QVERIFY(fixture.train(cut, 2).ok());
    QCOMPARE(readJournal(cut.journal(2)).firstStep, 9);
    QVERIFY(std::any_of(fixture.log.begin(), fixture.log.end(),
                        [](const std::string& line) { return line.starts_with("Checkpoint 9 is damaged"); }));
    QVERIFY(bytesOf(cut.checkpoint(12) / "model.safetensors") == bytesOf(whole.checkpoint(12) / "model.safetensors"));
  }

  void accumulationEqualsOneBigBatch() {
    TrainFixture fixture;
    const RunFolder one = fixture.make("one", {{"dropout", "0"}});
    const RunFolder four = fixture.make("four", {{"dropout", "0"}, {"accumulation", "4"}});
    QVERIFY(fixture.train(one).ok() && fixture.train(four).ok());
    const auto a = stitched(one, "loss/train"), b = stitched(four, "loss/train");
    QCOMPARE(a.size(), b.size());
    for (const auto& [step, loss] : a) QVERIFY(std::abs(loss - b.at(step)) < 1e-4);
  }

  void lossThatIsNoNumberEndsAsDiverged() {
    TrainFixture fixture;
    const RunFolder folder = fixture.make("run", {{"learning_rate", "100"},
                                                  {"weight_decay", "1"},
                                                  {"schedule", "constant"},
                                                  {"warmup", "0"},
                                                  {"grad_clip", "0"},
                                                  {"steps", "100"}});
    const Result<TrainOutcome> outcome = fixture.train(folder);
    QVERIFY(outcome.ok());
    QCOMPARE(outcome->state, RunState::Diverged);
    Journal journal = readJournal(folder.journal(1));
    QCOMPARE(journal.states.back().state, RunState::Diverged);
    QVERIFY(journal.scalars["loss/train"].contains(outcome->step));  // recorded, not only detected
  }

  void narrowProductsTrainCloseToFp32_data() {
    QTest::addColumn<QString>("precision");
    QTest::addColumn<double>("margin");
    QTest::newRow("bf16") << "bf16" << 0.05;
    QTest::newRow("fp16") << "fp16" << 0.002;
  }
  void narrowProductsTrainCloseToFp32() {
    QFETCH(QString, precision);
    QFETCH(double, margin);
    TrainFixture fixture;
    const RunFolder wide = fixture.make("fp32", {{"dropout", "0"}, {"steps", "40"}});
    const RunFolder narrow =
        fixture.make("narrow", {{"dropout", "0"}, {"steps", "40"}, {"precision", precision.toStdString()}});
    QVERIFY(fixture.train(wide).ok() && fixture.train(narrow).ok());
    const auto a = stitched(wide, "loss/train"), b = stitched(narrow, "loss/train");
    QVERIFY(b.at(40) < b.at(1) - 0.3);
    double distance = 0;
    for (const auto& [step, loss] : a) distance = std::max(distance, std::abs(loss - b.at(step)));
    qInfo("largest distance of the training losses: %g nats", distance);
    QVERIFY(distance < margin);
    QVERIFY(a != b);  // or nothing ran in the narrow type
    QCOMPARE(stitched(narrow, "loss_scale").size(), precision == QStringLiteral("fp16") ? 40u : 0u);
  }

  /// An overflow is no divergence: the update is skipped and the scale halved, until no scale helps any more.
  void fp16DivergesOnlyWhenNoScaleHelps() {
    TrainFixture fixture;
    const RunFolder folder = fixture.make("run", {{"precision", "fp16"},
                                                  {"learning_rate", "100"},
                                                  {"weight_decay", "1"},
                                                  {"schedule", "constant"},
                                                  {"warmup", "0"},
                                                  {"grad_clip", "0"},
                                                  {"eval_every", "0"},
                                                  {"steps", "100"}});
    const Result<TrainOutcome> outcome = fixture.train(folder);
    QVERIFY(outcome.ok());
    QCOMPARE(outcome->state, RunState::Diverged);
    QVERIFY2(outcome->reason.find("loss scale") != std::string::npos, outcome->reason.c_str());
    auto scale = stitched(folder, "loss_scale"), norm = stitched(folder, "grad_norm");
    QCOMPARE(scale.at(outcome->step), 0.5);
    for (std::int64_t step = outcome->step - 16; step <= outcome->step; ++step) {
      QVERIFY(!std::isfinite(norm.at(step)));
      QCOMPARE(scale.at(step - 1), 2 * scale.at(step));
    }
    QVERIFY(std::isfinite(norm.at(1)));
  }

  void aRampTrainsOnWholeMicroBatchesInTheSameOrder() {
    TrainFixture fixture;
    const Settings plain{{"dropout", "0"}, {"grad_clip", "0"}};
    const auto with = [&](const std::string& name, Settings more) {
      more.insert(more.end(), plain.begin(), plain.end());
      const RunFolder folder = fixture.make(name, more);
      if (!fixture.train(folder)) qFatal("%s does not train", name.c_str());
      return folder;
    };
    const RunFolder ramp = with("ramp", {{"accumulation", "4"}, {"batch_start", "2"}, {"batch_ramp", "4"}}),
                    small = with("small", {{"batch", "2"}});
    // 2, 2, 3, 3, 4, 4, …: the first two steps are those of a batch of two, the mean over its sequences.
    const auto a = stitched(ramp, "loss/train"), b = stitched(small, "loss/train");
    for (const std::int64_t step : {1, 2}) {
      QVERIFY(std::abs(a.at(step) - b.at(step)) < 1e-5);
      QVERIFY(std::abs(stitched(ramp, "grad_norm").at(step) - stitched(small, "grad_norm").at(step)) < 1e-4);
    }
    QVERIFY(a.at(3) != b.at(3));
    Journal journal = readJournal(ramp.journal(1));
    QCOMPARE(journal.doubles["tokens"][4], 16.0 * (2 + 2 + 3 + 3));
    QCOMPARE(journal.doubles["tokens"][12], 16.0 * (2 + 2 + 3 + 3 + 8 * 4));
    const double flops = readJournal(small.journal(1)).doubles["flops"][12] / (12 * 2);  // a sequence
    QCOMPARE(journal.doubles["flops"][12], flops * (2 + 2 + 3 + 3 + 8 * 4));
    QCOMPARE(readCheckpoint({12, ramp.checkpoint(12)})->state.sequence, std::uint64_t{42});
  }

  /// The average is that of the weights after every step, is what is validated, and changes nothing of the training.
  void averagesAreOfTheWeightsOfSteps_data() {
    QTest::addColumn<QString>("average");
    QTest::newRow("ema") << "ema";
    QTest::newRow("last") << "last";
  }
  void averagesAreOfTheWeightsOfSteps() {
    QFETCH(QString, average);
    TrainFixture fixture;
    const Settings often{{"checkpoint_every", "1"}, {"keep_last", "100"}};
    const RunFolder plain = fixture.make("plain", often);
    Settings settings = often;
    settings.insert(settings.end(),
                    {{"average", average.toStdString()}, {"average_decay", "0.3"}, {"average_share", "0.5"}});
    const RunFolder averaged = fixture.make("averaged", settings);
    QVERIFY(fixture.train(plain).ok() && fixture.train(averaged).ok());
    const bool ema = average == QStringLiteral("ema");
    const std::string name = "layers.0.ffn.up.weight";
    std::vector<double> expected;
    for (std::int64_t step = 1; step <= 12; ++step) {
      const auto theirs = readCheckpoint({step, plain.checkpoint(step)}),
                 ours = readCheckpoint({step, averaged.checkpoint(step)});
      QVERIFY(theirs.ok() && ours.ok());
      const std::vector<float> weights = numbers(ours->model, name), kept = numbers(ours->optimizer, "average/" + name);
      QVERIFY(weights == numbers(theirs->model, name));
      if (!ema && step <= 6) {
        QVERIFY(kept.empty());
        continue;
      }
      // By hand: of the last six steps the mean so far; the moving one keeps (step − 1)/(step + 9), at most 0.3.
      const double share = ema ? 1 - std::min(0.3, double(step - 1) / double(step + 9)) : 1.0 / double(step - 6);
      if (expected.empty()) expected.assign(weights.size(), 0);
      QCOMPARE(kept.size(), expected.size());
      for (std::size_t i = 0; i < expected.size(); ++i) {
        expected[i] += share * (weights[i] - expected[i]);
        QVERIFY(std::abs(expected[i] - kept[i]) < 1e-6);
      }
      QVERIFY(kept != weights || share == 1);
    }
    const auto own = stitched(averaged, "loss/val-raw"), without = stitched(plain, "loss/val");
    QCOMPARE(own.size(), ema ? 3u : 2u);  // at 4, 8 and 12; at 0 there is no average
    for (const auto& [step, loss] : own) {
      QVERIFY(loss == without.at(step));
      QVERIFY(loss != stitched(averaged, "loss/val").at(step));
    }
    QVERIFY(stitched(averaged, "loss/val").at(0) == without.at(0));
    QCOMPARE(stitched(averaged, "loss/train"), stitched(plain, "loss/train"));
  }

  void grammarRunLearns_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("precision");
    for (const char* model : {"gpt2", "lstm", "mamba"})
      for (const char* precision : {"fp32", "bf16"}) QTest::addRow("%s, %s", model, precision) << model << precision;
  }
  void grammarRunLearns() {
    QFETCH(QString, model);
    QFETCH(QString, precision);
    TrainFixture fixture;
    const RunFolder folder = fixture.make("run", {{"steps", "1"}});
    RunDefinition definition = *loadDefinition(folder);
    if (model != QStringLiteral("gpt2")) {
      auto other =
          resolve({.model = model.toStdString(), .settings = {{"layers", "1"}, {"width", "16"}, {"context", "16"}}});
      QVERIFY(other.ok());
      definition.architecture = toJson(other->architecture);
    }
    definition.recipe["precision"] = precision.toStdString();
    const Result<Corpus> corpus = openCorpus({.source = DataSource::Grammar});
    QVERIFY(corpus.ok());
    definition.data = {{"source", "grammar"}};
    definition.architecture["sizes"]["vocab"] = corpus->vocabulary;
    definition.recipe["steps"] = definition.steps = 80;
    definition.recipe["batch"] = 16;
    definition.recipe["learning_rate"] = 0.01;
    definition.recipe["dropout"] = 0;
    const RunFolder grammar(fixture.file("runs/grammar"));
    QVERIFY(saveDefinition(grammar, definition).ok());
    const Result<TrainOutcome> outcome = fixture.train(grammar);
    QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().message.c_str());
    const auto loss = stitched(grammar, "loss/val");
    QVERIFY(loss.at(80) < loss.at(0) - 0.8);
    QVERIFY(loss.at(80) > *corpus->entropyRate);  // no model beats the source
  }

  void stopsOnAControlCommandAndAcknowledgesIt() {
    TrainFixture fixture;
    const RunFolder folder = fixture.make("run", {{"steps", "100000"}, {"checkpoint_every", "0"}});
    QVERIFY(writeControl(folder, {.attempt = 7, .sequence = 1, .command = Control::Command::Stop}).ok());  // not for us
    std::atomic<int> none{0};
    const Result<TrainOutcome> outcome = train(
        folder,
        {.attempt = 1, .terminations = none, .afterStep = [&](std::int64_t step) {
           if (step == 3)
             QVERIFY(writeControl(folder, {.attempt = 1, .sequence = 5, .command = Control::Command::Checkpoint}).ok());
           if (step == 6)
             QVERIFY(writeControl(folder, {.attempt = 1, .sequence = 6, .command = Control::Command::Pause}).ok());
         }});
    QVERIFY(outcome.ok());
    QCOMPARE(outcome->state, RunState::Paused);
    QCOMPARE(outcome->step, 6);
    const Journal journal = readJournal(folder.journal(1));
    const std::vector<AckMessage> expected{{5, Control::Command::Checkpoint}, {6, Control::Command::Pause}};
    QVERIFY(journal.acks == expected);
    QVERIFY(readCheckpoint({3, folder.checkpoint(3)}).ok());
    QVERIFY(readCheckpoint({6, folder.checkpoint(6)}).ok());
  }

  void refusesWhatCannotRunWithOneSentenceInTheJournal_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("kind");
    QTest::newRow("vocabulary smaller than the data's") << "vocab"
                                                        << "3" << int(ErrorKind::BadInput);
    QTest::newRow("context longer than the file") << "context"
                                                  << "100000" << int(ErrorKind::BadInput);
    QTest::newRow("more than memory") << "batch"
                                      << "16000000" << int(ErrorKind::Refused);
  }
  void refusesWhatCannotRunWithOneSentenceInTheJournal() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(int, kind);
    TrainFixture fixture;
    const RunFolder folder = fixture.make("run", {{key.toStdString(), value.toStdString()}});
    const Result<TrainOutcome> outcome = fixture.train(folder);
    QVERIFY(!outcome.ok());
    QCOMPARE(int(outcome.error().kind), kind);
    const Journal journal = readJournal(folder.journal(1));
    QCOMPARE(journal.states.back().state, RunState::Failed);
    QCOMPARE(journal.states.back().reason, outcome.error().message);
  }
};

QTEST_GUILESS_MAIN(TrainerTest)
#include "tst_trainer.moc"
