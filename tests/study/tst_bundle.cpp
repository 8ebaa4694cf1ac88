// Bundles: what goes in comes out, and nothing else gets in.
#include <archive.h>
#include <archive_entry.h>
#include <rapidcheck.h>

#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/runs/journal_writer.h"
#include "core/runs/rebuild.h"
#include "core/study/adoption.h"
#include "core/study/bundle.h"
#include "core/study/bundle_data.h"
#include "core/study/cells.h"
#include "core/study/reproduction.h"
#include "core/study/study_folder.h"
#include "core/train/data/tokenizer_files.h"

using namespace headroom;
namespace fs = std::filesystem;

namespace {

template <class T>
T must(Result<T> result) {
  if (!result) qFatal("%s", result.error().message.c_str());
  return std::move(*result);
}
void must(const Result<void>& result) {
  if (!result) qFatal("%s", result.error().message.c_str());
}
void write(const fs::path& path, const std::string& content) {
  must(makeFolders(path.parent_path()));
  must(replaceFile(path, content));
}
std::string read(const fs::path& path) {
  return must(readFile(path));
}

const StudyId kStudy{"studyaa1"};

/// A database with a finished study of two runs on a text file.
class World {
 public:
  World() {
    std::string text;
    for (int i = 0; i < 2000; ++i) text += "all work and no play " + std::to_string(i * i) + "\n";
    write(textFile(), text);
    Json document =
        *parseJson(R"({ "format": "headroom.study", "version": 1, "name": "two norms", "model": "paper/none",
      "baseline": "none", "arms": [ {"name": "none"}, {"name": "layernorm", "patches": ["layernorm"]} ],
      "scales": ["nano"], "seeds": [1], "plan": "plain", "tokens_per_parameter": 0 })",
                   "test");
    document["data"] = "text:" + textFile().string();
    const Study study = must(studyFrom(document, "test"));
    const StudyCells cells = must(cellsOf(study));
    m_corpusHash = cells.corpus.hash;
    const ResolvedStudy resolved = resolvedStudy(study, cells, "cpu");
    const StudyFolder folder = StudyFolder::of(this->folder(), kStudy);
    must(folder.save(toJson(resolved)));
    must(folder.append({{"kind", "state"}, {"state", "running"}, {"data_hash", m_corpusHash}}));
    for (const StudyArm& arm : study.arms) {
      const ResolvedCell& cell = *resolved.find(arm.name, "nano");
      const StudyRun run{arm.name, "nano", 1, cell.learningRate(), cell.horizons.back(), RunRole::Whole};
      const RunId id{arm.name == "none" ? "runaaaa1" : "runaaaa2"};
      makeRun(RunFolder::of(this->folder(), id), definitionOf(resolved, run), arm.name == "none" ? 2.0 : 1.5);
      write(RunFolder::of(this->folder(), id).path() / "tokenizer.json",
            dump(toJson(RunTokenizer{cells.corpus.tokenizer, m_corpusHash})));
      must(folder.append(runDecision(id, run, false)));
    }
    must(folder.append({{"kind", "state"}, {"state", "finished"}}));
    must(recordAll(this->folder(), {RunId{"runaaaa1"}, RunId{"runaaaa2"}}, {kStudy}));
  }

  fs::path root() const { return m_folder.path().toStdString(); }
  fs::path folder() const { return root() / "here"; }
  fs::path other() const { return root() / "there"; }
  fs::path textFile() const { return root() / "play.txt"; }
  fs::path zip() const { return root() / "a.headroom.zip"; }
  const std::string& corpusHash() const { return m_corpusHash; }

  static void makeRun(const RunFolder& run, const RunDefinition& definition, double loss,
                      RunState last = RunState::Completed) {
    must(makeFolders(run.path()));
    must(saveMeta(run, {.name = definition.name}));
    for (const RunState state : {RunState::Queued, RunState::Running, last})
      must(appendState(run, {.state = state, .wallNs = 1, .attempt = 1, .step = definition.steps}));
    must(saveDefinition(run, definition));
    JournalWriter journal = must(JournalWriter::open(run.journal(1), 1));
    for (std::int64_t step = 1; step <= 3; ++step) {
      journal.scalar(step * 100, 1, "loss/val", static_cast<float>(loss));
      journal.real(step * 100, 1, "loss/val", loss + 1.0 / (3.0 * static_cast<double>(step)));
    }
    must(journal.sync());
    write(run.lock(), "");
    write(run.control(), "{}");
    write(run.checkpoint(300) / "state.json", "{}");
    write(run.checkpoint(300) / "model.safetensors", std::string(5000, 'w'));
    write(run.checkpoint(200) / "state.json", "{}");
  }

  static Result<void> recordAll(const fs::path& folder, const std::vector<RunId>& runs,
                                const std::vector<StudyId>& studies) {
    HEADROOM_ASSIGN(Database database, Database::open(folder / "headroom.db", ForeignRuns::Accept));
    for (const RunId& run : runs) HEADROOM_TRY(recordRunFolder(database, RunFolder::of(folder, run)));
    for (const StudyId& study : studies)
      if (!database.reader().study(study)) HEADROOM_TRY(recordStudyFolder(database, folder / "studies" / study.text));
    return {};
  }

  Result<BundleContents> contents(const BundleWish& wish = {}) const {
    HEADROOM_ASSIGN(const Database database, Database::open(folder() / "headroom.db"));
    return bundleOfStudy(database.reader(), folder(), kStudy, wish);
  }
  BundleManifest pack(const BundleWish& wish = {}) const {
    const BundleContents packed = must(contents(wish));
    must(writeBundle(packed, zip()));
    return packed.manifest;
  }
  /// What `bundle open` and the engine do.
  Result<Arrivals> openElsewhere() const {
    must(makeFolders(other()));
    HEADROOM_ASSIGN(const BundleManifest manifest, unpackBundle(zip(), other() / ".bundle"));
    const auto moved = moveIn(manifest, other() / ".bundle", other());
    fs::remove_all(other() / ".bundle");
    if (!moved) return moved.error();
    HEADROOM_TRY(recordAll(other(), manifest.runs, manifest.studies));
    return moved;
  }

 private:
  QTemporaryDir m_folder;
  std::string m_corpusHash;
};

