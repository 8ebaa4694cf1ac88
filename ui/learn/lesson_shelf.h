// The lessons there are, in the program and in a person's folder, and how far each of them was followed.
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "ui/learn/lesson_player.h"

namespace headroom {

struct LessonShelf {
  std::vector<Lesson> lessons;
  QStringList problems;  // a sentence for every document that cannot be read; it is left out as a whole

  const Lesson* find(const QString& name) const;
};
/// Those that ship with the program in their order, then those of `folder` (*.json) by file name.
LessonShelf readLessons(const std::filesystem::path& folder);
/// $XDG_DATA_HOME/headroom/lessons
std::filesystem::path lessonFolder();

/// The places of all lessons, in one file.
class LessonProgress {
 public:
  /// A file that cannot be read is put aside at the first save; one of a newer program is never written.
  explicit LessonProgress(std::filesystem::path file);

  LessonPlace place(const QString& lesson) const;
  /// Written at once: a window that is killed forgets nothing.
  void keep(const QString& lesson, const LessonPlace& place);
  void forget(const QString& lesson);
  /// Why places are not as they were, or will not be kept; "" = all is well.
  QString problem() const { return m_problem; }

 private:
  void read();
  void write();

  const std::filesystem::path m_file;
  std::map<QString, LessonPlace> m_places;
  QString m_problem;
  bool m_broken = false, m_newer = false;
};
/// $XDG_STATE_HOME/headroom/lessons.json, else below ~/.local/state.
std::filesystem::path progressFile();

}  // namespace headroom
