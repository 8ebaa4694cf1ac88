#include "ui/learn/lesson_player.h"

#include <algorithm>

namespace headroom {

LessonPlayer::LessonPlayer(Lesson lesson, LessonPlace place) : m_lesson(std::move(lesson)), m_place(std::move(place)) {
  goTo(m_lesson.indexOf(m_place.step));
}

bool LessonPlayer::markDone() {
  if (isDone()) return false;
  m_place.done.insert(step().id);
  return true;
}

void LessonPlayer::next() {
  if (isLast())
    m_place.finished = true;
  else
    goTo(m_index + 1);
}

void LessonPlayer::back() {
  goTo(m_index - 1);
}

void LessonPlayer::goTo(int index) {
  m_index = std::clamp(index, 0, count() - 1);
  m_place.step = step().id;
}

}  // namespace headroom
