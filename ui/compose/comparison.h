// Compare with a baseline: the list of what differs, and the marks for the diagram.
#pragma once

#include <QWidget>
#include <map>

#include "core/arch/difference.h"
#include "ui/compose/compose_document.h"
#include "ui/compose/diagram_painter.h"

class QLabel;
class QListWidget;

namespace headroom {

/// Hidden while there is no baseline. Follows the document.
class Comparison : public QWidget {
  Q_OBJECT

 public:
  explicit Comparison(ComposeDocument& document, QWidget* parent = nullptr);

  /// `name` as a person knows it: "gpt2", "a.json", "as it was at 14:02".
  void setBaseline(const QString& name, Architecture architecture, Recipe recipe);
  void clear();
  bool isActive() const { return m_active; }
  const std::vector<Difference>& found() const { return m_found; }
  QListWidget& list() { return *m_list; }

 Q_SIGNALS:
  /// What each element of the document is against the baseline; empty without one.
  void marked(const std::map<headroom::ElementPath, headroom::DiagramChange>& changes);

 private:
  void refresh();

  ComposeDocument& m_document;
  QString m_name;
  Architecture m_architecture;
  Recipe m_recipe;
  bool m_active = false;
  std::vector<Difference> m_found;
  QLabel* m_title;
  QListWidget* m_list;
};

}  // namespace headroom
