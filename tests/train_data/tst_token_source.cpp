// Every source of tokens, and every file that is none.
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <fstream>

#include "core/train/data/token_source.h"
#include "core/train/data/tokenizer_files.h"

using namespace headroom;

namespace {

template <class Token>
std::string packed(const std::vector<Token>& tokens) {
  return std::string(reinterpret_cast<const char*>(tokens.data()), tokens.size() * sizeof(Token));
}

std::string header(std::int32_t magic, std::int32_t version, std::int32_t count) {
  std::vector<std::int32_t> words(256, 0);
  words[0] = magic;
  words[1] = version;
  words[2] = count;
  return packed(words);
}

std::vector<std::int64_t> all(const TokenView& view) {
  std::vector<std::int64_t> tokens(static_cast<std::size_t>(view.size()));
  view.copyTo(0, tokens);
  return tokens;
}

}  // namespace

class TokenSourceTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_folder;

  std::string write(const QString& name, const std::string& content) const {
    const std::string path = m_folder->filePath(name).toStdString();
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  Result<Corpus> tokens() const {
    return openCorpus({DataSource::Tokens, {m_folder->path().toStdString()}, TokenizerKind::None});
  }

  template <class T>
  static void refusedWith(const Result<T>& result, const QString& says) {
    QVERIFY(!result.ok());
    QCOMPARE(result.error().kind, ErrorKind::BadInput);
    QVERIFY2(QString::fromStdString(result.error().message).contains(says), result.error().message.c_str());
  }

 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void charactersAreTheSortedDistinctOnesOfTheWholeFile() {
    // 20 characters: 18 train. "z" and "é" lie in the last tenth, and have ids all the same.
    const Corpus corpus = openCorpus({DataSource::Text, {write("a.txt", "hello hello hello ézz").c_str()}}).value();
    const std::vector<char32_t> expected = {U' ', U'e', U'h', U'l', U'o', U'z', U'é'};
    QVERIFY(corpus.tokenizer.characters == expected);
    QCOMPARE(corpus.vocabulary, std::int64_t{7});
    QCOMPARE(corpus.training.size(), std::int64_t{18});  // ⌊0.9 · 21⌋
    QCOMPARE(corpus.validation.size(), std::int64_t{3});
    QVERIFY((all(corpus.validation) == std::vector<std::int64_t>{6, 5, 5}));
    QCOMPARE(corpus.tokenizer.decode(all(corpus.training)).value(), std::string("hello hello hello "));
    QVERIFY(corpus.tokenizer.encode("hé").value() == (std::vector<std::int64_t>{2, 6}));
    refusedWith(corpus.tokenizer.encode("hey"), "'y'");
    refusedWith(corpus.tokenizer.decode(std::vector<std::int64_t>{7}), "Token 7");
    QVERIFY(!corpus.entropyRate && !lossFloor(corpus, 8));
  }

  void charactersOfEveryLengthComeBack() {
    std::string text;
    for (int i = 0; i < 30; ++i) text += "a\x7f\u0080\u07ff\u0800\uffff\U00010000\U0010ffff";
    const Corpus corpus = openCorpus({DataSource::Text, {write("a.txt", text)}}).value();
    QCOMPARE(corpus.vocabulary, std::int64_t{8});
    QCOMPARE(corpus.training.size() + corpus.validation.size(), std::int64_t{240});
    QCOMPARE(
        corpus.tokenizer.decode(all(corpus.training)).value() + corpus.tokenizer.decode(all(corpus.validation)).value(),
        text);
  }

  void bytesTakeAnyFileAndHave256Ids() {
    const std::string text = std::string("\xff\x00\x80", 3) + "abcdefg";
    const Corpus corpus = openCorpus({DataSource::Text, {write("a.bin", text)}, TokenizerKind::Bytes}).value();
    QCOMPARE(corpus.vocabulary, std::int64_t{256});
    QVERIFY((all(corpus.training) == std::vector<std::int64_t>{255, 0, 128, 'a', 'b', 'c', 'd', 'e', 'f'}));
    QCOMPARE(corpus.tokenizer.decode(all(corpus.training)).value(), text.substr(0, 9));
  }

  void severalFilesAreOneText() {
    const std::string whole = write("whole.txt", "abcdefghijklmnopqrst");
    const std::vector<std::string> parts = {write("1.txt", "abcdefghij"), write("2.txt", "klmnopqrst")};
    const Corpus one = openCorpus({DataSource::Text, {whole}}).value(),
                 two = openCorpus({DataSource::Text, parts}).value();
    QVERIFY(all(one.training) == all(two.training));
    QCOMPARE(one.hash, two.hash);
    QVERIFY(one.hash != openCorpus({DataSource::Text, {whole}, TokenizerKind::Bytes}).value().hash);
    QVERIFY(one.hash != openCorpus({DataSource::Text, {parts[0]}}).value().hash);
  }

  void bytePairsAreTrainedOnTheFirstNineTenthsOfTheBytes() {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "one two, ";
    text += std::string(99, 'z') + "é";  // 1001 bytes: byte 900 is the first z
    DataSpec spec{DataSource::Text, {write("a.txt", text)}, TokenizerKind::Bpe};
    spec.vocab = 300;
    const Corpus corpus = openCorpus(spec).value();
    const auto textOf = [&](const TokenView& part) { return corpus.tokenizer.decode(all(part)).value(); };
    QCOMPARE(textOf(corpus.training), text.substr(0, 900));
    QCOMPARE(textOf(corpus.validation), text.substr(900));
    QCOMPARE(corpus.validation.size(), std::int64_t{99 + 2});  // z was not met, so no pair of it is known
    QVERIFY(corpus.vocabulary > 256 && corpus.vocabulary < 300);
    QCOMPARE(corpus.vocabulary, corpus.tokenizer.size());
    const Corpus again = openCorpus(spec).value(), fewer = [&] {
      DataSpec other = spec;
      other.vocab = 257;
      return openCorpus(other).value();
    }();
    QVERIFY(again.hash == corpus.hash && all(again.training) == all(corpus.training));
    QVERIFY(fewer.hash != corpus.hash && fewer.vocabulary == 257);
    const Corpus given = openCorpus(spec, &fewer.tokenizer).value();
    QVERIFY(all(given.training) == all(fewer.training));
  }

  void theCutBetweenTheSplitsSparesCharacters() {
    DataSpec spec{DataSource::Text, {write("a.txt", "aaaaaaa漢漢bbbbbbb")}, TokenizerKind::Bpe};  // ⌊0.9·20⌋ = 18
    spec.vocab = 256;
    QCOMPARE(openCorpus(spec)->training.size(), std::int64_t{18});
    spec.files = {write("b.txt", "aaaaaaaaaaaaaaaaa漢")};  // 20 bytes; byte 18 is inside the last character
    QCOMPARE(openCorpus(spec)->training.size(), std::int64_t{17});
    spec.files = {write("c.txt", std::string(20, '\x80'))};  // no UTF-8: cut where it falls
    QCOMPARE(openCorpus(spec)->training.size(), std::int64_t{18});
  }

  void aTokenizerFileIsReadAndItsHashKept() {
    std::string text;
    for (int i = 0; i < 30; ++i) text += "one two three ";
    DataSpec spec{DataSource::Text, {write("a.txt", text)}, TokenizerKind::Bpe};
    spec.vocab = 280;
    const Corpus trained = openCorpus(spec).value();
    spec.vocab = 0;
    spec.tokenizerFile = write("tokenizer.json", dump(toJson(RunTokenizer{trained.tokenizer, ""})));
    const Corpus read = openCorpus(spec).value();
    QVERIFY(read.tokenizer == trained.tokenizer && all(read.training) == all(trained.training));
    QVERIFY(!read.spec.tokenizerHash.empty() && openCorpus(read.spec).ok());
    QVERIFY(dataFromJson(dataToJson(read.spec)).value() == read.spec);
    write("tokenizer.json", dump(toJson(RunTokenizer{trained.tokenizer, "other"})));
    refusedWith(openCorpus(read.spec), "has changed since this run was defined");
    QFile::remove(m_folder->filePath("tokenizer.json"));
    refusedWith(openCorpus(read.spec), "tokenizer.json");
    QVERIFY(openCorpus(read.spec, &trained.tokenizer).ok());  // a run's own copy needs no file
  }

  void settingsChooseTheTokenizer() {
    const DataSpec text = parseDataArgument("text:/a.txt").value();
    QVERIFY(withDataSettings(text, {{"vocab", "500"}, {"layers", "2"}}).value() == text);
    QCOMPARE(withDataSettings(text, {{"tokenizer", "bpe"}})->vocab, std::int64_t{1024});
    QCOMPARE(withDataSettings(text, {{"vocab", "500"}, {"tokenizer", "bpe"}, {"vocab", "600"}})->vocab,
             std::int64_t{600});
    QCOMPARE(withDataSettings(text, {{"tokenizer", "bytes"}, {"vocab", "500"}})->vocab, std::int64_t{0});
    const DataSpec file = withDataSettings(text, {{"tokenizer", "b/../t.json"}}).value();
    QCOMPARE(file.tokenizerFile, (std::filesystem::current_path() / "t.json").string());
    QVERIFY(file.tokenizer == TokenizerKind::Bpe);
    const DataSpec bpe = withDataSettings(text, {{"tokenizer", "bpe"}, {"vocab", "4096"}}).value();
    QVERIFY(dataFromJson(dataToJson(bpe)).value() == bpe);
    refusedWith(withDataSettings(text, {{"tokenizer", "bpe"}, {"vocab", "100"}}), "from 256 to 1000000");
    refusedWith(withDataSettings(text, {{"tokenizer", "bpe"}, {"vocab", "2*512"}}), "whole number");
    refusedWith(withDataSettings(text, {{"tokenizer", "bpee"}}), "'bpee' is not known");
  }

  void refusesTextThatIsNone() {
    refusedWith(openCorpus({DataSource::Text, {write("empty.txt", "")}}), "is empty");
    refusedWith(openCorpus({DataSource::Text, {write("latin1.txt", "caf\xe9 au lait")}}),
                "not UTF-8; convert it, or use --set tokenizer=bytes");
    refusedWith(openCorpus({DataSource::Text, {m_folder->filePath("none.txt").toStdString()}}), "none.txt");
    refusedWith(openCorpus({DataSource::Text, {m_folder->path().toStdString()}}), "folder");
  }

  void readsNanoGptFiles() {
    std::vector<std::uint16_t> train(100), val(20);
    for (std::size_t i = 0; i < train.size(); ++i) train[i] = static_cast<std::uint16_t>(i * 7);
    for (std::size_t i = 0; i < val.size(); ++i) val[i] = static_cast<std::uint16_t>(i);
    write("train.bin", packed(train));
    write("val.bin", packed(val));
    const Corpus corpus = tokens().value();
    QCOMPARE(corpus.vocabulary, std::int64_t{99 * 7 + 1});
    QVERIFY(all(corpus.training) == std::vector<std::int64_t>(train.begin(), train.end()));
    QVERIFY(all(corpus.validation) == std::vector<std::int64_t>(val.begin(), val.end()));
    QCOMPARE(corpus.tokenizer.decode(all(corpus.training)).error().kind, ErrorKind::Refused);
    QVERIFY(checkVocabulary(corpus, 694).ok());
    refusedWith(checkVocabulary(corpus, 693), "vocab 693 is smaller than the data's 694");
  }

  void readsLlmCFilesOfBothKindsAndSeveralShards() {
    write("fineweb_train_000001.bin", header(20240520, 1, 3) + packed<std::uint16_t>({1, 2, 50256}));
    write("fineweb_train_000002.bin", header(20240520, 1, 2) + packed<std::uint16_t>({4, 5}));
    write("fineweb_val_000000.bin", header(20240520, 1, 1) + packed<std::uint16_t>({9}));
    write("readme.txt", "not a token file");
    Corpus corpus = tokens().value();
    QCOMPARE(corpus.vocabulary, std::int64_t{50257});
    QVERIFY((all(corpus.training) == std::vector<std::int64_t>{1, 2, 50256, 4, 5}));
    std::vector<std::int64_t> across(3);
    corpus.training.copyTo(1, across);
    QVERIFY((across == std::vector<std::int64_t>{2, 50256, 4}));
    QVERIFY((all(corpus.validation) == std::vector<std::int64_t>{9}));

    m_folder = std::make_unique<QTemporaryDir>();
    write("all.bin", header(20240801, 7, 10) + packed<std::uint32_t>({0, 1, 2, 3, 4, 5, 6, 7, 128255, 70000}));
    corpus = tokens().value();  // without a val file: nine tenths and one
    QCOMPARE(corpus.vocabulary, std::int64_t{128256});
    QCOMPARE(corpus.training.size(), std::int64_t{9});
    QVERIFY((all(corpus.validation) == std::vector<std::int64_t>{70000}));
  }

  void tokensOutliveTheFolderAndTheFirstCopy() {
    write("train.bin", packed<std::uint16_t>({5, 6, 7, 8, 9, 10, 11, 12, 13, 14}));
    auto first = std::make_unique<Corpus>(tokens().value());
    const Corpus copy = *first;
    first.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY((all(copy.training) == std::vector<std::int64_t>{5, 6, 7, 8, 9, 10, 11, 12, 13}));
  }

  void refusesTokenFilesThatAreBroken_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    const auto bytes = [](const std::string& text) { return QByteArray(text.data(), static_cast<int>(text.size())); };
    const std::string three = packed<std::uint16_t>({1, 2, 3});
    QTest::newRow("wrong magic") << bytes(header(20240326, 1, 3) + three) << "magic 20240326";
    QTest::newRow("any wrong magic") << bytes(header(12345, 1, 3) + three) << "magic 12345";
    QTest::newRow("wrong version") << bytes(header(20240520, 2, 3) + three) << "version 2";
    QTest::newRow("cut") << bytes(header(20240520, 1, 4) + three) << "promises 4 tokens";
    QTest::newRow("too long") << bytes(header(20240520, 1, 2) + three) << "promises 2 tokens";
    QTest::newRow("negative count") << bytes(header(20240520, 1, -1) + three) << "promises -1 tokens";
    QTest::newRow("cut in the header") << bytes(header(20240520, 1, 3).substr(0, 100)) << "promises";
    QTest::newRow("odd length") << bytes(three + "x") << "odd length, 7 bytes";
    QTest::newRow("empty") << QByteArray() << "is empty";
    QTest::newRow("token out of range") << bytes(header(20240520, 1, 2) + packed<std::uint16_t>({1, 50257}))
                                        << "token 50257 at position 1";
  }
  void refusesTokenFilesThatAreBroken() {
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    write("train.bin", content.toStdString());
    refusedWith(tokens(), says);
  }

  void refusesFoldersWithoutTokens() {
    refusedWith(tokens(), "holds no .bin file");
    write("val.bin", packed<std::uint16_t>({1, 2}));
    refusedWith(tokens(), "no training .bin file");
    refusedWith(openCorpus({DataSource::Tokens, {write("train.bin", "ab")}, TokenizerKind::None}), "is not a folder");
  }

  void theGrammarIsTheDefaultAndKnowsItsFloor() {
    const Corpus corpus = openCorpus({}).value();
    QCOMPARE(corpus.training.size(), std::int64_t{3'600'000});
    QCOMPARE(corpus.validation.size(), std::int64_t{32'769});
    QCOMPARE(corpus.vocabulary, std::int64_t{36});
    QVERIFY(corpus.entropyRate.has_value());
    const double floor = lossFloor(corpus, 128).value();
    QVERIFY(floor > *corpus.entropyRate && floor < std::log(36.0) / 4);
    QVERIFY(lossFloor(corpus, 16).value() > floor);  // less context, higher floor
  }

  void commandLineFormsBecomeSpecsAndRoundTripAsJson() {
    const DataSpec grammar = parseDataArgument("grammar").value();
    QVERIFY(grammar == DataSpec{});
    const DataSpec text = parseDataArgument("text:a/../b:c.txt").value();
    QCOMPARE(text.files, std::vector<std::string>{(std::filesystem::current_path() / "b:c.txt").string()});
    const DataSpec folder = parseDataArgument("tokens:/data/owt").value();
    QVERIFY((folder == DataSpec{DataSource::Tokens, {"/data/owt"}, TokenizerKind::None}));
    DataSpec bytes = text;
    bytes.tokenizer = TokenizerKind::Bytes;
    for (const DataSpec& spec : {grammar, text, folder, bytes}) QVERIFY(dataFromJson(dataToJson(spec)).value() == spec);
    QCOMPARE(dump(dataToJson(folder)), std::string(R"({"source":"tokens","files":["/data/owt"]})"));
  }

  void refusesDataThatNobodyKnows_data() {
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("says");
    QTest::newRow("misspelt") << "grammer"
                              << ""
                              << "did you mean 'grammar'?";
    QTest::newRow("unknown") << "http://x"
                             << ""
                             << "try grammar, text:FILE or tokens:DIR";
    QTest::newRow("text without file") << "text:"
                                       << ""
                                       << "text needs a file";
    QTest::newRow("grammar with file") << "grammar:x"
                                       << ""
                                       << "grammar takes no files";
    QTest::newRow("source missing") << ""
                                    << "{}"
                                    << "data.source";
    QTest::newRow("source a number") << ""
                                     << R"({"source": 3})"
                                     << "data.source";
    QTest::newRow("tokenizer") << ""
                               << R"({"source": "text", "files": ["a"], "tokenizer": "byts"})"
                               << "try characters, bytes or bpe, or the path";
    QTest::newRow("byte pairs of the grammar") << ""
                                               << R"({"source": "grammar", "tokenizer": "bpe"})"
                                               << "learnt by characters; use --data text:FILE";
    QTest::newRow("few byte pairs") << ""
                                    << R"({"source": "text", "files": ["a"], "tokenizer": "bpe", "vocab": 255})"
                                    << "from 256 to 1000000";
    QTest::newRow("vocab of characters") << ""
                                         << R"({"source": "text", "files": ["a"], "vocab": 300})"
                                         << "data";
    QTest::newRow("file a number") << ""
                                   << R"({"source": "text", "files": [1]})"
                                   << "data.files";
    QTest::newRow("two folders") << ""
                                 << R"({"source": "tokens", "files": ["a", "b"]})"
                                 << "one folder";
    QTest::newRow("unknown key") << ""
                                 << R"({"source": "grammar", "fils": []})"
                                 << "did you mean 'files'?";
    QTest::newRow("a list") << ""
                            << "[]"
                            << "data is";
  }
  void refusesDataThatNobodyKnows() {
    QFETCH(QString, argument);
    QFETCH(QString, json);
    QFETCH(QString, says);
    refusedWith(json.isEmpty() ? parseDataArgument(argument.toStdString())
                               : dataFromJson(parseJson(json.toStdString(), "test").value()),
                says);
  }
};

QTEST_APPLESS_MAIN(TokenSourceTest)
#include "tst_token_source.moc"
