// A model outside of training: its logits are those of the weights that training starts from or ended with, and exports
// hold the same numbers under other names.
#include <cstring>
#include <set>

#include "core/train/checkpoint.h"
#include "core/train/inference.h"
#include "core/train/safetensors.h"
#include "tests/train/train_fixture.h"

using namespace headroom;
using namespace headroom::test;

class InferenceTest : public QObject {
  Q_OBJECT

  TrainFixture m_fixture;

  /// An architecture file of a small model of `name`.
  ModelSource small(const std::string& name, std::uint64_t seed = 1) {
    const Result<ResolvedModel> model = resolve({.model = name,
                                                 .settings = {{"layers", "2"},
                                                              {"width", "16"},
                                                              {"heads", "4"},
                                                              {"ffn_width", "24"},
                                                              {"context", "8"},
                                                              {"vocab", "11"}}});
    if (!model) qFatal("%s", model.error().message.c_str());
    const std::filesystem::path file = m_fixture.file("architecture-" + std::to_string(++m_files) + ".json");
    std::ofstream(file) << dump(toJson(model->architecture));
    return {file, seed};
  }
  int m_files = 0;

 private Q_SLOTS:
  void logitsAreAFunctionOfTheSeedAndSeeNoFuture() {
    const Result<Json> one = logitsOf(small("gpt2"), {1, 2, 3}), again = logitsOf(small("gpt2"), {1, 2, 3}),
                       longer = logitsOf(small("gpt2"), {1, 2, 3, 4}), other = logitsOf(small("gpt2", 2), {1, 2, 3});
    QVERIFY(one.ok() && again.ok() && longer.ok() && other.ok());
    QCOMPARE((*one)["logits"].size(), std::size_t{3});
    QCOMPARE((*one)["logits"][0].size(), std::size_t{11});
    QVERIFY((*one)["logits"] == (*again)["logits"] && (*one)["logits"] != (*other)["logits"]);
    for (std::size_t row = 0; row < 3; ++row)
      for (std::size_t i = 0; i < 11; ++i)
        QVERIFY(std::abs((*one)["logits"][row][i].get<double>() - (*longer)["logits"][row][i].get<double>()) < 1e-5);
  }

  void badTokensAreASentence() {
    for (const std::vector<std::int64_t>& tokens :
         std::vector<std::vector<std::int64_t>>{{}, {11}, {-1}, {1, 2, 3, 4, 5, 6, 7, 8, 9}}) {
      const Result<Json> answer = logitsOf(small("gpt2"), tokens);
      QVERIFY(!answer.ok() && answer.error().kind == ErrorKind::BadInput);
      QVERIFY(answer.error().message.starts_with("--tokens"));
    }
    QVERIFY(!logitsOf({m_fixture.file("nothing.json")}, {1}).ok());
  }

