// What clients may ask of the engine.
#include "core/engine/commands.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/devices/machine.h"
#include "core/engine/protocol.h"
#include "core/runs/import_export.h"
#include "core/runs/rebuild.h"
#include "core/study/adoption.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t kMostPriority = 1'000'000;
constexpr ClientId kOurselves = 0;  // no client: a measurement that the engine itself makes

Json listOf(const std::vector<RunId>& runs) {
  Json list = Json::array();
  for (const RunId& run : runs) list.push_back(run.text);
  return list;
}

std::vector<std::string> textsOf(JsonReader& request, const std::string& key) {
  std::vector<std::string> texts;
  const Json* list = request.array(key);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const Json& item = (*list)[i];
    if (item.is_string() && !trimmed(item.get_ref<const std::string&>()).empty())
      texts.emplace_back(trimmed(item.get_ref<const std::string&>()));
    else
      request.fail(key + "[" + std::to_string(i) + "]", inQuotes(dump(item)) + " is not a text.");
  }
  return texts;
}

fs::path absolutePath(JsonReader& request, const std::string& key) {
  const fs::path path = request.text(key);
  if (!path.is_absolute())
    request.fail(
        key, inQuotes(path.string(), 200) + " is not an absolute path; the engine has no folder in common with you.");
  return path;
}

bool isColour(const std::string& text) {
  return text.empty() || (text.size() == 7 && text[0] == '#' &&
                          text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos);
}

}  // namespace

Commands::Commands(RunStore& store, Supervisor& supervisor, StudyRunner& studies, std::function<void()> leave)
    : m_store(store),
      m_supervisor(supervisor),
      m_studies(studies),
      m_leave(std::move(leave)),
      m_measurement(store.database().folder() / "machines") {
  connect(&supervisor, &Supervisor::ticked, this, &Commands::grantSlot);
  connect(&m_measurement, &Measurement::progressed, this, [this](const Json& progress) {
    Json state = {{"state", "measuring"}};
    state.update(progress);
    tellMeasurement(state);
  });
  connect(&m_measurement, &Measurement::ended, this, &Commands::endMeasurement);
}

void Commands::serve(Service& service) {
  m_service = &service;
  connect(&service, &Service::clientLeft, this, &Commands::forget);
}

std::optional<Result<Json>> Commands::handle(ClientId client, const Json& request) {
  static const std::map<std::string, Function> kTable = {
      {"hello", &Commands::status},
      {"status", &Commands::status},
      {"submit", &Commands::submit},
      {"start", &Commands::start},
      {"stop", &Commands::stop},
      {"abort", &Commands::abort},
      {"pause", &Commands::pause},
      {"resume", &Commands::resume},
      {"checkpoint", &Commands::checkpoint},
      {"clone", &Commands::clone},
      {"delete", &Commands::remove},
      {"tag", &Commands::tag},
      {"untag", &Commands::untag},
      {"note", &Commands::note},
      {"star", &Commands::star},
      {"colour", &Commands::colour},
      {"rename", &Commands::rename},
      {"priority", &Commands::priority},
      {"move", &Commands::move},
      {"queue", &Commands::queue},
      {"import", &Commands::import},
      {"adopt-folders", &Commands::adoptFolders},
      {"machine", &Commands::machine},
      {"devices", &Commands::devices},
      {"measure", &Commands::measure},
      {"measure-cancel", &Commands::cancelMeasurement},
      {"study-start", &Commands::startStudy},
      {"study-replace", &Commands::replaceStudy},
      {"study-pause", &Commands::pauseStudy},
      {"study-resume", &Commands::resumeStudy},
      {"study-stop", &Commands::stopStudy},
      {"subscribe", &Commands::subscribe},
      {"checkpointDb", &Commands::checkpointDatabase},
      {"backup", &Commands::backup},
      {"shutdown", &Commands::shutdown},
  };
  m_client = client;
  JsonReader reader(request, {});
  const Json* id = reader.raw("id");
  const std::string what = reader.text("do", "");
  if (what == "slot") return slot(reader, id ? *id : Json());
  const auto found = kTable.find(what);
  if (found != kTable.end()) return (this->*found->second)(reader);
  std::vector<std::string> names;
  for (const auto& [name, function] : kTable) names.push_back(name);
  const std::string near = nearest(what, names);
  return badInput("The engine cannot " + inQuotes(what) +
                  (near.empty() ? "; it can " + listed(names) + "." : "; did you mean " + inQuotes(near) + "?"));
}

Result<RunId> Commands::runOf(JsonReader& request) {
  const std::string text = request.text("run");
  HEADROOM_TRY(request.finish());
  return m_store.reader().findRun(text);
}

