// Which files of a study or a run go into its bundle.
#include <algorithm>
#include <map>
#include <set>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/devices/machine.h"
#include "core/study/bundle.h"
#include "core/study/bundle_data.h"
#include "core/study/study_folder.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMostData = std::uint64_t{64} << 20;

std::vector<fs::path> sortedFiles(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->is_regular_file(error)) files.push_back(at->path());
  std::sort(files.begin(), files.end());
  return files;
}

class Packer {
 public:
  Packer(const RunReader& reader, fs::path folder, const BundleWish& wish)
      : m_reader(reader), m_folder(std::move(folder)), m_wish(wish) {}

  Result<void> addStudy(const StudyId& study) {
    m_contents.manifest.studies.push_back(study);
    const StudyFolder folder = StudyFolder::of(m_folder, study);
    for (const fs::path& file : sortedFiles(folder.path())) HEADROOM_TRY(addPlaced(file));
    return {};
  }

  /// The run, and before it the one that it began from.
  Result<void> addRun(const RunId& run) {
    if (!m_runs.insert(run).second) return {};
    HEADROOM_ASSIGN(const RunSummary summary, m_reader.run(run));
    if (!isEnded(summary.state) && summary.state != RunState::Paused)
      return refused("Run " + inQuotes(summary.meta.name) + " is " + std::string(word(summary.state)) +
                     ", so its files still change; stop it or wait for its end.");
    HEADROOM_ASSIGN(const RunDefinition definition, m_reader.definition(run));
    if (definition.from && m_reader.run(definition.from->run)) HEADROOM_TRY(addRun(definition.from->run));
    const RunFolder folder = RunFolder::of(m_folder, run);
    m_contents.manifest.runs.push_back(run);
    for (const fs::path& file : sortedFiles(folder.path())) HEADROOM_TRY(addPlaced(file));
    const std::vector<CheckpointFolder> checkpoints = completeCheckpoints(folder);
    if (m_wish.checkpoints && !checkpoints.empty())
      for (const fs::path& file : sortedFiles(checkpoints.back().path)) HEADROOM_TRY(addPlaced(file));
    noteMachine(folder);
    noteData(definition.data, dataHashOf(folder), &folder);
    return {};
  }

  void noteData(const Json& data, const std::string& hash, const RunFolder* run) {
    const std::string source = data.is_object() && data.contains("source") ? dump(data["source"]) : "";
    if (source != "\"text\"" && source != "\"tokens\"") return;  // the grammar is in every program
    Data& one = m_data[dump(data)];
    one.data = data;
    if (one.hash.empty()) one.hash = hash;
    if (run && !one.run && !dataHashOf(*run).empty()) one.run = *run;
  }

  /// Machines and data, once all runs are in.
  Result<void> addRest() {
    for (const fs::path& file : sortedFiles(m_folder / "machines")) {
      const auto roofs = readJson(file.string());
      if (!roofs || !roofs->is_object() || !roofs->contains("machine")) continue;
      if (m_machines.contains(machineId((*roofs)["machine"]))) HEADROOM_TRY(addPlaced(file));
    }
    std::uint64_t bytes = 0;
    std::set<std::string> included;
    for (auto& [text, one] : m_data) {
      BundleData entry{.hash = one.hash};
      HEADROOM_ASSIGN(entry.leftOut, addData(one, included, bytes));
      if (!entry.leftOut.empty())
        if (const Json files = one.data.value("files", Json::array()); files.is_array())
          for (const Json& file : files)
            if (file.is_string()) entry.files.push_back(file.get<std::string>());
      if (entry.leftOut.empty() && !included.insert(one.hash).second) continue;  // the same under another name
      m_contents.manifest.data.push_back(std::move(entry));
    }
    return {};
  }

  BundleContents take(const std::string& name) {
    m_contents.manifest.program = HEADROOM_VERSION;
    m_contents.manifest.build = numericsHere().build;
    m_contents.manifest.made = isoTime(wallNs());
    m_contents.manifest.name = name;
    return std::move(m_contents);
  }