struct Entry {
  std::string name, content;
  int type = AE_IFREG;
};

void writeZip(const fs::path& path, const std::vector<Entry>& entries) {
  archive* zip = ::archive_write_new();
  ::archive_write_set_format_zip(zip);
  if (::archive_write_open_filename(zip, path.c_str()) != ARCHIVE_OK) qFatal("%s", ::archive_error_string(zip));
  for (const Entry& one : entries) {
    archive_entry* entry = ::archive_entry_new();
    ::archive_entry_set_pathname(entry, one.name.c_str());
    ::archive_entry_set_filetype(entry, static_cast<unsigned>(one.type));
    ::archive_entry_set_perm(entry, 0644);
    ::archive_entry_set_size(entry, one.type == AE_IFREG ? static_cast<la_int64_t>(one.content.size()) : 0);
    if (one.type == AE_IFLNK) ::archive_entry_set_symlink(entry, one.content.c_str());
    if (::archive_write_header(zip, entry) != ARCHIVE_OK) qFatal("%s", ::archive_error_string(zip));
    if (one.type == AE_IFREG) ::archive_write_data(zip, one.content.data(), one.content.size());
    ::archive_entry_free(entry);
  }
  ::archive_write_close(zip);
  ::archive_write_free(zip);
}

/// A small sound bundle of one run, to be spoilt.
struct Draft {
  Json manifest;
  std::vector<Entry> entries;

  Draft() {
    manifest = *parseJson(R"({ "format": "headroom.bundle", "version": 1, "holds": "runs", "name": "x", "made": "",
      "program": {"version": "", "build": ""}, "studies": [], "runs": ["runaaaa1"], "data": [], "files": [] })",
                          "test");
    add("runs/runaaaa1/run.json", "{}");
    add("runs/runaaaa1/states.jsonl", "one\ntwo\n");
  }
  void add(const std::string& path, const std::string& content) {
    manifest["files"].push_back({{"path", path}, {"size", content.size()}, {"hash", hash128(content)}});
    entries.push_back({path, content});
  }
  void write(const fs::path& path) const {
    std::vector<Entry> all{{kManifestName, dump(manifest)}};
    all.insert(all.end(), entries.begin(), entries.end());
    writeZip(path, all);
  }
};

