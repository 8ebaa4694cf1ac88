// study: a comparison planned before it starts, carried out by the engine, shown with its intervals.
#include <algorithm>
#include <filesystem>
#include <map>

#include "app/cli/access.h"
#include "app/cli/ceg_text.h"
#include "app/cli/commands.h"
#include "app/cli/model_options.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/study/pilot.h"
#include "core/study/prepared_study.h"
#include "core/study/progress.h"
#include "core/study/room.h"
#include "core/study/study_folder.h"
#include "core/study/study_result.h"
#include "core/study/study_schema.h"

namespace headroom::cli {
namespace {

struct StudyOptions {
  std::string study, file, roofs, pilot, device = "auto";
  std::vector<std::string> scales, settings;
  std::vector<std::int64_t> seeds;
  std::string data;
  std::optional<double> tokensPerParameter, price, hours, lossSigma, endSlope;
  std::int64_t threads = 0;
  bool full = false, dryRun = false;
};

/// The study that is named, with what the options change.
Result<Study> studyOf(const StudyOptions& options, Study study) {
  if (!options.scales.empty()) study.scales = options.scales;
  if (!options.seeds.empty()) study.seeds = options.seeds;
  if (!options.data.empty()) study.data = options.data;
  for (const auto& [given, value] :
       {std::pair(options.tokensPerParameter, &Study::tokensPerParameter),
        std::pair(options.price, &Study::pricePerHour), std::pair(options.hours, &Study::hours),
        std::pair(options.lossSigma, &Study::lossSigma), std::pair(options.endSlope, &Study::endSlope)})
    if (given) study.*value = *given;
  if (options.threads > 0) study.threads = options.threads;
  if (options.full) study.rates = RateSearch::EveryArm;
  for (const std::string& text : options.settings) {
    HEADROOM_ASSIGN(auto setting, settingFrom(text));
    study.settings.push_back(std::move(setting));
  }
  return studyFrom(toJson(study), study.name);  // checked as if it were written so
}

/// Noise of the study that is named; nothing where none is.
Result<std::map<std::string, NoiseAssumption>> noiseOf(const Shared& shared, const std::string& named) {
  std::map<std::string, NoiseAssumption> noise;
  if (named.empty()) return noise;
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const StudyId id, reader->findStudy(named));
  HEADROOM_ASSIGN(const auto pilot, studyResult(*reader, id));
  noise = pilotNoise(*pilot);
  if (noise.empty())
    return badInput("Study " + inQuotes(pilot->study().name) +
                    " has no two runs of its baseline at one scale yet, so it says nothing about noise.");
  return noise;
}

/// What a plan of it rests on here.
Result<Preparation> preparationFor(const Shared& shared, const StudyOptions& options) {
  Preparation how{.room = roomFor(shared.database), .device = options.device};
  HEADROOM_ASSIGN(how.doctor, measuredRoofs(shared, options.roofs));
  HEADROOM_ASSIGN(how.pilot, noiseOf(shared, options.pilot));
  return how;
}

/// Of a template or a file, refused where it cannot fit.
Result<PreparedStudy> preparedFrom(const Shared& shared, const StudyOptions& options) {
  HEADROOM_ASSIGN(Study study, readStudy(options.study));
  HEADROOM_ASSIGN(study, studyOf(options, std::move(study)));
  HEADROOM_ASSIGN(const Preparation how, preparationFor(shared, options));
  HEADROOM_ASSIGN(PreparedStudy prepared, prepareStudy(study, how));
  if (prepared.refusal) return *prepared.refusal;
  return prepared;
}

std::string orDash(const std::optional<double>& value, const std::function<std::string(double)>& text) {
  return value ? text(*value) : "–";
}

std::string planText(const Study& study, const StudyPlan& plan) {
  const auto gain = [](double value) { return formatFixed(value, 3); };
  std::string text = study.name + ": " + std::to_string(study.arms.size()) + " arms (baseline " + study.baseline +
                     "), " + std::to_string(study.seeds.size()) + " seeds, " + std::string(word(study.match)) + ", " +
                     std::string(word(study.plan)) + "\n\n";
  Table table(
      {"scale", "runs", "longest", "FLOP", "time", "memory", "disk", "noise, slope at the end", "smallest CEG found"});
  for (const ScalePlan& row : plan.scales)
    table.add({row.scale, std::to_string(row.runs), std::to_string(row.horizons.back()) + " steps",
               formatCount(row.flops), orDash(row.seconds, formatDuration), formatMemory(row.peakBytes),
               formatMemory(row.diskBytes),
               formatFixed(row.noise.lossSigma, 4) + " nat, " + formatFixed(row.noise.endSlope, 3) +
                   (row.assumedNoise ? " (assumed)" : ""),
               orDash(row.smallestGain, gain)});
  text += table.text() + "\n" + std::to_string(plan.runs) + " runs, " + formatUnit(plan.flops, "FLOP") + ", " +
          orDash(plan.seconds, [](double s) { return formatDuration(s); }) + " on this machine, " +
          formatMemory(plan.diskBytes) + " of checkpoints" +
          (plan.sideBySide > 1 ? ", " + std::to_string(plan.sideBySide) + " runs side by side" : "") +
          (plan.money ? ", " + formatFixed(*plan.money, 2) + " at the price given" : "") + "\n" +
          (plan.assumedNoise ? "Noise is assumed; `--pilot STUDY` takes it from runs that are there.\n" : "");
  if (plan.smallestSlope)
    text += "Over these scales a slope of " + formatFixed(*plan.smallestSlope, 3) + " is found; that a gain lasts " +
            (plan.independentCanBeFound ? "can" : "cannot") + " be shown.\n";
  for (const std::string& warning : plan.warnings) text += "warning: " + oneLine(warning) + "\n";
  return text;
}

Result<Answer> plan(const Shared& shared, const StudyOptions& options) {
  HEADROOM_ASSIGN(const PreparedStudy prepared, preparedFrom(shared, options));
  Answer answer{toJson(prepared.plan), planText(prepared.study(), prepared.plan), {}};
  answer.json["study"] = toJson(prepared.study());
  return answer;
}

Result<Answer> start(const Shared& shared, const StudyOptions& options) {
  HEADROOM_ASSIGN(const PreparedStudy prepared, preparedFrom(shared, options));
  const std::string text = planText(prepared.study(), prepared.plan);
  if (options.dryRun) {
    Answer answer{toJson(prepared.plan), text + "Nothing was started.\n", {}};
    answer.json["dry_run"] = true;
    return answer;
  }
  HEADROOM_ASSIGN(EngineConnection engine, openEngineOfNew(shared));
  HEADROOM_ASSIGN(const Json started, engine.ask(startRequest(prepared)));
  Answer answer;
  answer.json = started;
  answer.json["plan"] = toJson(prepared.plan);
  answer.text = text + "\n" + started.value("study", "") + " is running: see `headroom study show " +
                started.value("study", "") + "`.\n";
  return answer;
}

/// replan and add-seeds: a new version of a study that is there. Its runs are kept.
Result<Answer> replace(const Shared& shared, const StudyOptions& options, bool addSeeds) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const StudyId id, reader->findStudy(options.study));
  HEADROOM_ASSIGN(const auto known, studyResult(*reader, id));
  Study study = known->study();
  StudyOptions changes = options;
  if (addSeeds) {
    changes.seeds = study.seeds;
    for (const std::int64_t seed : options.seeds)
      if (std::find(changes.seeds.begin(), changes.seeds.end(), seed) == changes.seeds.end())
        changes.seeds.push_back(seed);
    if (changes.seeds == study.seeds)
      return badInput("All of these seeds are in study " + inQuotes(study.name) + " already; give others.");
  } else if (!options.file.empty()) {
    HEADROOM_ASSIGN(study, readStudy(options.file));
  }
  HEADROOM_ASSIGN(study, studyOf(changes, std::move(study)));
  HEADROOM_ASSIGN(Preparation how, preparationFor(shared, options));
  if (options.pilot.empty()) how.pilot = pilotNoise(*known);  // its own runs say how large noise is
  HEADROOM_ASSIGN(const PreparedStudy prepared, prepareVersion(*known, study, how));
  if (prepared.refusal) return *prepared.refusal;
  Answer answer{toJson(prepared.plan), planText(prepared.study(), prepared.plan), {}};
  if (options.dryRun) {
    answer.json["dry_run"] = true;
    return answer;
  }
  HEADROOM_ASSIGN(EngineConnection engine, openEngine(shared));
  HEADROOM_ASSIGN(const Json done, engine.ask(replaceRequest(id, prepared)));
  answer.json["study"] = id.text;
  answer.json["version"] = done.value("version", 0);
  answer.text += "Version " + std::to_string(done.value("version", 0)) + " of " + id.text + ".\n";
  return answer;
}

