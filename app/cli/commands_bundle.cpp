// bundle: studies and runs from other machines; study again and study compare: whether they come out the same here.
#include <filesystem>

#include "app/cli/access.h"
#include "app/cli/bundle_export.h"
#include "app/cli/commands.h"
#include "core/base/files.h"
#include "core/base/ids.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/study/adoption.h"
#include "core/study/bundle.h"
#include "core/study/reproduction.h"
#include "core/study/study_folder.h"

namespace headroom::cli {
namespace {
namespace fs = std::filesystem;

/// What holds runs/, studies/, data/.
fs::path databaseFolder(const Shared& shared) {
  return fs::path(absolutePath(shared.database.string())).parent_path();
}

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string summaryText(const BundleManifest& manifest) {
  std::string text = (manifest.studies.empty() ? "" : "study " + manifest.studies.front().text + " with ") +
                     counted(manifest.runs.size(), "run") + ", " + counted(manifest.files.size(), "file") + ", " +
                     formatMemory(static_cast<double>(manifest.bytes())) + " unpacked";
  for (const BundleData& data : manifest.data)
    text += data.leftOut.empty() ? "\ndata " + data.hash + " included"
                                 : "\ndata not included (" + data.leftOut + "): " + listed(data.files) +
                                       (data.hash.empty() ? "" : ", hash " + data.hash);
  return text + "\n";
}

/// The manifest, with its files counted instead of listed.
Json summaryJson(const BundleManifest& manifest) {
  Json json = toJson(manifest);
  json["files"] = manifest.files.size();
  json["bytes"] = manifest.bytes();
  return json;
}

Result<Answer> show(const std::string& file) {
  HEADROOM_ASSIGN(const BundleManifest manifest, checkBundle(file));
  Answer answer{summaryJson(manifest),
                manifest.name + ", made " + manifest.made + " by " + manifest.build + "\n" + summaryText(manifest),
                {}};
  answer.text += "Every file is what the manifest says.\n";
  return answer;
}

/// A folder that is gone when this goes.
struct Passing {
  fs::path path;
  explicit Passing(fs::path folder) : path(std::move(folder)) {}
  Passing(const Passing&) = delete;
  Passing& operator=(const Passing&) = delete;
  ~Passing() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

Result<Answer> open(const Shared& shared, const std::string& file, bool dryRun) {
  const fs::path folder = databaseFolder(shared);
  HEADROOM_ASSIGN(const BundleManifest manifest, checkBundle(file));
  HEADROOM_ASSIGN(const Arrivals arrivals, arrivalsOf(manifest, folder));
  if (const auto room = freeBytes(folder); room && *room < manifest.bytes())
    return refused("The bundle needs " + formatMemory(static_cast<double>(manifest.bytes())) + " and " +
                   inQuotes(folder.string(), 200) + " has " + formatMemory(static_cast<double>(*room)) +
                   "; make room or open it elsewhere with --db.");
  Answer answer;
  answer.json = summaryJson(manifest);
  answer.text = summaryText(manifest);
  if (dryRun) {
    answer.json["dry_run"] = true;
    answer.text = "Would open " + answer.text;
    return answer;
  }
  std::error_code problem;
  const bool existed = fs::exists(folder, problem);
  const auto adopt = [&]() -> Result<Json> {
    const Passing unpacked(folder / (".bundle-" + freshId()));
    HEADROOM_ASSIGN(const BundleManifest taken, unpackBundle(file, unpacked.path));
    HEADROOM_TRY(checkDocuments(taken, unpacked.path));
    HEADROOM_ASSIGN(EngineConnection engine, openEngineOfNew(shared));
    return engine.ask({{"do", "adopt-folders"}, {"path", unpacked.path.string()}}, std::chrono::minutes(30));
  };
  const Result<Json> adopted = adopt();
  if (!adopted) {
    if (!existed) fs::remove(folder, problem);  // only while it is empty
    return adopted.error();
  }
  for (const char* key : {"runs", "known", "studies"}) answer.json[key] = adopted->value(key, Json::array());
  answer.text = "Opened " + answer.text;
  if (!arrivals.knownRuns.empty())
    answer.text += counted(arrivals.knownRuns.size(), "run") + " were here already, the same.\n";
  for (const StudyId& study : manifest.studies)
    answer.text += "See `headroom study show " + study.text + "`; train it again with `headroom study again " +
                   study.text + "`.\n";
  return answer;
}

Result<Answer> again(const Shared& shared, const std::string& text, bool dryRun) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const StudyId id, reader->findStudy(text));
  HEADROOM_ASSIGN(const Json document, reader->study(id));
  HEADROOM_ASSIGN(const ResolvedStudy stored, resolvedStudyFrom(document, "study " + id.text));
  HEADROOM_ASSIGN(const Decisions decisions, reader->studyDecisions(id));
  const std::string dataHash = dataHashOf(decisions);
  HEADROOM_ASSIGN(const ResolvedStudy study, reproductionOf(stored, dataHash, databaseFolder(shared)));
  Answer answer;
  answer.json = {{"of", id.text}};
  if (dryRun) {
    answer.json["dry_run"] = true;
    answer.text = "Would train " + stored.study.name + " again.\n";
    return answer;
  }
  HEADROOM_ASSIGN(EngineConnection engine, openEngine(shared));
  HEADROOM_ASSIGN(
      const Json started,
      engine.ask({{"do", "study-start"}, {"study", toJson(study)}, {"data_hash", dataHash}, {"fresh", true}}));
  for (const auto& [key, value] : started.items()) answer.json[key] = value;
  const std::string fresh = started.value("study", "");
  answer.text = fresh + " is running: see `headroom study show " + fresh + "`; at its end `headroom study compare " +
                id.text + " " + fresh + "`.\n";
  return answer;
}

std::string comparisonText(const StudyComparison& found) {
  const std::string builds = found.sameBuild() ? "Same build: " : "Another build: ";
  std::string text;
  if (found.runs.empty()) {
    text = "No run has ended in both studies yet, so there is nothing to compare.";
  } else if (const ComparedRun* worst = found.worst()) {
    text = builds + std::to_string(found.runs.size() - found.equal()) + " of " + std::to_string(found.runs.size()) +
           " final losses differ; largest difference " + shortest(worst->difference()) + " nat (" + worst->run.arm +
           ", " + worst->run.scale + ", seed " + std::to_string(worst->run.seed) + ", " +
           std::to_string(worst->run.horizon) + " steps: " + shortest(worst->firstLoss) + " and " +
           shortest(worst->secondLoss) + ").";
  } else {
    text = builds + "the final losses of all " + std::to_string(found.runs.size()) + " runs have equal digits.";
  }
  text += "\n";
  if (found.onlyFirst + found.onlySecond > 0)
    text += "Ended in one study alone: " + std::to_string(found.onlyFirst) + " of the first, " +
            std::to_string(found.onlySecond) + " of the second.\n";
  return text;
}

Result<Answer> compare(const Shared& shared, const std::string& first, const std::string& second) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  HEADROOM_ASSIGN(const StudyId one, reader->findStudy(first));
  HEADROOM_ASSIGN(const StudyId other, reader->findStudy(second));
  HEADROOM_ASSIGN(const StudyComparison found, compareStudies(*reader, databaseFolder(shared), one, other));
  Answer answer{{{"studies", {one.text, other.text}}}, comparisonText(found), {}};
  const Json details = toJson(found);
  for (const auto& [key, value] : details.items()) answer.json[key] = value;
  return answer;
}

