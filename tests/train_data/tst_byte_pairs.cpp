// Byte pairs: learnt as others learn them, split as others split, and every byte comes back.
#include <rapidcheck.h>

#include <QFile>
#include <QtTest>

#include "core/train/data/byte_pair_trainer.h"
#include "core/train/data/tokenizer.h"
#include "core/train/data/unicode_classes.h"

using namespace headroom;

namespace {

/// The text from which Hugging Face's tokenizers 0.23 (BpeTrainer, min_frequency 2, 300 tokens, the byte-level
/// alphabet) learnt the golden numbers below.
std::string goldenText() {
  std::string text;
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 3; ++j) text += "The cat sat on the mat, and the cats sat there. ";
    text +=
        "It's the cat's mat; they'll sit on it in 2024 and 2025!\n\n  Indented lines\n\tand tabs. café cafés 漢字 "
        "漢字\n";
  }
  return text;
}

std::vector<std::string> words(WordSplit split, std::string_view text) {
  std::vector<std::string> result;
  for (std::size_t at = 0, end = 0; at < text.size(); at = end) {
    end = wordEnd(split, text, at);
    result.emplace_back(text.substr(at, end - at));
  }
  return result;
}

Tokenizer tokenizerOf(BytePairModel model) {
  return {TokenizerKind::Bpe, {}, BytePairs::create(std::move(model)).value()};
}

/// Every kind of byte-level tokenizer: learnt, each split, whole words, merges by rank.
std::vector<Tokenizer> allKinds() {
  std::vector<Tokenizer> kinds;
  const BytePairModel learnt = trainBytePairs(goldenText(), 300);
  for (const WordSplit split : {WordSplit::Gpt2, WordSplit::Llama3, WordSplit::Qwen2}) {
    BytePairModel model = learnt;
    model.split = split;
    kinds.push_back(tokenizerOf(model));
    model.wholeWords = true;
    model.tokens.emplace_back("<|end|>");
    model.added = {300};
    kinds.push_back(tokenizerOf(model));
    model.added.clear();
    model.mergesByRank = true;
    model.merges.clear();
    kinds.push_back(tokenizerOf(model));
  }
  return kinds;
}

}  // namespace

class BytePairsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void learnsTheMergesThatHuggingFaceLearns() {
    const BytePairModel model = trainBytePairs(goldenText(), 300);
    const std::vector<std::string> expected = {"at",
                                               "he",
                                               " t",
                                               " the",
                                               " c",
                                               " s",
                                               " cat",
                                               "nd",
                                               " sat",
                                               "and",
                                               "mat",
                                               "on",
                                               " and",
                                               " mat",
                                               " on",
                                               "The",
                                               "re",
                                               " there",
                                               " cats",
                                               "'s",
                                               "02",
                                               "202",
                                               "af",
                                               "in",
                                               "it",
                                               "\xA2\xE5",
                                               "\xBC\xA2\xE5",
                                               "\xC3\xA9",
                                               "\xE6\xBC\xA2\xE5",
                                               " I",
                                               " The",
                                               " 202",
                                               " \xE6\xBC\xA2\xE5",
                                               "\xAD\x97",
                                               " caf",
                                               " 漢字",
                                               " café",
                                               "'l",
                                               "ab",
                                               "ed",
                                               "en",
                                               "es",
                                               "lin",
                                               "ted"};
    QCOMPARE(model.tokens.size(), std::size_t{300});
    QVERIFY(std::vector(model.tokens.begin() + 256, model.tokens.end()) == expected);
    QCOMPARE(model.merges.size(), std::size_t{44});
    QVERIFY(model == trainBytePairs(goldenText(), 300));
    const BytePairModel fewer = trainBytePairs(goldenText(), 270);  // the same merges, cut earlier
    QVERIFY(std::equal(fewer.merges.begin(), fewer.merges.end(), model.merges.begin()));
  }

  void endsWhenNoPairOccursTwice() {
    QCOMPARE(trainBytePairs("", 1000).tokens.size(), std::size_t{256});
    QCOMPARE(trainBytePairs("abcdefg", 1000).tokens.size(), std::size_t{256});
    const BytePairModel model = trainBytePairs("xyxyx", 1000);  // xy occurs twice, yx as often: the smaller pair
    QCOMPARE(model.tokens.size(), std::size_t{257});
    QCOMPARE(model.tokens.back(), std::string("xy"));
    QCOMPARE(trainBytePairs(std::string(64, 'a'), 1000).tokens.back(), std::string(32, 'a'));
  }

  void encodesAsHuggingFaceDoes_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QVector<int>>("ids");
    QTest::newRow("words") << QByteArray("the cat's mat") << QVector<int>{83, 257, 262, 275, 269};
    QTest::newRow("gpt2 spaces") << QByteArray("It'LL sit  in 20245 cafés!\n\n \tx")
                                 << QVector<int>{40, 83, 6,   43, 43, 261, 280, 220, 220, 279, 287,
                                                 19, 20, 292, 82, 0,  198, 198, 220, 197, 87};
    QTest::newRow("gpt2 scripts") << QByteArray("漢字 \u00A0'ſ") << QVector<int>{284, 289, 220, 126, 254, 6, 129, 123};
  }
  void encodesAsHuggingFaceDoes() {
    QFETCH(QByteArray, text);
    QFETCH(QVector<int>, ids);
    const Tokenizer tokenizer = tokenizerOf(trainBytePairs(goldenText(), 300));
    const auto found = tokenizer.encode(text.toStdString()).value();
    QCOMPARE(QVector<int>(found.begin(), found.end()), ids);
    QCOMPARE(QByteArray::fromStdString(tokenizer.decode(found).value()), text);
  }

  void splitsAsThePublishedPatternsDo_data() {
    // What pre_tokenize_str of Hugging Face's tokenizers 0.23 gives with the patterns of word_split.h.
    QTest::addColumn<int>("split");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected");
    const QString mixed = "It'LL sit  in 20245 cafés!\n\n \tx", scripts = "漢字 \u00A0'ſ";
    const int gpt2 = int(WordSplit::Gpt2), llama3 = int(WordSplit::Llama3), qwen2 = int(WordSplit::Qwen2);
    QTest::newRow("gpt2") << gpt2 << mixed << QStringList{"It",     "'",      "LL", " sit",  " ",  " in",
                                                          " 20245", " cafés", "!",  "\n\n ", "\t", "x"};
    QTest::newRow("llama3") << llama3 << mixed << QStringList{"It",  "'LL", " sit",   " ",     " in", " ",
                                                              "202", "45",  " cafés", "!\n\n", " ",   "\tx"};
    QTest::newRow("qwen2") << qwen2 << "a 12\r\n  \n b" << QStringList{"a", " ", "1", "2", "\r\n  \n", " b"};
    QTest::newRow("gpt2 scripts") << gpt2 << scripts << QStringList{"漢字", " ", "\u00A0", "'", "ſ"};
    QTest::newRow("llama3 scripts") << llama3 << scripts << QStringList{"漢字", " ", "\u00A0", "'ſ"};
    QTest::newRow("spaces at the end") << gpt2 << "a  \n " << QStringList{"a", "  \n "};
  }
  void splitsAsThePublishedPatternsDo() {
    QFETCH(int, split);
    QFETCH(QString, text);
    QFETCH(QStringList, expected);
    QStringList found;
    for (const std::string& word : words(static_cast<WordSplit>(split), text.toStdString()))
      found << QString::fromStdString(word);
    QCOMPARE(found, expected);
  }

  void classesAreUnicodes() {
    for (const char32_t letter : {U'a', U'é', U'ſ', U'漢', U'ª', U'𝒜'})
      QVERIFY(classOf(letter) == CharacterClass::Letter);
    for (const char32_t number : {U'0', U'½', U'Ⅷ', U'٣'}) QVERIFY(classOf(number) == CharacterClass::Number);
    for (const char32_t space : {U' ', U'\n', U'\u0085', U'\u00A0', U'\u3000'})
      QVERIFY(classOf(space) == CharacterClass::Space);
    for (const char32_t other : {U'_', U'\u0301', U'\u200B', U'\u001C', U'😀', char32_t{0x10FFFF}})
      QVERIFY(classOf(other) == CharacterClass::Other);
  }

  void wordsCoverAnyBytes() {
    const bool held = rc::check("words are not empty and make up the text", [](const std::string& text) {
      for (const WordSplit split : {WordSplit::Gpt2, WordSplit::Llama3, WordSplit::Qwen2}) {
        std::string all;
        for (const std::string& word : words(split, text)) {
          RC_ASSERT(!word.empty());
          all += word;
        }
        RC_ASSERT(all == text);
      }
    });
    QVERIFY(held);
  }

  void anyBytesComeBack() {
    const std::vector<Tokenizer> kinds = allKinds();
    const auto check = [&](const std::string& text) {
      for (const Tokenizer& tokenizer : kinds) {
        const auto ids = tokenizer.encode(text);
        RC_ASSERT(ids.ok());
        RC_ASSERT(tokenizer.decode(*ids).value() == text);
      }
    };
    QVERIFY(rc::check("arbitrary bytes",
                      [&](const std::vector<std::uint8_t>& bytes) { check(std::string(bytes.begin(), bytes.end())); }));
    QVERIFY(rc::check("pieces of words", [&](const std::vector<std::uint8_t>& picks) {
      static const std::array<std::string, 12> kPieces{" ",    "\n", "the", "'s", "'LL",     "12345",
                                                       "café", "漢", "!?",  "\t", "<|end|>", "\xE6\xBC"};
      std::string text;
      for (const std::uint8_t pick : picks) text += kPieces[pick % kPieces.size()];
      check(text);
    }));
  }

  void encodingIsTheTrainersMergesInOrder() {
    // The definition itself: merge i everywhere from left to right, then merge i + 1.
    const BytePairModel model = trainBytePairs(goldenText(), 300);
    const Tokenizer tokenizer = tokenizerOf(model);
    const bool held = rc::check("merges in order", [&](const std::vector<std::uint8_t>& picks) {
      std::string word;
      for (const std::uint8_t pick : picks) word += "aehtcnd"[pick % 7];
      std::vector<std::int64_t> ids;
      for (const char byte : word)
        ids.push_back(std::find(model.tokens.begin(), model.tokens.end(), std::string(1, byte)) - model.tokens.begin());
      for (std::size_t merge = 0; merge < model.merges.size(); ++merge)
        for (std::size_t i = 0; i + 1 < ids.size(); ++i)
          if (ids[i] == model.merges[merge].first && ids[i + 1] == model.merges[merge].second) {
            ids[i] = std::int64_t(256 + merge);
            ids.erase(ids.begin() + std::ptrdiff_t(i) + 1);
          }
      RC_ASSERT(tokenizer.encode(word).value() == ids);
    });
    QVERIFY(held);
  }

  void aWordOfAMegabyteIsNoTrouble() {
    const Tokenizer tokenizer = tokenizerOf(trainBytePairs(goldenText(), 300));
    std::string word;
    while (word.size() < 1'000'000) word += "thecatsatonthemat";
    QCOMPARE(tokenizer.decode(tokenizer.encode(word).value()).value(), word);
  }

  void addedTokensAreFoundLongestFirst() {
    BytePairModel model = trainBytePairs("", 256);
    for (const char* token : {"<|end|>", "<|end"}) model.tokens.emplace_back(token);
    model.added = {256, 257};
    const Tokenizer tokenizer = tokenizerOf(model);
    QCOMPARE(tokenizer.encode("<|end|><|end<|en").value().size(), std::size_t{2 + 4});
    QCOMPARE(tokenizer.encode("<|end|>").value().front(), std::int64_t{256});
    QCOMPARE(tokenizer.encode("<|endx").value().front(), std::int64_t{257});
  }

  void aTextWithAByteThatIsNoTokenIsRefused() {
    const Tokenizer tokenizer = tokenizerOf({.tokens = {"a", "b", "ab"}, .merges = {{0, 1}}});
    QVERIFY((tokenizer.encode("abba").value() == std::vector<std::int64_t>{2, 1, 0}));
    const auto wrong = tokenizer.encode("abc");
    QVERIFY(!wrong.ok() && wrong.error().message.find("no token for the byte 99") != std::string::npos);
  }

  void everyTokenizerSurvivesAsJson() {
    std::vector<Tokenizer> kinds = allKinds();
    kinds.push_back({TokenizerKind::None, {}, nullptr});
    kinds.push_back({TokenizerKind::Bytes, {}, nullptr});
    kinds.push_back({TokenizerKind::Characters, {U'\n', U'a', U'é', U'漢', U'😀'}, nullptr});
    for (const Tokenizer& tokenizer : kinds) {
      const Json written = parseJson(dump(tokenizer.toJson()), "test").value();
      const auto back = tokenizerFromJson(written, "tokenizer", "test");
      QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
      QVERIFY(*back == tokenizer);
    }
    QVERIFY(!(kinds[0] == kinds[1]));
  }

  void realTextIsLearntAndComesBack() {
    QFile file(qEnvironmentVariable("HEADROOM_TEST_TEXT"));  // a megabyte of English
    if (!file.open(QIODevice::ReadOnly)) QSKIP("HEADROOM_TEST_TEXT names no text");
    const std::string text = file.readAll().toStdString();
    const Tokenizer tokenizer = tokenizerOf(trainBytePairs(text, 1024));
    QCOMPARE(tokenizer.size(), std::int64_t{1024});
    const auto ids = tokenizer.encode(text).value();
    QVERIFY(double(text.size()) / double(ids.size()) > 2.3);  // bytes a token: 2.43 when it was written
    QCOMPARE(tokenizer.decode(ids).value(), text);
  }
};

QTEST_APPLESS_MAIN(BytePairsTest)
#include "tst_byte_pairs.moc"
