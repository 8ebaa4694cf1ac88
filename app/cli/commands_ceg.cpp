// ceg: compute-equivalent gain of a table of curves, of runs, and the paper's case studies.
#include <map>

#include "app/cli/access.h"
#include "app/cli/commands.h"
#include "core/analysis/ceg_cases.h"
#include "core/analysis/ceg_json.h"
#include "core/analysis/curves_csv.h"
#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom::cli {
namespace {

std::string gainText(const Gain& gain) {
  return gain.value ? formatFixed(*gain.value, 3) : "– (" + gain.reason + ")";
}

std::string lossText(std::optional<double> loss) {
  return loss ? formatFixed(*loss, 4) : "–";
}

std::string describe(const PaperResult& result) {
  std::string text = "Compute-equivalent gain over " + inQuotes(result.baseline) + ", paper estimator, as published\n";
  std::string scale;
  Table table({});
  const auto header = [] { return Table({"arm", "seed", "CEG", "", "evaluations", "target", "smallest", "last"}); };
  for (std::size_t i = 0; i < result.cells.size(); ++i) {
    const PaperCell& cell = result.cells[i];
    if (i == 0 || cell.scale != scale) {
      if (i > 0) text += table.text();
      scale = cell.scale;
      text += "\nscale " + oneLine(scale, 60) + "\n";
      table = header();
    }
    const PaperGain& gain = cell.gain;
    const bool refused = gain.status == PaperGain::Status::Refused;
    table.add({oneLine(cell.arm, 40), std::to_string(cell.seed), refused ? "–" : formatFixed(gain.ceg, 3),
               refused ? "refused: " + gain.reason : std::string(word(gain.status)),
               refused ? "" : std::to_string(gain.baselineEvaluations) + "/" + std::to_string(gain.armEvaluations),
               refused ? "" : formatFixed(gain.targetLoss, 4), lossText(cell.minLoss), lossText(cell.lastLoss)});
  }
  if (!result.cells.empty()) text += table.text();
  text += "\nKnown weaknesses of this rule:\n";
  for (const std::string& weakness : paperWeaknesses()) text += "- " + weakness + "\n";
  for (const std::string& warning : result.warnings) text += "warning: " + oneLine(warning) + "\n";
  return text;
}

Result<Answer> cegOfTable(const std::string& file, const std::string& baseline) {
  if (baseline.empty()) return badInput("Name the arm to compare with: --baseline ARM.");
  HEADROOM_ASSIGN(const CurveTable table, readCurves(file));
  HEADROOM_ASSIGN(const PaperResult result, paperCeg(table, baseline));
  return Answer{toJson(result), describe(result), {}};
}

/// The first run is the baseline. Runs are told apart by their names, which become the arms.
Result<Answer> cegOfRuns(const Shared& shared, const std::vector<std::string>& texts) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  std::map<std::string, int> uses;
  std::vector<RunSummary> runs;
  for (const std::string& text : texts) {
    HEADROOM_ASSIGN(const RunId id, reader->findRun(text));
    HEADROOM_ASSIGN(RunSummary run, reader->run(id));
    ++uses[run.meta.name];
    runs.push_back(std::move(run));
  }
  PaperResult result;
  Json gains = Json::array();
  std::string text = "Compute-equivalent gain, paper estimator, provisional, not annealed\n\n";
  Table table({"run", "step", "FLOP", "wall", "target"});
  std::vector<CurvePoint> baseline;
  for (const RunSummary& run : runs) {
    HEADROOM_ASSIGN(std::vector<CurvePoint> curve, curveOf(*reader, run.id));
    const bool first = result.cells.empty();
    const std::string name = run.meta.name.empty() || uses[run.meta.name] > 1 ? run.id.text : run.meta.name;
    if (first) {
      baseline = curve;
      result.baseline = name;
    }
    LiveCeg live = liveCeg(baseline, curve);
    // Pairs share seed and scale: another seed's luck is not the arm's gain.
    if (run.seed != runs.front().seed || run.scale != runs.front().scale) {
      live.paper = {};
      live.paper.reason = "no baseline run with this scale and seed";
      live.step = live.flop = live.wall = {std::nullopt, live.paper.reason};
      live.warnings.clear();
    }
    PaperCell cell;
    cell.arm = name;
    cell.scale = run.scale;
    cell.seed = static_cast<std::int64_t>(run.seed);
    cell.gain = live.paper;
    cell.evaluations = curve.size();
    for (const double loss : smoothedLosses(curve)) {
      cell.lastLoss = std::isfinite(loss) ? std::optional(loss) : std::nullopt;
      if (cell.lastLoss && (!cell.minLoss || loss < *cell.minLoss)) cell.minLoss = loss;
    }
    result.cells.push_back(std::move(cell));
    result.rows += curve.size();
    ++result.runs;
    for (const std::string& warning : live.warnings) result.warnings.push_back(warning);
    gains.push_back(
        {{"run", run.id.text}, {"step", toJson(live.step)}, {"flop", toJson(live.flop)}, {"wall", toJson(live.wall)}});
    table.add({oneLine(name, 40), gainText(live.step), gainText(live.flop), gainText(live.wall),
               live.step.value ? formatFixed(live.paper.targetLoss, 4) : "–"});
  }
  Answer answer;
  answer.json = toJson(result);
  answer.json["provisional"] = true;
  answer.json["gains"] = std::move(gains);
  answer.text = text + table.text();
  for (const std::string& warning : result.warnings) answer.text += "warning: " + oneLine(warning) + "\n";
  return answer;
}

Answer describeCases() {
  Answer answer;
  answer.json = toJson(cegCases());
  Table table({"case", "formula", "value", "shown", "source"});
  for (const CegCase& c : cegCases())
    table.add({c.id, c.formula, formatFixed(c.value, 4) + (c.high ? " to " + formatFixed(*c.high, 0) : ""), c.shown,
               c.source});
  answer.text = table.text();
  return answer;
}

struct CegOptions {
  std::vector<std::string> inputs;
  std::string baseline, estimator = "paper";
};

Result<Answer> ceg(const Shared& shared, const CegOptions& options) {
  if (options.estimator == "rigorous")
    return refused("The rigorous estimator is not part of this version; leave --estimator out for the paper's rule.");
  if (options.estimator != "paper")
    return badInput("No estimator is called " + inQuotes(options.estimator) + "; use --estimator paper.");
  if (options.inputs.size() == 1 && options.inputs[0] == "cases") return describeCases();
  if (options.inputs.size() == 1) return cegOfTable(options.inputs[0], options.baseline);
  if (!options.baseline.empty())
    return badInput("--baseline names an arm of a table; of several runs the first is the baseline.");
  return cegOfRuns(shared, options.inputs);
}

}  // namespace

void addCeg(CommandLine& line) {
  auto options = std::make_shared<CegOptions>();
  CLI::App& command = line.add(
      line.root(), "ceg", "How much compute a change saves: ceg CURVES.csv --baseline ARM | ceg RUN RUN… | ceg cases",
      [=](const Shared& shared) { return ceg(shared, *options); });
  command
      .add_option("input", options->inputs, "A table of curves, runs (the first is the baseline), or the word cases")
      ->required()
      ->type_name("CURVES.csv|RUN RUN…|cases");
  command.add_option("--baseline", options->baseline, "The arm of the table to compare with")->type_name("ARM");
  command.add_option("--estimator", options->estimator, "paper")->capture_default_str();
}

}  // namespace headroom::cli
