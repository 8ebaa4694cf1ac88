#include "ui/compose/compose_document.h"

#include <QUndoCommand>
#include <algorithm>
#include <memory>

#include "core/arch/resolve.h"
#include "core/base/text.h"
#include "core/blocks/catalog.h"

namespace headroom {

namespace {

constexpr int kMergeId = 1;
/// GPT-2's 12 layers have 62. Costs of so many blocks take about 2 ms; beyond it they are left to another thread.
constexpr std::int64_t kMostBlocksAtOnce = 120;
constexpr int kLongestInUndo = 60;

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

ComposeDocument::ComposeDocument(QObject* parent)
    : QObject(parent),
      m_evaluation(evaluate(m_composition)),
      m_roofs(failed("Roofs not measured yet; measure them with `headroom doctor`.")) {}

void ComposeDocument::setRoofs(Result<Roofs> roofs) {
  m_roofs = std::move(roofs);
  evaluateAgain();
  Q_EMIT evaluated();
}

void ComposeDocument::evaluateAgain() {
  Evaluation fresh = inspected(m_composition);
  m_job.drop();
  if (!fresh.problem.empty() || blocksOf(m_composition, fresh) <= kMostBlocksAtOnce) {
    addCosts(fresh, m_composition, m_roofs);
    m_evaluation = std::move(fresh);
    return;
  }
  auto evaluation = std::make_shared<Evaluation>(fresh);
  fresh.pending = true;
  fresh.costs = std::move(m_evaluation.costs);
  fresh.total = std::move(m_evaluation.total);
  fresh.stepSeconds = m_evaluation.stepSeconds;
  fresh.noStep = m_evaluation.noStep;
  m_evaluation = std::move(fresh);
  m_job.start([this, evaluation, composition = m_composition, roofs = m_roofs]() -> LatestJob::Deliver {
    addCosts(*evaluation, composition, roofs);
    return [this, evaluation] {
      m_evaluation = std::move(*evaluation);
      Q_EMIT evaluated();
    };
  });
}

void ComposeDocument::swapWith(Composition& other) {
  std::swap(m_composition, other);
  evaluateAgain();
  setSelected(m_selected, m_selection);  // without what is gone
  Q_EMIT changed();
}

void ComposeDocument::edit(const QString& name, const QString& merge, const std::function<void(Composition&)>& change) {
  Composition next = m_composition;
  change(next);
  if (next == m_composition) return;
  std::erase_if(next.folded, [&](const ElementPath& path) {
    const Element* element = find(next.architecture, path);
    return !element || element->body.empty();
  });
  m_undo.push(new Swap(*this, std::move(next), name.left(kLongestInUndo), merge));
}

void ComposeDocument::restore(Composition composition, const QString& file, bool modified) {
  m_undo.clear();
  setSelected({}, {});
  swapWith(composition);
  if (modified) m_undo.resetClean();
  m_file = file;
  Q_EMIT fileChanged();
}

Result<void> ComposeDocument::setName(const QString& name) {
  const std::string text(trimmed(name.toStdString()));
  if (text.empty()) return badInput("A model needs a name; try 'my-model'.");
  edit(tr("Rename to %1").arg(name), "name", [&](Composition& next) { next.architecture.name = text; });
  return {};
}

Result<void> ComposeDocument::setElementName(const ElementPath& path, const QString& name) {
  if (!find(architecture(), path)) return badInput("There is no such element any more.");
  Architecture trial = architecture();
  Element& element = *find(trial, path);
  element.name = trimmed(name.toStdString());
  // The reader of documents knows what a name may be.
  HEADROOM_TRY([&]() -> Result<void> {
    HEADROOM_ASSIGN([[maybe_unused]] const Element read,
                    elementFromJson(toJson(Element{.kind = Element::Kind::Sequence, .name = element.name}), "element"));
    return {};
  }());
  for (std::size_t i = 0; const Element& sibling : *listOf(trial, path))
    if (i++ != path.back() && !element.name.empty() && sibling.name == element.name)
      return badInput("name: " + inQuotes(element.name) + " stands twice among its siblings; choose another name.");
  edit(tr("Name %1").arg(name), QString::fromStdString(documentPath(architecture(), path) + "#name"),
       [&](Composition& next) { next.architecture = trial; });
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

Result<void> ComposeDocument::setLabel(const ElementPath& path, const QString& text) {
  const Element* element = find(architecture(), path);
  if (!element || element->label.empty()) return badInput("Only a tap and a use have a label.");
  Element trial = *element;
  trial.label = trimmed(text.toStdString());
  HEADROOM_ASSIGN([[maybe_unused]] const Element read, elementFromJson(toJson(trial), "element"));
  edit(tr("Call it %1").arg(text), QString::fromStdString(documentPath(architecture(), path) + "#label"),
       [&](Composition& next) { find(next.architecture, path)->label = trial.label; });
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

void ComposeDocument::setDevice(const std::string& device) {
  edit(tr("Choose the device"), {}, [&](Composition& next) { next.device = device; });
}

Result<void> ComposeDocument::chooseScale(const std::string& scale) {
  ModelRequest request{.model = m_composition.model, .scale = scale, .recipe = m_composition.recipeName};
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

Result<void> ComposeDocument::chooseRecipe(const std::string& recipe) {
  HEADROOM_ASSIGN(ResolvedModel resolved,
                  resolve({.model = m_composition.model, .scale = m_composition.scale, .recipe = recipe}));
  edit(recipe.empty() ? tr("The model's own recipe") : tr("Recipe %1").arg(QString::fromStdString(recipe)), {},
       [&](Composition& next) {
         next.recipeName = recipe;
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

Element blockElement(const std::string& id) {
  for (const Element::Kind kind : kElementKinds) {
    if (kind == Element::Kind::Block || id != word(kind)) continue;
    Element container{.kind = kind};
    if (kind == Element::Kind::Repeat || kind == Element::Kind::Every) container.count = "2";
    if (kind == Element::Kind::Tap || kind == Element::Kind::Use) container.label = "skip";
    return container;
  }
  return {.kind = Element::Kind::Block, .block = id};
}

QString titleOf(const Element& element) {
  switch (element.kind) {
    case Element::Kind::Block: {
      const Block* block = findBlock(element.block);
      return QString::fromStdString(block ? block->title : oneLine(element.block, kLongestInUndo));
    }
    case Element::Kind::Repeat:
      return ComposeDocument::tr("repeat × %1").arg(QString::fromStdString(element.count));
    case Element::Kind::Residual:
      return ComposeDocument::tr("residual branch");
    case Element::Kind::Sequence:
      return element.name.empty() ? ComposeDocument::tr("group") : QString::fromStdString(element.name);
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