/// The type of the last entry, in the zip's own table, as Unix writes it: for what libarchive does not write.
void setLastType(const fs::path& path, unsigned type) {
  std::string bytes = read(path);
  const std::size_t record = bytes.rfind("PK\x01\x02");
  const unsigned mode = type | 0644;
  bytes[record + 5] = 3;  // made on Unix
  bytes[record + 40] = static_cast<char>(mode & 0xff);
  bytes[record + 41] = static_cast<char>(mode >> 8);
  write(path, bytes);
}

}  // namespace

class BundleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aStudyComesOutAsItWentIn() {
    const World world;
    const BundleManifest manifest = world.pack();
    std::set<std::string> paths;
    for (const BundleFile& file : manifest.files) paths.insert(file.path);
    QVERIFY(paths.contains("studies/studyaa1/study.json") && paths.contains("studies/studyaa1/decisions.jsonl"));
    QVERIFY(paths.contains("runs/runaaaa1/run.json") && paths.contains("runs/runaaaa2/tokenizer.json"));
    for (const std::string& path : paths) {
      QVERIFY(!path.ends_with("/lock") && !path.ends_with("/control.json"));
      QVERIFY(path.find("checkpoints") == std::string::npos);
    }
    QCOMPARE(must(checkBundle(world.zip())), manifest);
    const Arrivals arrivals = must(world.openElsewhere());
    QCOMPARE(arrivals.runs.size(), std::size_t{2});
    QCOMPARE(arrivals.studies.size(), std::size_t{1});
    const Database here = must(Database::open(world.folder() / "headroom.db"));
    const Database there = must(Database::open(world.other() / "headroom.db"));
    QCOMPARE(must(there.reader().study(kStudy)), must(here.reader().study(kStudy)));
    QCOMPARE(must(there.reader().studyDecisions(kStudy)), must(here.reader().studyDecisions(kStudy)));
    const ResolvedStudy resolved = must(resolvedStudyFrom(must(here.reader().study(kStudy)), "study"));
    const auto ours = must(factsOf(here.reader(), kStudy, resolved)),
               theirs = must(factsOf(there.reader(), kStudy, resolved));
    QCOMPARE(theirs.size(), ours.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
      QCOMPARE(theirs[i].id, ours[i].id);
      QCOMPARE(theirs[i].run, ours[i].run);
      QCOMPARE(theirs[i].points.size(), std::size_t{3});
      for (std::size_t p = 0; p < 3; ++p) QCOMPARE(theirs[i].points[p].loss, ours[i].points[p].loss);
    }
    const StudyComparison same = must(compareStudies(there.reader(), world.other(), kStudy, kStudy));
    QCOMPARE(same.equal(), std::size_t{2});
    QVERIFY(same.sameBuild() && !same.worst());
    // A second time nothing is new, whatever a person has changed about a run.
    must(saveMeta(RunFolder::of(world.other(), RunId{"runaaaa1"}), {.name = "mine", .notes = "seen"}));
    const Arrivals again = must(world.openElsewhere());
    QVERIFY(again.runs.empty() && again.studies.empty() && again.data.empty());
    QCOMPARE(again.knownRuns.size(), std::size_t{2});
    QCOMPARE(must(loadMeta(RunFolder::of(world.other(), RunId{"runaaaa1"}))).notes, std::string("seen"));
    QVERIFY(!writeBundle(must(world.contents()), world.zip()));  // it is there
  }

  void checkpointsAndDataComeAsAsked() {
    const World world;
    const auto has = [](const BundleManifest& manifest, const std::string& text) {
      return std::any_of(manifest.files.begin(), manifest.files.end(),
                         [&](const BundleFile& file) { return file.path.find(text) != std::string::npos; });
    };
    const BundleManifest all = must(world.contents({.checkpoints = true})).manifest;
    QVERIFY(has(all, "runs/runaaaa1/checkpoints/0000000300/model.safetensors"));
    QVERIFY(!has(all, "0000000200"));  // not the last
    QVERIFY(has(all, "data/" + world.corpusHash() + "/text/0000-play.txt"));
    QCOMPARE(all.data.size(), std::size_t{1});
    QCOMPARE(all.data[0].leftOut, std::string());
    const BundleManifest bare = must(world.contents({.data = false})).manifest;
    QVERIFY(!has(bare, "data/"));
    QCOMPARE(bare.data.at(0).files, std::vector<std::string>{world.textFile().string()});
    QCOMPARE(bare.data.at(0).hash, world.corpusHash());
    write(world.textFile(), read(world.textFile()) + "more\n");
    const BundleManifest changed = must(world.contents()).manifest;
    QVERIFY(changed.data.at(0).leftOut.find("no longer") != std::string::npos);
    fs::remove(world.textFile());
    QVERIFY(must(world.contents()).manifest.data.at(0).leftOut.find("cannot be read") != std::string::npos);
  }

  void dataAreFoundAgainWhereTheBundlePutThem() {
    const World world;
    world.pack();
    must(world.openElsewhere());
    const Json document = must(readJson((world.other() / "studies/studyaa1/study.json").string()));
    const ResolvedStudy stored = must(resolvedStudyFrom(document, "test"));
    const std::string hash = world.corpusHash();
    // Where they are what they were, they stay.
    QCOMPARE(must(reproductionOf(stored, hash, world.other())).cells[0].base.data, stored.cells[0].base.data);
    write(world.textFile(), "something else");
    const ResolvedStudy again = must(reproductionOf(stored, hash, world.other()));
    const std::string copy = (world.other() / "data" / hash / "text" / "0000-play.txt").string();
    for (const ResolvedCell& cell : again.cells) QCOMPARE(cell.base.data["files"], Json::array({copy}));
    QCOMPARE(again.study.name, std::string("two norms again"));
    // What was opened keeps its definition, and so its hash.
    for (const char* run : {"runs/runaaaa1/run.json", "runs/runaaaa2/run.json"})
      QCOMPARE(read(world.other() / run), read(world.folder() / run));
    write(copy, "something else");
    const auto gone = reproductionOf(stored, hash, world.other());
    QVERIFY(!gone && gone.error().kind == ErrorKind::BadInput);
    QVERIFY(gone.error().message.find("not on this machine") != std::string::npos);
  }

  void whatStillWorksIsNotPacked() {
    const World world;
    const StudyFolder folder = StudyFolder::of(world.folder(), kStudy);
    must(must(Database::open(world.folder() / "headroom.db"))
             .setState(RunId{"runaaaa2"}, {.state = RunState::Running, .wallNs = 2, .attempt = 2}));
    const auto running = world.contents();
    QVERIFY(!running && running.error().kind == ErrorKind::Refused);
    QVERIFY(running.error().message.find("running") != std::string::npos);
    must(must(Database::open(world.folder() / "headroom.db"))
             .addDecision(kStudy, {{"kind", "state"}, {"state", "running"}}));
    QVERIFY(world.contents().error().message.find("headroom study stop") != std::string::npos);
  }

  void anotherRunOfThatIdIsNotReplaced_data() {
    QTest::addColumn<QString>("file");
    for (const char* file :
         {"runs/runaaaa1/run.json", "runs/runaaaa1/states.jsonl", "studies/studyaa1/decisions.jsonl"})
      QTest::addRow("%s", file) << QString(file);
  }
  void anotherRunOfThatIdIsNotReplaced() {
    QFETCH(QString, file);
    const World world;
    world.pack();
    must(world.openElsewhere());
    const fs::path changed = world.other() / file.toStdString();
    fs::remove_all(world.other() / "runs/runaaaa2");  // would be new
    std::ofstream(changed, std::ios::app) << "\n";
    const auto opened = world.openElsewhere();
    QVERIFY(!opened && opened.error().kind == ErrorKind::BadInput);
    QVERIFY(opened.error().message.find("in this database already") != std::string::npos);
    QVERIFY(!fs::exists(world.other() / "runs/runaaaa2"));
  }

  void whatWouldTrainOrIsNoDocumentIsRefused_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* file, const char* more, const char* expected) {
      QTest::addRow("%s", name) << QString(file) << QByteArray(more) << QString(expected);
    };
    const char* decisions = "studies/studyaa1/decisions.jsonl";
    row("a queued run", "runs/runaaaa2/states.jsonl", R"({"state":"queued","wall_ns":3})", "start to train");
    row("a running study", decisions, R"({"kind":"state","state":"running"})", "start to train");
    row("a decision of no kind", decisions, R"({"state":"finished"})", "is no decision");
    row("a decision of wrong types", decisions, R"({"kind":"run","run":5})", "is no decision");
    row("a rung that keeps nobody", decisions, R"({"kind":"rung","scale":"nano"})", "is no decision");
    row("broken decisions", decisions, "{", "decisions.jsonl");
    row("a broken definition", "runs/runaaaa1/run.json", "x", "run.json");
    row("a broken study", "studies/studyaa1/study.json", "x", "study.json");
  }
  void whatWouldTrainOrIsNoDocumentIsRefused() {
    QFETCH(QString, file);
    QFETCH(QByteArray, more);
    QFETCH(QString, expected);
    const World world;
    BundleContents contents = must(world.contents());
    for (std::size_t i = 0; i < contents.sources.size(); ++i) {
      BundleFile& packed = contents.manifest.files[i];
      if (packed.path != file.toStdString()) continue;
      const std::string spoilt = read(contents.sources[i]) + more.toStdString() + "\n";
      contents.sources[i] = world.root() / "spoilt";
      write(contents.sources[i], spoilt);
      packed.size = spoilt.size();
      packed.hash = hash128(spoilt);
    }
    must(writeBundle(contents, world.zip()));
    const auto opened = world.openElsewhere();
    QVERIFY(!opened && opened.error().kind == ErrorKind::BadInput);
    QVERIFY2(opened.error().message.find(expected.toStdString()) != std::string::npos, opened.error().message.c_str());
    QVERIFY(!fs::exists(world.other() / "runs") && !fs::exists(world.other() / "studies"));
  }

  void badArchivesAreRefusedBeforeAnythingIsWritten_data() {
    using Spoil = std::function<void(Draft&, const fs::path&)>;
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QString>("expected");
    // `spoil` changes the draft; when it writes the file itself it empties the draft.
    const auto row = [](const char* name, const char* expected, Spoil spoil) {
      QTest::addRow("%s", name) << std::move(spoil) << QString(expected);
    };
    const auto path = [&row](const char* name, const char* text, const char* expected) {
      row(name, expected, [text](Draft& draft, const fs::path&) { draft.add(text, "x"); });
    };
    path("out of the folder", "runs/runaaaa1/../../../evil", "leads out of");
    path("dots alone", "../evil", "leads out of");
    path("absolute", "/etc/evil", "is absolute");
    path("a drive", "C:\\evil", "none that a bundle writes");
    path("a control character", "runs/runaaaa1/a\nb", "none that a bundle writes");
    path("a hidden file", "runs/runaaaa1/.x", "none that a bundle writes");
    path("an empty name", "runs//x", "none that a bundle writes");
    path("another place", "headroom.db", "belongs nowhere");
    path("the engine's lock", "engine.lock", "belongs nowhere");
    path("a run's lock", "runs/runaaaa1/lock", "belongs nowhere");
    path("a control file", "runs/runaaaa1/control.json", "belongs nowhere");
    path("a file where a folder goes", "runs/runaaaa1/checkpoints", "belongs nowhere");
    path("a run that is not listed", "runs/runbbbb1/run.json", "belongs to nothing");
    path("a study in a bundle of runs", "studies/studyaa1/study.json", "belongs to nothing");
    path("data that are not listed", "data/0123456789abcdef0123456789abcdef/text/0000-a", "belongs to nothing");
    path("a doubled path", "runs/runaaaa1/run.json", "listed twice");
    row("a very long name", "none that a bundle writes",
        [](Draft& draft, const fs::path&) { draft.add("runs/runaaaa1/" + std::string(300, 'a'), "x"); });
    row("an unlisted entry", "which its manifest lacks", [](Draft& draft, const fs::path&) {
      draft.entries.push_back({"runs/runaaaa1/log.txt", "x"});
    });
    row("an entry of another name", "where its manifest has",
        [](Draft& draft, const fs::path&) { draft.entries[1].name = "../../evil"; });
    row("a missing entry", "lacks", [](Draft& draft, const fs::path&) { draft.entries.pop_back(); });
    row("entries in another order", "where its manifest has",
        [](Draft& draft, const fs::path&) { std::swap(draft.entries[0], draft.entries[1]); });
    row("other content", "is not what the manifest says",
        [](Draft& draft, const fs::path&) { draft.entries[1].content[0] = 'O'; });
    row("more content", "is not what the manifest says",
        [](Draft& draft, const fs::path&) { draft.entries[1].content += "x"; });
    row("less content", "is not what the manifest says",
        [](Draft& draft, const fs::path&) { draft.entries[1].content.pop_back(); });
    row("a symbolic link", "no plain file", [](Draft& draft, const fs::path&) {
      draft.entries[1] = {"runs/runaaaa1/states.jsonl", "/etc/passwd", AE_IFLNK};
    });
    row("a folder", "no plain file", [](Draft& draft, const fs::path&) {
      draft.entries.insert(draft.entries.begin(), {"runs/", "", AE_IFDIR});
    });
    // A pipe is none of them: libarchive takes that mark for a plain file, and so it is written.
    for (const auto& [name, type] : {std::pair("a character device", 0020000u), std::pair("a block device", 0060000u),
                                     std::pair("a socket", 0140000u)})
      row(name, "no plain file", [type = type](Draft& draft, const fs::path& file) {
        draft.write(file);
        setLastType(file, type);
        draft.entries.clear();
      });
    row("a version to come", "version 2", [](Draft& draft, const fs::path&) { draft.manifest["version"] = 2; });
    row("a version that is none", "version", [](Draft& draft, const fs::path&) { draft.manifest["version"] = "1"; });
    row("another format", "no bundle", [](Draft& draft, const fs::path&) { draft.manifest["format"] = "zip"; });
    row("an unknown key", "extra", [](Draft& draft, const fs::path&) { draft.manifest["extra"] = 1; });
    row("a manifest that is a list", "no bundle",
        [](Draft& draft, const fs::path&) { draft.manifest = Json::array({1}); });
    row("no files", "files", [](Draft& draft, const fs::path&) { draft.manifest.erase("files"); });
    row("no runs", "runs", [](Draft& draft, const fs::path&) { draft.manifest.erase("runs"); });
    row("files that are no list", "files", [](Draft& draft, const fs::path&) { draft.manifest["files"] = 3; });
    row("a file that is no object", "files[0]", [](Draft& draft, const fs::path&) { draft.manifest["files"][0] = 3; });
    row("a size that is text", "size", [](Draft& draft, const fs::path&) { draft.manifest["files"][0]["size"] = "1"; });
    row("data that say nothing", "data[0]", [](Draft& draft, const fs::path&) {
      draft.manifest["data"] = Json::array({{{"hash", "x"}}});
    });
    row("a negative size", "size", [](Draft& draft, const fs::path&) { draft.manifest["files"][0]["size"] = -1; });
    row("no hash", "hash", [](Draft& draft, const fs::path&) { draft.manifest["files"][0]["hash"] = "abc"; });
    row("an id that is a path", "runs[1]",
        [](Draft& draft, const fs::path&) { draft.manifest["runs"].push_back("../.."); });
    row("a run without files", "is missing",
        [](Draft& draft, const fs::path&) { draft.manifest["runs"].push_back("runbbbb1"); });
    row("a run listed twice", "listed twice",
        [](Draft& draft, const fs::path&) { draft.manifest["runs"].push_back("runaaaa1"); });
    row("a study that is missing", "is missing", [](Draft& draft, const fs::path&) {
      draft.manifest["holds"] = "study";
      draft.manifest["studies"] = {"studyaa1"};
    });
    row("a declared bomb", "at most",
        [](Draft& draft, const fs::path&) { draft.manifest["files"][0]["size"] = std::int64_t{9} << 30; });
    row("many that are a bomb together", "would unpack to more", [](Draft& draft, const fs::path&) {
      for (int i = 0; i < 3; ++i) {
        draft.add("runs/runaaaa1/part" + std::to_string(i), "x");
        draft.manifest["files"].back()["size"] = std::int64_t{3} << 30;
      }
    });
    row("a bomb", "times its size", [](Draft& draft, const fs::path&) {
      draft.add("runs/runaaaa1/log.txt", std::string(std::size_t{40} << 20, '\0'));
    });
    row("too many entries", "files; at most", [](Draft& draft, const fs::path&) {
      for (int i = 0; i < 100; ++i) draft.add("runs/runaaaa1/part" + std::to_string(i), "x");
    });
    row("a large manifest", "has a manifest of more than",
        [](Draft& draft, const fs::path&) { draft.manifest["name"] = std::string(100'000, 'n'); });
    row("no manifest", "does not begin with its manifest", [](Draft& draft, const fs::path& file) {
      writeZip(file, draft.entries);
      draft.entries.clear();
    });
    row("a manifest that is no JSON", "manifest.json", [](Draft& draft, const fs::path& file) {
      writeZip(file, {{kManifestName, "{"}});
      draft.entries.clear();
    });
    row("an empty zip", "cannot be read as a bundle", [](Draft& draft, const fs::path& file) {
      writeZip(file, {});
      draft.entries.clear();
    });
    row("an empty file", "", [](Draft& draft, const fs::path& file) {
      write(file, "");
      draft.entries.clear();
    });
    row("text", "", [](Draft& draft, const fs::path& file) {
      write(file, "This is no zip.");
      draft.entries.clear();
    });
    row("no file", "There is no bundle", [](Draft& draft, const fs::path&) { draft.entries.clear(); });
    row("a folder in its place", "There is no bundle", [](Draft& draft, const fs::path& file) {
      fs::create_directory(file);
      draft.entries.clear();
    });
  }
  void badArchivesAreRefusedBeforeAnythingIsWritten() {
    QFETCH(std::function<void(Draft&, const fs::path&)>, spoil);
    QFETCH(QString, expected);
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString(), file = root / "bad.zip", target = root / "target";
    Draft draft;
    spoil(draft, file);
    if (!draft.entries.empty()) draft.write(file);
    const BundleLimits limits{.entries = 50, .manifestBytes = 50'000};
    for (const auto& outcome : {checkBundle(file, limits), unpackBundle(file, target, limits)}) {
      QVERIFY(!outcome.ok());
      QCOMPARE(exitCode(outcome.error()), 2);
      const std::string& message = outcome.error().message;
      QVERIFY2(message.find(expected.toStdString()) != std::string::npos, message.c_str());
      QCOMPARE(oneLine(message), message);
    }
    QVERIFY(!fs::exists(target));
    std::size_t left = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(root)) ++left;
    QVERIFY(left <= 1);
  }

  void theDraftItselfIsSound() {
    const QTemporaryDir folder;
    const fs::path file = fs::path(folder.path().toStdString()) / "good.zip";
    Draft().write(file);
    QCOMPARE(must(checkBundle(file)).runs, std::vector<RunId>{RunId{"runaaaa1"}});
  }

  void aCutArchiveIsRefused() {
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString(), file = root / "cut.zip", target = root / "target";
    Draft draft;
    std::string noise;
    for (std::uint64_t i = 0; i < 500; ++i) noise += std::to_string(hash64("noise", i));
    draft.add("runs/runaaaa1/log.txt", noise);
    draft.write(file);
    const std::string whole = read(file);
    for (std::size_t size = 0; size + 100 < whole.size(); size += 97) {
      write(file, whole.substr(0, size));
      QVERIFY(!unpackBundle(file, target));
      QVERIFY(!fs::exists(target));
    }
  }

  void noMutationOfTheManifestCrashes() {
    const std::string text = dump(Draft().manifest);
    QVERIFY(rc::check([&] {
      std::string broken = text;
      for (int i = *rc::gen::inRange(1, 4); i > 0; --i)
        broken[*rc::gen::inRange<std::size_t>(0, broken.size())] = static_cast<char>(*rc::gen::inRange(32, 127));
      const auto json = parseJson(broken, "test");
      if (!json) return;
      const auto manifest = bundleManifestFrom(*json, "test");
      const bool answered = manifest.ok() || !manifest.error().message.empty();
      RC_ASSERT(answered);
    }));
  }

  void flippedBytesNeverCrashAndNeverPass() {
    const World world;
    const BundleManifest manifest = world.pack();
    const std::string whole = read(world.zip());
    const fs::path file = world.root() / "flipped.zip", target = world.root() / "target";
    QVERIFY(rc::check([&] {
      std::string bytes = whole;
      for (int i = *rc::gen::inRange(1, 5); i > 0; --i)
        bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] ^= static_cast<char>(*rc::gen::inRange(1, 256));
      write(file, bytes);
      const auto unpacked = unpackBundle(file, target);
      if (unpacked) {  // a byte that says nothing: a time, a comment
        const bool same = *unpacked == manifest;
        RC_ASSERT(same);
        for (const BundleFile& one : manifest.files) RC_ASSERT(must(hashFile128(target / one.path)) == one.hash);
      } else {
        RC_ASSERT(exitCode(unpacked.error()) == 2);
        RC_ASSERT(!fs::exists(target));
      }
      fs::remove_all(target);
    }));
  }
};

QTEST_GUILESS_MAIN(BundleTest)
#include "tst_bundle.moc"
