// The Learn page: which lessons there are, how long each takes, how far one is; start, go on, begin anew.
#pragma once

#include <QWidget>

#include "ui/learn/lesson_guide.h"

class QVBoxLayout;

namespace headroom {

class LearnPage : public QWidget {
  Q_OBJECT

 public:
  /// Takes the guide over.
  explicit LearnPage(LessonGuide* guide, QWidget* parent = nullptr);

  LessonGuide& guide() { return *m_guide; }

 private:
  struct Card {
    QString lesson;
    QLabel* state;
    QPushButton *open, *anew;
  };
  QWidget* makeCard(const Lesson& lesson);
  void update();

  LessonGuide* m_guide;
  QLabel* m_problem;
  std::vector<Card> m_cards;
};

}  // namespace headroom
