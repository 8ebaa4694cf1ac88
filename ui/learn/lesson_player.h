// Where a person is in a lesson: forwards, backwards, done or passed over. No window, no clock, no file.
#pragma once

#include <QSet>

#include "ui/learn/lesson.h"

namespace headroom {

/// What is kept from one day to the next.
struct LessonPlace {
  QString step;        // id; "" = the first
  QSet<QString> done;  // ids of steps that were done, not passed over
  bool finished = false;
  qint64 beganMs = 0;  // since 1970; runs and studies from then on belong to the lesson
  bool operator==(const LessonPlace&) const = default;
};

class LessonPlayer {
 public:
  /// A place whose step is gone from the lesson begins at its first.
  explicit LessonPlayer(Lesson lesson, LessonPlace place = {});

  const Lesson& lesson() const { return m_lesson; }
  const LessonPlace& place() const { return m_place; }
  const LessonStep& step() const { return m_lesson.steps[static_cast<std::size_t>(m_index)]; }
  int index() const { return m_index; }
  int count() const { return static_cast<int>(m_lesson.steps.size()); }
  bool isLast() const { return m_index + 1 == count(); }

  /// A step without checks is done by reading it.
  bool isDone() const { return step().checks.empty() || m_place.done.contains(step().id); }
  /// What was done once stays done. True when this is news.
  bool markDone();
  /// From the last step on the lesson is finished.
  void next();
  void back();

 private:
  void goTo(int index);

  const Lesson m_lesson;
  LessonPlace m_place;
  int m_index = 0;
};

}  // namespace headroom
