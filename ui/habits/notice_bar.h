// Sentences above the pages that ask for attention, each with a way on: an engine that has gone, a run that failed.
#pragma once

#include <QWidget>
#include <functional>
#include <map>
#include <vector>

class QFrame;
class QVBoxLayout;

namespace headroom {

struct Notice {
  struct Button {
    QString text;
    std::function<void()> act;
  };
  QString id;  // another notice of the same id takes its place
  QString text;
  bool problem = false;
  std::vector<Button> buttons;
  int seconds = 0;  // goes by itself after them; 0: stays until it is dismissed
};

/// GUI thread. Hidden while there is nothing to say.
class NoticeBar : public QWidget {
  Q_OBJECT

 public:
  static constexpr std::size_t kMost = 3;  // older ones make room

  explicit NoticeBar(QWidget* parent = nullptr);

  void show(const Notice& notice);
  void withdraw(const QString& id);
  /// As shown; empty when there is none.
  QString textOf(const QString& id) const;

 private:
  QVBoxLayout* m_layout;
  std::vector<std::pair<QString, QFrame*>> m_rows;  // oldest first
};

}  // namespace headroom