Result<Answer> change(const Shared& shared, const StudyOptions& options, const std::string& verb) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const StudyId id, reader->findStudy(options.study));
  if (options.dryRun)
    return Answer{{{"dry_run", true}, {"study", id.text}, {"do", verb}}, "would " + verb + " " + id.text + "\n", {}};
  HEADROOM_ASSIGN(EngineConnection engine, openEngine(shared));
  HEADROOM_ASSIGN(Json done, engine.ask({{"do", "study-" + verb}, {"study", id.text}}));
  const std::string text = id.text + " is " + done.value("state", "") + "\n";
  return Answer{std::move(done), text, {}};
}

std::string ratesText(const StudyResult& result) {
  Table table({"scale", "arm", "learning rate", "trials", "a wrong rate costs"});
  for (const RateFinding& finding : result.rates) {
    if (finding.trials.empty()) continue;
    std::string trials;
    for (const RateTrial& trial : finding.trials)
      trials += (trials.empty() ? "" : ", ") + shortest(trial.rate) + ": " + formatFixed(trial.loss, 4);
    table.add({finding.scale, finding.arm, shortest(finding.rate), trials,
               orDash(finding.sensitivity, [](double nat) { return formatFixed(nat, 4) + " nat"; })});
  }
  return table.empty() ? "" : "Learning rates (rate: loss)\n" + table.text() + "\n";
}

