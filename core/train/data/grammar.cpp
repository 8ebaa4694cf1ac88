// The chain behind a grammar: its stationary law, its text, its exact entropies.
#include "core/train/data/grammar.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <utility>

#include "core/base/text.h"

namespace headroom {
namespace {

double totalWeight(const std::vector<GrammarChoice>& choices) {
  double total = 0;
  for (const GrammarChoice& choice : choices) total += choice.weight;
  return total;
}

/// Stationary distribution over states (words, not characters) by Grassmann, Taksar & Heyman 1985: elimination without
/// subtractions, so periodic chains and small probabilities cost no digits.
std::vector<double> stationary(const Grammar& grammar) {
  const std::size_t n = grammar.states.size();
  std::vector<std::vector<double>> p(n, std::vector<double>(n, 0.0));
  for (std::size_t s = 0; s < n; ++s) {
    const double total = totalWeight(grammar.states[s]);
    for (const GrammarChoice& choice : grammar.states[s]) p[s][choice.next] += choice.weight / total;
  }
  for (std::size_t k = n; k-- > 1;) {
    double out = 0;
    for (std::size_t j = 0; j < k; ++j) out += p[k][j];
    for (std::size_t i = 0; i < k; ++i) {
      if (p[i][k] == 0) continue;
      p[i][k] /= out;
      for (std::size_t j = 0; j < k; ++j) p[i][j] += p[i][k] * p[k][j];
    }
  }
  std::vector<double> pi(n, 0.0);
  pi[0] = 1;
  double sum = 1;
  for (std::size_t k = 1; k < n; ++k) {
    for (std::size_t i = 0; i < k; ++i) pi[k] += pi[i] * p[i][k];
    sum += pi[k];
  }
  for (double& value : pi) value /= sum;
  return pi;
}

/// Characters instead of words: a node is a place inside the words of one state (their prefix tree); node s is the root
/// of state s. A node and a character give the next node, and after a whole word that is the root of the next state.
struct CharacterChain {
  struct Edge {
    char character;
    std::size_t next;
    double probability;
  };
  std::vector<std::vector<Edge>> edges;
  std::vector<double> stationary;  ///< how often a character is written from each node
  std::vector<double> entropy;     ///< of the next character, nats
};

/// The index of the edge for `character`; a new one leads to `next`.
std::size_t edgeFor(std::vector<CharacterChain::Edge>& edges, char character, std::size_t next) {
  for (std::size_t i = 0; i < edges.size(); ++i)
    if (edges[i].character == character) return i;
  edges.push_back({character, next, 0.0});
  return edges.size() - 1;
}

double plogp(double p) {
  return p > 0 ? p * std::log(p) : 0;
}

CharacterChain characterChain(const Grammar& grammar) {
  const std::size_t states = grammar.states.size();
  const std::vector<double> pi = stationary(grammar);
  CharacterChain chain;
  chain.edges.resize(states);
  chain.stationary = pi;
  for (std::size_t s = 0; s < states; ++s) {
    const double total = totalWeight(grammar.states[s]);
    for (const GrammarChoice& choice : grammar.states[s]) {
      std::size_t node = s;
      for (std::size_t i = 0; i < choice.word.size(); ++i) {
        const bool last = i + 1 == choice.word.size();
        const std::size_t edge = edgeFor(chain.edges[node], choice.word[i], last ? choice.next : chain.edges.size());
        chain.edges[node][edge].probability += choice.weight / total;
        node = chain.edges[node][edge].next;
        if (last) break;
        chain.edges.resize(std::max(chain.edges.size(), node + 1));
        chain.stationary.resize(chain.edges.size(), 0.0);
        chain.stationary[node] += pi[s] * choice.weight / total;
      }
    }
  }
  double sum = 0;
  for (double value : chain.stationary) sum += value;
  chain.entropy.resize(chain.edges.size());
  for (std::size_t node = 0; node < chain.edges.size(); ++node) {
    chain.stationary[node] /= sum;
    double mass = 0;  // edges carry the probability of the word's whole beginning until here
    for (const auto& edge : chain.edges[node]) mass += edge.probability;
    for (auto& edge : chain.edges[node]) {
      edge.probability /= mass;
      chain.entropy[node] -= plogp(edge.probability);
    }
  }
  return chain;
}

/// What a reader who knows the grammar believes about the node after some text: sorted by node, sums to 1.
using Belief = std::vector<std::pair<std::size_t, double>>;
/// The same rounded to 2^-40: equal texts' beliefs differ in the last bits, and merging them keeps their number small.
using BeliefKey = std::vector<std::pair<std::size_t, std::int64_t>>;

BeliefKey keyOf(const Belief& belief) {
  BeliefKey key;
  key.reserve(belief.size());
  for (const auto& [node, p] : belief) key.emplace_back(node, std::llround(std::ldexp(p, 40)));
  return key;
}

struct Weighted {
  Belief belief;
  double mass = 0;
};

/// Splits `from` by the character that comes next.
std::map<char, Weighted> afterNextCharacter(const CharacterChain& chain, const Weighted& from) {
  std::map<char, Weighted> next;
  for (const auto& [node, p] : from.belief)
    for (const auto& edge : chain.edges[node])
      next[edge.character].belief.emplace_back(edge.next, p * edge.probability);
  for (auto& [character, weighted] : next) {
    Belief& belief = weighted.belief;
    std::sort(belief.begin(), belief.end());
    std::size_t last = 0;
    for (std::size_t i = 1; i < belief.size(); ++i) {
      if (belief[i].first == belief[last].first)
        belief[last].second += belief[i].second;
      else
        belief[++last] = belief[i];
    }
    belief.resize(last + 1);
    double sum = 0;
    for (const auto& entry : belief) sum += entry.second;
    for (auto& entry : belief) entry.second /= sum;
    weighted.mass = from.mass * sum;
  }
  return next;
}

double nextCharacterEntropy(const std::map<char, Weighted>& next, double mass) {
  double entropy = 0;
  for (const auto& [character, weighted] : next) entropy -= plogp(weighted.mass / mass);
  return entropy;
}

}  // namespace

Result<void> checkGrammar(const Grammar& grammar) {
  const std::size_t n = grammar.states.size();
  if (n == 0) return badInput("The grammar has no state; give it at least one.");
  for (std::size_t s = 0; s < n; ++s) {
    const std::string where = "state " + std::to_string(s) + " of the grammar";
    if (grammar.states[s].empty()) return badInput("No word leaves " + where + "; add one.");
    std::vector<std::string> words;
    for (const GrammarChoice& choice : grammar.states[s]) {
      if (choice.word.empty()) return badInput("An empty word leaves " + where + "; give it a character.");
      if (!(choice.weight > 0) || !std::isfinite(choice.weight))
        return badInput("The weight of " + inQuotes(choice.word) + " in " + where + " must be positive and finite.");
      if (choice.next >= n)
        return badInput(inQuotes(choice.word) + " in " + where + " leads to a state that does not exist.");
      words.push_back(choice.word);
    }
    std::sort(words.begin(), words.end());
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i].starts_with(words[i - 1]))
        return badInput(inQuotes(words[i - 1]) + " begins " + inQuotes(words[i]) + " in " + where +
                        ", so the text would not tell them apart; end words with a space.");
    }
  }
  // Reachable from state 0, and state 0 from it: together every state from every other.
  for (const bool backward : {false, true}) {
    std::vector<bool> seen(n, false);
    seen[0] = true;
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t s = 0; s < n; ++s) {
        for (const GrammarChoice& choice : grammar.states[s]) {
          const std::size_t from = backward ? choice.next : s, to = backward ? s : choice.next;
          if (seen[from] && !seen[to]) seen[to] = changed = true;
        }
      }
    }
    const auto lost = std::find(seen.begin(), seen.end(), false);
    if (lost != seen.end())
      return badInput("State " + std::to_string(lost - seen.begin()) + " of the grammar cannot " +
                      (backward ? "reach state 0" : "be reached from state 0") + "; connect or remove it.");
  }
  return {};
}

