// Runs from and to other programs, and reports.
#include <filesystem>

#include "app/cli/access.h"
#include "app/cli/bundle_export.h"
#include "app/cli/commands.h"
#include "app/cli/model_options.h"
#include "app/cli/window.h"
#include "core/base/files.h"
#include "core/base/ids.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/import_export.h"
#include "core/study/study_csv.h"

namespace headroom::cli {
namespace {

/// headroom-train makes a run folder of it beside the others; the engine gives it its name.
Result<Answer> importModel(const Shared& shared, const std::string& path, bool dryRun) {
  namespace fs = std::filesystem;
  const auto convert = [&](const std::vector<std::string>& target) -> Result<Json> {
    std::vector<std::string> arguments{"import", path};
    arguments.insert(arguments.end(), target.begin(), target.end());
    HEADROOM_ASSIGN(const Ended ended, runProgram("HEADROOM_TRAIN_PROGRAM", "headroom-train", arguments));
    if (ended.code != 0) return errorOf(ended, "The import");
    return parseJson(ended.out, "headroom-train import");
  };
  Answer answer;
  HEADROOM_ASSIGN(const Json model, convert({}));  // what can be refused at once makes no database
  const std::string what = "a " + model.value("model_type", "") + " of " +
                           formatGrouped(model.value("parameters", std::int64_t{0})) + " parameters";
  if (dryRun) {
    answer.json = {{"dry_run", true}, {"from", "huggingface"}, {"path", path}, {"model", model}};
    answer.text = "Would import " + what + " from " + path + ".\n";
    return answer;
  }
  HEADROOM_ASSIGN(EngineConnection engine, openEngineOfNew(shared));
  const fs::path runs = fs::path(absolutePath(shared.database.string())).parent_path() / "runs";
  const fs::path folder = runs / (".import-" + freshId());
  HEADROOM_TRY(makeFolders(runs));
  Result<Json> done = convert({folder.string()});
  if (done)
    done = engine.ask({{"do", "import"}, {"from", "huggingface"}, {"path", folder.string()}}, std::chrono::minutes(5));
  if (!done) {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return done.error();
  }
  answer.json = {{"runs", done->value("runs", Json::array())}};
  for (const Json& run : answer.json["runs"]) answer.text += run.get<std::string>() + " is " + what + "\n";
  return answer;
}

Result<Answer> import(const Shared& shared, const std::string& format, const std::string& path, bool dryRun) {
  const std::string absolute = absolutePath(path);
  std::error_code problem;
  if (!std::filesystem::exists(absolute, problem))
    return badInput(inQuotes(path, 300) + " does not exist; give the path of what to import.");
  Answer answer;
  if (format == "huggingface") return importModel(shared, absolute, dryRun);
  if (dryRun) {
    answer.json = {{"dry_run", true}, {"from", format}, {"path", absolute}};
    answer.text = "Would import " + absolute + ".\n";
    return answer;
  }
  HEADROOM_ASSIGN(EngineConnection engine, openEngineOfNew(shared));
  HEADROOM_ASSIGN(const Json done,
                  engine.ask({{"do", "import"}, {"from", format}, {"path", absolute}}, std::chrono::minutes(30)));
  const Json runs = done.value("runs", Json::array());
  answer.json = {{"runs", runs}};
  for (const Json& run : runs) answer.text += run.get<std::string>() + "\n";
  return answer;
}

Result<Answer> exportStudy(const RunReader& reader, const StudyId& id, const std::string& path, bool dryRun) {
  HEADROOM_ASSIGN(const std::shared_ptr<const StudyResult> study, studyResult(reader, id));
  Answer answer;
  answer.json = {{"study", id.text}, {"to", "csv"}, {"path", absolutePath(path)}};
  if (dryRun) {
    answer.json["dry_run"] = true;
    answer.text = "Would write curves.csv and runs.csv into " + absolutePath(path) + "\n";
    return answer;
  }
  HEADROOM_ASSIGN(const StudyTables tables, exportCsv(*study, absolutePath(path)));
  Json files = Json::array();
  for (const std::filesystem::path& file : tables.files) {
    files.push_back(file.string());
    answer.text += file.string() + "\n";
  }
  for (const std::string& warning : tables.warnings) answer.text += "warning: " + oneLine(warning) + "\n";
  answer.json["files"] = std::move(files);
  answer.json["warnings"] = tables.warnings;
  return answer;
}

Result<Answer> exportSeries(const Shared& shared, const std::string& word, const std::string& format,
                            const std::string& path, bool dryRun) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const RunOrStudy found, findRunOrStudy(*reader, word));
  if (const StudyId* study = std::get_if<StudyId>(&found)) {
    if (format != "csv")
      return badInput("A study is written as csv alone; use --to csv DIR, or export its runs one by one.");
    return exportStudy(*reader, *study, path, dryRun);
  }
  const RunId id = std::get<RunId>(found);
  if (!dryRun) {
    HEADROOM_TRY(format == "csv" ? exportCsv(*reader, id, path) : exportTensorboard(*reader, id, path));
  }
  Answer answer;
  answer.json = {{"run", id.text}, {"to", format}, {"path", absolutePath(path)}};
  if (dryRun) answer.json["dry_run"] = true;
  answer.text = (dryRun ? "Would write " : "") + absolutePath(path) + "\n";
  return answer;
}