std::string interval(const std::optional<GainEstimate>& gain) {
  if (!gain) return "–";
  std::string text = formatFixed(gain->ceg, 3);
  if (gain->low && gain->high) text += " [" + formatFixed(*gain->low, 3) + ", " + formatFixed(*gain->high, 3) + "]";
  return text;
}

std::string togetherText(const StudyResult& result) {
  std::string text;
  for (const ScaleInteractions& one : result.interactions) {
    text += one.scale + ": " + listed(one.changes) + " alone multiply to " +
            orDash(one.product, [](double value) { return formatFixed(value, 3); }) + "; measured together " +
            interval(one.measured) + "; additivity " +
            orDash(one.found.additivity, [](double value) { return formatFixed(value, 2); }) + "\n";
    for (std::size_t i = 0; i < one.found.shapley.size(); ++i)
      if (one.found.shapley[i])
        text += "  Shapley share of " + one.changes[i] + ": " + interval(one.found.shapley[i]) + "\n";
  }
  return text.empty() ? "" : "Together\n" + text + "\n";
}

/// The stored plan beside what has been done.
std::string progressText(const StudyResult& result) {
  Table table({"scale", "runs planned", "completed", "failed", "diverged", "FLOP planned", "done", "time planned",
               "trained", "smallest CEG planned", "as noise turned out"});
  const auto gain = [](double value) { return formatFixed(value, 3); };
  for (const ScaleProgress& row : progressOf(result))
    table.add({row.scale, std::to_string(row.planned), std::to_string(row.completed), std::to_string(row.failed),
               std::to_string(row.diverged), formatCount(row.plannedFlops), formatCount(row.flops),
               orDash(row.plannedSeconds, formatDuration), row.seconds > 0 ? formatDuration(row.seconds) : "–",
               orDash(row.plannedGain, gain), orDash(row.gain, gain)});
  const std::optional<double> left = secondsLeft(result);
  return "Plan and what was done\n" + table.text() +
         (left ? "About " + formatDuration(*left) + " are left.\n" : std::string()) + "\n";
}

