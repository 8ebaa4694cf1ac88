// The grammar's entropies are exact: against enumeration of every text, and against the text itself.
#include <QtTest>
#include <cmath>
#include <map>
#include <set>

#include "core/train/data/grammar.h"

using namespace headroom;

namespace {

/// The grammar written another way than the code under test does it: a hidden chain over (state, word, place in the
/// word), where every place writes one fixed character. Texts get their probability by the forward algorithm.
struct HiddenChain {
  struct Place {
    std::size_t state, word, letter;
    auto operator<=>(const Place&) const = default;
  };
  using Belief = std::map<Place, double>;  // not normalised: sums to the probability of the text so far

  explicit HiddenChain(const Grammar& g) : grammar(g) {
    // Stationary law over words by plain iteration; averaging two steps makes it converge for periodic chains too.
    std::vector<double> pi(g.states.size(), 1.0 / static_cast<double>(g.states.size()));
    for (int round = 0; round < 4000; ++round) {
      std::vector<double> next(pi.size(), 0.0);
      for (std::size_t s = 0; s < pi.size(); ++s) {
        next[s] += pi[s] / 2;
        for (std::size_t w = 0; w < g.states[s].size(); ++w) next[g.states[s][w].next] += pi[s] * probability(s, w) / 2;
      }
      pi = next;
    }
    double length = 0;
    for (std::size_t s = 0; s < pi.size(); ++s)
      for (std::size_t w = 0; w < g.states[s].size(); ++w)
        length += pi[s] * probability(s, w) * static_cast<double>(g.states[s][w].word.size());
    for (std::size_t s = 0; s < pi.size(); ++s)
      for (std::size_t w = 0; w < g.states[s].size(); ++w)
        for (std::size_t k = 0; k < g.states[s][w].word.size(); ++k)
          stationary[{s, w, k}] = pi[s] * probability(s, w) / length;
  }

  double probability(std::size_t s, std::size_t w) const {
    double total = 0;
    for (const GrammarChoice& choice : grammar.states[s]) total += choice.weight;
    return grammar.states[s][w].weight / total;
  }

  Belief after(const Belief& belief, char character) const {
    Belief next;
    for (const auto& [place, p] : belief) {
      const GrammarChoice& choice = grammar.states[place.state][place.word];
      if (choice.word[place.letter] != character) continue;
      if (place.letter + 1 < choice.word.size()) {
        next[{place.state, place.word, place.letter + 1}] += p;
      } else {
        for (std::size_t w = 0; w < grammar.states[choice.next].size(); ++w)
          next[{choice.next, w, 0}] += p * probability(choice.next, w);
      }
    }
    return next;
  }

  /// H(X_1 … X_n) by walking through every text of n characters.
  double blockEntropy(const Belief& belief, const std::string& alphabet, int n) const {
    double sum = 0;
    for (const auto& [place, p] : belief) sum += p;
    if (sum == 0) return 0;
    if (n == 0) return -sum * std::log(sum);
    double entropy = 0;
    for (const char character : alphabet) entropy += blockEntropy(after(belief, character), alphabet, n - 1);
    return entropy;
  }

  Grammar grammar;
  Belief stationary;
};

/// Three states, shared beginnings, words of several lengths, a state that remembers.
Grammar tinyGrammar() {
  Grammar g;
  g.states.resize(3);
  g.states[0] = {{"ab", 2, 1}, {"aa", 1, 0}, {"b", 1, 2}};
  g.states[1] = {{"ba", 1, 0}, {"a", 3, 2}};
  g.states[2] = {{"bb", 1, 1}, {"ab", 4, 0}};
  return g;
}

}  // namespace

class GrammarTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void contextEntropiesEqualEnumerationOfEveryText() {
    const Grammar g = tinyGrammar();
    QVERIFY(checkGrammar(g).ok());
    const HiddenChain chain(g);
    const std::vector<double> entropies = contextEntropies(g, 11);
    QCOMPARE(entropies.size(), std::size_t{12});
    double previous = 0;
    for (int t = 0; t <= 11; ++t) {
      const double block = chain.blockEntropy(chain.stationary, "ab", t + 1);
      QVERIFY2(std::fabs(block - previous - entropies[static_cast<std::size_t>(t)]) < 1e-9,
               qPrintable(QString::number(t)));
      previous = block;
    }
  }

  void aCoinAndAPeriodicChainHaveTheirKnownEntropies() {
    Grammar coin;
    coin.states = {{{"h", 1, 0}, {"t", 3, 0}}};
    const double expected = -(0.25 * std::log(0.25) + 0.75 * std::log(0.75));
    QVERIFY(std::fabs(entropyRate(coin) - expected) < 1e-12);
    QVERIFY(std::fabs(contextEntropies(coin, 3)[3] - expected) < 1e-12);
    Grammar clock;  // certain once the phase is known, and the phase is known after one character
    clock.states = {{{"a", 1, 1}}, {{"b", 1, 0}}};
    QVERIFY(std::fabs(entropyRate(clock)) < 1e-12);
    const std::vector<double> entropies = contextEntropies(clock, 2);
    QVERIFY(std::fabs(entropies[0] - std::log(2.0)) < 1e-12);
    QVERIFY(std::fabs(entropies[1]) < 1e-12);
  }

  void defaultEntropyRateIsWhatItsTextCosts() {
    // − log p of a long text under the forward algorithm, per character, lies within 4 standard errors (means of 100
    // parts) of the rate.
    const Grammar g = defaultGrammar();
    const std::string text = grammarText(g, 20240601, 200'000);
    const HiddenChain chain(g);
    HiddenChain::Belief belief = chain.stationary;
    constexpr std::size_t kParts = 100;
    std::vector<double> parts(kParts, 0.0);
    const std::size_t length = text.size() / kParts;
    for (std::size_t i = 0; i < text.size(); ++i) {
      belief = chain.after(belief, text[i]);
      double sum = 0;
      for (const auto& [place, p] : belief) sum += p;
      QVERIFY(sum > 0);
      parts[i / length] -= std::log(sum) / static_cast<double>(length);
      for (auto& [place, p] : belief) p /= sum;
    }
    double mean = 0, variance = 0;
    for (const double part : parts) mean += part / kParts;
    for (const double part : parts) variance += (part - mean) * (part - mean) / (kParts - 1);
    const double error = std::sqrt(variance / kParts);
    QVERIFY2(std::fabs(mean - entropyRate(g)) < 4 * error,
             qPrintable(QString("%1 ± %2, rate %3").arg(mean).arg(error).arg(entropyRate(g))));
    QVERIFY(error < 0.003);
  }

  void defaultFloorFallsToTheRateAndStaysAboveIt() {
    const Grammar g = defaultGrammar();
    QVERIFY(checkGrammar(g).ok());
    const double rate = entropyRate(g);
    const std::vector<double> entropies = contextEntropies(g, 256);
    for (std::size_t t = 1; t < entropies.size(); ++t) QVERIFY(entropies[t] <= entropies[t - 1] + 1e-12);
    QVERIFY(std::fabs(entropies.back() - rate) < 1e-8);  // two computations: by words, and by characters
    QVERIFY(entropies[16] > rate + 0.01);                // context 16 does not yet reach back to the subject
  }

  void zeroContextEntropyIsThatOfCharacterFrequencies() {
    const Grammar g = defaultGrammar();
    const std::string text = grammarText(g, 7, 2'000'000);
    std::map<char, double> counts;
    for (const char c : text) counts[c] += 1;
    double entropy = 0;
    for (const auto& [c, n] : counts) entropy -= n / 2e6 * std::log(n / 2e6);
    QVERIFY(std::fabs(entropy - contextEntropies(g, 0)[0]) < 0.003);
  }

  void textIsAFunctionOfTheSeed() {
    const Grammar g = defaultGrammar();
    const std::string text = grammarText(g, 1, 5000);
    QCOMPARE(text.size(), std::size_t{5000});
    QVERIFY(text == grammarText(g, 1, 5000));
    QVERIFY(text == grammarText(g, 1, 6000).substr(0, 5000));
    QVERIFY(text != grammarText(g, 2, 5000));
    QVERIFY(text.starts_with(
        "The old fox that likes the river sees the tree. "));  // first made 2026: a change here is a new corpus
  }

  void refusesBrokenGrammars_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("says");
    QTest::newRow("none") << 0 << "no state";
    QTest::newRow("silent") << 1 << "No word leaves state 1";
    QTest::newRow("empty word") << 2 << "An empty word";
    QTest::newRow("weight") << 3 << "must be positive";
    QTest::newRow("target") << 4 << "does not exist";
    QTest::newRow("ambiguous") << 5 << "'a' begins 'ab'";
    QTest::newRow("twice") << 6 << "'a' begins 'a'";
    QTest::newRow("trap") << 7 << "cannot reach state 0";
    QTest::newRow("lost") << 8 << "cannot be reached";
  }
  void refusesBrokenGrammars() {
    const std::vector<Grammar> broken = {
        {{}},
        {{{{"a", 1, 1}}, {}}},
        {{{{"", 1, 0}}}},
        {{{{"a", 0, 0}}}},
        {{{{"a", 1, 3}}}},
        {{{{"ab", 1, 0}, {"a", 1, 0}}}},
        {{{{"a", 1, 0}, {"a", 1, 0}}}},
        {{{{"a", 1, 1}}, {{"b", 1, 1}}}},
        {{{{"a", 1, 0}}, {{"b", 1, 0}}}},
    };
    QFETCH(int, which);
    QFETCH(QString, says);
    const Result<void> result = checkGrammar(broken[static_cast<std::size_t>(which)]);
    QVERIFY(!result.ok());
    QCOMPARE(result.error().kind, ErrorKind::BadInput);
    QVERIFY2(QString::fromStdString(result.error().message).contains(says), result.error().message.c_str());
  }
};

QTEST_APPLESS_MAIN(GrammarTest)
#include "tst_grammar.moc"
