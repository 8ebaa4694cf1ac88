// Tokenizer files of others: what is read gives the ids their programs give; what is not read is one sentence.
#include <rapidcheck.h>

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/train/data/byte_pair_trainer.h"
#include "core/train/data/tokenizer_files.h"

using namespace headroom;

namespace {

const char* const kLlama3 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

Json byteLevel() {
  return {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", true}};
}

Json llama3Split() {
  Json bytes = byteLevel();
  bytes["use_regex"] = false;
  const Json split = {
      {"type", "Split"}, {"pattern", {{"Regex", kLlama3}}}, {"behavior", "Isolated"}, {"invert", false}};
  return {{"type", "Sequence"}, {"pretokenizers", Json::array({split, bytes})}};
}

/// tokenizer.json of all bytes, "ab" 256, "abc" 257 and "<|end|>" 258, as Hugging Face writes it.
Json document() {
  Json vocab = Json::object();
  for (std::size_t id = 0; id < 256; ++id)
    vocab[writtenBytes(std::string(1, static_cast<char>(gpt2ByteOrder()[id])))] = id;
  vocab["ab"] = 256;
  vocab["abc"] = 257;
  const Json end = {{"id", 258},       {"content", "<|end|>"}, {"single_word", false}, {"lstrip", false},
                    {"rstrip", false}, {"normalized", false},  {"special", true}};
  return {{"version", "1.0"},
          {"truncation", nullptr},
          {"added_tokens", Json::array({end})},
          {"normalizer", nullptr},
          {"pre_tokenizer", byteLevel()},
          {"decoder", {{"type", "ByteLevel"}}},
          {"model",
           {{"type", "BPE"},
            {"dropout", nullptr},
            {"unk_token", nullptr},
            {"byte_fallback", false},
            {"vocab", vocab},
            {"merges", Json::array({"a b", "ab c"})}}}};
}

std::string base64(std::string_view bytes) {
  return QByteArray(bytes.data(), int(bytes.size())).toBase64().toStdString();
}

/// All bytes, then these tokens.
std::string ranks(const std::vector<std::string>& tokens) {
  std::string text;
  for (int id = 0; id < 256; ++id) text += base64(std::string(1, char(id))) + " " + std::to_string(id) + "\n";
  for (std::size_t i = 0; i < tokens.size(); ++i) text += base64(tokens[i]) + " " + std::to_string(256 + i) + "\n";
  return text;
}

}  // namespace

class TokenizerFilesTest : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  std::string write(const QString& name, const std::string& content) const {
    const std::string path = m_folder.filePath(name).toStdString();
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  Result<TokenizerFile> read(const Json& json) const { return readTokenizer(write("tokenizer.json", dump(json))); }

  static void refusedWith(const Result<TokenizerFile>& result, const QString& says) {
    QVERIFY(!result.ok());
    QCOMPARE(result.error().kind, ErrorKind::BadInput);
    const QString message = QString::fromStdString(result.error().message);
    QVERIFY2(
        message.contains(says) && message.contains("tokenizer.") && message.endsWith('.') && !message.contains('\n'),
        qPrintable(message));
  }

 private Q_SLOTS:
  void readsHuggingFacesByteLevelBpe() {
    const auto found = read(document());
    QVERIFY2(found.ok(), found.ok() ? "" : found.error().message.c_str());
    const TokenizerFile file = *found;
    QCOMPARE(file.tokenizer.size(), std::int64_t{259});
    const std::vector<std::int64_t> ids = file.tokenizer.encode("abcab<|end|>\n").value();
    QVERIFY((ids == std::vector<std::int64_t>{257, 256, 258, 198}));  // 198: GPT-2's newline
    QCOMPARE(file.tokenizer.decode(ids).value(), std::string("abcab<|end|>\n"));
    Json pairs = document();
    pairs["model"]["merges"] =
        Json::array({Json::array({"a", "b"}), Json::array({"ab", "c"})});  // as it is written since 2024
    const TokenizerFile other = read(pairs).value();
    QVERIFY(other.tokenizer == file.tokenizer && other.hash != file.hash);
    Json old = document();
    old["model"].erase("type");  // as GPT-2's own
    QVERIFY(read(old).value().tokenizer == file.tokenizer);
  }

  void readsLlama3sSplitAndWholeWords() {
    Json json = document();
    json["pre_tokenizer"] = llama3Split();
    json["model"]["ignore_merges"] = true;
    json["model"]["merges"] = Json::array({"a b"});
    const Tokenizer tokenizer = read(json).value().tokenizer;
    QVERIFY(tokenizer.pairs->model().split == WordSplit::Llama3);
    QVERIFY(
        (tokenizer.encode("abc").value() == std::vector<std::int64_t>{257}));  // a token, though nothing merges to it
    QCOMPARE(tokenizer.encode("abcd").value().front(), std::int64_t{256});
  }

