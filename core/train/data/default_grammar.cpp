// The words and sentences of the embedded corpus. Changing anything here changes its text, its hash and its entropy.
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/train/data/grammar.h"

namespace headroom {
namespace {

struct Form {
  const char* singular;
  const char* plural;
};

// Subjects, by falling weight 1/rank (Zipf). They come back at the end of a sentence, so attention can copy them.
constexpr std::array<Form, 16> kNouns{{{"cat", "cats"},
                                       {"dog", "dogs"},
                                       {"fox", "foxes"},
                                       {"king", "kings"},
                                       {"queen", "queens"},
                                       {"bird", "birds"},
                                       {"child", "children"},
                                       {"wizard", "wizards"},
                                       {"horse", "horses"},
                                       {"judge", "judges"},
                                       {"mouse", "mice"},
                                       {"woman", "women"},
                                       {"pilot", "pilots"},
                                       {"sailor", "sailors"},
                                       {"baker", "bakers"},
                                       {"tiger", "tigers"}}};
// The plural of a verb is its bare form too ("does the cat see").
constexpr std::array<Form, 10> kTransitive{{{"sees", "see"},
                                            {"likes", "like"},
                                            {"finds", "find"},
                                            {"wants", "want"},
                                            {"has", "have"},
                                            {"paints", "paint"},
                                            {"buys", "buy"},
                                            {"guards", "guard"},
                                            {"moves", "move"},
                                            {"keeps", "keep"}}};
constexpr std::array<Form, 6> kIntransitive{{{"sleeps", "sleep"},
                                             {"runs", "run"},
                                             {"sings", "sing"},
                                             {"jumps", "jump"},
                                             {"waits", "wait"},
                                             {"laughs", "laugh"}}};
constexpr std::array<const char*, 12> kObjects{"house",  "river",  "tree", "stone",      "letter", "bridge",
                                               "window", "garden", "boat", "quiet lake", "crown",  "lamp"};
constexpr std::array<const char*, 8> kAdjectives{"small", "old",  "red",   "happy",
                                                 "brave", "lazy", "green", "extra large"};

/// The share of place `rank` (from 0) among `count`: Zipf's 1/rank, summing to 1.
double rankShare(std::size_t rank, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += 1.0 / static_cast<double>(i + 1);
  return 1.0 / (static_cast<double>(rank + 1) * sum);
}

/// States by name, numbered as they are first mentioned.
class Builder {
 public:
  void add(const std::string& from, const std::string& word, double weight, const std::string& to) {
    const std::size_t source = state(from), target = state(to);
    m_grammar.states[source].push_back({word, weight, target});
  }
  /// The words share `weight` by rank.
  void addRanked(const std::string& from, const std::vector<std::string>& words, double weight, const std::string& to) {
    for (std::size_t i = 0; i < words.size(); ++i) add(from, words[i], weight * rankShare(i, words.size()), to);
  }
  Grammar take() { return std::move(m_grammar); }