std::string grammarText(const Grammar& grammar, std::uint64_t seed, std::size_t characters) {
  std::vector<std::vector<double>> cumulative;
  for (const auto& choices : grammar.states) {
    double sum = 0;
    cumulative.emplace_back();
    for (const GrammarChoice& choice : choices) cumulative.back().push_back(sum += choice.weight);
  }
  std::mt19937_64 generator(seed);  // its bits are fixed by the standard; std::discrete_distribution's are not
  std::string text;
  text.reserve(characters + 64);
  std::size_t state = 0;
  while (text.size() < characters) {
    const std::vector<double>& sums = cumulative[state];
    const double uniform = static_cast<double>(generator() >> 11) * 0x1p-53;
    const auto place = std::upper_bound(sums.begin(), sums.end() - 1, uniform * sums.back());
    const GrammarChoice& choice = grammar.states[state][static_cast<std::size_t>(place - sums.begin())];
    text += choice.word;
    state = choice.next;
  }
  text.resize(characters);
  return text;
}

double entropyRate(const Grammar& grammar) {
  const std::vector<double> pi = stationary(grammar);
  double entropy = 0, length = 0;
  for (std::size_t s = 0; s < grammar.states.size(); ++s) {
    const double total = totalWeight(grammar.states[s]);
    for (const GrammarChoice& choice : grammar.states[s]) {
      entropy -= pi[s] * plogp(choice.weight / total);
      length += pi[s] * choice.weight / total * static_cast<double>(choice.word.size());
    }
  }
  return entropy / length;
}