Result<Answer> show(const Shared& shared, const StudyOptions& options) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const StudyId id, reader->findStudy(options.study));
  HEADROOM_ASSIGN(const std::shared_ptr<const StudyResult> found, studyResult(*reader, id));
  const StudyResult& result = *found;
  Answer answer;
  answer.json = toJson(result);
  answer.json["provenance"] = provenanceOf(*reader, result);
  std::map<std::string, std::int64_t> states;
  for (const StudyFact& fact : result.facts) ++states[std::string(word(fact.state))];
  answer.text = result.study().name + " (" + id.text + ") is " + std::string(word(result.state)) + ": " +
                std::to_string(result.ended) + " of about " + std::to_string(result.planned) + " runs have ended";
  for (const auto& [name, count] : states) answer.text += ", " + std::to_string(count) + " " + name;
  answer.text += "\n\n" + progressText(result) + ratesText(result);
  if (!result.noGains.empty()) answer.text += result.noGains + "\n";
  if (result.paper) answer.text += describe(*result.paper);
  if (result.sharedRate) answer.text += "Every arm at its own learning rate\n\n";
  if (result.rigorous) answer.text += describe(*result.rigorous);
  if (result.sharedRate)
    answer.text += "\nEvery arm at the baseline's learning rate\n\n" + describe(*result.sharedRate);
  answer.text += togetherText(result);
  for (const ScaleLaw& law : result.laws.arms)
    answer.text +=
        "Power laws over scales: " + law.arm + " has slope " + formatFixed(law.slope, 3) +
        (law.low && law.high ? " [" + formatFixed(*law.low, 3) + ", " + formatFixed(*law.high, 3) + "]" : "") + "\n";
  for (const std::string& note : result.notes) answer.text += note + "\n";
  return answer;
}

Result<Answer> list(const Shared& shared) {
  Answer answer;
  Json templates = Json::array(), studies = Json::array();
  for (const Library::Document& document : builtinLibrary().studies) templates.push_back(document.name);
  std::error_code problem;
  if (std::filesystem::exists(shared.database, problem)) {
    HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
    HEADROOM_ASSIGN(const std::vector<StudySummary> known, reader->studies());
    Table table({"study", "name", "state"});
    for (const StudySummary& study : known) {
      HEADROOM_ASSIGN(const Decisions decisions, reader->studyDecisions(study.id));
      const std::string state(word(stateOf(decisions)));
      studies.push_back({{"study", study.id.text}, {"name", study.name}, {"state", state}});
      table.add({study.id.text, oneLine(study.name, 60), state});
    }
    if (!table.empty()) answer.text += table.text() + "\n";
  } else if (shared.databaseNamed) {
    return openReader(shared).error();
  }
  answer.text += "Templates: " + listed(templates.get<std::vector<std::string>>()) + "\n";
  answer.json = {{"studies", std::move(studies)}, {"templates", std::move(templates)}};
  return answer;
}

}  // namespace