 private:
  std::size_t state(const std::string& name) {
    const auto [place, isNew] = m_index.try_emplace(name, m_grammar.states.size());
    if (isNew) m_grammar.states.emplace_back();
    return place->second;
  }
  Grammar m_grammar;
  std::map<std::string, std::size_t> m_index;
};

template <class Words>
std::vector<std::string> each(const Words& words, const std::string& ending) {
  std::vector<std::string> result;
  for (const char* word : words) result.push_back(word + ending);
  return result;
}

template <class Forms>
std::vector<std::string> each(const Forms& forms, bool plural, const std::string& ending) {
  std::vector<std::string> result;
  for (const Form& form : forms) result.push_back((plural ? form.plural : form.singular) + ending);
  return result;
}

/// [adjective] noun, in the numbers allowed; each noun leads to the sentence about it.
void addSubject(Builder& g, const std::string& name, const std::string& about, bool singular, bool plural) {
  g.addRanked(name, each(kAdjectives, " "), 0.35, name + " noun");
  for (const std::string& state : {name, name + " noun"}) {
    for (std::size_t i = 0; i < kNouns.size(); ++i) {
      const double weight = (state == name ? 0.65 : 1.0) * rankShare(i, kNouns.size());
      if (singular)
        g.add(state, std::string(kNouns[i].singular) + " ", weight * (plural ? 0.6 : 1), about + kNouns[i].singular);
      if (plural)
        g.add(state, std::string(kNouns[i].plural) + " ", weight * (singular ? 0.4 : 1), about + kNouns[i].plural);
    }
  }
}

/// The rest of a statement about `noun`: its verbs agree with it, even behind a relative clause, and it may return.
void addStatement(Builder& g, const std::string& noun, bool plural) {
  const auto at = [&noun](const std::string& place) { return place + " " + noun; };
  g.add(at("said"), "that ", 0.2, at("relative verb"));
  g.addRanked(at("said"), {"often ", "never "}, 0.15, at("verb"));
  for (const std::string& state : {at("said"), at("verb")}) {
    g.addRanked(state, each(kTransitive, plural, " "), 0.5, at("determiner"));
    g.addRanked(state, each(kIntransitive, plural, ""), 0.15, at("tail"));
  }
  g.addRanked(at("relative verb"), each(kTransitive, plural, " "), 1, at("relative determiner"));
  g.addRanked(at("relative determiner"), {"a ", "the "}, 1, at("relative object"));
  g.addRanked(at("relative object"), each(kObjects, " "), 1, at("verb"));
  g.addRanked(at("determiner"), {"the ", "a "}, 1, at("object"));
  g.addRanked(at("object"), each(kAdjectives, " "), 0.2, at("bare object"));
  for (const std::string& state : {at("object"), at("bare object")})
    g.addRanked(state, each(kObjects, ""), 0.8, at("tail"));
  g.add(at("tail"), ". ", 0.35, "start");
  g.add(at("tail"), ".\n", 0.1, "start");
  g.add(at("tail"), ", and the ", 0.35, at("again"));
  g.add(at("tail"), plural ? " because they " : " because it ", 0.2, at("last verb"));
  g.add(at("again"), noun + " ", 1, at("last verb"));
  g.addRanked(at("last verb"), each(kIntransitive, plural, ""), 1, "end");
}

void addQuestion(Builder& g, const std::string& noun, bool plural) {
  const auto at = [&noun](const std::string& place) { return place + " " + noun; };
  g.addRanked(at("asked"), each(kTransitive, true, " "), 1, at("asked determiner"));
  g.addRanked(at("asked determiner"), {"the ", "a "}, 1, at("asked object"));
  g.addRanked(at("asked object"), each(kObjects, ""), 1, at("asked tail"));
  g.addRanked(at("asked tail"), {"? ", "?\n"}, 0.6, "start");
  g.add(at("asked tail"), plural ? ", or do the " : ", or does the ", 0.4, at("asked again"));
  g.add(at("asked again"), noun + " ", 1, at("asked last"));
  g.addRanked(at("asked last"), each(kIntransitive, true, ""), 1, "asked end");
}

}  // namespace

Grammar defaultGrammar() {
  Builder g;
  g.add("start", "The ", 0.5, "any");
  g.add("start", "Every ", 0.12, "one");
  g.add("start", "Many ", 0.1, "some");
  g.add("start", "Two ", 0.08, "some");
  g.add("start", "Does the ", 0.12, "asked one");
  g.add("start", "Do the ", 0.08, "asked some");
  addSubject(g, "any", "said ", true, true);
  addSubject(g, "one", "said ", true, false);
  addSubject(g, "some", "said ", false, true);
  addSubject(g, "asked one", "asked ", true, false);
  addSubject(g, "asked some", "asked ", false, true);
  for (const Form& noun : kNouns) {
    for (const bool plural : {false, true}) {
      addStatement(g, plural ? noun.plural : noun.singular, plural);
      addQuestion(g, plural ? noun.plural : noun.singular, plural);
    }
  }
  g.addRanked("end", {". ", ".\n", "!\n"}, 1, "start");
  g.addRanked("asked end", {"? ", "?\n"}, 1, "start");
  return g.take();
}

}  // namespace headroom
