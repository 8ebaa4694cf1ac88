// ceg: compute-equivalent gain of a table of curves, of a study, of runs, and the paper's case studies.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include "app/cli/access.h"
#include "app/cli/ceg_text.h"
#include "app/cli/commands.h"
#include "core/analysis/ceg_cases.h"
#include "core/analysis/ceg_json.h"
#include "core/analysis/curves_csv.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/study/facts.h"
#include "core/study/study_result.h"

namespace headroom::cli {
namespace {

struct NamedCurve {
  RunSummary run;
  std::string name;  // of the run, its id where names are equal
  std::vector<CurvePoint> points;
};

Result<std::vector<NamedCurve>> curvesOf(const RunReader& reader, const std::vector<std::string>& texts) {
  std::map<std::string, int> uses;
  std::vector<NamedCurve> curves;
  for (const std::string& text : texts) {
    HEADROOM_ASSIGN(const RunId id, reader.findRun(text));
    NamedCurve curve;
    HEADROOM_ASSIGN(curve.run, reader.run(id));
    HEADROOM_ASSIGN(curve.points, curveOf(reader, id));
    ++uses[curve.run.meta.name];
    curves.push_back(std::move(curve));
  }
  for (NamedCurve& curve : curves) {
    const std::string& name = curve.run.meta.name;
    curve.name = name.empty() || uses[name] > 1 ? curve.run.id.text : name;
  }
  return curves;
}

/// The first run is the baseline; each run is an arm by itself.
Answer paperCegOfRuns(const std::vector<NamedCurve>& curves) {
  PaperResult result;
  result.baseline = curves.front().name;
  Json gains = Json::array();
  Table table({"run", "step", "FLOP", "wall", "target"});
  const RunSummary& baseline = curves.front().run;
  for (const auto& [run, name, curve] : curves) {
    LiveCeg live = liveCeg(curves.front().points, curve);
    // Pairs share seed and scale: another seed's luck is not the arm's gain.
    if (run.seed != baseline.seed || run.scale != baseline.scale) {
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
  answer.json["gains"] = std::move(gains);
  answer.text = "Compute-equivalent gain, paper estimator, provisional, not annealed\n\n" + table.text();
  for (const std::string& warning : result.warnings) answer.text += "warning: " + oneLine(warning) + "\n";
  return answer;
}

/// Runs as a table. Runs that differ in seed and scale alone are one arm, named after the first of them. Where planned
/// steps differ, they are part of the scale: gains before the end compare only equal horizons.
Result<CurveTable> tableOf(const RunReader& reader, const std::vector<NamedCurve>& curves) {
  CurveTable table;
  std::map<std::string, std::uint32_t> arms, scales;
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint64_t>> taken;
  std::set<std::int64_t> horizons;
  for (const NamedCurve& curve : curves) horizons.insert(curve.run.steps);
  for (const auto& [run, name, points] : curves) {
    HEADROOM_ASSIGN(const RunDefinition definition, reader.definition(run.id));
    const Asked& asked = definition.asked;
    std::string key = asked.model.empty()
                          ? run.id.text
                          : dump({asked.model, asked.arms, asked.recipe, asked.settings, definition.data});
    const std::string scale =
        run.scale + (horizons.size() > 1 ? (run.scale.empty() ? "" : ", ") + formatGrouped(run.steps) + " steps" : "");
    const auto place = scales.try_emplace(scale, table.scales.size());
    if (place.second) table.scales.push_back(scale);
    auto arm = arms.find(key);
    // The same experiment with the same seed again: an arm of its own.
    if (arm != arms.end() && taken.contains({arm->second, place.first->second, run.seed})) arm = arms.end(), key = "";
    if (arm == arms.end()) {
      arm = arms.insert_or_assign(key.empty() ? run.id.text : key, static_cast<std::uint32_t>(table.arms.size())).first;
      table.arms.push_back(name);
    }
    taken.insert({arm->second, place.first->second, run.seed});
    table.runs.push_back(
        {place.first->second, arm->second, static_cast<std::int64_t>(run.seed), table.points.size(), points.size()});
    table.points.insert(table.points.end(), points.begin(), points.end());
    table.rows += points.size();
  }
  std::sort(table.runs.begin(), table.runs.end(), [](const CurveTable::Run& a, const CurveTable::Run& b) {
    return std::tie(a.scale, a.arm, a.seed) < std::tie(b.scale, b.arm, b.seed);
  });
  table.warnings.push_back("points in mid-schedule: provisional until runs of several lengths have been annealed");
  return table;
}

struct CegOptions {
  std::vector<std::string> inputs;
  std::string baseline, estimator;  // "" = rigorous; of a study its own
  std::optional<double> target, extrapolate, equivalence, confidence;
  std::optional<std::string> aa;

  bool paper() const { return estimator == "paper"; }
  bool choices() const { return target || extrapolate || equivalence || confidence || aa; }
  RigorousOptions rigorous() const {
    RigorousOptions options{.target = target, .sameAs = aa};
    if (extrapolate) options.extrapolate = *extrapolate;
    if (equivalence) options.equivalence = *equivalence;
    if (confidence) options.confidence = *confidence;
    return options;
  }
};

constexpr const char* kRigorousOnly =
    "--target, --extrapolate, --aa, --equivalence and --confidence belong to the rigorous estimator; leave them or "
    "--estimator paper out.";

Result<Answer> cegOfTable(const CegOptions& options) {
  if (options.baseline.empty()) return badInput("Name the arm to compare with: --baseline ARM.");
  HEADROOM_ASSIGN(const CurveTable table, readCurves(options.inputs[0]));
  if (options.paper()) {
    HEADROOM_ASSIGN(const PaperResult result, paperCeg(table, options.baseline));
    return Answer{toJson(result), describe(result), {}};
  }
  HEADROOM_ASSIGN(const RigorousResult result, rigorousCeg(table, options.baseline, options.rigorous()));
  return Answer{toJson(result), describe(result), {}};
}

/// What a reader of its exported curves would get, with the study's own baseline and, unless told otherwise, estimator
/// and twin.
Result<Answer> cegOfStudy(const RunReader& reader, const StudyId& id, const CegOptions& options) {
  HEADROOM_ASSIGN(const std::shared_ptr<const StudyResult> study, studyResult(reader, id));
  if (!options.baseline.empty())
    return badInput("--baseline names an arm of a table; the baseline of study " + inQuotes(study->study().name) +
                    " is " + inQuotes(study->study().baseline) + ".");
  if (!study->noGains.empty()) return badInput(study->noGains);
  CegOptions chosen = options;
  if (chosen.estimator.empty()) chosen.estimator = study->study().estimator;
  if (chosen.paper() && chosen.choices()) return badInput(kRigorousOnly);
  if (!chosen.aa && !study->study().sameAs.empty()) chosen.aa = study->study().sameAs;
  const CurveTable table = asWritten(study->curves);
  const std::vector<std::string>& arms = table.arms;
  // A twin that the study plans and that has no run yet is no mistake of the person who asks.
  if (!options.aa && std::find(arms.begin(), arms.end(), chosen.aa.value_or("")) == arms.end()) chosen.aa.reset();
  const std::string note = study->provisional() ? ", provisional: the study has not ended" : "";
  Answer answer;
  if (chosen.paper()) {
    HEADROOM_ASSIGN(const PaperResult result, paperCeg(table, study->study().baseline));
    answer = {toJson(result), describe(result) + (note.empty() ? "" : note.substr(2) + "\n"), {}};
  } else {
    HEADROOM_ASSIGN(const RigorousResult result, rigorousCeg(table, study->study().baseline, chosen.rigorous()));
    answer = {toJson(result), describe(result, note), {}};
  }
  answer.json["study"] = id.text;
  answer.json["provisional"] = study->provisional();
  answer.json["notes"] = study->notes;
  return answer;
}

/// One word: a table of curves, or a study of the database.
Result<Answer> cegOfOne(const Shared& shared, const CegOptions& options) {
  const std::string& word = options.inputs[0];
  std::error_code problem;
  const bool file = std::filesystem::exists(word, problem);
  if (!options.baseline.empty() && file) return cegOfTable(options);
  if (!std::filesystem::exists(shared.database, problem)) return cegOfTable(options);
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  const Result<StudyId> study = reader->findStudy(word);
  if (study && file && study->text != word)
    return badInput(inQuotes(word) + " is both a file and study " + study->text + "; give the id, or the file as ./" +
                    oneLine(word, 60) + ".");
  if (study) return cegOfStudy(*reader, *study, options);
  if (file || word.ends_with(".csv")) return cegOfTable(options);
  if (study.error().message.starts_with("Several")) return study.error();
  return badInput("There is no file and no study " + inQuotes(word) +
                  "; give a table of curves, a study (`headroom study list`), or two runs or more.");
}

Result<Answer> cegOfRuns(const Shared& shared, const CegOptions& options) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const std::vector<NamedCurve> curves, curvesOf(*reader, options.inputs));
  Answer answer;
  if (options.paper()) {
    answer = paperCegOfRuns(curves);
  } else {
    HEADROOM_ASSIGN(const CurveTable table, tableOf(*reader, curves));
    HEADROOM_ASSIGN(const RigorousResult result, rigorousCeg(table, table.arms.front(), options.rigorous()));
    answer = {toJson(result), describe(result, ", provisional, not annealed"), {}};
  }
  answer.json["provisional"] = true;
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

Result<Answer> ceg(const Shared& shared, const CegOptions& options) {
  if (!options.estimator.empty() && options.estimator != "paper" && options.estimator != "rigorous")
    return badInput("No estimator is called " + inQuotes(options.estimator) + "; use rigorous or paper.");
  if (options.paper() && options.choices()) return badInput(kRigorousOnly);
  if (options.inputs.size() == 1 && options.inputs[0] == "cases") return describeCases();
  if (options.inputs.size() == 1) return cegOfOne(shared, options);
  if (!options.baseline.empty())
    return badInput("--baseline names an arm of a table; of several runs the first is the baseline.");
  return cegOfRuns(shared, options);
}

}  // namespace

void addCeg(CommandLine& line) {
  auto options = std::make_shared<CegOptions>();
  CLI::App& command =
      line.add(line.root(), "ceg",
               "How much compute a change saves: ceg CURVES.csv --baseline ARM | ceg STUDY | ceg RUN RUN… | ceg cases",
               [=](const Shared& shared) { return ceg(shared, *options); });
  command
      .add_option("input", options->inputs,
                  "A table of curves, a study, runs (the first is the baseline), or the word cases")
      ->required()
      ->type_name("CURVES.csv|STUDY|RUN RUN…|cases");
  command.add_option("--baseline", options->baseline, "The arm of the table to compare with")->type_name("ARM");
  command.add_option("--estimator", options->estimator,
                     "rigorous (with intervals) or paper (as published); else a study's own, and rigorous elsewhere");
  command.add_option("--target", options->target, "Compare at this loss, not at the last that both reached")
      ->type_name("LOSS");
  command
      .add_option("--extrapolate", options->extrapolate,
                  "Let a power law reach a target so many times past the measured compute, 1 (off) to 4")
      ->type_name("F");
  command.add_option("--aa", options->aa, "An arm with the baseline's mathematics: a second noise floor")
      ->type_name("ARM");
  command.add_option("--equivalence", options->equivalence, "Slopes below it are the same gain (0.05)")
      ->type_name("SLOPE");
  command.add_option("--confidence", options->confidence, "Of intervals (0.95)")->type_name("SHARE");
}

}  // namespace headroom::cli
