// Edits of a ComposeDocument's tree: add, remove, move, wrap, unwrap, copy and paste.
#include <algorithm>
#include <map>
#include <tuple>

#include "core/base/text.h"
#include "ui/compose/compose_document.h"
#include "ui/compose/element_paths.h"

namespace headroom {

namespace {

std::size_t errorsIn(const std::vector<BlockReport>& reports) {
  return static_cast<std::size_t>(
      std::count_if(reports.begin(), reports.end(), [](const BlockReport& each) { return !each.error.empty(); }));
}

auto at(std::size_t index) {
  return static_cast<std::ptrdiff_t>(index);
}

QString wrappingName(Element::Kind kind) {
  switch (kind) {
    case Element::Kind::Repeat:
      return ComposeDocument::tr("Wrap in a repeat");
    case Element::Kind::Residual:
      return ComposeDocument::tr("Wrap in a residual branch");
    case Element::Kind::Sequence:
      return ComposeDocument::tr("Group");
    case Element::Kind::Parallel:
      return ComposeDocument::tr("Make parallel branches");
    case Element::Kind::Every:
      return ComposeDocument::tr("Only in every k-th layer");
    case Element::Kind::Tap:
    case Element::Kind::Block:
    case Element::Kind::Use:
      break;
  }
  return {};
}

/// Everything that a block's place can ask for, as far as the neighbourhood tells.
using PlaceKind = std::tuple<std::string, std::string, std::string, std::string, bool, bool>;

std::string kindOf(const Element* element) {
  return element ? std::string(word(element->kind)) + ' ' + element->block : std::string();
}

PlaceKind kindOfPlace(const Architecture& architecture, const std::map<ElementPath, const BlockReport*>& reports,
                      const ElementPath& place) {
  std::string shape, parentKind;
  bool inRepeat = false;
  for (std::size_t depth = 1; depth < place.size(); ++depth) {
    const Element* outer = find(architecture, ElementPath(place.begin(), place.begin() + at(depth)));
    inRepeat = inRepeat || (outer && outer->kind == Element::Kind::Repeat);
    parentKind = kindOf(outer);
  }
  ElementPath before = place;
  const Element* previous = nullptr;
  const auto report = [&](const ElementPath& path) {
    const auto found = reports.find(path);
    return found == reports.end() ? nullptr : found->second;
  };
  if (place.back() > 0) {
    --before.back();
    previous = find(architecture, before);
    if (const BlockReport* known = report(before)) shape = toText(known->out);
  } else if (place.size() > 1) {
    if (const BlockReport* known = report(parentOf(place))) shape = toText(known->in);
  }
  return {shape, parentKind, kindOf(previous), kindOf(find(architecture, place)), inRepeat, place.size() == 1};
}

/// Siblings have names of their own: what came in and is called as another gets a number.
void keepNamesApart(Elements& list, std::size_t from, std::size_t count) {
  constexpr std::size_t kLongestName = 60;  // four less than a document allows
  for (std::size_t i = from; i < from + count; ++i) {
    const std::string wanted = list[i].name.substr(0, kLongestName);
    const auto taken = [&](const std::string& name) {
      for (std::size_t j = 0; j < list.size(); ++j)
        if (j != i && list[j].name == name) return true;
      return false;
    };
    for (int number = 2; !list[i].name.empty() && taken(list[i].name); ++number)
      list[i].name = wanted + "-" + std::to_string(number);
  }
}

/// Takes the element at `path` out and puts it to `place`, as that was counted before. Where it is then.
ElementPath moveElement(Composition& composition, Elements& from, Elements& to, ElementPath path, ElementPath place) {
  Element moved = from[path.back()];
  to.insert(to.begin() + at(place.back()), std::move(moved));
  const ElementPath gone = afterInsert(path, place);
  const ElementPath landed = *afterRemoval(place, gone);
  Elements& list =
      gone.size() == 1 ? composition.architecture.body : find(composition.architecture, parentOf(gone))->body;
  list.erase(list.begin() + at(gone.back()));
  Elements& home =
      landed.size() == 1 ? composition.architecture.body : find(composition.architecture, parentOf(landed))->body;
  keepNamesApart(home, landed.back(), 1);
  remap(composition.folded, [&](const ElementPath& folded) -> std::optional<ElementPath> {
    if (!isInsideOrSame(folded, path)) return afterRemoval(afterInsert(folded, place), gone);
    ElementPath inside = landed;
    inside.insert(inside.end(), folded.begin() + at(path.size()), folded.end());
    return inside;
  });
  return landed;
}

}  // namespace

Elements* ComposeDocument::listOf(Architecture& architecture, const ElementPath& place) {
  if (place.empty()) return nullptr;
  if (place.size() == 1) return &architecture.body;
  Element* parent = find(architecture, parentOf(place));
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
  list->insert(list->begin() + at(place.back()), element);
  const auto reports = inspect(trial, {.dropout = m_composition.recipe.dropout});
  if (errorsIn(reports) <= errorsIn(m_evaluation.reports)) return std::nullopt;
  for (const BlockReport& report : reports)
    if (!report.error.empty()) return report.error;
  return std::nullopt;
}

std::vector<ElementPath> ComposeDocument::placesThat(const std::vector<ElementPath>& places,
                                                     const std::function<bool(const ElementPath&)>& areLegal) const {
  std::map<ElementPath, const BlockReport*> reports;
  for (const BlockReport& report : m_evaluation.reports) reports[report.path] = &report;
  std::map<PlaceKind, bool> known;
  std::vector<ElementPath> legal;
  for (const ElementPath& place : places) {
    const auto [verdict, fresh] = known.emplace(kindOfPlace(architecture(), reports, place), false);
    if (fresh) verdict->second = areLegal(place);
    if (verdict->second) legal.push_back(place);
  }
  return legal;
}

std::vector<ElementPath> ComposeDocument::legalPlaces(const std::vector<ElementPath>& places,
                                                      const Element& element) const {
  return placesThat(places, [&](const ElementPath& place) { return !objectionTo(place, element); });
}

std::vector<ElementPath> ComposeDocument::legalMoves(const std::vector<ElementPath>& places,
                                                     const ElementPath& path) const {
  std::vector<ElementPath> others = places;
  ElementPath behind = path;
  ++behind.back();
  // Before and behind itself nothing would move.
  std::erase_if(others, [&](const ElementPath& place) {
    return place == path || place == behind || isInsideOrSame(place, path);
  });
  return placesThat(others, [&](const ElementPath& place) { return !objectionToMove(path, place); });
}

Result<void> ComposeDocument::insert(const ElementPath& place, Element element) {
  return insertAll(place, {std::move(element)});
}

Result<void> ComposeDocument::insertAll(const ElementPath& place, const Elements& elements) {
  if (elements.empty()) return badInput("There is nothing to add.");
  // Together they are one element to whoever judges them.
  const bool one = elements.size() == 1;
  const Element whole = one ? elements.front() : Element{.kind = Element::Kind::Sequence, .body = elements};
  if (auto objection = objectionTo(place, whole)) return badInput(*objection);
  const QString name = one ? tr("Add %1").arg(titleOf(whole)) : tr("Add %n elements", nullptr, int(elements.size()));
  edit(name, {}, [&](Composition& next) {
    Elements* list = listOf(next.architecture, place);
    list->insert(list->begin() + at(place.back()), elements.begin(), elements.end());
    keepNamesApart(*list, place.back(), elements.size());
    remap(next.folded,
          [&](const ElementPath& path) { return std::optional(afterInsert(path, place, elements.size())); });
  });
  std::vector<ElementPath> added;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    added.push_back(place);
    added.back().back() += i;
  }
  selectMany(std::move(added));
  return {};
}

