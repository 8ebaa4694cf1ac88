// Opening and saving a ComposeDocument: whole or not at all.
#include "core/arch/resolve.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "ui/compose/compose_document.h"

namespace headroom {

namespace {

constexpr std::int64_t kVersion = 1;  // of architecture documents that this program reads

/// A document of a later version gets its own sentence: nothing is wrong with it.
Result<void> checkVersion(const Json& document, const std::string& path) {
  if (!document.is_object()) return {};
  const auto version = document.find("version");
  if (document.value("format", Json()) != "headroom.architecture" || version == document.end() ||
      !version->is_number_integer() || version->get<std::int64_t>() <= kVersion)
    return {};
  return badInput(inQuotes(path, 200) + " was written by a newer Headroom: its format has version " + dump(*version) +
                  ", this program reads version 1. Update Headroom to open it; it was left as it is.");
}

}  // namespace

Result<void> ComposeDocument::openTemplate(const std::string& name, const std::string& scale) {
  ModelRequest request{.model = name, .scale = scale};
  if (m_composition.dataVocabulary > 0) request.dataVocab = m_composition.dataVocabulary;
  HEADROOM_ASSIGN(const ResolvedModel resolved, resolve(request));
  openModel(name, scale, resolved.architecture, resolved.recipe);
  return {};
}

void ComposeDocument::openModel(const std::string& model, const std::string& scale, const Architecture& architecture,
                                const Recipe& recipe) {
  select(std::nullopt);
  edit(tr("Open %1").arg(QString::fromStdString(architecture.name)), {}, [&](Composition& next) {
    next.model = model;
    next.scale = scale;
    next.recipeName.clear();
    next.architecture = architecture;
    next.recipe = recipe;
    next.folded.clear();
  });
  m_file.clear();
  Q_EMIT fileChanged();
}

Result<void> ComposeDocument::openFile(const QString& file) {
  const std::string path = file.toStdString();
  HEADROOM_ASSIGN(const Json json, readJson(path));
  HEADROOM_TRY(checkVersion(json, path));
  HEADROOM_ASSIGN(const Architecture architecture, architectureFromJson(json, path));
  HEADROOM_ASSIGN(const Recipe recipe, patched({}, architecture.recipe, path));
  select(std::nullopt);
  edit(tr("Open %1").arg(file.section('/', -1)), {}, [&](Composition& next) {
    next.model = path;
    next.scale.clear();
    next.recipeName.clear();
    next.architecture = architecture;
    next.recipe = recipe;
    next.folded.clear();
  });
  m_file = file;
  m_undo.setClean();
  Q_EMIT fileChanged();
  return {};
}

Result<void> ComposeDocument::saveFile(const QString& file) {
  Architecture saved = architecture();
  // The file alone must train the same: it carries the keys that differ from the default recipe.
  const Json standard = toJson(Recipe{}), recipe = toJson(m_composition.recipe);
  saved.recipe = Json::object();
  for (const auto& [key, value] : recipe.items())
    if (standard.at(key) != value) saved.recipe[key] = value;
  HEADROOM_TRY(replaceFile(file.toStdString(), dump(toJson(saved), 2) + "\n"));
  m_file = file;
  m_undo.setClean();
  Q_EMIT fileChanged();
  return {};
}

}  // namespace headroom