Result<Json> Commands::wish(JsonReader& request, Result<RunState> (Supervisor::*what)(const RunId&)) {
  HEADROOM_ASSIGN(const RunId run, runOf(request));
  HEADROOM_ASSIGN(const RunState state, (m_supervisor.*what)(run));
  return Json{{"run", run.text}, {"state", word(state)}};
}

Result<Json> Commands::start(JsonReader& request) {
  HEADROOM_ASSIGN(Json answer, wish(request, &Supervisor::start));
  answer["directory"] = m_store.folder(RunId{answer["run"]}).path().string();
  return answer;
}
Result<Json> Commands::stop(JsonReader& request) {
  return wish(request, &Supervisor::stop);
}
Result<Json> Commands::abort(JsonReader& request) {
  return wish(request, &Supervisor::abort);
}
Result<Json> Commands::pause(JsonReader& request) {
  return wish(request, &Supervisor::pause);
}
Result<Json> Commands::resume(JsonReader& request) {
  return wish(request, &Supervisor::resume);
}
Result<Json> Commands::checkpoint(JsonReader& request) {
  return wish(request, &Supervisor::checkpoint);
}

Result<Json> Commands::status(JsonReader& request) {
  HEADROOM_TRY(request.finish());
  HEADROOM_ASSIGN(const std::int64_t revision, m_store.reader().revision());
  std::vector<RunId> queued;
  for (const Supervisor::Waiting& waiting : m_supervisor.queue()) queued.push_back(waiting.run);
  return Json{{"version", kEngineVersion},
              {"protocol", kProtocol},
              {"pid", ::getpid()},
              {"database", m_store.database().path().string()},
              {"revision", revision},
              {"running", listOf(m_supervisor.live())},
              {"queued", listOf(queued)},
              {"clients", m_service ? m_service->clients() : 0},
              {"slot_held", m_slotHolder.has_value()},
              {"measurement", m_measuring},
              {"wal_bytes", m_store.database().walBytes()}};
}

Result<Json> Commands::add(const RunDefinition& definition, const RunMeta& meta, bool draft) {
  HEADROOM_ASSIGN(const RunId run, m_supervisor.add(definition, meta, draft));
  HEADROOM_ASSIGN(const RunSummary summary, m_store.reader().run(run));
  return Json{{"run", run.text}, {"directory", m_store.folder(run).path().string()}, {"state", word(summary.state)}};
}

Result<Json> Commands::submit(JsonReader& request) {
  const Json* document = request.object("definition");
  RunMeta meta;
  meta.name = request.text("name", "");
  meta.priority = request.integer("priority", 0, -kMostPriority, kMostPriority);
  meta.tags = textsOf(request, "tags");
  meta.notes = request.text("notes", "");
  const bool draft = request.flag("draft", false);
  if (!document) request.fail("definition", "is missing; it holds what run.json will hold.");
  HEADROOM_TRY(request.finish());
  HEADROOM_ASSIGN(const RunDefinition definition, runDefinitionFrom(*document, "definition"));
  if (meta.name.empty()) meta.name = definition.name;
  return add(definition, meta, draft);
}

Result<Json> Commands::clone(JsonReader& request) {
  const std::string name = request.text("name", "");
  const bool draft = request.flag("draft", false);
  HEADROOM_ASSIGN(const RunId run, runOf(request));
  HEADROOM_ASSIGN(const RunDefinition definition, m_store.reader().definition(run));
  HEADROOM_ASSIGN(const RunSummary summary, m_store.reader().run(run));
  if (definition.data.value("source", "") == "import")
    return badInput("Run " + inQuotes(summary.meta.name) + " was imported, so there is nothing to train again.");
  RunMeta meta;
  meta.name = name.empty() ? summary.meta.name + " copy" : name;
  meta.tags = summary.meta.tags;
  meta.priority = summary.meta.priority;
  return add(definition, meta, draft);
}

StudyVersion Commands::versionOf(JsonReader& request) {
  StudyVersion version{.dataHash = request.text("data_hash", ""), .plan = {}};
  if (const Json* plan = request.has("plan") ? request.object("plan") : nullptr) version.plan = *plan;
  return version;
}

Result<Json> Commands::startStudy(JsonReader& request) {
  const Json* document = request.object("study");
  const StudyVersion version = versionOf(request);
  const bool fresh = request.flag("fresh", false);
  HEADROOM_TRY(request.finish());
  HEADROOM_ASSIGN(const StudyId study, m_studies.start(*document, version, fresh));
  return Json{{"study", study.text}, {"state", word(StudyState::Running)}};
}

