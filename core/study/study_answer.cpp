#include "core/study/study_answer.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

constexpr double kSignificance = 0.05;

std::string phrase(Finding finding, const std::string& scales, const std::string& reason) {
  switch (finding) {
    case Finding::Helps:
      return "helps at " + scales;
    case Finding::Costs:
      return "needs more compute than the baseline at " + scales;
    case Finding::InsideFloor:
      return "lies inside the noise floor at " + scales;
    case Finding::CannotTell:
      return "cannot be told from no gain at " + scales;
    case Finding::OnePair:
      return "has one pair of seeds and so no interval at " + scales;
    case Finding::Refused:
      return "has no gain at " + scales + " (" + reason + ")";
  }
  return "";
}

std::string gainOr(const std::optional<GainEstimate>& gain, const std::string& unit, const std::string& why) {
  if (gain) return gainWords(*gain) + " " + unit;
  return "none " + unit + (why.empty() ? "" : " (" + why + ")");
}

/// "rope helps at micro and mini and cannot be told from no gain at nano; its gain at mini is 1.402 (…) per step, …"
std::string sentenceOf(const StudyResult& study, const std::string& arm) {
  const RigorousResult& result = *study.rigorous;
  std::map<Finding, std::vector<std::string>> scales;
  const RigorousCell* headline = nullptr;
  std::string reason;
  for (const std::string& scale : study.study().scales)
    for (const RigorousCell& cell : result.cells) {
      if (cell.arm != arm || cell.scale != scale) continue;
      const Finding finding = findingOf(cell, result);
      scales[finding].push_back(scale);
      if (cell.step) headline = &cell;
      if (finding == Finding::Refused && reason.empty())
        reason = cell.reason + (cell.bound ? "; " + boundWords(*cell.bound) : "");
    }
  if (scales.empty()) return arm + " has no run that ended.";
  std::vector<std::string> phrases;
  for (const auto& [finding, names] : scales) phrases.push_back(phrase(finding, listed(names), reason));
  std::string text = arm + " " + listed(phrases);
  if (!headline) return text + ".";
  text += "; its gain at " + headline->scale + " is " + gainOr(headline->step, "per step", "") + ", " +
          gainOr(headline->flop, "per FLOP", headline->whyNoFlop) + " and " +
          gainOr(headline->wall, "per second", headline->whyNoWall);
  if (headline->extrapolated) text += ", extrapolated " + formatFixed(*headline->extrapolated, 2) + "×";
  if (findingOf(*headline, result) == Finding::Helps && headline->wall && headline->wall->high &&
      *headline->wall->high < 1)
    text += ": better per step, slower by the clock";
  return text + ".";
}

std::string lastingOf(const RigorousResult& result) {
  std::string text;
  std::vector<std::string> undecided, reasons;
  for (const ArmVerdict& arm : result.arms) {
    if (arm.verdict == Verdict::Undetermined) {
      undecided.push_back(arm.arm);
      if (std::find(reasons.begin(), reasons.end(), arm.reason) == reasons.end()) reasons.push_back(arm.reason);
    } else {
      text += " The gain of " + arm.arm +
              (arm.verdict == Verdict::Independent ? " is " + arm.words() : " " + arm.words()) + ".";
    }
  }
  if (undecided.empty()) return text;
  text += std::string(" Whether the ") + (undecided.size() == 1 ? "gain" : "gains") + " of " + listed(undecided) +
          (undecided.size() == 1 ? " lasts" : " last") + " over scales cannot be told";
  return text + (reasons.size() == 1 ? ": " + reasons.front() : "") + ".";
}

std::string countedAnswer(const StudyResult& study) {
  std::string text;
  for (const std::string& scale : study.study().scales) {
    std::vector<std::string> gains;
    for (const StudyArm& arm : study.study().arms) {
      if (arm.name == study.study().baseline) continue;
      for (const PaperCell& cell : study.paper->cells) {
        if (cell.arm != arm.name || cell.scale != scale) continue;
        const bool refused = cell.gain.status == PaperGain::Status::Refused;
        gains.push_back(arm.name +
                        (refused ? " has none (" + cell.gain.reason + ")" : " " + formatFixed(cell.gain.ceg, 3)) +
                        (study.study().seeds.size() > 1 ? " with seed " + std::to_string(cell.seed) : ""));
      }
    }
    if (!gains.empty()) text += " At " + scale + ": " + listed(gains) + ".";
  }
  return "By the paper's rule, which counts evaluations and so sees steps only, these are the gains over " +
         study.study().baseline + "." + text +
         " The rule has no interval and says nothing of noise, so which of them help cannot be told from it.";
}

}  // namespace

std::string gainWords(const GainEstimate& gain) {
  std::string text = formatFixed(gain.ceg, 3);
  if (gain.low && gain.high) text += " (" + formatFixed(*gain.low, 3) + " to " + formatFixed(*gain.high, 3) + ")";
  return text;
}

std::string chanceWords(double p) {
  return p < 0.001 ? "< 0.001" : formatFixed(p, 3);
}

Finding findingOf(const RigorousCell& cell, const RigorousResult& result) {
  if (cell.status == RigorousCell::Status::Refused || !cell.step) return Finding::Refused;
  if (cell.status == RigorousCell::Status::OnePair) return Finding::OnePair;
  for (const NoiseFloor& floor : result.floors)
    if (floor.scale == cell.scale && std::abs(std::log(cell.step->ceg)) <= std::log(floor.ceg))
      return Finding::InsideFloor;
  if (!cell.pHolm || !(*cell.pHolm < kSignificance)) return Finding::CannotTell;
  return cell.step->ceg > 1 ? Finding::Helps : Finding::Costs;
}

std::string_view word(Finding finding) {
  switch (finding) {
    case Finding::Helps:
      return "helps";
    case Finding::Costs:
      return "costs";
    case Finding::InsideFloor:
      return "inside the noise floor";
    case Finding::CannotTell:
      return "cannot be told";
    case Finding::OnePair:
      return "one pair";
    case Finding::Refused:
      return "refused";
  }
  return "";
}

std::string answerOf(const StudyResult& result) {
  std::string text;
  if (result.rigorous) {
    text = "Compared with the baseline " + result.study().baseline + ":";
    for (const StudyArm& arm : result.study().arms)
      if (arm.name != result.study().baseline) text += " " + sentenceOf(result, arm.name);
    text += lastingOf(*result.rigorous);
  } else if (result.paper) {
    text = countedAnswer(result);
  } else {
    text = result.noGains.empty() ? "There is no gain to report." : "There is no gain to report: " + result.noGains;
    if (!text.ends_with('.')) text += '.';
  }
  if (result.provisional())
    text += " All of this is provisional: the study is " + std::string(word(result.state)) + ", not finished.";
  return text;
}

}  // namespace headroom
