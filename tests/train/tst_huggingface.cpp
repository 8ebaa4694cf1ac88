// Models of Hugging Face: what is exported comes back with the same bits, what transformers wrote gives the same logits
// here and the other way round, and a folder that is not sound gives one sentence.
#include <QProcess>
#include <cstring>

#include "core/train/huggingface/config.h"
#include "core/train/inference.h"
#include "core/train/safetensors.h"
#include "tests/train/train_fixture.h"

using namespace headroom;
using namespace headroom::test;
namespace fs = std::filesystem;

class HuggingFaceTest : public QObject {
  Q_OBJECT

  TrainFixture m_fixture;
  int m_files = 0;
  QString m_python;  // "": none with torch and transformers
  QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
  const std::vector<std::int64_t> m_tokens{1, 5, 2, 7, 3, 3, 0, 9, 4, 6, 8, 1};  // as in huggingface_peer.py

  fs::path fresh(const std::string& name) { return m_fixture.file(name + "-" + std::to_string(++m_files)); }

  /// An architecture file of a small model.
  ModelSource small(const std::string& name, const Settings& settings = {}) {
    Settings all{{"layers", "2"}, {"width", "16"}, {"context", "16"}, {"vocab", "11"}};
    if (name != "mamba") all.insert(all.end(), {{"heads", "4"}, {"ffn_width", "24"}});
    all.insert(all.end(), settings.begin(), settings.end());
    const Result<ResolvedModel> model = resolve({.model = name, .settings = all});
    if (!model) qFatal("%s", model.error().message.c_str());
    return written(model->architecture);
  }
  ModelSource written(const Architecture& architecture) {
    const fs::path file = fresh("architecture");
    std::ofstream(file) << dump(toJson(architecture));
    return {file, 1};
  }
  /// A small GPT-NeoX: attention and MLP side by side.
  ModelSource smallNeox() {
    const Json config = {
        {"model_type", "gpt_neox"}, {"vocab_size", 11},        {"hidden_size", 16}, {"num_hidden_layers", 2},
        {"num_attention_heads", 2}, {"intermediate_size", 24}, {"rotary_pct", 0.5}, {"max_position_embeddings", 16}};
    const auto described = huggingface::describe(config);
    if (!described) qFatal("%s", described.error().message.c_str());
    const Result<Architecture> architecture = huggingface::architectureOf(*described, "neox");
    if (!architecture) qFatal("%s", architecture.error().message.c_str());
    return written(*architecture);
  }

  ModelSource sourceOf(const QString& row) {
    if (row == QStringLiteral("gpt_neox")) return smallNeox();
    if (row == QStringLiteral("mixtral, window"))
      return small("mixtral", {{"pattern", "window"}, {"span", "4"}, {"experts", "4"}});
    if (row == QStringLiteral("mistral")) return small("llama", {{"pattern", "window"}, {"span", "4"}});
    if (row == QStringLiteral("llama, scaled")) return small("llama", {{"scaling", "linear"}, {"factor", "2"}});
    if (row == QStringLiteral("llama, biases")) return small("llama", {{"bias", "true"}, {"tied", "true"}});
    return small(row.toStdString());
  }
  void sources() {
    QTest::addColumn<QString>("type");
    for (const auto& [name, type] : {std::pair("gpt2", "gpt2"),
                                     {"char", "gpt2"},
                                     {"llama", "llama"},
                                     {"transformer++", "llama"},
                                     {"llama, scaled", "llama"},
                                     {"llama, biases", "llama"},
                                     {"mistral", "mistral"},
                                     {"mixtral", "mixtral"},
                                     {"mixtral, window", "mixtral"},
                                     {"mamba", "mamba"},
                                     {"gpt_neox", "gpt_neox"}})
      QTest::newRow(name) << type;
  }

