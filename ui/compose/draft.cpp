#include "ui/compose/draft.h"

#include <memory>

#include "core/base/json_reader.h"
#include "core/base/text.h"

namespace headroom {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr int kMostWindows = 64;
constexpr std::chrono::milliseconds kPause{500};

Result<void> store(const std::filesystem::path& file, const Draft& draft) {
  return replaceFile(file, dump(toJson(draft)) + "\n");
}

}  // namespace

Json toJson(const Draft& draft) {
  const Composition& c = draft.composition;
  Json folded = Json::array();
  for (const ElementPath& path : c.folded) folded.push_back(path);
  return {{"format", "headroom.draft"},
          {"version", kVersion},
          {"closed", draft.closed},
          {"file", draft.file.toStdString()},
          {"modified", draft.modified},
          {"model", c.model},
          {"scale", c.scale},
          {"recipe_name", c.recipeName},
          {"device", c.device},
          {"seed", c.seed},
          {"data", c.data},
          {"data_vocabulary", c.dataVocabulary},
          {"folded", folded},
          {"recipe", toJson(c.recipe)},
          {"architecture", toJson(c.architecture)}};
}

Result<Draft> draftFrom(const Json& document, const std::string& source) {
  JsonReader reader(document, "", source);
  reader.choice("format", {"headroom.draft"});
  if (const std::int64_t version = reader.integer("version"); version != kVersion)
    reader.fail("version", std::to_string(version) + " is not known; this program reads version 1.");
  Draft draft;
  Composition& c = draft.composition;
  draft.closed = reader.flag("closed", false);
  draft.modified = reader.flag("modified", false);
  draft.file = QString::fromStdString(reader.text("file", ""));
  c.model = reader.text("model", "");
  c.scale = reader.text("scale", "");
  c.recipeName = reader.text("recipe_name", "");
  c.device = reader.text("device", "cpu");
  c.dataVocabulary = reader.integer("data_vocabulary", 0);
  if (const Json* seed = reader.raw("seed"); seed && seed->is_number_unsigned()) c.seed = seed->get<std::uint64_t>();
  if (const Json* data = reader.object("data")) c.data = *data;
  if (const Json* folded = reader.array("folded")) {
    for (const Json& path : *folded) {
      ElementPath indices;
      for (const Json& index : path)
        if (index.is_number_unsigned()) indices.push_back(index.get<std::size_t>());
      if (!indices.empty()) c.folded.insert(indices);
    }
  }
  const Json *recipe = reader.object("recipe"), *architecture = reader.object("architecture");
  if (!architecture) reader.fail("architecture", "is missing.");
  HEADROOM_TRY(reader.finish());
  if (recipe) {
    HEADROOM_ASSIGN(c.recipe, patched({}, *recipe, source));
  }
  HEADROOM_ASSIGN(c.architecture, architectureFromJson(*architecture, source));
  std::erase_if(c.folded, [&](const ElementPath& path) {
    const Element* element = find(c.architecture, path);
    return !element || element->body.empty();
  });
  return draft;
}

DraftKeeper::DraftKeeper(ComposeDocument& document, std::filesystem::path folder, QObject* parent)
    : QObject(parent), m_document(document), m_folder(std::move(folder)) {
  m_timer.setSingleShot(true);
  m_timer.setInterval(kPause);
  connect(&m_timer, &QTimer::timeout, this, &DraftKeeper::writeAside);
  if (const auto made = makeFolders(m_folder); !made) {
    m_problem = made.error().message;
    return;
  }
  for (int i = 1; i <= kMostWindows && !m_lock; ++i) {
    const std::string name = "compose-" + std::to_string(i);
    auto lock = FileLock::tryLock(m_folder / (name + ".lock"));
    if (!lock) {
      m_problem = lock.error().message;
      return;
    }
    if (!*lock) continue;
    m_lock = std::move(**lock);
    m_file = m_folder / (name + ".json");
  }
  if (!m_lock) m_problem = "There are too many windows.";
}

DraftKeeper::~DraftKeeper() {
  if (m_started) (void)write(true).ok();
}

Result<std::optional<Draft>> DraftKeeper::take() {
  if (!m_lock) return headroom::failed("Drafts cannot be kept: " + m_problem);
  std::error_code problem;
  if (!std::filesystem::exists(m_file, problem)) return std::optional<Draft>();
  const auto json = readJson(m_file.string());
  const auto draft = json ? draftFrom(*json, m_file.string()) : Result<Draft>(json.error());
  if (draft) return std::optional(*draft);
  std::filesystem::path aside = m_file;
  for (int i = 1; std::filesystem::exists(aside, problem); ++i)
    aside = m_folder / (m_file.stem().string() + ".unread-" + std::to_string(i) + ".json");
  std::filesystem::rename(m_file, aside, problem);
  return badInput("The draft of last time could not be read: " + draft.error().message + " It is kept as " +
                  inQuotes(aside.string(), 200) + ".");
}

void DraftKeeper::start() {
  if (!m_lock) return;
  m_started = true;
  connect(&m_document, &ComposeDocument::changed, &m_timer, qOverload<>(&QTimer::start));
  connect(&m_document, &ComposeDocument::fileChanged, &m_timer, qOverload<>(&QTimer::start));
}

Draft DraftKeeper::now(bool closed) const {
  return {.composition = m_document.composition(),
          .file = m_document.file(),
          .modified = m_document.isModified(),
          .closed = closed};
}

Result<void> DraftKeeper::write(bool closed) {
  if (!m_lock) return headroom::failed("Drafts cannot be kept: " + m_problem);
  m_timer.stop();
  m_job.finish();  // an older one must not overwrite this
  return store(m_file, now(closed));
}

void DraftKeeper::writeAside() {
  m_job.start([this, draft = now(false), file = m_file]() -> LatestJob::Deliver {
    auto stored = std::make_shared<Result<void>>(store(file, draft));
    return [this, stored] {
      if (!*stored && !m_complained) Q_EMIT failed(QString::fromStdString(stored->error().message));
      m_complained = !*stored;
    };
  });
}

}  // namespace headroom