void ComposeDocument::remove(ElementPath path) {
  select(std::move(path));
  removeSelected();
}

void ComposeDocument::removeSelected() {
  const std::vector<ElementPath> gone = m_selected;
  if (gone.empty()) return;
  const QString title = gone.size() == 1 ? titleOf(*find(architecture(), gone.front()))
                                         : tr("%n elements", nullptr, static_cast<int>(gone.size()));
  edit(tr("Remove %1").arg(title), {}, [&](Composition& next) {
    for (auto path = gone.rbegin(); path != gone.rend(); ++path) {  // from the last on, so that the others stay put
      Elements* list = listOf(next.architecture, *path);
      list->erase(list->begin() + at(path->back()));
      remap(next.folded, [&](const ElementPath& folded) { return afterRemoval(folded, *path); });
    }
  });
  // The next one takes its place, so that Delete can be pressed again.
  ElementPath next = gone.front();
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
  select(std::move(path));
  return moveSelected(by);
}

Result<ComposeDocument::Neighbours> ComposeDocument::selectedNeighbours() const {
  if (m_selected.empty()) return badInput("Nothing is selected; select the elements first.");
  for (std::size_t i = 1; i < m_selected.size(); ++i)
    if (!areSiblings(m_selected[0], m_selected[i]) || m_selected[i].back() != m_selected[0].back() + i)
      return badInput("What is selected does not stand in a row; select neighbours in one branch.");
  return Neighbours{m_selected.front(), m_selected.size()};
}