  static double difference(const Json& a, const Json& b) {
    double most = a.size() == b.size() && !a.empty() ? 0 : 1e9;
    for (std::size_t row = 0; row < a.size() && most < 1e9; ++row)
      for (std::size_t i = 0; i < a[row].size(); ++i)
        most = std::max(most, std::abs(a[row][i].get<double>() - b[row][i].get<double>()));
    return most;
  }

  /// What huggingface_peer.py prints; null with a failed check on failure.
  Json peer(const QStringList& arguments) {
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(m_python, QStringList{HEADROOM_PEER_SCRIPT} + arguments);
    process.waitForFinished(250'000);
    const std::string out = process.readAllStandardOutput().toStdString();
    const std::size_t at = out.rfind("ANSWER ");
    if (process.exitCode() != 0 || at == std::string::npos) {
      qWarning().noquote() << process.readAllStandardError().right(3000);
      return {};
    }
    return *parseJson(out.substr(at + 7), "peer");
  }

  /// A folder of a sound model, to be broken.
  fs::path sound() {
    const fs::path folder = fresh("sound");
    if (!exportModel(small("llama"), "huggingface", folder).ok()) qFatal("export");
    return folder;
  }
  static void edit(const fs::path& file, const std::function<void(Json&)>& change) {
    Json json = *readJson(file.string());
    change(json);
    std::ofstream(file) << dump(json);
  }
  /// Writes the weights again, each as `change` has it: the name "" leaves it out.
  static void rewrite(const fs::path& file, const std::function<void(TensorBytes&)>& change) {
    const Result<SafetensorsFile> read = SafetensorsFile::read(file);
    std::vector<TensorBytes> tensors = read->tensors();
    for (TensorBytes& tensor : tensors) change(tensor);
    std::erase_if(tensors, [](const TensorBytes& tensor) { return tensor.name.empty(); });
    if (!writeSafetensors(file.string() + ".new", tensors).ok()) qFatal("write");
    fs::rename(file.string() + ".new", file);
  }

 private Q_SLOTS:
  void initTestCase() {
    // A Python that has both, as HEADROOM_PYTHON or python3; LD_LIBRARY_PATH as it needs it.
    const QString python = qEnvironmentVariable("HEADROOM_PYTHON", QStringLiteral("python3"));
    QProcess process;
    process.start(python, {"-c",
                           "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ('torch', "
                           "'transformers', 'safetensors'))))"});
    if (process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
      m_python = python;
  }

  void exportedModelsComeBackWithTheSameBits_data() { sources(); }
  void exportedModelsComeBackWithTheSameBits() {
    QFETCH(QString, type);
    const ModelSource source = sourceOf(QTest::currentDataTag());
    const fs::path folder = fresh("exported"), run = fresh("run"), again = fresh("again");
    const Result<Json> done = exportModel(source, "huggingface", folder);
    QVERIFY2(done.ok(), done.ok() ? "" : done.error().message.c_str());
    QCOMPARE(QString::fromStdString((*readJson((folder / "config.json").string()))["model_type"]), type);
    const Result<Json> imported = importModel(folder, run);
    QVERIFY2(imported.ok(), imported.ok() ? "" : imported.error().message.c_str());
    const Result<Json> before = logitsOf(source, m_tokens), after = logitsOf({run}, m_tokens);
    QVERIFY2(after.ok(), after.ok() ? "" : after.error().message.c_str());
    QVERIFY(difference((*before)["logits"], (*after)["logits"]) <= 1e-6);
    // And out once more: the same file.
    QVERIFY(exportModel({run}, "huggingface", again).ok());
    QVERIFY(bytesOf(again / "model.safetensors") == bytesOf(folder / "model.safetensors"));
    QVERIFY(bytesOf(again / "config.json") == bytesOf(folder / "config.json"));
  }

  void transformersReadsExports() {
    if (m_python.isEmpty()) QSKIP("no Python with torch and transformers; name one in HEADROOM_PYTHON");
    QStringList folders{"load"};
    std::map<std::string, Json> ours;
    for (const char* row : {"gpt2", "char", "llama", "transformer++", "llama, scaled", "llama, biases", "mistral",
                            "mixtral", "mixtral, window", "mamba", "gpt_neox"}) {
      const ModelSource source = sourceOf(row);
      const fs::path folder = m_fixture.file(std::string("peer ") + row);
      QVERIFY(exportModel(source, "huggingface", folder).ok());
      ours[folder.filename().string()] = (*logitsOf(source, m_tokens))["logits"];
      folders << QString::fromStdString(folder.string());
    }
    const Json theirs = peer(folders);
    QCOMPARE(theirs.size(), ours.size());
    for (const auto& [name, logits] : ours)
      QVERIFY2(difference(logits, theirs[name]) < 1e-4,
               (name + ": " + std::to_string(difference(logits, theirs[name]))).c_str());
  }

  void whatTransformersWroteGivesTheSameLogits() {
    if (m_python.isEmpty()) QSKIP("no Python with torch and transformers; name one in HEADROOM_PYTHON");
    const fs::path folder = fresh("theirs");
    fs::create_directories(folder);
    const Json theirs = peer({"make", QString::fromStdString(folder.string())});
    QVERIFY(theirs.size() >= 12);
    for (const auto& [name, logits] : theirs.items()) {
      const fs::path run = fresh("run");
      const Result<Json> imported = importModel(folder / name, run);
      QVERIFY2(imported.ok(), imported.ok() ? "" : (name + ": " + imported.error().message).c_str());
      const Result<Json> ours = logitsOf({run}, m_tokens);
      QVERIFY2(ours.ok(), ours.ok() ? "" : ours.error().message.c_str());
      const double far = difference((*ours)["logits"], logits);
      QVERIFY2(far < 1e-4, (name + ": " + std::to_string(far)).c_str());
    }
  }

  void anImportedRunIsSampledByIds() {
    const fs::path run = fresh("run");
    QVERIFY(importModel(sound(), run).ok());
    const Result<Json> made = sampleFrom({run}, {.promptTokens = {1, 2}, .tokens = 30});
    QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
    QVERIFY((*made)["tokens"].size() == 30 && (*made)["text"].is_null());
    for (const SampleOptions& options :
         {SampleOptions{.prompt = "the"}, SampleOptions{}, SampleOptions{.promptTokens = {11}}}) {
      const Result<Json> refused = sampleFrom({run}, options);
      QVERIFY(!refused.ok() && refused.error().message.find("--tokens") != std::string::npos);
    }
  }

  void theTokenizerBesideTheWeightsIsTaken() {
    const fs::path folder = sound(), run = fresh("run"), without = fresh("run");
    QCOMPARE((*importModel(folder, without))["tokenizer"], Json(false));
    Json vocab = Json::object();  // GPT-2's letters: these stand for themselves
    for (const char* token : {"a", "b", "c", "ab", "abc"}) vocab[token] = vocab.size();
    std::ofstream(folder / "tokenizer.json")
        << dump({{"version", "1.0"},
                 {"added_tokens", Json::array()},
                 {"normalizer", nullptr},
                 {"pre_tokenizer", {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", true}}},
                 {"decoder", {{"type", "ByteLevel"}}},
                 {"model", {{"type", "BPE"}, {"vocab", vocab}, {"merges", {"a b", "ab c"}}}}});
    const Result<Json> imported = importModel(folder, run);
    QVERIFY2(imported.ok(), imported.ok() ? "" : imported.error().message.c_str());
    QVERIFY2((*imported)["tokenizer"] == true, dump(*imported).c_str());
    const Result<Json> made = sampleFrom({run}, {.prompt = "abcab", .tokens = 20});
    QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
    QVERIFY((*made)["text"].is_string());
    for (const Json& token : (*made)["tokens"]) QVERIFY(token.get<int>() < 5);  // rows beyond it mean nothing
  }

  void anImportedRunTrainsOn() {
    const RunFolder from = m_fixture.make("first", {{"dropout", "0"}});
    QVERIFY(m_fixture.train(from).ok());
    const fs::path folder = fresh("exported"), imported = fresh("run");
    QVERIFY(exportModel({from.path()}, "huggingface", folder).ok());
    QVERIFY(importModel(folder, imported).ok());
    // A fork: another run that begins with the imported checkpoint.
    const RunFolder next = m_fixture.make("next", {{"dropout", "0"}}, 2);
    fs::create_directories(next.checkpoints());
    fs::copy(RunFolder(imported).checkpoint(0), next.checkpoint(0));
    const Result<TrainOutcome> outcome = m_fixture.train(next);
    QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().message.c_str());
    const auto trained = stitched(from, "loss/val"), continued = stitched(next, "loss/val");
    QCOMPARE(continued.begin()->first, std::int64_t{0});
    QVERIFY(std::abs(continued.begin()->second - trained.rbegin()->second) < 1e-5);
    QVERIFY(continued.rbegin()->second < continued.begin()->second);
  }

  void whatFitsNoFamilyIsRefusedWithTheReason_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("says");
    QTest::newRow("softcap") << "llama"
                             << "softcap"
                             << "30"
                             << "softcap is '30";
    QTest::newRow("ALiBi") << "llama"
                           << "position"
                           << "position.alibi"
                           << "position is 'position.alibi'";
    QTest::newRow("yarn") << "llama"
                          << "scaling"
                          << "yarn"
                          << "scaling is 'yarn'";
    QTest::newRow("strided") << "llama"
                             << "pattern"
                             << "strided"
                             << "pattern is 'strided'";
    QTest::newRow("query norm") << "llama"
                                << "qk_norm"
                                << "norm.rms"
                                << "qk_norm";
    QTest::newRow("post-norm") << "transformer-2017"
                               << "heads"
                               << "4"
                               << "body[";
  }
  void whatFitsNoFamilyIsRefusedWithTheReason() {
    QFETCH(QString, model);
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, says);
    const fs::path folder = fresh("none");
    const Result<Json> done =
        exportModel(small(model.toStdString(), {{key.toStdString(), value.toStdString()}}), "huggingface", folder);
    QVERIFY(!done.ok() && done.error().kind == ErrorKind::BadInput);
    QVERIFY2(done.error().message.find(says.toStdString()) != std::string::npos, done.error().message.c_str());
    QVERIFY(done.error().message.find("body[") != std::string::npos);
    QVERIFY(!fs::exists(folder));
  }

  void brokenFoldersAreASentence_data() {
    QTest::addColumn<QString>("says");
    for (const auto& [row, says] : {std::pair("no folder", "is no folder"),
                                    {"no config", "config.json"},
                                    {"no weights", "holds no model.safetensors"},
                                    {"pickle", "pickle"},
                                    {"unknown family", "'bert'"},
                                    {"no family", "model_type is missing"},
                                    {"quantised", "quantised"},
                                    {"int8", "holds I8"},
                                    {"fp8", "'F8_E4M3'"},
                                    {"missing tensor", "'model.norm.weight' is missing"},
                                    {"left over", "has no place"},
                                    {"wrong shape", "but config.json makes it [24, 16]"},
                                    {"llama3 rope", "'llama3'"},
                                    {"dynamic rope", "'dynamic'"},
                                    {"activation", "hidden_act is 'mish'"},
                                    {"text for a number", "num_attention_heads is"},
                                    {"zero layers", "config.json"},
                                    {"negative width", "config.json"},
                                    {"many layers", "layers"},
                                    {"beyond 64 bits", "config.json"},
                                    {"huge", "memory"},
                                    {"heads", "3 key/value heads"},
                                    {"cut file", "safetensors"},
                                    {"index outside", "same folder"},
                                    {"index without map", "weight_map"},
                                    {"index to nothing", "cannot be read"},
                                    {"exists", "exists already"}})
      QTest::newRow(row) << says;
  }
  void brokenFoldersAreASentence() {
    QFETCH(QString, says);
    const std::string row = QTest::currentDataTag();
    fs::path folder = sound(), run = fresh("run");
    const fs::path config = folder / "config.json", weights = folder / "model.safetensors";
    const auto set = [&](const std::string& key, const Json& value) {
      edit(config, [&](Json& json) { json[key] = value; });
    };
    const auto index = [&](const Json& json) {
      fs::rename(weights, folder / "all.safetensors");
      std::ofstream(folder / "model.safetensors.index.json") << dump(json);
    };
    if (row == "no folder") folder /= "nothing";
    if (row == "no config") fs::remove(config);
    if (row == "no weights" || row == "pickle") fs::remove(weights);
    if (row == "pickle") std::ofstream(folder / "pytorch_model.bin") << "x";
    if (row == "unknown family") set("model_type", "bert");
    if (row == "no family") edit(config, [](Json& json) { json.erase("model_type"); });
    if (row == "quantised") set("quantization_config", {{"bits", 4}});
    if (row == "llama3 rope") set("rope_scaling", {{"rope_type", "llama3"}, {"factor", 8.0}});
    if (row == "dynamic rope") set("rope_scaling", {{"type", "dynamic"}, {"factor", 8.0}});
    if (row == "activation") set("hidden_act", "mish");
    if (row == "text for a number") set("num_attention_heads", "four");
    if (row == "zero layers") set("num_hidden_layers", 0);
    if (row == "negative width") set("hidden_size", -16);
    if (row == "many layers") set("num_hidden_layers", std::int64_t{1} << 40);
    if (row == "beyond 64 bits") set("vocab_size", UINT64_MAX);
    if (row == "huge")
      set("vocab_size", std::int64_t{2'000'000'000}), set("hidden_size", 1 << 24), set("num_attention_heads", 4);
    if (row == "heads") set("num_key_value_heads", 3);
    if (row == "cut file") fs::resize_file(weights, 100);
    if (row == "missing tensor")
      rewrite(weights, [](TensorBytes& t) { t.name = t.name == "model.norm.weight" ? "" : t.name; });
    if (row == "left over")
      rewrite(weights, [](TensorBytes& t) { t.name += t.name == "model.norm.weight" ? "2" : ""; });
    if (row == "wrong shape")
      rewrite(weights, [](TensorBytes& t) {
        if (t.name == "model.layers.1.mlp.up_proj.weight") std::swap(t.shape[0], t.shape[1]);
      });
    if (row == "int8" || row == "fp8")
      rewrite(weights, [&](TensorBytes& t) {
        if (t.name != "model.norm.weight") return;
        t.type = row == "int8" ? "I8" : "F8_E4M3";
        t.bytes = t.bytes.first(16);
      });
    if (row == "index outside") index({{"weight_map", {{"lm_head.weight", "../all.safetensors"}}}});
    if (row == "index without map") index({{"metadata", {{"total_size", 1}}}});
    if (row == "index to nothing") index({{"weight_map", {{"lm_head.weight", "other.safetensors"}}}});
    if (row == "exists") fs::create_directories(run);
    const Result<Json> done = importModel(folder, run);
    QVERIFY(!done.ok());
    const std::string& message = done.error().message;
    QVERIFY2(message.find(says.toStdString()) != std::string::npos, message.c_str());
    QVERIFY2(done.error().kind == (row == "huge" || row == "many layers" ? ErrorKind::Refused : ErrorKind::BadInput),
             message.c_str());
    QVERIFY(message.find('\n') == std::string::npos && message.ends_with('.'));
    QVERIFY(row == "exists" || !fs::exists(run));
  }

  void aDryRunReadsNoWeights() {
    const fs::path folder = sound();
    const Result<Json> said = importModel(folder, {});
    QVERIFY(said.ok());
    QCOMPARE((*said)["model_type"].get<std::string>(), std::string("llama"));
    QVERIFY((*said)["parameters"].get<std::int64_t>() > 1000);
  }
};

QTEST_GUILESS_MAIN(HuggingFaceTest)
#include "tst_huggingface.moc"