 private:
  struct Data {
    Json data;
    std::string hash;
    std::optional<RunFolder> run;  // knows the tokenizer
  };

  /// A file of the database's folder, at the same place in the bundle, if a bundle may hold it.
  Result<void> addPlaced(const fs::path& file) {
    const std::string path = file.lexically_relative(m_folder).generic_string();
    return pathProblem(path).empty() ? add(file, path) : Result<void>();
  }

  Result<void> add(const fs::path& source, const std::string& path) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(source, error);
    if (error) return failed(inQuotes(source.string(), 200) + " cannot be read: " + error.message() + ".");
    HEADROOM_ASSIGN(std::string hash, hashFile128(source));
    m_contents.manifest.files.push_back({path, size, std::move(hash)});
    m_contents.sources.push_back(source);
    return {};
  }

  /// Why they stay out; "" when they are in.
  Result<std::string> addData(const Data& one, const std::set<std::string>& included, std::uint64_t& bytes) {
    if (!m_wish.data) return std::string("left out as asked");
    if (one.hash.empty()) return std::string("no run has written down their hash");
    if (included.contains(one.hash)) return std::string();
    const auto found = dataFilesOf(one.data, one.hash);
    if (!found) return oneLine(found.error().message, 300);
    if (bytes + found->bytes > kMostData) return std::string("together they are larger than 64 MiB");
    if (const auto same = checkData(one.data, one.hash, one.run ? &*one.run : nullptr); !same)
      return oneLine(same.error().message, 300);
    bytes += found->bytes;
    for (const DataFiles::File& file : found->files) HEADROOM_TRY(add(file.source, file.path));
    return std::string();
  }

  void noteMachine(const RunFolder& run) {
    const auto environment = readJson(run.environment().string());
    if (!environment || !environment->is_object()) return;
    const Json attempts = environment->value("attempts", Json::array());
    for (const Json& attempt : attempts)
      if (attempt.is_object() && attempt.contains("machine")) m_machines.insert(machineId(attempt["machine"]));
  }

  const RunReader& m_reader;
  const fs::path m_folder;
  const BundleWish m_wish;
  BundleContents m_contents;
  std::set<RunId> m_runs;
  std::set<std::string> m_machines;
  std::map<std::string, Data> m_data;
};

}  // namespace

Result<BundleContents> bundleOfStudy(const RunReader& reader, const fs::path& databaseFolder, const StudyId& study,
                                     const BundleWish& wish) {
  HEADROOM_ASSIGN(const Json document, reader.study(study));
  HEADROOM_ASSIGN(const ResolvedStudy resolved, resolvedStudyFrom(document, "study " + study.text));
  HEADROOM_ASSIGN(const Decisions decisions, reader.studyDecisions(study));
  const std::string& name = resolved.study.name;
  if (stateOf(decisions) == StudyState::Running)
    return refused("Study " + inQuotes(name) + " is running; wait for its end, or stop it with: headroom study stop.");
  HEADROOM_ASSIGN(const std::vector<StudyLink> links, reader.studyLinks(study));
  Packer packer(reader, databaseFolder, wish);
  HEADROOM_TRY(packer.addStudy(study));
  for (const StudyLink& link : links)
    if (reader.run(link.run)) HEADROOM_TRY(packer.addRun(link.run));
  const std::string dataHash = dataHashOf(decisions);
  for (const ResolvedCell& cell : resolved.cells) packer.noteData(cell.base.data, dataHash, nullptr);
  HEADROOM_TRY(packer.addRest());
  return packer.take(name);
}

Result<BundleContents> bundleOfRun(const RunReader& reader, const fs::path& databaseFolder, const RunId& run,
                                   const BundleWish& wish) {
  HEADROOM_ASSIGN(const RunSummary summary, reader.run(run));
  Packer packer(reader, databaseFolder, wish);
  HEADROOM_TRY(packer.addRun(run));
  HEADROOM_TRY(packer.addRest());
  return packer.take(summary.meta.name.empty() ? run.text : summary.meta.name);
}

}  // namespace headroom
