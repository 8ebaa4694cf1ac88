#include "ui/habits/palette_sources.h"

#include <QCoreApplication>

#include "core/arch/resolve.h"
#include "core/blocks/catalog.h"
#include "ui/models/runs_model.h"

namespace headroom {

namespace {

QString text(const std::string& words) {
  return QString::fromStdString(words);
}

QString tr(const char* words) {
  return QCoreApplication::translate("CommandPalette", words);
}

std::vector<PaletteEntry> entriesOf(const std::vector<Library::Document>& documents, const QString& kind,
                                    const QString& detail, const std::function<void(const std::string&)>& open) {
  std::vector<PaletteEntry> entries;
  for (const auto& document : documents)
    entries.push_back(
        {.kind = kind, .title = text(document.name), .detail = detail, .act = [open, name = document.name] {
           open(name);
         }});
  return entries;
}

}  // namespace

PaletteEntries runEntries(const RunsModel& runs, std::function<void(const RunId&)> show) {
  return [&runs, show = std::move(show)] {
    std::vector<PaletteEntry> entries;
    for (int row = runs.rowCount() - 1; row >= 0; --row) {  // newest first
      const auto& run = runs.at(row);
      QStringList about{runs.index(row, RunsModel::State).data().toString()};
      for (const std::string& word : {run.model, run.scale}) {
        if (!word.empty()) about << text(word);
      }
      for (const std::string& arm : run.arms) about << text(arm);
      entries.push_back({.kind = tr("Run"),
                         .title = text(run.meta.name.empty() ? run.id.text : run.meta.name),
                         .detail = about.join(QStringLiteral(" · ")),
                         .act = [show, id = run.id] { show(id); }});
    }
    return entries;
  };
}

PaletteEntries blockEntries(std::function<void(const std::string&)> add) {
  return [add = std::move(add)] {
    std::vector<PaletteEntry> entries;
    for (const Block* block : catalog())
      entries.push_back({.kind = tr("Block"),
                         .title = text(block->title),
                         .detail = text(block->idea) + QStringLiteral(" · ") + text(block->id),
                         .act = [add, id = block->id] { add(id); }});
    return entries;
  };
}

PaletteEntries templateEntries(std::function<void(const std::string&)> open) {
  return [open = std::move(open)] {
    return entriesOf(builtinLibrary().templates, tr("Template"), tr("opens in Compose"), open);
  };
}

PaletteEntries studyEntries(std::function<void(const std::string&)> open) {
  return [open = std::move(open)] {
    return entriesOf(builtinLibrary().studies, tr("Study template"), tr("begins a study from it"), open);
  };
}

PaletteEntries settingEntries(std::function<void(const std::string&)> show) {
  return [show = std::move(show)] {
    std::vector<PaletteEntry> entries;
    const Json recipe = toJson(Recipe{});
    for (const auto& [key, value] : recipe.items())
      entries.push_back({.kind = tr("Setting"),
                         .title = text(key),
                         .detail = tr("of the recipe, in Compose"),
                         .act = [show, key = std::string(key)] { show(key); }});
    return entries;
  };
}

}  // namespace headroom