  void refusesHuggingFaceFilesByName_data() {
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* pointer, const char* value, const char* says) {
      QTest::newRow(name) << QByteArray(pointer) << QByteArray(value) << QString(says);
    };
    row("no model", "/model", "null", "no \"model\"");
    row("word pieces", "/model/type", R"("WordPiece")", "of type 'WordPiece'");
    row("unigram", "/model/type", R"("Unigram")", "only byte-level BPE is read");
    row("llama 2", "/model/byte_fallback", "true", "falls back to bytes as SentencePiece does (Llama 2)");
    row("suffix", "/model/end_of_word_suffix", R"("</w>")", "end_of_word_suffix is '</w>'");
    row("dropout", "/model/dropout", "0.1", "dropout is '0.1'");
    row("normalizer", "/normalizer", R"({"type": "NFC"})", "normalizer 'NFC'");
    row("no split", "/pre_tokenizer", "null", "has no pre_tokenizer");
    row("white space", "/pre_tokenizer/type", R"("Whitespace")", "pre_tokenizer 'Whitespace' is not read");
    row("prefix", "/pre_tokenizer/add_prefix_space", "true", "puts a space before the text");
    row("split nowhere", "/pre_tokenizer/use_regex", "false", "splits the text nowhere");
    row("another pattern", "/pre_tokenizer",
        R"({"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex": "\\w+"}, "behavior": "Isolated"}]})",
        "its split '{\"Regex\":\"\\\\w+\"}' is not known");
    row("sequence of none", "/pre_tokenizer", R"({"type": "Sequence", "pretokenizers": []})", "lacks ByteLevel");
    row("vocab a list", "/model/vocab", "[]", "vocab is missing or no object");
    row("nothing", "/model/vocab", "{}", "the ids 0 to 0");
    row("id twice", "/model/vocab/ab", "255", "the id 255 stands for");
    row("gap", "/model/vocab/ab", "1000", "the id of 'ab' is 1000, but 259 tokens have the ids 0 to 258");
    row("id beyond all", "/model/vocab/ab", "4294967552", "is 4294967552, but");
    row("id beyond 2^64", "/model/vocab/ab", "99999999999999999999999", "no whole number");
    row("negative id", "/model/vocab/ab", "-1", "is '-1', no whole number");
    row("id a text", "/model/vocab/ab", R"("7")", "no whole number");
    row("foreign characters", "/model/vocab/▁the", "259", "the token '▁the' is not written in byte-level characters");
    row("empty token", "/model/vocab/", "259", "not written in byte-level");
    row("merge of strangers", "/model/merges/0", R"("a zz")", "merge 1 names 'zz'");
    row("merge into nothing", "/model/merges/1", R"("b a")", "merge 2 makes 'ba', which is no token");
    row("merge twice", "/model/merges/1", R"("a b")", "merge 2 stands there twice");
    row("half a merge", "/model/merges/0", R"("ab")", "merge 1 is 'ab', no pair");
    row("merge of numbers", "/model/merges/0", "[1, 2]", "merge 1 is '[1,2]', no pair");
    row("merges an object", "/model/merges", "{}", "merges is missing or no list");
    row("added without id", "/added_tokens/0/id", "null", "lacks content or id");
    row("added strips", "/added_tokens/0/lstrip", "true", "'<|end|>' has lstrip");
    row("added far away", "/added_tokens/0/id", "2147483648", "the id of '<|end|>' is 2147483648");
    row("added twice", "/added_tokens/1", R"({"id": 259, "content": "<|end|>"})", "stands there twice");
    row("ours without kind", "", R"({"format": "headroom.tokenizer", "version": 1, "tokenizer": {}})", "kind");
    row("ours of characters", "", R"({"format": "headroom.tokenizer", "version": 1, "tokenizer": {"kind": "bytes"}})",
        "not of kind bpe");
    row("ours of tomorrow", "", R"({"format": "headroom.tokenizer", "version": 2, "tokenizer": {}})", "version");
    row("ours with a circle", "",
        R"({"format": "headroom.tokenizer", "version": 1, "tokenizer": {"kind": "bpe", "split": "gpt2", "whole_words":
            false, "tokens": ["a", "b"], "merges": [[0, 1]], "added": []}})",
        "merge 1 makes 'ab', which is no token");
    row("ours beyond 2^31", "",
        R"({"format": "headroom.tokenizer", "version": 1, "tokenizer": {"kind": "bpe", "split": "gpt2", "whole_words":
            false, "tokens": ["a", "b"], "merges": [[0, 9999999999]], "added": []}})",
        "but there are 2 tokens");
  }
  void refusesHuggingFaceFilesByName() {
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, value);
    QFETCH(QString, says);
    Json json = document();
    json[Json::json_pointer(pointer.toStdString())] = parseJson(value.toStdString(), "test").value();
    refusedWith(read(json), says);
  }

  void aCutFileIsASentenceWhereverItIsCut() {
    const std::string whole = dump(document()), ours = dump(toJson(RunTokenizer{read(document())->tokenizer, "x"}));
    for (const std::string& text : {whole, ours})
      for (std::size_t length = 0; length < text.size(); length += 97)
        refusedWith(readTokenizer(write("tokenizer.json", text.substr(0, length))), "tokenizer.json");
    refusedWith(readTokenizer(m_folder.filePath("tokenizer.none.json").toStdString()), "tokenizer.none.json");
  }

  void aHundredThousandTokensAreRead() {
    std::string text = dump(document()), more;
    for (int next = 259; next < 100'000; ++next)
      more += ",\"token" + std::to_string(next) + "\":" + std::to_string(next);
    text.insert(text.find("\"abc\":257") + 9, more);
    QCOMPARE(readTokenizer(write("tokenizer.json", text)).value().tokenizer.size(), std::int64_t{100'000});
  }

  void readsTiktokensRanks() {
    const Tokenizer tokenizer =
        readTokenizer(write("tokenizer.tiktoken", ranks({"bc", "abc", "ab", " the"})))->tokenizer;
    QCOMPARE(tokenizer.size(), std::int64_t{260});
    QVERIFY((tokenizer.encode("abc").value() == std::vector<std::int64_t>{257}));
    // bc has the smaller rank than ab; a·bc is then a token.
    QVERIFY((tokenizer.encode("abcd the").value() == std::vector<std::int64_t>{257, 'd', 259}));
    QVERIFY((tokenizer.encode("abab").value() == std::vector<std::int64_t>{258, 258}));
    QVERIFY(tokenizer.pairs->model().split == WordSplit::Gpt2);
  }

  void tiktokensRanksOfKnownSizesHaveTheirSplit() {
    std::vector<std::string> tokens;
    for (int i = 256; i < 100'256; ++i) tokens.push_back("token" + std::to_string(i));
    const Tokenizer tokenizer = readTokenizer(write("tokenizer.tiktoken", ranks(tokens)))->tokenizer;
    QVERIFY(tokenizer.pairs->model().split == WordSplit::Llama3);
  }

  void refusesRanksThatAreNone_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray() << "there are no tokens";
    QTest::newRow("text") << QByteArray("Ishmael, call me.") << "line 1 is no base64 token";
    QTest::newRow("not base64") << QByteArray("IQ== 0\nI*== 1\n") << "line 2 is no base64";
    QTest::newRow("padding inside") << QByteArray("I=Q= 0\n") << "line 1 is no base64";
    QTest::newRow("no rank") << QByteArray("IQ==\n") << "line 1 is no base64 token, space and rank";
    QTest::newRow("rank a word") << QByteArray("IQ== one\n") << "line 1 has the rank 'one'";
    QTest::newRow("gap") << QByteArray("IQ== 0\nIg== 2\n") << "line 2 has the rank '2'; 2 tokens";
    QTest::newRow("far") << QByteArray("IQ== 99999999999999999999\n") << "has the rank '9999";
    QTest::newRow("rank twice") << QByteArray("IQ== 0\nIg== 0\n") << "the rank 0 again";
    QTest::newRow("token twice") << QByteArray("IQ== 0\nIQ== 1\n") << "the tokens 0 and 1 are both '!'";
    QTest::newRow("long token") << QByteArray(std::string(4000, 'A').c_str()) + " 0\n"
                                << "3000 bytes";
    QTest::newRow("binary") << QByteArray("\x0a\x00\xff", 3) << "no base64";
  }
  void refusesRanksThatAreNone() {
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    refusedWith(readTokenizer(write("tokenizer.tiktoken", content.toStdString())), says);
  }

  void refusesFilesTooLargeToBeTokenizers() {
    const std::string path = write("tokenizer.json", "{}");
    std::filesystem::resize_file(path, std::uintmax_t{1} << 32);  // sparse
    refusedWith(readTokenizer(path), "tokenizer.json");
    const std::string other = write("tokenizer.tiktoken", "");
    std::filesystem::resize_file(other, std::uintmax_t{1} << 32);
    refusedWith(readTokenizer(other), "tokenizer.tiktoken");
  }

  void anyBytesEndInATokenizerOrASentence() {
    const std::string whole = dump(document());
    const bool held = rc::check("one byte changed", [&](std::uint32_t place, std::uint8_t byte) {
      std::string text = whole;
      text[place % text.size()] = static_cast<char>(byte);
      const auto file = readTokenizer(write("tokenizer.json", text));
      if (!file.ok()) RC_ASSERT(file.error().message.find("tokenizer.json") != std::string::npos);
      const auto other = readTokenizer(write("tokenizer.tiktoken", text));
      RC_ASSERT(!other.ok());
    });
    QVERIFY(held);
  }
};

QTEST_APPLESS_MAIN(TokenizerFilesTest)
#include "tst_tokenizer_files.moc"
