// A lesson as its document says it: steps that explain, mark a control and say how to tell that they were done.
#pragma once

#include <QLocale>
#include <QString>
#include <QStringList>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "core/base/json.h"

namespace headroom {

/// The same text by language: "en" is always there, "de" where it was written. Markdown; `{compose.run}` stands for the
/// name that the control of this object name bears on screen, `{runs.along=run-seconds}` for that choice of it.
using LessonText = std::map<QString, QString>;
QString inLanguage(const LessonText& text, const QLocale& locale = QLocale());

/// What a model has to be. Empty fields ask for nothing.
struct ModelPattern {
  QString model, scale, name;           // template, scale, the architecture's own name
  QString block;                        // some block of this id …
  std::map<QString, QString> settings;  // … with these parameters as written; an absent one has its default
  bool operator==(const ModelPattern&) const = default;
};

// The vocabulary of checks: the one place where it is declared. Controls are object names.
struct PageCheck {  // this page is shown
  QString page;
};
struct ShownCheck {  // the control can be seen
  QString control;
};
struct UsedCheck {  // it was clicked or changed since the step began
  QString control;
};
struct ChosenCheck {  // it holds this value: data of a choice, text of a line, what is ticked in a list
  QString control, value;
};
struct SelectedCheck {  // so many rows are selected in this table
  QString table;
  int rows = 1;
};
struct BlockCheck {  // a block of this id is selected in Compose
  QString block;
};
struct ModelCheck {  // what is composed is this
  ModelPattern model;
};
struct RunCheck {  // since the lesson began, runs of this model were started, or have completed
  ModelPattern model;
  int runs = 1;
  bool ended = false;
};
struct StudyCheck {  // since the lesson began, a study of this name was started, or has finished
  QString study;
  bool ended = false;
};
using LessonCheck = std::variant<PageCheck, ShownCheck, UsedCheck, ChosenCheck, SelectedCheck, BlockCheck, ModelCheck,
                                 RunCheck, StudyCheck>;

/// What the panel offers to do for a person.
struct PageOffer {
  QString page;
};
struct OpenOffer {  // a template in Compose; one step of undo
  QString model, scale;
};
using LessonOffer = std::variant<PageOffer, OpenOffer>;

struct LessonStep {
  QString id;
  LessonText title, text, hint;     // hint may be empty
  QStringList highlight;            // controls on the way; the last one that can be seen is marked
  std::vector<LessonCheck> checks;  // all must hold; none: a step to read
  std::optional<LessonOffer> offer;
  bool advances = false;  // goes on by itself when done
};

struct Lesson {
  QString name;
  int minutes = 0;
  LessonText title, about;
  std::vector<LessonStep> steps;

  /// −1 when there is none.
  int indexOf(const QString& step) const;
  /// Every control that it names: marked, checked or written in a text.
  QStringList controls() const;
};

/// Reads a document of format headroom.lesson, version 1. BadInput is one sentence with the place and what to try.
Result<Lesson> lessonFrom(const Json& document, const std::string& source);

/// `{name}` in a text, each by what `nameOf` says.
QString withNames(const QString& text, const std::function<QString(const QString& control)>& nameOf);

}  // namespace headroom