std::vector<double> contextEntropies(const Grammar& grammar, std::size_t context) {
  // Lighter beliefs count as certain: together they move no entropy by more than about 1e-9 nats.
  constexpr double kNegligible = 1e-15;
  const CharacterChain chain = characterChain(grammar);
  std::vector<double> certain(chain.edges.size(), 0.0);  // mass of texts after which the node is known
  Weighted start;
  for (std::size_t node = 0; node < chain.edges.size(); ++node) start.belief.emplace_back(node, chain.stationary[node]);
  start.mass = 1;
  std::map<BeliefKey, Weighted> open;  // texts that leave more than one node possible
  open.emplace(keyOf(start.belief), std::move(start));

  std::vector<double> entropies;
  for (std::size_t t = 0; t <= context; ++t) {
    double entropy = 0;
    std::vector<double> nextCertain(certain.size(), 0.0);
    for (std::size_t node = 0; node < certain.size(); ++node) {
      if (certain[node] == 0) continue;
      entropy += certain[node] * chain.entropy[node];
      for (const auto& edge : chain.edges[node]) nextCertain[edge.next] += certain[node] * edge.probability;
    }
    std::map<BeliefKey, Weighted> nextOpen;
    for (const auto& [key, weighted] : open) {
      std::map<char, Weighted> next = afterNextCharacter(chain, weighted);
      entropy += weighted.mass * nextCharacterEntropy(next, weighted.mass);
      for (auto& [character, successor] : next) {
        if (successor.belief.size() == 1 || successor.mass < kNegligible) {
          for (const auto& [node, p] : successor.belief) nextCertain[node] += successor.mass * p;
          continue;
        }
        BeliefKey successorKey = keyOf(successor.belief);
        const auto [place, isNew] = nextOpen.try_emplace(std::move(successorKey));
        if (isNew) place->second.belief = std::move(successor.belief);
        place->second.mass += successor.mass;
      }
    }
    entropies.push_back(entropy);
    certain = std::move(nextCertain);
    open = std::move(nextOpen);
  }
  return entropies;
}

}  // namespace headroom
