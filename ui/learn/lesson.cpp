#include "ui/learn/lesson.h"

#include <QRegularExpression>
#include <algorithm>
#include <set>

#include "core/base/json_reader.h"
#include "core/base/text.h"

namespace headroom {

namespace {

constexpr const char* kFormat = "headroom.lesson";
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMostSteps = 100;
constexpr qsizetype kMostLetters = 20'000;  // of a text: several screens

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

const QRegularExpression& placeholder() {
  static const QRegularExpression expression(QStringLiteral(R"(\{([a-z][a-zA-Z0-9_.\- ]*(=[a-zA-Z0-9_.\- ]+)?)\})"));
  return expression;
}

/// {"en": …, "de": …}; a language's text may be a list of paragraphs.
LessonText textAt(JsonReader& reader, const std::string& key, bool needed) {
  LessonText texts;
  const Json* object = reader.object(key);
  if (!object) {
    if (needed) reader.fail(key, "a text was expected, such as {\"en\": \"…\"}.");
    return texts;
  }
  for (const auto& [language, value] : object->items()) {
    QStringList paragraphs;
    for (const Json& paragraph : value.is_array() ? value : Json::array({value})) {
      if (!paragraph.is_string()) {
        reader.fail(key + "." + language, "a text, or a list of paragraphs, was expected.");
        return {};
      }
      paragraphs << text(paragraph.get<std::string>());
    }
    const QString whole = paragraphs.join(QStringLiteral("\n\n"));
    if (whole.size() > kMostLetters)
      reader.fail(key + "." + language,
                  "the text has more than " + std::to_string(kMostLetters) + " letters; make several steps of it.");
    texts[text(language).left(20)] = whole;
  }
  if (texts[QStringLiteral("en")].trimmed().isEmpty()) reader.fail(key, "an English text (\"en\") was expected.");
  return texts;
}

Result<ModelPattern> patternAt(JsonReader& reader, const std::string& source) {
  ModelPattern pattern;
  pattern.model = text(reader.text("model", ""));
  pattern.scale = text(reader.text("scale", ""));
  pattern.name = text(reader.text("name", ""));
  pattern.block = text(reader.text("block", ""));
  if (const Json* settings = reader.has("with") ? reader.object("with") : nullptr) {
    JsonReader with(*settings, reader.at("with"), source);
    for (const auto& [key, value] : settings->items()) pattern.settings[text(key)] = text(with.text(key));
    HEADROOM_TRY(with.finish());
    if (pattern.block.isEmpty()) reader.fail("with", "it belongs to a block; name one with \"block\".");
  }
  return pattern;
}

Result<LessonCheck> checkFrom(const Json& document, const std::string& path, const std::string& source) {
  JsonReader reader(document, path, source);
  std::vector<LessonCheck> found;
  const auto take = [&](LessonCheck read) { found.push_back(std::move(read)); };
  /// The object below a key that says more than a name.
  const auto inside = [&](const char* key, const auto& read) -> Result<void> {
    if (!reader.has(key)) return {};
    const Json* object = reader.object(key);
    if (!object) return reader.finish();
    JsonReader inner(*object, reader.at(key), source);
    HEADROOM_ASSIGN(LessonCheck made, read(inner));
    HEADROOM_TRY(inner.finish());
    take(std::move(made));
    return {};
  };
  if (reader.has("page")) take(PageCheck{text(reader.text("page"))});
  if (reader.has("shown")) take(ShownCheck{text(reader.text("shown"))});
  if (reader.has("used")) take(UsedCheck{text(reader.text("used"))});
  if (reader.has("block")) take(BlockCheck{text(reader.text("block"))});
  HEADROOM_TRY(inside("chosen", [](JsonReader& inner) -> Result<LessonCheck> {
    return LessonCheck(ChosenCheck{text(inner.text("control")), text(inner.text("value"))});
  }));
  HEADROOM_TRY(inside("selected", [](JsonReader& inner) -> Result<LessonCheck> {
    return LessonCheck(SelectedCheck{text(inner.text("table")), static_cast<int>(inner.integer("rows", 1, 1, 1000))});
  }));
  HEADROOM_TRY(inside("model", [&](JsonReader& inner) -> Result<LessonCheck> {
    HEADROOM_ASSIGN(ModelPattern pattern, patternAt(inner, source));
    return LessonCheck(ModelCheck{std::move(pattern)});
  }));
  HEADROOM_TRY(inside("run", [&](JsonReader& inner) -> Result<LessonCheck> {
    HEADROOM_ASSIGN(ModelPattern pattern, patternAt(inner, source));
    return LessonCheck(RunCheck{.model = std::move(pattern),
                                .runs = static_cast<int>(inner.integer("runs", 1, 1, 1000)),
                                .ended = inner.choice("state", {"started", "ended"}, "started") == "ended"});
  }));
  HEADROOM_TRY(inside("study", [](JsonReader& inner) -> Result<LessonCheck> {
    return LessonCheck(StudyCheck{.study = text(inner.text("name")),
                                  .ended = inner.choice("state", {"started", "ended"}, "started") == "ended"});
  }));
  HEADROOM_TRY(reader.finish());
  if (found.size() == 1) return std::move(found.front());
  return badInput(inQuotes(source, 200) + ": " + path +
                  ": one check was expected (page, shown, used, chosen, selected, block, model, run or study); several "
                  "stand in a list.");
}

Result<LessonOffer> offerFrom(const Json& document, const std::string& path, const std::string& source) {
  JsonReader reader(document, path, source);
  std::optional<LessonOffer> offer;
  if (reader.has("page")) {
    offer = PageOffer{text(reader.text("page"))};
  } else {
    const std::string model = reader.text("open");
    offer = OpenOffer{.model = text(model), .scale = text(reader.text("scale", ""))};
  }
  HEADROOM_TRY(reader.finish());
  return std::move(*offer);
}

Result<LessonStep> stepFrom(const Json& document, const std::string& path, const std::string& source) {
  JsonReader reader(document, path, source);
  LessonStep step;
  step.id = text(reader.text("id"));
  step.title = textAt(reader, "title", true);
  step.text = textAt(reader, "text", true);
  step.hint = textAt(reader, "hint", false);
  step.advances = reader.flag("advances", false);
  const Json* marked = reader.has("highlight") ? reader.array("highlight") : nullptr;
  for (std::size_t i = 0; marked && i < marked->size(); ++i) {
    if (!(*marked)[i].is_string()) {
      reader.fail("highlight", "a list of controls' names was expected.");
      break;
    }
    step.highlight << text((*marked)[i].get<std::string>());
  }
  if (const Json* checks = reader.raw("check")) {
    // One alone needs no list.
    const Json list = checks->is_array() ? *checks : Json::array({*checks});
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string place = checks->is_array() ? reader.at("check[" + std::to_string(i) + "]") : reader.at("check");
      HEADROOM_ASSIGN(LessonCheck check, checkFrom(list[i], place, source));
      step.checks.push_back(std::move(check));
    }
  }
  if (const Json* offer = reader.raw("do")) {
    HEADROOM_ASSIGN(step.offer, offerFrom(*offer, reader.at("do"), source));
  }
  HEADROOM_TRY(reader.finish());
  if (step.advances && step.checks.empty())
    return badInput(inQuotes(source, 200) + ": " + path +
                    ".advances: only a step with a check can go on by itself; add one.");
  return step;
}

QStringList controlsOf(const LessonCheck& check) {
  return std::visit(
      [](const auto& each) -> QStringList {
        if constexpr (requires { each.control; })
          return {each.control};
        else if constexpr (requires { each.table; })
          return {each.table};
        else
          return {};
      },
      check);
}

}  // namespace

