// The catalogue of blocks at the left of Compose: by family, searchable; double click, Enter or dragging adds one.
#pragma once

#include <QWidget>
#include <string>

class QLabel;
class QLineEdit;
class QListWidget;

namespace headroom {

class BlockCatalogue : public QWidget {
  Q_OBJECT

 public:
  explicit BlockCatalogue(QWidget* parent = nullptr);
  void setFilter(const QString& text);
  int shownCount() const;
  QListWidget& list() { return *m_list; }
  /// What is said of the current block.
  QString help() const;

 Q_SIGNALS:
  void blockChosen(const std::string& id);

 private:
  QLineEdit* m_search;
  QListWidget* m_list;
  QLabel* m_help;
};

}  // namespace headroom
