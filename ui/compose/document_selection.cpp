// The selection of a ComposeDocument: one current element, and all that are selected with it; and what is folded.
#include <algorithm>

#include "ui/compose/compose_document.h"
#include "ui/compose/element_paths.h"

namespace headroom {

namespace {

void collectContainers(const Elements& elements, ElementPath& path, std::set<ElementPath>& found) {
  path.push_back(0);
  for (const Element& element : elements) {
    if (!bodyKey(element.kind).empty() && !element.body.empty()) found.insert(path);
    collectContainers(element.body, path, found);
    ++path.back();
  }
  path.pop_back();
}

}  // namespace

void ComposeDocument::setSelected(std::vector<ElementPath> paths, std::optional<ElementPath> current) {
  if (current && (current->empty() || !find(architecture(), *current))) current.reset();
  std::sort(paths.begin(), paths.end());
  std::vector<ElementPath> kept;
  for (ElementPath& path : paths) {
    const bool gone = path.empty() || !find(architecture(), path);
    if (gone || (!kept.empty() && isInsideOrSame(path, kept.back()))) continue;  // an outer one sorts before
    kept.push_back(std::move(path));
  }
  if (kept.empty() && current) kept.push_back(*current);
  if (!kept.empty() && (!current || std::find(kept.begin(), kept.end(), *current) == kept.end())) {
    const auto outer = std::find_if(kept.begin(), kept.end(),
                                    [&](const ElementPath& path) { return current && isInsideOrSame(*current, path); });
    current = outer == kept.end() ? kept.back() : *outer;
  }
  if (kept == m_selected && current == m_selection) return;
  m_selected = std::move(kept);
  m_selection = std::move(current);
  Q_EMIT selectionChanged();
}

void ComposeDocument::select(std::optional<ElementPath> path) {
  std::vector<ElementPath> paths;
  if (path) paths.push_back(*path);
  setSelected(std::move(paths), std::move(path));
}

void ComposeDocument::selectMany(std::vector<ElementPath> paths) {
  std::optional<ElementPath> current;
  if (!paths.empty()) current = paths.back();
  setSelected(std::move(paths), std::move(current));
}

void ComposeDocument::toggle(const ElementPath& path) {
  std::vector<ElementPath> paths = m_selected;
  if (std::erase(paths, path) > 0) return selectMany(std::move(paths));
  std::erase_if(paths, [&](const ElementPath& other) { return isInsideOrSame(path, other); });
  paths.push_back(path);
  setSelected(std::move(paths), path);
}

void ComposeDocument::extendTo(const ElementPath& path) {
  if (!m_selection || m_selected.empty()) return select(path);
  // The first of what is selected stays; the two are brought to siblings under what holds both.
  ElementPath anchor = m_selected.front() == m_selection ? m_selected.back() : m_selected.front();
  ElementPath end = path;
  while (!areSiblings(anchor, end)) {
    const bool both = anchor.size() == end.size();
    if (both || anchor.size() > end.size()) anchor.pop_back();
    if (both || end.size() > anchor.size()) end.pop_back();
  }
  const auto [from, to] = std::minmax(anchor.back(), end.back());
  std::vector<ElementPath> paths;
  for (std::size_t i = from; i <= to; ++i) {
    paths.push_back(parentOf(end));
    paths.back().push_back(i);
  }
  setSelected(std::move(paths), end);
}

const Element* ComposeDocument::selected() const {
  return m_selection ? find(architecture(), *m_selection) : nullptr;
}

void ComposeDocument::fold(const ElementPath& path, bool folded) {
  const Element* element = find(architecture(), path);
  if (!element || element->body.empty() || isFolded(path) == folded) return;
  if (folded)
    m_composition.folded.insert(path);
  else
    m_composition.folded.erase(path);
  // What is hidden cannot be the current one.
  if (folded && m_selection && isInsideOrSame(*m_selection, path)) select(path);
  Q_EMIT changed();
}

void ComposeDocument::foldAll(bool folded) {
  std::set<ElementPath> all;
  ElementPath path;
  if (folded) collectContainers(architecture().body, path, all);
  if (all == m_composition.folded) return;
  m_composition.folded = std::move(all);
  if (folded && m_selection) select(ElementPath{m_selection->front()});
  Q_EMIT changed();
}

}  // namespace headroom
