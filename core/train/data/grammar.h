// Text from a probabilistic grammar whose entropy is known exactly, so that a chart can show loss above the true floor.
//
// A grammar is a Markov chain that writes a word on every step. It is unambiguous: the words that leave one state are
// distinct and prefix-free, so the text and the starting state determine the path, and the chain's entropy is the
// text's entropy (a unifilar source; Shannon 1948, Theorem 5; Crutchfield & Feldman 2003 for the convergence of the
// finite-context entropies).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace headroom {

struct GrammarChoice {
  std::string word;      ///< ASCII, not empty
  double weight = 1;     ///< relative to the other choices of the state
  std::size_t next = 0;  ///< the state after the word
};

/// State 0 starts. Every state must be reachable from every other, so that there is one stationary distribution.
struct Grammar {
  std::vector<std::vector<GrammarChoice>> states;
};

/// Refuses empty states and words, weights that are not positive, targets out of range, ambiguous choices (one word
/// begins another).
Result<void> checkGrammar(const Grammar& grammar);

/// About as hard as a nano model learns in a minute: words, number agreement, questions that end as such, and a subject
/// that returns.
Grammar defaultGrammar();

/// At least `characters` characters, the text of one walk from state 0, cut to that length. The same on every machine.
std::string grammarText(const Grammar& grammar, std::uint64_t seed, std::size_t characters);

/// Exact entropy rate, nats a character: Σ π(s) H(s) / Σ π(s) E[length of a word from s], π = stationary distribution
/// over states.
double entropyRate(const Grammar& grammar);

/// H(X_{t+1} | X_1 … X_t) for t = 0 … context, nats, of the stationary text (cut at a random place): exact, by
/// propagating the belief over positions in the grammar. Falls to entropyRate() as t grows.
std::vector<double> contextEntropies(const Grammar& grammar, std::size_t context);

}  // namespace headroom