void addStudy(CommandLine& line) {
  CLI::App& group = line.group("study", "Compare arms with a baseline: plan, run, and show what helps");
  const auto add = [&](const std::string& name, const std::string& help, const std::string& what,
                       Result<Answer> (*act)(const Shared&, const StudyOptions&)) {
    auto options = std::make_shared<StudyOptions>();
    CLI::App& command = line.add(group, name, help, [=](const Shared& shared) { return act(shared, *options); });
    command
        .add_option("study", options->study,
                    what == "STUDY" ? "An id, the beginning of one, or a name" : "A template or a file")
        ->required()
        ->type_name(what);
    return std::pair(&command, options);
  };
  const auto takesChanges = [](CLI::App* command, const std::shared_ptr<StudyOptions>& options) {
    addRepeated(*command, "--scale", options->scales, "Instead of the study's scales")->type_name("NAME");
    addRepeated(*command, "--set", options->settings, "Of every run")->type_name("KEY=VALUE");
    command->add_option("--seeds", options->seeds, "Instead of the study's seeds")->delimiter(',')->type_name("N,N…");
    command->add_option("--data", options->data, "Instead of the study's data");
    const auto number = [&](const char* name, std::optional<double>& value, const char* help) {
      command->add_option(name, value, help)->type_name("NUMBER");  // its range is the definition's
    };
    number("--tokens-per-parameter", options->tokensPerParameter, "Instead of the study's; 0: the recipe's steps");
    number("--price", options->price, "Of an hour of this machine, for the plan");
    number("--hours", options->hours, "The most it may take; 0: any");
    number("--loss-sigma", options->lossSigma, "Spread of the last loss over seeds, nat, for the plan");
    number("--end-slope", options->endSlope, "|dL/dlnC| at the end, for the plan");
    command->add_option("--threads", options->threads, "Of a run on the processor; the rest trains side by side")
        ->check(CLI::Range(1, 4096))
        ->type_name("N");
    command->add_flag("--full", options->full, "Search every arm's learning rate, and train it at the baseline's too");
    command->add_option("--roofs", options->roofs,
                        "What `headroom doctor --json` gave; else what was stored here last");
    command->add_option("--pilot", options->pilot, "A study whose baseline says how large noise is")
        ->type_name("STUDY");
    command->add_option("--device", options->device, "auto, cpu or cuda")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
  };
  auto [planned, planOptions] =
      add("plan", "Runs, FLOPs, time, memory, and the smallest gain it can find", "FILE|TEMPLATE", plan);
  takesChanges(planned, planOptions);
  auto [started, startOptions] = add("start", "Start a study; the engine carries it out", "FILE|TEMPLATE", start);
  takesChanges(started, startOptions);
  started->add_flag("--dry-run", startOptions->dryRun, "Plan it and start nothing");
  add("show", "State, decisions and gains of a study", "STUDY", show);
  for (const auto& [name, help, act] :
       {std::tuple(
            "pause", "Pause its runs and submit no more",
            +[](const Shared&s, const StudyOptions&o) { return change(s, o, "pause"); }),
        std::tuple(
            "resume", "Go on with a study that was paused or stopped",
            +[](const Shared&s, const StudyOptions&o) { return change(s, o, "resume"); }),
        std::tuple(
            "stop", "Stop its runs, each with a checkpoint",
            +[](const Shared&s, const StudyOptions&o) { return change(s, o, "stop"); })}) {
    auto [command, options] = add(name, help, "STUDY", act);
    command->add_flag("--dry-run", options->dryRun, "Say what would be done");
  }
  auto [replanned, replanOptions] = add(
      "replan", "Make a new version of a study; its runs are kept", "STUDY",
      +[](const Shared& s, const StudyOptions& o) { return replace(s, o, false); });
  replanned->add_option("file", replanOptions->file, "The new definition; without it the options change the old one");
  takesChanges(replanned, replanOptions);
  replanned->add_flag("--dry-run", replanOptions->dryRun, "Plan it and change nothing");
  auto [seeded, seedOptions] = add(
      "add-seeds", "Train more seeds of every arm", "STUDY",
      +[](const Shared& s, const StudyOptions& o) { return replace(s, o, true); });
  seeded->add_option("seeds", seedOptions->seeds, "Seeds to add")->required()->delimiter(',')->type_name("N,N…");
  seeded->add_flag("--dry-run", seedOptions->dryRun, "Plan it and change nothing");
  line.add(group, "list", "Studies of this database, and the templates", list);
  line.add(group, "schema", "The form of a study's definition as JSON Schema", [](const Shared&) -> Result<Answer> {
    return Answer{studySchema(), dump(studySchema(), 2) + "\n", {}};
  });
}

}  // namespace headroom::cli