  void exportsHoldTheSameWeights_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("type");
    for (const auto& [model, type] :
         {std::pair("gpt2", "gpt2"), {"char", "gpt2"}, {"llama", "llama"}, {"transformer++", "llama"}})
      QTest::newRow(model) << model << type;
  }
  void exportsHoldTheSameWeights() {
    QFETCH(QString, model);
    QFETCH(QString, type);
    const ModelSource source = small(model.toStdString());
    const auto ours = m_fixture.file("ours-" + model.toStdString()),
               theirs = m_fixture.file("hf-" + model.toStdString());
    QVERIFY(exportModel(source, "safetensors", ours).ok());
    const Result<Json> done = exportModel(source, "huggingface", theirs);
    QVERIFY2(done.ok(), done.ok() ? "" : done.error().message.c_str());
    const Result<Json> config = readJson((theirs / "config.json").string());
    QCOMPARE(QString::fromStdString((*config)["model_type"].get<std::string>()), type);
    const Result<SafetensorsFile> a = SafetensorsFile::read(ours / "model.safetensors"),
                                  b = SafetensorsFile::read(theirs / "model.safetensors");
    QVERIFY(a.ok() && b.ok());
    // Names, transposes and cuts differ; the numbers as a whole do not, but for biases and gains that ours leaves out.
    const auto numbers = [](const SafetensorsFile& file) {
      std::multiset<float> all;
      for (const TensorBytes& tensor : file.tensors()) {
        const auto* values = reinterpret_cast<const float*>(tensor.bytes.data());
        for (std::size_t i = 0; i < tensor.bytes.size() / 4; ++i)
          if (values[i] != 0 && values[i] != 1) all.insert(values[i]);
      }
      return all;
    };
    QVERIFY(numbers(*a) == numbers(*b));
    if (type == QStringLiteral("llama")) {
      const TensorBytes *qkv = a->find("layers.1.attention.qkv.weight"),
                        *k = b->find("model.layers.1.self_attn.k_proj.weight");
      QVERIFY(qkv && k && k->shape[1] == 16);
      QVERIFY(std::memcmp(k->bytes.data(), qkv->bytes.data() + 16 * 16 * 4, k->bytes.size()) == 0);
    } else {
      const TensorBytes *up = a->find("layers.1.ffn.up.weight"), *fc = b->find("transformer.h.1.mlp.c_fc.weight");
      QVERIFY(up && fc && fc->shape == (std::vector<std::int64_t>{16, 24}));
      const auto *x = reinterpret_cast<const float*>(up->bytes.data()),
                 *y = reinterpret_cast<const float*>(fc->bytes.data());
      QCOMPARE(y[1 * 24 + 5], x[5 * 16 + 1]);
    }
  }

  void anotherArchitectureIsNotWrittenForHuggingFace() {
    const Result<Json> done = exportModel(small("transformer-2017"), "huggingface", m_fixture.file("none"));
    QVERIFY(!done.ok() && done.error().message.find("safetensors") != std::string::npos);
    QVERIFY(!std::filesystem::exists(m_fixture.file("none")));
  }

  void aRunThatAveragesGivesItsAveragedWeights() {
    const RunFolder folder =
        m_fixture.make("averaged", {{"average", "last"}, {"average_share", "0.5"}, {"steps", "12"}});
    const auto exported = [&](const std::string& name) {
      if (!exportModel({folder.path()}, "safetensors", m_fixture.file(name))) qFatal("no export");
      return *SafetensorsFile::read(m_fixture.file(name) / "model.safetensors");
    };
    const auto same = [](const TensorBytes& a, const TensorBytes* b) {
      return b && a.bytes.size() == b->bytes.size() &&
             std::memcmp(a.bytes.data(), b->bytes.data(), a.bytes.size()) == 0;
    };
    QVERIFY(m_fixture.train(folder, 1, 5).ok());  // before it averages: the weights themselves
    const SafetensorsFile early = exported("early");
    const Result<LoadedCheckpoint> fifth = readCheckpoint({5, folder.checkpoint(5)});
    for (const TensorBytes& tensor : early.tensors()) QVERIFY(same(tensor, fifth->model.find(tensor.name)));
    QVERIFY(m_fixture.train(folder, 2).ok());
    const SafetensorsFile late = exported("late");
    const Result<LoadedCheckpoint> last = readCheckpoint({12, folder.checkpoint(12)});
    QVERIFY(!late.tensors().empty());
    for (const TensorBytes& tensor : late.tensors()) {
      QVERIFY(same(tensor, last->optimizer.find("average/" + tensor.name)));
      QVERIFY(!same(tensor, last->model.find(tensor.name)));
    }
  }

  void aRunIsSampledWithItsTokenizer() {
    const RunFolder folder = m_fixture.make("sampled");
    QVERIFY(!sampleFrom({folder.path()}, {.prompt = "the", .tokens = 5}).ok());  // no checkpoint yet
    QVERIFY(m_fixture.train(folder).ok());
    const SampleOptions options{.prompt = "the cat", .tokens = 40};
    const Result<Json> one = sampleFrom({folder.path()}, options), again = sampleFrom({folder.path()}, options);
    QVERIFY2(one.ok(), one.ok() ? "" : one.error().message.c_str());
    QCOMPARE((*one)["tokens"].size(), std::size_t{40});
    QVERIFY(*one == *again);
    const Result<Json> likely = sampleFrom({folder.path()}, {.prompt = "the cat", .tokens = 8, .temperature = 0}),
                       alsoLikely =
                           sampleFrom({folder.path()}, {.prompt = "the cat", .tokens = 8, .topK = 1, .seed = 9});
    QVERIFY((*likely)["text"] == (*alsoLikely)["text"]);
    const std::int64_t last = completeCheckpoints(folder).back().step;
    const Result<Json> named = sampleFrom({.path = folder.path(), .checkpoint = last}, options);
    QVERIFY(named.ok() && *named == *one);  // the newest one, by its step
    const Result<Json> none = sampleFrom({.path = folder.path(), .checkpoint = last + 1}, options);
    QVERIFY(!none.ok() && none.error().message.find("there are") != std::string::npos);
    QVERIFY(!sampleFrom({folder.path()}, {.prompt = "Ω", .tokens = 5}).ok());
    QVERIFY(!sampleFrom({folder.path()}, {.tokens = 0}).ok());
  }
};

QTEST_GUILESS_MAIN(InferenceTest)
#include "tst_inference.moc"
