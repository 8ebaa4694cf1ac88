// The filter line: completes fields and what the runs hold in them; a wrong term is said in a sentence, and the last
// right filter stays.
#pragma once

#include <QLineEdit>
#include <functional>

#include "ui/models/run_filter.h"

class QCompleter;
class QStringListModel;

namespace headroom {

class FilterLine : public QLineEdit {
  Q_OBJECT

 public:
  /// What runs hold in a field of the filter, best first.
  using Values = std::function<QStringList(const QString& field)>;

  explicit FilterLine(Values values, QWidget* parent = nullptr);
  QCompleter& completer() { return *m_completer; }
  /// Offers what could stand at the cursor. Ctrl+Space and the down arrow do it as well.
  void complete();

 Q_SIGNALS:
  void filterChanged(const headroom::RunFilter& filter);
  /// Empty: the line is right again.
  void problemFound(const QString& sentence);

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void parse();
  void insert(const QString& word);

  const Values m_values;
  QCompleter* m_completer;
  QStringListModel* m_words;
  qsizetype m_from = 0, m_length = 0;  // what a completion replaces
};

}  // namespace headroom
