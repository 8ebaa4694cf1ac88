// What is true in the window, as lessons ask it, and whether a step's checks hold.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/arch/architecture.h"
#include "ui/learn/lesson.h"

namespace headroom {

struct LessonModel {
  QString model, scale;
  Architecture architecture;
};

struct LessonRun {
  enum class State { Waiting, Training, Completed, Ended };  // Ended: otherwise than by completing
  State state = State::Waiting;
  std::optional<LessonModel> model;  // nothing: its definition was not read yet
  qint64 step = 0, steps = 0;
  QString name, reason;
};

struct LessonStudy {
  QString name;
  bool finished = false, stopped = false;
};

/// Answered by the real window, or by a test.
class LessonFacts {
 public:
  virtual ~LessonFacts() = default;
  virtual QString page() const = 0;
  virtual bool isShown(const QString& control) const = 0;
  virtual bool wasUsed(const QString& control) const = 0;
  virtual std::optional<QString> valueOf(const QString& control) const = 0;
  virtual int rowsSelectedIn(const QString& table) const = 0;
  virtual QString selectedBlock() const = 0;
  virtual std::optional<LessonModel> composed() const = 0;
  /// Made since the lesson began, oldest first.
  virtual std::vector<LessonRun> runs() const = 0;
  virtual std::vector<LessonStudy> studies() const = 0;
};

struct Judgement {
  bool holds = false;
  QString note;  // how far it is, or what went wrong; may be empty
};

bool fits(const ModelPattern& pattern, const LessonModel& model);
Judgement judge(const LessonCheck& check, const LessonFacts& facts);
/// All of the step's checks; the note of the first that does not hold.
Judgement judge(const LessonStep& step, const LessonFacts& facts);

}  // namespace headroom