Result<Answer> report(const Shared& shared, const std::vector<std::string>& words, const std::string& target,
                      bool dryRun) {
  const std::string extension = std::filesystem::path(target).extension().string();
  if (extension != ".md" && extension != ".html" && extension != ".pdf")
    return badInput("--to " + inQuotes(target) + " has no ending that is known; use .md, .html or .pdf.");
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  std::vector<std::string> arguments = {"report", "--db", absolutePath(shared.database.string())};
  Answer answer;
  Json ids = Json::array();
  for (const std::string& text : words) {
    HEADROOM_ASSIGN(const RunOrStudy found, findRunOrStudy(*reader, text));
    if (const StudyId* study = std::get_if<StudyId>(&found)) {
      if (words.size() > 1)
        return badInput(inQuotes(text) + " is a study; a report is of runs or of one study, so name it alone.");
      arguments.insert(arguments.end(), {"--study", study->text});
      answer.json["study"] = study->text;
      continue;
    }
    const RunId id = std::get<RunId>(found);
    arguments.insert(arguments.end(), {"--run", id.text});
    ids.push_back(id.text);
  }
  arguments.insert(arguments.end(), {"--to", absolutePath(target)});
  if (!ids.empty()) answer.json["runs"] = std::move(ids);
  answer.json["path"] = absolutePath(target);
  if (dryRun) {
    answer.json["dry_run"] = true;
    answer.text = "Would write " + absolutePath(target) + "\n";
    return answer;
  }
  // The charts are the window's own, drawn without a screen.
  HEADROOM_ASSIGN(const Ended ended,
                  runProgram("HEADROOM_GUI_PROGRAM", "headroom-gui", arguments, {{"QT_QPA_PLATFORM", "offscreen"}}));
  if (ended.code != 0) return errorOf(ended, "The report");
  answer.text = absolutePath(target) + "\n";
  return answer;
}

struct TransferOptions {
  std::string format, path, run, target;
  std::vector<std::string> runs;
  bool dryRun = false;
};

}  // namespace

void addTransfer(CommandLine& line) {
  auto from = std::make_shared<TransferOptions>();
  CLI::App& importing =
      line.add(line.root(), "import", "Make runs from files of other programs",
               [=](const Shared& shared) { return import(shared, from->format, from->path, from->dryRun); });
  importing.add_option("format", from->format, "tensorboard or csv (series), huggingface (a model)")
      ->required()
      ->check(CLI::IsMember({"tensorboard", "csv", "huggingface"}));
  importing.add_option("path", from->path, "A folder of event files, a table, or what save_pretrained wrote")
      ->required()
      ->type_name("PATH");
  importing.add_flag("--dry-run", from->dryRun, "Say what would be imported");

  auto to = std::make_shared<TransferOptions>();
  auto seed = std::make_shared<std::string>("1");
  auto model = std::make_shared<std::shared_ptr<ModelOptions>>();
  auto bundle = std::make_shared<BundleOptions>();
  CLI::App& exporting = line.add(
      line.root(), "export",
      "Write a run's series, a study's curves, a model's weights, or a bundle to train again elsewhere",
      [=](const Shared& shared) {
        if (to->format == "bundle") return exportBundle(shared, (*model)->model, to->path, *bundle, to->dryRun);
        if (bundle->checkpoints || bundle->noData)
          return Result<Answer>(badInput("--checkpoints and --no-data are for --to bundle alone; leave them out."));
        if (to->format == "csv" || to->format == "tensorboard")
          return exportSeries(shared, (*model)->model, to->format, to->path, to->dryRun);
        return exportWeights(shared, **model, to->format, to->path, *seed, to->dryRun);
      });
  *model = addModelOptions(exporting);
  exporting.get_option("model")->type_name("RUN|STUDY|FILE|TEMPLATE");
  exporting.add_option("--seed", *seed, "Of a template's weights: as training would start")->default_val("1");
  exporting
      .add_option("--to", to->format,
                  "csv (a run, a study), tensorboard (a run); safetensors, huggingface, pytorch (weights); bundle (a "
                  "study or run)")
      ->required()
      ->check(CLI::IsMember({"csv", "tensorboard", "safetensors", "huggingface", "pytorch", "bundle"}));
  exporting.add_option("path", to->path, "The file or folder to write")->required()->type_name("PATH");
  exporting.add_flag("--checkpoints", bundle->checkpoints, "Of a bundle: with the last checkpoint of every run");
  exporting.add_flag("--no-data", bundle->noData, "Of a bundle: without the files that runs were trained on");
  exporting.add_flag("--dry-run", to->dryRun, "Say what would be written");

  auto told = std::make_shared<TransferOptions>();
  CLI::App& reporting =
      line.add(line.root(), "report", "Write a report of runs or of a study: question, results, charts, configuration",
               [=](const Shared& shared) { return report(shared, told->runs, told->target, told->dryRun); });
  reporting.add_option("run", told->runs, "A study, or runs: the first is the baseline of the others")
      ->required()
      ->type_name("RUN|STUDY");
  reporting.add_option("--to", told->target, "FILE.md, FILE.html or FILE.pdf")->required()->type_name("FILE");
  reporting.add_flag("--dry-run", told->dryRun, "Say what would be written");
}

}  // namespace headroom::cli