struct Names {
  std::string first, second;
  bool dryRun = false;
};

}  // namespace

Result<Answer> exportBundle(const Shared& shared, const std::string& what, const std::string& target,
                            const BundleOptions& options, bool dryRun) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  const auto study = reader->findStudy(what);
  const auto run = reader->findRun(what);
  if (study && run) return badInput(inQuotes(what) + " is a study and a run too; give the id of the one you mean.");
  if (!study && !run)
    return badInput("There is no study or run " + inQuotes(what) + "; see headroom study list and headroom runs.");
  const BundleWish wish{.checkpoints = options.checkpoints, .data = !options.noData};
  const fs::path folder = databaseFolder(shared);
  HEADROOM_ASSIGN(const BundleContents contents,
                  study ? bundleOfStudy(*reader, folder, *study, wish) : bundleOfRun(*reader, folder, *run, wish));
  const fs::path path = bundlePath(absolutePath(target), contents.manifest.name);
  if (!dryRun) HEADROOM_TRY(writeBundle(contents, path));
  Answer answer;
  answer.json = summaryJson(contents.manifest);
  answer.json["path"] = path.string();
  if (dryRun) answer.json["dry_run"] = true;
  answer.text = (dryRun ? "Would write " : "") + path.string() + ": " + summaryText(contents.manifest);
  return answer;
}

void addBundle(CommandLine& line) {
  CLI::App& group = line.group("bundle", "Studies and runs in one file: look into it, and take it in");
  const auto names = [&](CLI::App& parent, const char* name, const char* help, auto act) {
    auto given = std::make_shared<Names>();
    return std::pair(&line.add(parent, name, help, [=](const Shared& shared) { return act(shared, *given); }), given);
  };
  auto [showing, shown] = names(group, "show", "Check every file of a bundle and say what it holds",
                                [](const Shared&, const Names& given) { return show(given.first); });
  showing->add_option("file", shown->first, "What export --to bundle wrote")->required()->type_name("FILE");
  auto [opening, opened] =
      names(group, "open", "Bring a bundle's study and runs into this database",
            [](const Shared& shared, const Names& given) { return open(shared, given.first, given.dryRun); });
  opening->add_option("file", opened->first, "What export --to bundle wrote")->required()->type_name("FILE");
  opening->add_flag("--dry-run", opened->dryRun, "Check it and take nothing in");

  CLI::App& studies = *line.root().get_subcommand("study");
  auto [repeating, repeated] =
      names(studies, "again", "Train a stored study once more, with no run reused",
            [](const Shared& shared, const Names& given) { return again(shared, given.first, given.dryRun); });
  repeating->add_option("study", repeated->first, "An id, the beginning of one, or a name")
      ->required()
      ->type_name("STUDY");
  repeating->add_flag("--dry-run", repeated->dryRun, "Say what would be done");
  auto [comparing, compared] =
      names(studies, "compare", "Whether the runs of two studies ended with equal digits",
            [](const Shared& shared, const Names& given) { return compare(shared, given.first, given.second); });
  comparing->add_option("first", compared->first, "A study")->required()->type_name("STUDY");
  comparing->add_option("second", compared->second, "The same, trained again")->required()->type_name("STUDY");
}

}  // namespace headroom::cli