Result<StudyId> Commands::studyOf(JsonReader& request) {
  const std::string text = request.text("study");
  HEADROOM_TRY(request.finish());
  return m_store.reader().findStudy(text);
}

Result<Json> Commands::replaceStudy(JsonReader& request) {
  const Json* document = request.object("document");
  const StudyVersion version = versionOf(request);
  HEADROOM_ASSIGN(const StudyId study, studyOf(request));
  HEADROOM_ASSIGN(const std::int64_t number, m_studies.replace(study, *document, version));
  return Json{{"study", study.text}, {"version", number}};
}

Result<Json> Commands::changeStudy(JsonReader& request, Result<StudyState> (StudyRunner::*what)(const StudyId&)) {
  HEADROOM_ASSIGN(const StudyId study, studyOf(request));
  HEADROOM_ASSIGN(const StudyState state, (m_studies.*what)(study));
  return Json{{"study", study.text}, {"state", word(state)}};
}
Result<Json> Commands::pauseStudy(JsonReader& request) {
  return changeStudy(request, &StudyRunner::pause);
}
Result<Json> Commands::resumeStudy(JsonReader& request) {
  return changeStudy(request, &StudyRunner::resume);
}
Result<Json> Commands::stopStudy(JsonReader& request) {
  return changeStudy(request, &StudyRunner::stop);
}

Result<Json> Commands::remove(JsonReader& request) {
  HEADROOM_ASSIGN(const RunId run, runOf(request));
  HEADROOM_TRY(m_supervisor.remove(run));
  return Json{{"run", run.text}};
}

Result<Json> Commands::changeMeta(JsonReader& request, const RunId& run, const std::function<void(RunMeta&)>& change) {
  HEADROOM_TRY(request.finish());
  HEADROOM_TRY(m_store.changeMeta(run, change));
  return Json{{"run", run.text}};
}

Result<Json> Commands::tag(JsonReader& request) {
  const auto tags = textsOf(request, "tags");
  HEADROOM_ASSIGN(const RunId run, runOf(request));
  return changeMeta(request, run, [&](RunMeta& meta) {
    for (const std::string& tag : tags)
      if (std::find(meta.tags.begin(), meta.tags.end(), tag) == meta.tags.end()) meta.tags.push_back(tag);
  });
}

Result<Json> Commands::untag(JsonReader& request) {
  const auto tags = textsOf(request, "tags");
  HEADROOM_ASSIGN(const RunId run, runOf(request));
  return changeMeta(request, run, [&](RunMeta& meta) {
    for (const std::string& tag : tags) std::erase(meta.tags, tag);
  });
}

Result<Json> Commands::note(JsonReader& request) {
  const std::string text = request.text("text");
  HEADROOM_ASSIGN(const RunId run, runOf(request));
  return changeMeta(request, run, [&](RunMeta& meta) { meta.notes = text; });
}

Result<Json> Commands::star(JsonReader& request) {
  const bool on = request.flag("on");
  HEADROOM_ASSIGN(const RunId run, runOf(request));
  return changeMeta(request, run, [&](RunMeta& meta) { meta.star = on; });
}

Result<Json> Commands::colour(JsonReader& request) {
  const std::string colour = request.text("colour");
  if (!isColour(colour))
    request.fail("colour", inQuotes(colour) + " is no colour; write it as '#1f77b4', or '' for none.");
  HEADROOM_ASSIGN(const RunId run, runOf(request));
  return changeMeta(request, run, [&](RunMeta& meta) { meta.colour = colour; });
}

Result<Json> Commands::rename(JsonReader& request) {
  const std::string name = request.text("name");
  if (trimmed(name).empty()) request.fail("name", "is empty.");
  HEADROOM_ASSIGN(const RunId run, runOf(request));
  return changeMeta(request, run, [&](RunMeta& meta) { meta.name = trimmed(name); });
}

Result<Json> Commands::priority(JsonReader& request) {
  const std::int64_t priority = request.integer("priority", {}, -kMostPriority, kMostPriority);
  HEADROOM_ASSIGN(const RunId run, runOf(request));
  HEADROOM_TRY(m_supervisor.setPriority(run, priority));
  return Json{{"run", run.text}};
}

Result<Json> Commands::move(JsonReader& request) {
  const std::string text = request.text("before", "");
  HEADROOM_ASSIGN(const RunId run, runOf(request));
  std::optional<RunId> before;
  if (!text.empty()) {
    HEADROOM_ASSIGN(before, m_store.reader().findRun(text));
  }
  HEADROOM_TRY(m_supervisor.move(run, before));
  return Json{{"run", run.text}};
}