QString inLanguage(const LessonText& text, const QLocale& locale) {
  const auto found = text.find(locale.name().section('_', 0, 0));
  if (found != text.end()) return found->second;
  const auto english = text.find(QStringLiteral("en"));
  return english == text.end() ? QString() : english->second;
}

int Lesson::indexOf(const QString& step) const {
  const auto found = std::find_if(steps.begin(), steps.end(), [&](const LessonStep& each) { return each.id == step; });
  return found == steps.end() ? -1 : static_cast<int>(found - steps.begin());
}

QStringList Lesson::controls() const {
  QStringList names;
  for (const LessonStep& step : steps) {
    names << step.highlight;
    for (const LessonCheck& check : step.checks) names << controlsOf(check);
    for (const LessonText* texts : {&step.title, &step.text, &step.hint})
      for (const auto& [language, words] : *texts)
        for (auto each = placeholder().globalMatch(words); each.hasNext();)
          names << each.next().captured(1).section('=', 0, 0);
  }
  names.removeDuplicates();
  return names;
}

Result<Lesson> lessonFrom(const Json& document, const std::string& source) {
  JsonReader reader(document, "", source);
  // A newer version first: what else cannot be read follows from that.
  const bool ours = reader.choice("format", {kFormat}) == kFormat;
  if (const std::int64_t version = reader.integer("version", {}, 1); ours && version > kVersion)
    return badInput(inQuotes(source, 200) + ": this lesson has version " + std::to_string(version) +
                    " and this program knows " + std::to_string(kVersion) + "; update Headroom.");
  Lesson lesson;
  lesson.name = text(reader.text("name"));
  lesson.minutes = static_cast<int>(reader.integer("minutes", {}, 1, 600));
  lesson.title = textAt(reader, "title", true);
  lesson.about = textAt(reader, "about", true);
  const Json* steps = reader.array("steps");
  HEADROOM_TRY(reader.finish());
  if (!steps || steps->empty())
    return badInput(inQuotes(source, 200) + ": steps: a lesson without steps teaches nothing; add one.");
  if (steps->size() > kMostSteps)
    return badInput(inQuotes(source, 200) + ": steps: at most " + std::to_string(kMostSteps) +
                    " were expected; make two lessons of it.");
  std::set<QString> ids;
  for (std::size_t i = 0; i < steps->size(); ++i) {
    const std::string path = "steps[" + std::to_string(i) + "]";
    HEADROOM_ASSIGN(LessonStep step, stepFrom((*steps)[i], path, source));
    if (!ids.insert(step.id).second)
      return badInput(inQuotes(source, 200) + ": " + path + ".id: " + inQuotes(step.id.toStdString()) +
                      " names another step already; give each its own.");
    lesson.steps.push_back(std::move(step));
  }
  return lesson;
}

QString withNames(const QString& text, const std::function<QString(const QString& control)>& nameOf) {
  QString replaced;
  qsizetype from = 0;
  for (auto each = placeholder().globalMatch(text); each.hasNext();) {
    const auto match = each.next();
    replaced += text.mid(from, match.capturedStart() - from) + nameOf(match.captured(1));
    from = match.capturedEnd();
  }
  return replaced + text.mid(from);
}

}  // namespace headroom
