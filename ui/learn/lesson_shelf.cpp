#include "ui/learn/lesson_shelf.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <algorithm>

#include "core/base/files.h"
#include "core/base/json_reader.h"

/// The documents lie in a static library, which nobody would link for their sake. Q_INIT_RESOURCE wants the global
/// namespace.
static void linkLessons() {
  Q_INIT_RESOURCE(lessons);
}

namespace headroom {

namespace {

constexpr const char* kFormat = "headroom.lesson-progress";
constexpr std::int64_t kVersion = 1;
/// In the order in which they build on one another.
constexpr const char* kShipped[] = {"first-model", "flash-attention", "measuring"};

QString tr(const char* text) {
  return QCoreApplication::translate("LessonShelf", text);
}

std::filesystem::path pathOf(const QString& text) {
  return text.toStdString();
}

void add(LessonShelf& shelf, const Result<Json>& document, const std::string& source) {
  const auto lesson = document ? lessonFrom(*document, source) : Result<Lesson>(document.error());
  if (!lesson)
    shelf.problems << QString::fromStdString(lesson.error().message);
  else if (shelf.find(lesson->name))
    shelf.problems << tr("'%1': there is a lesson %2 already; give this one another name.")
                          .arg(QString::fromStdString(source), lesson->name.left(60));
  else
    shelf.lessons.push_back(*lesson);
}

Result<LessonPlace> placeFrom(const Json& document, const std::string& path, const std::string& source) {
  JsonReader reader(document, path, source);
  LessonPlace place{.step = QString::fromStdString(reader.text("step")),
                    .finished = reader.flag("finished", false),
                    .beganMs = reader.integer("began_ms", 0)};
  if (const Json* done = reader.array("done"))
    for (const Json& step : *done) {
      if (step.is_string())
        place.done.insert(QString::fromStdString(step.get<std::string>()));
      else
        reader.fail("done", "a list of steps was expected.");
    }
  HEADROOM_TRY(reader.finish());
  return place;
}

Json toJson(const LessonPlace& place) {
  QStringList done(place.done.begin(), place.done.end());
  done.sort();
  Json steps = Json::array();
  for (const QString& step : done) steps.push_back(step.toStdString());
  return {{"step", place.step.toStdString()},
          {"done", std::move(steps)},
          {"finished", place.finished},
          {"began_ms", place.beganMs}};
}

}  // namespace

const Lesson* LessonShelf::find(const QString& name) const {
  const auto found =
      std::find_if(lessons.begin(), lessons.end(), [&](const Lesson& lesson) { return lesson.name == name; });
  return found == lessons.end() ? nullptr : &*found;
}

LessonShelf readLessons(const std::filesystem::path& folder) {
  linkLessons();
  LessonShelf shelf;
  for (const char* name : kShipped) {
    QFile file(QStringLiteral(":/lessons/%1.json").arg(QLatin1String(name)));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    add(shelf, parseJson(file.readAll().toStdString(), name), name);
  }
  const QDir own(QString::fromStdString(folder.string()));
  for (const QString& name : own.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
    add(shelf, readJson(own.filePath(name).toStdString()), own.filePath(name).toStdString());
  return shelf;
}

std::filesystem::path lessonFolder() {
  return dataFolder() / "lessons";
}

std::filesystem::path progressFile() {
  const QString asked = qEnvironmentVariable("XDG_STATE_HOME");
  const QString state = QDir::isAbsolutePath(asked) ? asked : QDir::homePath() + QStringLiteral("/.local/state");
  return pathOf(state) / "headroom" / "lessons.json";
}

LessonProgress::LessonProgress(std::filesystem::path file) : m_file(std::move(file)) {
  std::error_code ignored;
  if (std::filesystem::exists(m_file, ignored)) read();
}

void LessonProgress::read() {
  const std::string source = m_file.string();
  const auto broken = [this](const std::string& why) {
    m_broken = true;
    m_places.clear();
    m_problem = tr("Where you were in the lessons cannot be read, so they begin anew; the file is kept as %1. %2")
                    .arg(QString::fromStdString(m_file.filename().string()) + QStringLiteral(".unreadable"),
                         QString::fromStdString(why));
  };
  const auto document = readJson(source);
  if (!document) return broken(document.error().message);
  JsonReader reader(*document, "", source);
  const bool ours = reader.choice("format", {kFormat}) == kFormat;
  if (ours && reader.integer("version", {}, 1) > kVersion) {
    m_newer = true;
    m_problem =
        tr("Where you were in the lessons was written by a newer Headroom; it is left as it is, and this "
           "program keeps no places. Update Headroom to go on there.");
    return;
  }
  const Json* lessons = reader.object("lessons");
  if (const auto whole = reader.finish(); !whole) return broken(whole.error().message);
  if (!lessons) return;
  for (const auto& [name, place] : lessons->items()) {
    const auto known = placeFrom(place, "lessons." + name, source);
    if (!known) return broken(known.error().message);
    m_places[QString::fromStdString(name)] = *known;
  }
}

LessonPlace LessonProgress::place(const QString& lesson) const {
  const auto found = m_places.find(lesson);
  return found == m_places.end() ? LessonPlace{} : found->second;
}

void LessonProgress::keep(const QString& lesson, const LessonPlace& place) {
  if (const auto found = m_places.find(lesson); found != m_places.end() && found->second == place) return;
  m_places[lesson] = place;
  write();
}

void LessonProgress::forget(const QString& lesson) {
  if (m_places.erase(lesson) > 0) write();
}

void LessonProgress::write() {
  if (m_newer) return;
  std::error_code ignored;
  if (m_broken) std::filesystem::rename(m_file, m_file.string() + ".unreadable", ignored);
  m_broken = false;
  Json lessons = Json::object();
  for (const auto& [name, place] : m_places) lessons[name.toStdString()] = toJson(place);
  const Json document{{"format", kFormat}, {"version", kVersion}, {"lessons", std::move(lessons)}};
  auto written = makeFolders(m_file.parent_path());
  if (written) written = replaceFile(m_file, dump(document, 2) + "\n");
  m_problem =
      written
          ? QString()
          : tr("Where you are in the lessons cannot be kept: %1").arg(QString::fromStdString(written.error().message));
}

}  // namespace headroom