Result<Json> Commands::queue(JsonReader& request) {
  HEADROOM_TRY(request.finish());
  Json list = Json::array();
  for (const Supervisor::Waiting& waiting : m_supervisor.queue()) {
    HEADROOM_ASSIGN(const RunSummary summary, m_store.reader().run(waiting.run));
    list.push_back({{"run", waiting.run.text},
                    {"name", summary.meta.name},
                    {"priority", waiting.priority},
                    {"position", waiting.position},
                    {"device", waiting.device},
                    {"state", word(summary.state)}});
  }
  return Json{{"queue", list}};
}

Result<Json> Commands::import(JsonReader& request) {
  const std::string from = request.choice("from", {"tensorboard", "csv", "huggingface"});
  const fs::path path = absolutePath(request, "path");
  HEADROOM_TRY(request.finish());
  Database& database = m_store.database();
  std::vector<RunId> runs;
  if (from == "huggingface") {  // its tensors were read by headroom-train, which left a folder
    HEADROOM_ASSIGN(const RunId run, adoptRunFolder(database.folder(), path));
    runs = {run};
  } else {
    HEADROOM_ASSIGN(runs,
                    from == "csv" ? importCsv(database.folder(), path) : importTensorboard(database.folder(), path));
  }
  for (const RunId& run : runs) {
    HEADROOM_TRY(recordRunFolder(database, m_store.folder(run)));
    m_store.touch(run);
  }
  return Json{{"runs", listOf(runs)}};
}

/// An unpacked bundle beside runs/. What of it is here already stays; rows are made as db rebuild makes them.
Result<Json> Commands::adoptFolders(JsonReader& request) {
  const fs::path path = absolutePath(request, "path");
  HEADROOM_TRY(request.finish());
  Database& database = m_store.database();
  if (std::error_code error; !fs::equivalent(path.parent_path(), database.folder(), error))
    return badInput(inQuotes(path.string(), 200) +
                    " does not lie beside this database's runs/; unpack the bundle there.");
  HEADROOM_ASSIGN(const Json document, readJson((path / kManifestName).string()));
  HEADROOM_ASSIGN(const BundleManifest manifest, bundleManifestFrom(document, path.string()));
  HEADROOM_ASSIGN(const Arrivals arrivals, moveIn(manifest, path, database.folder()));
  for (const RunId& run : manifest.runs) {  // those that were here too: an engine may have been killed at this place
    HEADROOM_TRY(recordRunFolder(database, m_store.folder(run)));
    m_store.touch(run);
  }
  for (const std::string& machine : arrivals.machines) {
    HEADROOM_ASSIGN(const Json roofs, readJson((database.folder() / "machines" / (machine + ".json")).string()));
    HEADROOM_TRY(database.setMachine(machine, roofs));
  }
  for (const StudyId& study : manifest.studies)
    if (!m_store.reader().study(study))
      HEADROOM_TRY(recordStudyFolder(database, StudyFolder::of(database.folder(), study).path()));
  Json studies = Json::array();
  for (const StudyId& study : manifest.studies) studies.push_back(study.text);
  return Json{{"runs", listOf(arrivals.runs)}, {"known", listOf(arrivals.knownRuns)}, {"studies", std::move(studies)}};
}

Result<Json> Commands::machine(JsonReader& request) {
  const std::string id = request.text("machine");
  const Json* roofs = request.object("roofs");
  if (id.empty() || id.find_first_of("/\\") != std::string::npos || id[0] == '.')
    request.fail("machine", inQuotes(id) + " is no name for a machine.");
  if (!roofs) request.fail("roofs", "is missing.");
  HEADROOM_TRY(request.finish());
  HEADROOM_TRY(storeMachine(id, *roofs));
  return Json{{"machine", id}};
}

Result<void> Commands::storeMachine(const std::string& id, const Json& roofs) {
  const fs::path folder = m_store.database().folder() / "machines";
  HEADROOM_TRY(makeFolders(folder));
  HEADROOM_TRY(replaceFile(folder / (id + ".json"), dump(roofs, 2) + "\n"));
  HEADROOM_TRY(m_store.database().setMachine(id, roofs));
  if (m_service) m_service->tell({{"news", "machine"}, {"machine", id}});
  return {};
}

Result<Json> Commands::devices(JsonReader& request) {
  HEADROOM_TRY(request.finish());
  if (!m_devices) m_devices.emplace();
  return toJson(m_devices->read());
}