bool ComposeDocument::moveSelected(int by) {
  const auto neighbours = selectedNeighbours();
  if (!neighbours) return false;
  const auto& [first, count] = *neighbours;
  if (by < 0 && first.back() == 0) return false;
  ElementPath other = first;  // the one that is passed
  other.back() = by < 0 ? first.back() - 1 : first.back() + count;
  if (!find(architecture(), other)) return false;
  std::vector<ElementPath> moved = m_selected;
  for (ElementPath& path : moved) path.back() += static_cast<std::size_t>(by);
  edit(by < 0 ? tr("Move up") : tr("Move down"), {}, [&](Composition& next) {
    ElementPath place = first;
    if (by < 0) place.back() += count;
    Elements& list = *listOf(next.architecture, first);
    moveElement(next, list, list, other, place);
  });
  selectMany(std::move(moved));
  return true;
}

std::optional<std::string> ComposeDocument::objectionToMove(const ElementPath& path, const ElementPath& place) const {
  if (!find(architecture(), path) || isInsideOrSame(place, path)) return "It cannot stand within itself.";
  Composition trial = m_composition;
  Elements *from = listOf(trial.architecture, path), *to = listOf(trial.architecture, place);
  if (!to || place.back() > to->size()) return "There is no such place.";
  moveElement(trial, *from, *to, path, place);
  const auto reports = inspect(trial.architecture, {.dropout = m_composition.recipe.dropout});
  if (errorsIn(reports) <= errorsIn(m_evaluation.reports)) return std::nullopt;
  for (const BlockReport& report : reports)
    if (!report.error.empty()) return report.error;
  return std::nullopt;
}

Result<void> ComposeDocument::moveTo(const ElementPath& path, const ElementPath& place) {
  if (const auto objection = objectionToMove(path, place)) return badInput(*objection);
  ElementPath landed;
  edit(tr("Move %1").arg(titleOf(*find(architecture(), path))), {}, [&](Composition& next) {
    landed = moveElement(next, *listOf(next.architecture, path), *listOf(next.architecture, place), path, place);
  });
  select(landed);
  return {};
}

Result<void> ComposeDocument::moveOut() {
  if (!m_selection || m_selection->size() < 2) return badInput("It stands in nothing that it could leave.");
  ElementPath place = parentOf(*m_selection);
  ++place.back();
  return moveTo(ElementPath(*m_selection), place);
}

Result<void> ComposeDocument::moveIn() {
  const auto isContainer = [&](const ElementPath& path) {
    const Element* element = find(architecture(), path);
    return element && !bodyKey(element->kind).empty();
  };
  if (!m_selection) return badInput("Nothing is selected; select an element first.");
  ElementPath place = *m_selection;
  ++place.back();
  if (isContainer(place)) {
    place.push_back(0);
    return moveTo(ElementPath(*m_selection), place);
  }
  place = *m_selection;
  if (place.back() > 0 && isContainer((--place.back(), place))) {
    place.push_back(find(architecture(), place)->body.size());
    return moveTo(ElementPath(*m_selection), place);
  }
  return badInput("There is no repeat, branch or group beside it.");
}

