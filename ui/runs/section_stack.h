// One of several views of the selected runs at a time, chosen by tabs. A view is made when it is first looked at.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

class QHBoxLayout;
class QStackedWidget;
class QTabBar;

namespace headroom {

class SectionStack : public QWidget {
  Q_OBJECT

 public:
  explicit SectionStack(QWidget* parent = nullptr);

  using Make = std::function<QWidget*()>;
  void add(const QString& id, const QString& title, Make make);
  void show(const QString& id);
  QString current() const;
  /// The section when it has been made, else null.
  QWidget* made(const QString& id) const;
  QTabBar& tabs() { return *m_tabs; }
  /// At the end of the line of tabs.
  void addCorner(QWidget* widget);
  /// Runs or the selection changed: the section that is seen looks again.
  void refresh();

 Q_SIGNALS:
  void currentChanged(const QString& id);

 private:
  void showAt(int place);

  struct Entry {
    QString id;
    Make make;
    QWidget* widget = nullptr;
  };
  QTabBar* m_tabs;
  QHBoxLayout* m_bar;
  QStackedWidget* m_stack;
  std::vector<Entry> m_entries;
};

}  // namespace headroom