Result<Json> Commands::measure(JsonReader& request) {
  const bool wait = request.flag("wait", false);
  HEADROOM_TRY(request.finish());
  if (measuring()) return m_measuring;
  if (machineIsBusy() && !wait) return busyWith();
  m_slotWishes.push_back({kOurselves, {}});
  m_supervisor.holdStarts(true);
  tellMeasurement({{"state", "waiting"}});
  grantSlot();
  if (!measuring()) return m_measured.error();  // it could not begin
  return m_measuring;
}

Result<Json> Commands::cancelMeasurement(JsonReader& request) {
  HEADROOM_TRY(request.finish());
  if (m_measurement.running())
    m_measurement.cancel();
  else if (measuring())
    endMeasurement(Error{ErrorKind::Interrupted, "The measurement was cancelled before it began."});
  return Json::object();
}

void Commands::tellMeasurement(const Json& state) {
  m_measuring = state;
  Json news = {{"news", "measurement"}};
  news.update(state);
  if (m_service) m_service->tell(news);
}

void Commands::endMeasurement(const Result<Json>& found) {
  if (found) {
    const std::string machine = machineId(found->value("machine", Json()));
    m_measured = storeMachine(machine.empty() ? machineId(machineHere()) : machine, *found);
  } else {
    m_measured = found.error();
  }
  Json state = {{"state", "done"}};
  if (!m_measured) {
    const Error& error = m_measured.error();
    state = {{"state", error.kind == ErrorKind::Interrupted ? "cancelled" : "failed"}, {"message", error.message}};
  }
  tellMeasurement(state);
  m_measuring = Json();
  forget(kOurselves);
  Q_EMIT measurementEnded();
}

Result<Json> Commands::subscribe(JsonReader& request) {
  HEADROOM_TRY(request.finish());
  HEADROOM_ASSIGN(const std::int64_t revision, m_store.reader().revision());
  if (m_service) m_service->subscribe(m_client);
  return Json{{"revision", revision}};
}

Result<Json> Commands::checkpointDatabase(JsonReader& request) {
  HEADROOM_TRY(request.finish());
  HEADROOM_TRY(m_store.database().checkpointAll());
  return Json{{"wal_bytes", m_store.database().walBytes()}};
}

Result<Json> Commands::backup(JsonReader& request) {
  const fs::path to = absolutePath(request, "to");
  HEADROOM_TRY(request.finish());
  HEADROOM_TRY(backupDatabase(m_store.database().path(), to));
  return Json{{"to", to.string()}};
}

Result<Json> Commands::shutdown(JsonReader& request) {
  HEADROOM_TRY(request.finish());
  m_leave();
  return Json::object();
}

std::optional<Result<Json>> Commands::slot(JsonReader& request, const Json& id) {
  const std::string action = request.choice("action", {"acquire", "release"});
  const bool wait = request.flag("wait", false);
  if (const auto read = request.finish(); !read) return Result<Json>(read.error());
  if (action == "release") {
    forget(m_client);
    return Result<Json>(Json{{"held", false}});
  }
  if (m_slotHolder == m_client) return Result<Json>(Json{{"held", true}});
  if (machineIsBusy() && !wait) return Result<Json>(busyWith());
  m_slotWishes.push_back({m_client, id});
  m_supervisor.holdStarts(true);
  grantSlot();
  return std::nullopt;
}

bool Commands::machineIsBusy() const {
  return m_slotHolder || !m_slotWishes.empty() || !m_supervisor.live().empty();
}

Error Commands::busyWith() const {
  return refused(m_supervisor.live().empty()
                     ? "Another measurement uses this machine now; wait for it (--wait)."
                     : "Run " + inQuotes(m_supervisor.live().front().text) +
                           " trains on this machine now, so roofs would come out too low; stop it or wait (--wait).");
}

void Commands::grantSlot() {
  if (m_slotHolder || m_slotWishes.empty() || !m_supervisor.live().empty()) return;
  const SlotWish wish = m_slotWishes.front();
  m_slotWishes.pop_front();
  m_slotHolder = wish.client;
  if (wish.client == kOurselves) {
    const Result<void> started = m_measurement.start();
    if (started)
      tellMeasurement({{"state", "measuring"}});
    else
      endMeasurement(started.error());
    return;
  }
  if (m_service) m_service->answer(wish.client, wish.id, Json{{"held", true}});
}

void Commands::forget(ClientId client) {
  if (m_slotHolder == client) m_slotHolder.reset();
  std::erase_if(m_slotWishes, [&](const SlotWish& wish) { return wish.client == client; });
  grantSlot();
  m_supervisor.holdStarts(m_slotHolder || !m_slotWishes.empty());
}

}  // namespace headroom