void ComposeDocument::wrap(ElementPath path, Element::Kind kind) {
  select(std::move(path));
  (void)wrapSelected(kind).ok();
}

Result<void> ComposeDocument::wrapSelected(Element::Kind kind) {
  HEADROOM_ASSIGN(const Neighbours neighbours, selectedNeighbours());
  const QString name = wrappingName(kind);
  if (name.isEmpty()) return badInput("Nothing can be wrapped in that.");
  const auto& [first, count] = neighbours;
  edit(name, {}, [&](Composition& next) {
    Elements& list = *listOf(next.architecture, first);
    const auto begin = list.begin() + at(first.back()), end = begin + at(count);
    Element outer = blockElement(std::string(word(kind)));
    outer.body.assign(std::make_move_iterator(begin), std::make_move_iterator(end));
    *begin = std::move(outer);
    list.erase(begin + 1, end);
    remap(next.folded, [&](ElementPath path) -> std::optional<ElementPath> {
      if (!isAtOrBehind(path, first)) return path;
      const std::size_t depth = first.size() - 1, index = path[depth] - first[depth];
      if (index >= count) {
        path[depth] -= count - 1;
        return path;
      }
      path[depth] = first[depth];
      path.insert(path.begin() + at(depth + 1), index);
      return path;
    });
  });
  select(first);
  Q_EMIT selectionChanged();  // the same place holds something else now
  return {};
}

Result<void> ComposeDocument::unwrapSelected() {
  const Element* element = selected();
  if (!element || bodyKey(element->kind).empty())
    return badInput("Only a repeat, a branch or a group can be unwrapped; select one.");
  if (element->body.empty()) return badInput("There is nothing in it to keep; remove it.");
  const ElementPath path = *m_selection;
  const std::size_t count = element->body.size();
  edit(tr("Unwrap %1").arg(titleOf(*element)), {}, [&](Composition& next) {
    Elements& list = *listOf(next.architecture, path);
    const Elements inner = std::move(list[path.back()].body);
    list.erase(list.begin() + at(path.back()));
    list.insert(list.begin() + at(path.back()), inner.begin(), inner.end());
    keepNamesApart(list, path.back(), inner.size());
    remap(next.folded, [&](ElementPath folded) -> std::optional<ElementPath> {
      if (folded == path) return std::nullopt;
      if (isInsideOrSame(folded, path)) {
        folded[path.size() - 1] += folded[path.size()];
        folded.erase(folded.begin() + at(path.size()));
      } else if (isAtOrBehind(folded, path)) {
        folded[path.size() - 1] += count - 1;
      }
      return folded;
    });
  });
  std::vector<ElementPath> freed;
  for (std::size_t i = 0; i < count; ++i) {
    freed.push_back(path);
    freed.back().back() += i;
  }
  selectMany(std::move(freed));
  return {};
}

QString ComposeDocument::copied(const ElementPath& path) const {
  const Element* element = find(architecture(), path);
  return element ? QString::fromStdString(dump(toJson(*element), 2)) : QString();
}

QString ComposeDocument::copiedSelection() const {
  if (m_selected.size() == 1) return copied(m_selected.front());
  Json list = Json::array();
  for (const ElementPath& path : m_selected) list.push_back(toJson(*find(architecture(), path)));
  return list.empty() ? QString() : QString::fromStdString(dump(list, 2));
}

Result<void> ComposeDocument::paste(const QString& json) {
  HEADROOM_ASSIGN(Json parsed, parseJson(json.toStdString(), "clipboard"));
  if (!parsed.is_array()) parsed = Json::array({parsed});
  Elements elements;
  for (std::size_t i = 0; i < parsed.size(); ++i) {
    const std::string path = parsed.size() == 1 ? "clipboard" : "clipboard[" + std::to_string(i) + "]";
    HEADROOM_ASSIGN(Element element, elementFromJson(parsed[i], path));
    elements.push_back(std::move(element));
  }
  return insertAll(placeAfterSelection(), elements);
}

}  // namespace headroom
