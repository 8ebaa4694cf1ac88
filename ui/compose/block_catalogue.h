// The catalogue of blocks at the left of Compose: by family, searchable; double click, Enter or dragging adds one.
#pragma once

#include <QWidget>
#include <string>

class QListWidget;
class QLineEdit;

namespace headroom {

class BlockCatalogue : public QWidget {
  Q_OBJECT

 public:
  explicit BlockCatalogue(QWidget* parent = nullptr);
  void setFilter(const QString& text);
  int shownCount() const;

 Q_SIGNALS:
  void blockChosen(const std::string& id);

 private:
  QLineEdit* m_search;
  QListWidget* m_list;
};

}  // namespace headroom
