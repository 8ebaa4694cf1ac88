#include "ui/compose/compose_document.h"

#include <QUndoCommand>
#include <algorithm>

#include "core/arch/resolve.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/blocks/catalog.h"

namespace headroom {

namespace {

constexpr int kMergeId = 1;

std::size_t errorsIn(const std::vector<BlockReport>& reports) {
  return static_cast<std::size_t>(
      std::count_if(reports.begin(), reports.end(), [](const BlockReport& each) { return !each.error.empty(); }));
}

}  // namespace

class ComposeDocument::Swap : public QUndoCommand {
 public:
  Swap(ComposeDocument& document, Composition other, const QString& name, QString merge)
      : QUndoCommand(name), m_document(document), m_other(std::move(other)), m_merge(std::move(merge)) {}
  void redo() override { m_document.swapWith(m_other); }
  void undo() override { m_document.swapWith(m_other); }
  int id() const override { return m_merge.isEmpty() ? -1 : kMergeId; }
  /// This one keeps what was there before both, the document what is there after both.
  bool mergeWith(const QUndoCommand* next) override { return static_cast<const Swap*>(next)->m_merge == m_merge; }

 private:
  ComposeDocument& m_document;
  Composition m_other;
  const QString m_merge;
};

ComposeDocument::ComposeDocument(QObject* parent) : QObject(parent), m_evaluation(evaluate(m_composition)) {}

void ComposeDocument::select(std::optional<ElementPath> path) {
  if (path && (path->empty() || !find(architecture(), *path))) path.reset();
  if (path == m_selection) return;
  m_selection = std::move(path);
  Q_EMIT selectionChanged();
}

const Element* ComposeDocument::selected() const {
  return m_selection ? find(architecture(), *m_selection) : nullptr;
}

void ComposeDocument::swapWith(Composition& other) {
  std::swap(m_composition, other);
  m_evaluation = evaluate(m_composition);
  if (m_selection && !find(architecture(), *m_selection)) select({});
  Q_EMIT changed();
}

void ComposeDocument::edit(const QString& name, const QString& merge, const std::function<void(Composition&)>& change) {
  Composition next = m_composition;
  change(next);
  if (next == m_composition) return;
  m_undo.push(new Swap(*this, std::move(next), name, merge));
}

Result<void> ComposeDocument::openTemplate(const std::string& name, const std::string& scale) {
  ModelRequest request{.model = name, .scale = scale};
  if (m_composition.dataVocabulary > 0) request.dataVocab = m_composition.dataVocabulary;
  HEADROOM_ASSIGN(const ResolvedModel resolved, resolve(request));
  select({});
  edit(tr("Open %1").arg(QString::fromStdString(name)), {}, [&](Composition& next) {
    next.model = name;
    next.scale = scale;
    next.architecture = resolved.architecture;
    next.recipe = resolved.recipe;
  });
  m_file.clear();
  Q_EMIT fileChanged();
  return {};
}

void ComposeDocument::openModel(const std::string& model, const std::string& scale, const Architecture& architecture,
                                const Recipe& recipe) {
  select({});
  edit(tr("Open %1").arg(QString::fromStdString(architecture.name)), {}, [&](Composition& next) {
    next.model = model;
    next.scale = scale;
    next.architecture = architecture;
    next.recipe = recipe;
  });
  m_file.clear();
  Q_EMIT fileChanged();
}

Result<void> ComposeDocument::openFile(const QString& file) {
  const std::string path = file.toStdString();
  HEADROOM_ASSIGN(const Json json, readJson(path));
  HEADROOM_ASSIGN(const Architecture architecture, architectureFromJson(json, path));
  HEADROOM_ASSIGN(const Recipe recipe, patched({}, architecture.recipe, path));
  select({});
  edit(tr("Open %1").arg(file.section('/', -1)), {}, [&](Composition& next) {
    next.model = path;
    next.scale.clear();
    next.architecture = architecture;
    next.recipe = recipe;
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

Result<void> ComposeDocument::setName(const QString& name) {
  const std::string text(trimmed(name.toStdString()));
  if (text.empty()) return badInput("A model needs a name; try 'my-model'.");
  edit(tr("Rename to %1").arg(name), "name", [&](Composition& next) { next.architecture.name = text; });
  return {};
}

Result<void> ComposeDocument::setParameter(const ElementPath& path, const std::string& parameter, const QString& text) {
  const Element* element = find(architecture(), path);
  const std::vector<ParamSpec> specs = element ? paramSpecs(*element) : std::vector<ParamSpec>();
  const auto spec = std::find_if(specs.begin(), specs.end(), [&](const auto& s) { return s.name == parameter; });
  if (spec == specs.end()) return badInput("There is no parameter " + inQuotes(parameter) + " here.");
  const std::string typed(trimmed(text.toStdString()));
  std::optional<Written> value;
  if (!typed.empty() && typed != spec->fallback) {
    HEADROOM_ASSIGN(value, writtenFromText(*spec, typed));
  }
  const QString field = QString::fromStdString(documentPath(architecture(), path) + "." + parameter);
  edit(tr("Set %1").arg(QString::fromStdString(parameter)), field, [&](Composition& next) {
    Element& changed = *find(next.architecture, path);
    write(changed, *spec, value ? *value : Written(spec->fallback));
    if (!value) changed.params.erase(parameter);
  });
  return {};
}

Result<void> ComposeDocument::setCount(const ElementPath& path, const QString& text) {
  const Element* element = find(architecture(), path);
  if (!element || element->count.empty()) return badInput("Only a repeat and an every have a count.");
  HEADROOM_ASSIGN(const auto sizes, resolveSizes(architecture()));
  const std::string count(trimmed(text.toStdString()));
  HEADROOM_ASSIGN(const std::int64_t times, evaluate(count, sizes));
  if (times < 1) return badInput("A count needs 1 or more.");
  edit(tr("Count %1").arg(text), QString::fromStdString(documentPath(architecture(), path)),
       [&](Composition& next) { find(next.architecture, path)->count = count; });
  return {};
}

Result<void> ComposeDocument::setSize(const std::string& size, const QString& text) {
  const std::string typed(trimmed(text.toStdString()));
  bool whole = false;
  const qlonglong number = QString::fromStdString(typed).toLongLong(&whole);
  Architecture trial = architecture();
  trial.sizes[size] = whole ? Written(static_cast<std::int64_t>(number)) : Written(typed);
  HEADROOM_TRY([&]() -> Result<void> {
    HEADROOM_ASSIGN([[maybe_unused]] const auto sizes, resolveSizes(trial));
    return {};
  }());
  edit(tr("Set %1").arg(QString::fromStdString(size)), QString::fromStdString("sizes." + size),
       [&](Composition& next) { next.architecture.sizes = trial.sizes; });
  return {};
}

Result<void> ComposeDocument::setRecipe(const std::string& key, const QString& text) {
  const std::string typed(trimmed(text.toStdString()));
  const Json parsed = Json::parse(typed, nullptr, false);
  const Json value = parsed.is_number() ? parsed : Json(typed);
  HEADROOM_ASSIGN(const Recipe recipe, patched(m_composition.recipe, Json{{key, value}}, "recipe"));
  edit(tr("Set %1").arg(QString::fromStdString(key)), QString::fromStdString("recipe." + key),
       [&](Composition& next) { next.recipe = recipe; });
  return {};
}

Result<void> ComposeDocument::setSeed(const QString& text) {
  bool whole = false;
  const qulonglong seed = text.trimmed().toULongLong(&whole);
  if (!whole) return badInput("A seed is a whole number from 0; try 1.");
  edit(tr("Set seed"), "seed", [&](Composition& next) { next.seed = seed; });
  return {};
}

Result<void> ComposeDocument::chooseScale(const std::string& scale) {
  ModelRequest request{.model = m_composition.model, .scale = scale};
  if (m_composition.dataVocabulary > 0) request.dataVocab = m_composition.dataVocabulary;
  HEADROOM_ASSIGN(ResolvedModel resolved, resolve(request));
  edit(scale.empty() ? tr("The model's own sizes") : tr("Scale %1").arg(QString::fromStdString(scale)), {},
       [&](Composition& next) {
         next.scale = scale;
         for (const auto& [name, value] : resolved.architecture.sizes) next.architecture.sizes[name] = value;
         resolved.recipe.precision = next.recipe.precision;
         next.recipe = resolved.recipe;
       });
  return {};
}

void ComposeDocument::setData(Json data, std::int64_t vocabulary) {
  edit(tr("Choose data"), {}, [&](Composition& next) {
    next.data = std::move(data);
    next.dataVocabulary = vocabulary;
    if (vocabulary > 0 && next.architecture.sizes.contains("vocab")) next.architecture.sizes["vocab"] = vocabulary;
  });
}

Elements* ComposeDocument::listOf(Architecture& architecture, const ElementPath& place) {
  if (place.empty()) return nullptr;
  if (place.size() == 1) return &architecture.body;
  Element* parent = find(architecture, ElementPath(place.begin(), place.end() - 1));
  return parent && !bodyKey(parent->kind).empty() ? &parent->body : nullptr;
}

ElementPath ComposeDocument::placeAfterSelection() const {
  if (!m_selection) return {architecture().body.size()};
  ElementPath place = *m_selection;
  const Element* element = find(architecture(), place);
  if (!bodyKey(element->kind).empty() && element->kind != Element::Kind::Tap && element->body.empty()) {
    place.push_back(0);
  } else {
    ++place.back();
  }
  return place;
}

std::optional<std::string> ComposeDocument::objectionTo(const ElementPath& place, const Element& element) const {
  Architecture trial = architecture();
  Elements* list = listOf(trial, place);
  if (!list || place.back() > list->size()) return "There is no such place.";
  list->insert(list->begin() + static_cast<std::ptrdiff_t>(place.back()), element);
  const auto reports = inspect(trial, {.dropout = m_composition.recipe.dropout});
  if (errorsIn(reports) <= errorsIn(m_evaluation.reports)) return std::nullopt;
  for (const BlockReport& report : reports)
    if (!report.error.empty()) return report.error;
  return std::nullopt;
}

Result<void> ComposeDocument::insert(const ElementPath& place, Element element) {
  if (auto objection = objectionTo(place, element)) return badInput(*objection);
  edit(tr("Add %1").arg(titleOf(element)), {}, [&](Composition& next) {
    Elements* list = listOf(next.architecture, place);
    list->insert(list->begin() + static_cast<std::ptrdiff_t>(place.back()), element);
  });
  select(place);
  return {};
}

void ComposeDocument::remove(ElementPath path) {
  const Element* element = find(architecture(), path);
  if (!element || path.empty()) return;
  const QString title = titleOf(*element);
  edit(tr("Remove %1").arg(title), {}, [&](Composition& next) {
    Elements* list = listOf(next.architecture, path);
    list->erase(list->begin() + static_cast<std::ptrdiff_t>(path.back()));
  });
  // The next one takes its place, so that Delete can be pressed again.
  ElementPath next = path;
  while (!next.empty() && !find(architecture(), next)) {
    if (next.back() > 0) {
      --next.back();
    } else {
      next.pop_back();
    }
  }
  select(next.empty() ? std::nullopt : std::optional(next));
}

bool ComposeDocument::move(ElementPath path, int by) {
  if (path.empty() || !find(architecture(), path)) return false;
  ElementPath target = path;
  if (by < 0 && target.back() == 0) return false;
  target.back() += static_cast<std::size_t>(by);
  if (!find(architecture(), target)) return false;
  edit(by < 0 ? tr("Move up") : tr("Move down"), {},
       [&](Composition& next) { std::swap(*find(next.architecture, path), *find(next.architecture, target)); });
  select(target);
  return true;
}

void ComposeDocument::wrap(ElementPath path, Element::Kind kind) {
  if (!find(architecture(), path) || kind == Element::Kind::Block) return;
  edit(kind == Element::Kind::Repeat ? tr("Wrap in a repeat") : tr("Wrap in a residual branch"), {},
       [&](Composition& next) {
         Element* element = find(next.architecture, path);
         Element outer{.kind = kind};
         if (kind == Element::Kind::Repeat) outer.count = "2";
         outer.body.push_back(std::move(*element));
         *element = std::move(outer);
       });
  Q_EMIT selectionChanged();
}

QString ComposeDocument::copied(const ElementPath& path) const {
  const Element* element = find(architecture(), path);
  return element ? QString::fromStdString(dump(toJson(*element), 2)) : QString();
}

Result<void> ComposeDocument::paste(const QString& json) {
  HEADROOM_ASSIGN(const Json parsed, parseJson(json.toStdString(), "clipboard"));
  HEADROOM_ASSIGN(const Element element, elementFromJson(parsed, "clipboard"));
  return insert(placeAfterSelection(), element);
}

Element blockElement(const std::string& id) {
  return {.kind = Element::Kind::Block, .block = id};
}

QString titleOf(const Element& element) {
  switch (element.kind) {
    case Element::Kind::Block: {
      const Block* block = findBlock(element.block);
      return QString::fromStdString(block ? block->title : element.block);
    }
    case Element::Kind::Repeat:
      return ComposeDocument::tr("repeat × %1").arg(QString::fromStdString(element.count));
    case Element::Kind::Residual:
      return ComposeDocument::tr("residual branch");
    case Element::Kind::Sequence:
      return ComposeDocument::tr("sequence");
    case Element::Kind::Parallel:
      return ComposeDocument::tr("parallel branches");
    case Element::Kind::Every:
      return ComposeDocument::tr("every %1 layers").arg(QString::fromStdString(element.count));
    case Element::Kind::Tap:
      return ComposeDocument::tr("tap %1").arg(QString::fromStdString(element.label));
    case Element::Kind::Use:
      return ComposeDocument::tr("use %1").arg(QString::fromStdString(element.label));
  }
  return {};
}

}  // namespace headroom
