#include "core/study/start_words.h"

#include <algorithm>

#include "core/arch/resolve.h"
#include "core/base/units.h"

namespace headroom {

std::optional<std::vector<std::string>> startWords(const Study& study) {
  const auto& templates = builtinLibrary().studies;
  if (std::none_of(templates.begin(), templates.end(), [&](const auto& one) { return one.name == study.name; }))
    return {};
  const auto known = readStudy(study.name);
  if (!known) return {};
  Study same = *known;
  std::vector<std::string> words{"headroom", "study", "start", study.name};
  const auto add = [&](const std::string& option, const std::string& value) {
    words.push_back(option);
    words.push_back(value);
  };
  if (study.scales != same.scales)
    for (const std::string& scale : study.scales) add("--scale", scale);
  if (study.seeds != same.seeds) {
    std::string seeds;
    for (const std::int64_t seed : study.seeds) seeds.append(seeds.empty() ? "" : ",").append(std::to_string(seed));
    add("--seeds", seeds);
  }
  if (study.data != same.data) add("--data", study.data);
  if (study.threads != same.threads) add("--threads", std::to_string(study.threads));
  same.scales = study.scales;
  same.seeds = study.seeds;
  same.data = study.data;
  same.threads = study.threads;
  for (const auto& [option, value] :
       {std::pair("--tokens-per-parameter", &Study::tokensPerParameter), std::pair("--price", &Study::pricePerHour),
        std::pair("--hours", &Study::hours), std::pair("--loss-sigma", &Study::lossSigma),
        std::pair("--end-slope", &Study::endSlope)})
    if (study.*value != same.*value) {
      add(option, shortest(study.*value));
      same.*value = study.*value;
    }
  if (study.rates != same.rates && study.rates == RateSearch::EveryArm) {
    words.push_back("--full");
    same.rates = study.rates;
  }
  const auto &ours = study.settings, &theirs = same.settings;
  if (ours.size() > theirs.size() && std::equal(theirs.begin(), theirs.end(), ours.begin())) {
    for (std::size_t i = theirs.size(); i < ours.size(); ++i) add("--set", ours[i].first + "=" + ours[i].second);
    same.settings = ours;
  }
  return same == study ? std::optional(words) : std::nullopt;
}

}  // namespace headroom
