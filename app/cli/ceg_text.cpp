// Compute-equivalent gain as text for people: one table a scale, then verdicts, then warnings.
#include "app/cli/ceg_text.h"

#include <cmath>

#include "app/cli/answer.h"
#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom::cli {
namespace {

constexpr const char* kNone = "–";

std::string lossText(std::optional<double> loss) {
  return loss ? formatFixed(*loss, 4) : kNone;
}

/// "1.412 (1.33 to 1.50)"
std::string gainText(const std::optional<GainEstimate>& gain) {
  if (!gain) return kNone;
  std::string text = formatFixed(gain->ceg, 3);
  if (gain->low) text += " (" + formatFixed(*gain->low, 3) + " to " + formatFixed(*gain->high, 3) + ")";
  return text;
}

/// How likely chance is, over all arms of the scale.
std::string chanceText(std::optional<double> p) {
  if (!p) return "";
  if (*p < 0.001) return "< 0.001";
  return formatFixed(*p, 3);
}

std::string warningText(const std::vector<std::string>& warnings) {
  std::string text;
  for (const std::string& warning : warnings) text += "warning: " + oneLine(warning) + "\n";
  return text;
}

/// What stands behind a gain: why there is none, how far it is extrapolated, who diverged, whether chance does as well.
std::string remarks(const RigorousCell& cell, const RigorousResult& result) {
  std::vector<std::string> notes;
  if (!cell.reason.empty()) notes.push_back(cell.reason);
  if (cell.bound) notes.push_back(boundWords(*cell.bound));
  if (cell.extrapolated) notes.push_back("extrapolated " + formatFixed(*cell.extrapolated, 2) + "×");
  for (const NoiseFloor& floor : result.floors)
    if (cell.step && floor.scale == cell.scale && std::abs(std::log(cell.step->ceg)) <= std::log(floor.ceg)) {
      notes.push_back("inside the noise floor");
      break;
    }
  if (cell.divergedArm > 0) notes.push_back(std::to_string(cell.divergedArm) + " diverged");
  if (cell.divergedBaseline > 0) notes.push_back(std::to_string(cell.divergedBaseline) + " of the baseline diverged");
  std::string text;
  for (const std::string& note : notes) text += (text.empty() ? "" : "; ") + note;
  return text;
}

std::string floorText(const RigorousResult& result, const std::string& scale) {
  std::string text;
  for (const NoiseFloor& floor : result.floors)
    if (floor.scale == scale)
      text +=
          "noise floor " + formatFixed(floor.ceg, 3) +
          (floor.fromSeeds ? ": what two copies of the baseline show by chance, from " : ": the same mathematics, ") +
          std::to_string(floor.seeds) +
          (floor.fromSeeds    ? " seeds\n"
           : floor.seeds == 1 ? " pair\n"
                              : " pairs\n");
  return text;
}

std::string verdictText(const RigorousResult& result) {
  Table table({"arm", "scales", "slope of ln CEG_FLOP", "", "does the gain last?"});
  for (const ArmVerdict& entry : result.arms)
    table.add({oneLine(entry.arm, 40), std::to_string(entry.scales),
               entry.slope ? formatFixed(entry.slope->value, 3) + " (" + formatFixed(entry.slope->low, 3) + " to " +
                                 formatFixed(entry.slope->high, 3) + ")"
                           : kNone,
               std::string(word(entry.verdict)), entry.words()});
  return "\n" + table.text();
}

}  // namespace

std::string gainText(const Gain& gain) {
  return gain.value ? formatFixed(*gain.value, 3) : kNone + (" (" + gain.reason + ")");
}

std::string describe(const PaperResult& result) {
  std::string text = "Compute-equivalent gain over " + inQuotes(result.baseline) + ", paper estimator, as published\n";
  for (std::size_t i = 0; i < result.cells.size();) {
    const std::string& scale = result.cells[i].scale;
    Table table({"arm", "seed", "CEG", "", "evaluations", "target", "smallest", "last"});
    for (; i < result.cells.size() && result.cells[i].scale == scale; ++i) {
      const PaperCell& cell = result.cells[i];
      const PaperGain& gain = cell.gain;
      const bool refused = gain.status == PaperGain::Status::Refused;
      table.add({oneLine(cell.arm, 40), std::to_string(cell.seed), refused ? kNone : formatFixed(gain.ceg, 3),
                 refused ? "refused: " + gain.reason : std::string(word(gain.status)),
                 refused ? "" : std::to_string(gain.baselineEvaluations) + "/" + std::to_string(gain.armEvaluations),
                 refused ? "" : formatFixed(gain.targetLoss, 4), lossText(cell.minLoss), lossText(cell.lastLoss)});
    }
    text += "\nscale " + oneLine(scale, 60) + "\n" + table.text();
  }
  text += "\nKnown weaknesses of this rule:\n";
  for (const std::string& weakness : paperWeaknesses()) text += "- " + weakness + "\n";
  return text + warningText(result.warnings);
}

std::string describe(const RigorousResult& result, const std::string& title) {
  std::string text =
      "Compute-equivalent gain over " + inQuotes(result.baseline) + ", rigorous estimator" + title + "\n";
  for (std::size_t i = 0; i < result.cells.size();) {
    const std::string& scale = result.cells[i].scale;
    Table table({"arm", "pairs", "target", "CEG step", "CEG FLOP", "CEG wall", "p (Holm)", ""});
    for (; i < result.cells.size() && result.cells[i].scale == scale; ++i) {
      const RigorousCell& cell = result.cells[i];
      table.add({oneLine(cell.arm, 40), std::to_string(cell.pairs), lossText(cell.targetLoss), gainText(cell.step),
                 gainText(cell.flop), gainText(cell.wall), chanceText(cell.pHolm), remarks(cell, result)});
    }
    text += "\nscale " + oneLine(scale, 60) + "\n" + table.text() + floorText(result, scale);
  }
  if (result.cells.empty()) text += "\nThere is no run of another arm to compare with the baseline.\n";
  if (!result.arms.empty()) text += verdictText(result);
  if (!result.warnings.empty()) text += "\n" + warningText(result.warnings);
  return text;
}

}  // namespace headroom::cli
