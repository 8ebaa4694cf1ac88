// What a page adds to the window's menus and palette, and what it remembers from one day to the next.
#pragma once

#include <QAction>
#include <QByteArray>
#include <functional>
#include <vector>

namespace headroom {

/// File, edit and view are in the menus while the page is shown; run and study always. Separators are allowed.
struct PageActions {
  std::vector<QAction*> file, edit, view, run, study;
};

/// Of a page that offers any of fileActions(), editActions(), viewActions(), runActions(), studyActions(): each may
/// return any list of QAction*. What it lacks stays empty.
template <class Page>
PageActions actionsOf(Page& page) {
  PageActions actions;
  const auto take = [](std::vector<QAction*>& into, const auto& from) { into.assign(from.begin(), from.end()); };
  if constexpr (requires { page.fileActions(); }) take(actions.file, page.fileActions());
  if constexpr (requires { page.editActions(); }) take(actions.edit, page.editActions());
  if constexpr (requires { page.viewActions(); }) take(actions.view, page.viewActions());
  if constexpr (requires { page.runActions(); }) take(actions.run, page.runActions());
  if constexpr (requires { page.studyActions(); }) take(actions.study, page.studyActions());
  return actions;
}

/// What only the page itself can remember: filters, columns, an open document. Splitters are remembered for it.
struct PageState {
  std::function<QByteArray()> save;
  std::function<void(const QByteArray&)> restore;
};

/// Of a page that offers layoutState() and restoreLayout(QByteArray).
template <class Page>
PageState stateOf(Page& page) {
  if constexpr (requires { page.restoreLayout(page.layoutState()); })
    return {[&page] { return page.layoutState(); }, [&page](const QByteArray& state) { page.restoreLayout(state); }};
  else
    return {};
}

}  // namespace headroom
