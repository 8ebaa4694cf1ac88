// A view of the selected runs below the table: told to look again while it is seen, left alone while it is not.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "ui/models/workbench.h"
#include "ui/runs/run_actions.h"

class QLabel;
class QTableView;

namespace headroom {

/// What every section may use. Lives as long as the page.
struct SectionContext {
  Workbench& workbench;
  RunActions& actions;
  std::function<std::vector<RunId>()> selection;
  std::function<RunId()> current;                    // empty: none
  std::function<void(const QString& sentence)> say;  // beside the filter line
  std::function<void(const QString& section)> goTo;
};

class Section : public QWidget {
  Q_OBJECT

 public:
  explicit Section(const SectionContext& context) : m_context(context) {}
  /// Runs or the selection changed. Called often: cheap when nothing of it shows here.
  virtual void refresh() = 0;

 protected:
  const SectionContext& context() const { return m_context; }
  /// The run that this section is about; null for none.
  const RunSummary* run() const { return m_context.workbench.runs().find(m_context.current()); }

 private:
  const SectionContext& m_context;
};

/// A table of rows as everywhere on this page; Ctrl+C and the context menu copy the selected rows, or all, as CSV.
void setUpRows(QTableView& view, const QString& accessibleName);
/// Changes when there may be other files: with state and attempt, and every two seconds while the run trains.
QString filesKey(const RunSummary& run);
/// A dimmed line of text that wraps and can be copied; plain text.
QLabel* makeHint(const QString& text = {});

}  // namespace headroom
