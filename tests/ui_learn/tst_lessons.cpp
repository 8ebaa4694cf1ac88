// Lessons without a window: documents, broken ones too, the way through the steps, checks, and the file of places.
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "core/arch/resolve.h"
#include "ui/learn/lesson_facts.h"
#include "ui/learn/lesson_shelf.h"

using namespace headroom;

namespace {

Json text(const char* words) {
  return {{"en", words}};
}

Json sound() {
  return {{"format", "headroom.lesson"},
          {"version", 1},
          {"name", "one"},
          {"minutes", 5},
          {"title", text("One")},
          {"about", text("About one.")},
          {"steps", Json::array({{{"id", "read"}, {"title", text("Read")}, {"text", text("Words.")}},
                                 {{"id", "go"},
                                  {"title", text("Go")},
                                  {"text", {{"en", {"First.", "Second."}}, {"de", "Erst, dann."}}},
                                  {"highlight", {"rail.compose"}},
                                  {"check", {{"page", "compose"}}},
                                  {"advances", true}},
                                 {{"id", "end"}, {"title", text("End")}, {"text", text("Over.")}}})}};
}

Lesson soundLesson() {
  return *lessonFrom(sound(), "one.json");
}

/// What is true is what a test writes here.
struct MadeFacts : LessonFacts {
  QString onPage, block;
  QSet<QString> shown, used;
  std::map<QString, QString> values;
  int rows = 0;
  std::optional<LessonModel> model;
  std::vector<LessonRun> made;
  std::vector<LessonStudy> begun;

  QString page() const override { return onPage; }
  bool isShown(const QString& control) const override { return shown.contains(control); }
  bool wasUsed(const QString& control) const override { return used.contains(control); }
  std::optional<QString> valueOf(const QString& control) const override {
    const auto found = values.find(control);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  }
  int rowsSelectedIn(const QString&) const override { return rows; }
  QString selectedBlock() const override { return block; }
  std::optional<LessonModel> composed() const override { return model; }
  std::vector<LessonRun> runs() const override { return made; }
  std::vector<LessonStudy> studies() const override { return begun; }
};

LessonModel paperModel(const std::vector<std::string>& arms) {
  const auto resolved = resolve({.model = "paper/none", .scale = "nano", .arms = arms, .dataVocab = 64});
  return {"paper/none", "nano", resolved->architecture};
}

void write(const QString& name, const QByteArray& content) {
  QFile file(name);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(content);
}

}  // namespace

class TestLessons : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theShippedLessonsAreWholeShortAndInBothLanguages() {
    QTemporaryDir empty;
    const LessonShelf shelf = readLessons(empty.path().toStdString());
    QCOMPARE(shelf.problems, QStringList());
    QCOMPARE(shelf.lessons.size(), std::size_t{3});
    for (const Lesson& lesson : shelf.lessons) {
      QVERIFY(lesson.minutes <= 10);
      QVERIFY(lesson.steps.size() >= 5);
      QVERIFY2(inLanguage(lesson.steps.back().text).contains('?'), "a lesson ends with a question to try");
      QVERIFY(lesson.steps.back().checks.empty());
      std::vector<const LessonText*> texts{&lesson.title, &lesson.about};
      for (const LessonStep& step : lesson.steps) {
        texts.push_back(&step.title);
        texts.push_back(&step.text);
        if (!step.hint.empty()) texts.push_back(&step.hint);
      }
      for (const LessonText* each : texts)
        QVERIFY2(each->contains("en") && each->contains("de"), qPrintable(lesson.name + ": " + inLanguage(*each)));
    }
  }

  void paragraphsLanguagesAndNamesOfControls() {
    const LessonText words = soundLesson().steps[1].text;
    QCOMPARE(inLanguage(words, QLocale("en_GB")), QString("First.\n\nSecond."));
    QCOMPARE(inLanguage(words, QLocale("de_AT")), QString("Erst, dann."));
    QCOMPARE(inLanguage(words, QLocale("fr_FR")), QString("First.\n\nSecond."));
    const auto loud = [](const QString& control) { return "<" + control + ">"; };
    QCOMPARE(withNames("Press {compose.run}, {runs.along=seconds}; {} {Not this} {", loud),
             QString("Press <compose.run>, <runs.along=seconds>; {} {Not this} {"));
  }

  void aBrokenLessonIsOneSentenceAndNeverHalf_data() {
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");  // "" takes the key away
    QTest::addColumn<QString>("says");
    QTest::newRow("another format") << "/format"
                                    << R"("headroom.arm")"
                                    << "format";
    QTest::newRow("a newer version") << "/version"
                                     << "2"
                                     << "version 2 and this program knows 1; update";
    QTest::newRow("no version") << "/version"
                                << ""
                                << "version: is missing";
    QTest::newRow("no name") << "/name"
                             << ""
                             << "name: is missing";
    QTest::newRow("a number for a name") << "/name"
                                         << "7"
                                         << "'7' is not a text";
    QTest::newRow("a year long") << "/minutes"
                                 << "525600"
                                 << "from 1 to 600";
    QTest::newRow("no title") << "/title"
                              << ""
                              << "title: a text was expected";
    QTest::newRow("only German") << "/title"
                                 << R"({"de": "Eins"})"
                                 << "an English text";
    QTest::newRow("a text of numbers") << "/about"
                                       << R"({"en": [1, 2]})"
                                       << "about.en";
    QTest::newRow("no steps") << "/steps"
                              << ""
                              << "steps";
    QTest::newRow("steps that are no list") << "/steps"
                                            << "{}"
                                            << "steps";
    QTest::newRow("an empty list") << "/steps"
                                   << "[]"
                                   << "teaches nothing";
    QTest::newRow("a step that is a word") << "/steps/1"
                                           << R"("go")"
                                           << "steps[1]";
    QTest::newRow("a step without text") << "/steps/1/text"
                                         << ""
                                         << "steps[1].text";
    QTest::newRow("a doubled id") << "/steps/2/id"
                                  << R"("go")"
                                  << "names another step";
    QTest::newRow("an unknown key") << "/steps/1/higlight"
                                    << "[]"
                                    << "did you mean 'highlight'";
    QTest::newRow("an unknown check") << "/steps/1/check"
                                      << R"({"clicked": "x"})"
                                      << "steps[1].check";
    QTest::newRow("no check in it") << "/steps/1/check"
                                    << "{}"
                                    << "one check was expected";
    QTest::newRow("two checks in one") << "/steps/1/check"
                                       << R"({"page": "runs", "shown": "x"})"
                                       << "one check";
    QTest::newRow("a check without its value") << "/steps/1/check"
                                               << R"({"chosen": {"control": "x"}})"
                                               << "steps[1].check.chosen.value";
    QTest::newRow("settings of no block") << "/steps/1/check"
                                          << R"({"model": {"with": {"kernel": "flash"}}})"
                                          << "belongs to a block";
    QTest::newRow("a state that is none") << "/steps/1/check"
                                          << R"({"run": {"state": "soon"}})"
                                          << "started or ended";
    QTest::newRow("half a list of checks") << "/steps/1/check"
                                           << R"([{"page": "runs"}, 3])"
                                           << "steps[1].check[1]";
    QTest::newRow("an offer of nothing") << "/steps/1/do"
                                         << "{}"
                                         << "steps[1].do.open";
    QTest::newRow("on by itself without a check") << "/steps/0/advances"
                                                  << "true"
                                                  << "only a step with a check";
    QTest::newRow("marked: a number") << "/steps/1/highlight"
                                      << "[1]"
                                      << "steps[1].highlight";
  }
  void aBrokenLessonIsOneSentenceAndNeverHalf() {
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, says);
    Json document = sound();
    const Json::json_pointer place(pointer.toStdString());
    if (value.isEmpty())
      document[place.parent_pointer()].erase(place.back());
    else
      document[place] = Json::parse(value.toStdString());
    const auto lesson = lessonFrom(document, "one.json");
    QVERIFY(!lesson);
    const QString message = QString::fromStdString(lesson.error().message);
    QVERIFY2(message.contains(says) && message.contains("one.json") && !message.contains('\n'), qPrintable(message));
  }

  void hostileTextIsShownAsText() {
    Json document = sound();
    document["title"] = {{"en", "\u202e💥 <b>not bold</b>"}};
    QVERIFY(lessonFrom(document, "wild.json").ok());
    const std::string endless(1'000'000, 'x');
    for (const char* place : {"/title/en", "/name", "/steps/1/id", "/steps/1/check/page"}) {
      Json longer = document;
      longer[Json::json_pointer(place)] = endless;
      longer["steps"][2]["id"] = longer["steps"][1]["id"];  // something to complain of
      const auto lesson = lessonFrom(longer, "wild.json");
      QVERIFY2(!lesson && lesson.error().message.size() < 1000, place);
    }
  }

  void ownLessonsAreReadAndBrokenOnesLeftOutWithASentence() {
    QTemporaryDir folder;
    write(folder.filePath("a.json"), QByteArray::fromStdString(dump(sound())));
    write(folder.filePath("b.json"), "{ not json");
    write(folder.filePath("c.json"), QByteArray::fromStdString(dump(sound())));  // the same name again
    write(folder.filePath("notes.txt"), "nothing");
    const LessonShelf shelf = readLessons(folder.path().toStdString());
    QVERIFY(shelf.find("one"));
    QCOMPARE(shelf.lessons.size(), std::size_t{4});
    QCOMPARE(shelf.problems.size(), qsizetype{2});
    QVERIFY2(shelf.problems[0].contains("b.json"), qPrintable(shelf.problems[0]));
    QVERIFY2(shelf.problems[1].contains("already"), qPrintable(shelf.problems[1]));
  }

  void goesForwardsBackwardsAndToTheEnd() {
    LessonPlayer player(soundLesson());
    QCOMPARE(player.index(), 0);
    QVERIFY(player.isDone());  // nothing is asked
    player.back();
    QCOMPARE(player.index(), 0);
    player.next();
    QVERIFY(!player.isDone());
    QVERIFY(player.markDone());
    QVERIFY(!player.markDone());
    player.next();
    player.back();
    QVERIFY2(player.isDone(), "what was done stays done");
    player.next();
    QVERIFY(player.isLast() && !player.place().finished);
    player.next();
    QVERIFY(player.place().finished);
  }

  void passingOverDoesNotMakeAStepDone() {
    LessonPlayer player(soundLesson());
    player.next();
    player.next();
    QCOMPARE(player.step().id, QString("end"));
    QVERIFY(player.place().done.isEmpty());
  }

  void aPlaceIsFoundAgainAndOneThatIsGoneBeginsAtTheFirstStep() {
    LessonPlayer player(soundLesson(), {.step = "go", .done = {"go"}});
    QCOMPARE(player.index(), 1);
    QVERIFY(player.isDone());
    QCOMPARE(LessonPlayer(soundLesson(), {.step = "was there once"}).index(), 0);
  }

  void checksHoldWhenTheWindowSaysSo() {
    MadeFacts facts;
    const auto holds = [&](const LessonCheck& check) { return judge(check, facts).holds; };
    QVERIFY(!holds(PageCheck{"runs"}) && !holds(ShownCheck{"a"}) && !holds(UsedCheck{"a"}));
    QVERIFY(!holds(ChosenCheck{"a", ""}) && !holds(BlockCheck{"norm.rms"}) && !holds(ModelCheck{{}}));
    facts.onPage = "runs";
    facts.shown = facts.used = {"a"};
    facts.values["a"] = "seconds";
    facts.block = "norm.rms";
    facts.rows = 1;
    QVERIFY(holds(PageCheck{"runs"}) && holds(ShownCheck{"a"}) && holds(UsedCheck{"a"}));
    QVERIFY(holds(ChosenCheck{"a", "seconds"}) && !holds(ChosenCheck{"a", "steps"}) && holds(BlockCheck{"norm.rms"}));
    QVERIFY(!holds(SelectedCheck{"t", 2}));
    QVERIFY(judge(SelectedCheck{"t", 2}, facts).note.contains("1 of 2"));
    facts.rows = 2;
    QVERIFY(holds(SelectedCheck{"t", 2}));
  }

  void aModelFitsByWhatIsWrittenAndByDefaults() {
    const ModelPattern math{.model = "paper/none", .block = "attention.mha", .settings = {{"kernel", "math"}}};
    ModelPattern flash = math;
    flash.settings["kernel"] = "flash";
    QVERIFY(fits(math, paperModel({})) && !fits(flash, paperModel({})));
    QVERIFY(fits(flash, paperModel({"flash"})) && !fits(math, paperModel({"flash"})));
    QVERIFY(!fits({.scale = "mini"}, paperModel({})) && !fits({.block = "norm.rms"}, paperModel({})));
    QVERIFY(fits({.block = "norm.rms"}, paperModel({"rmsnorm"})));
    QVERIFY2(fits({.block = "ffn.mlp", .settings = {{"bias", "false"}}}, paperModel({})), "written: false");
    QVERIFY2(!fits({.block = "attention.mha", .settings = {{"no such", "1"}}}, paperModel({})), "an unknown setting");
  }

  void runsAreWaitedForAndAnEarlyEndIsTold() {
    MadeFacts facts;
    const RunCheck started{.model = {.model = "paper/none"}}, ended{.model = {.model = "paper/none"}, .ended = true};
    facts.made = {{.model = std::nullopt}};  // not read yet
    QVERIFY(!judge(LessonCheck(started), facts).holds);
    facts.made = {{.state = LessonRun::State::Training, .model = paperModel({}), .step = 3, .steps = 9, .name = "a"}};
    QVERIFY(judge(LessonCheck(started), facts).holds);
    QVERIFY(judge(LessonCheck(ended), facts).note.contains("step 3 of 9"));
    facts.made[0].state = LessonRun::State::Ended;
    facts.made[0].reason = "The disk is full.";
    QVERIFY(!judge(LessonCheck(started), facts).holds);
    QVERIFY(judge(LessonCheck(ended), facts).note.contains("The disk is full."));
    facts.made.push_back({.state = LessonRun::State::Completed, .model = paperModel({})});
    QVERIFY(judge(LessonCheck(ended), facts).holds);
    facts.begun = {{.name = "aa"}};
    QVERIFY(judge(LessonCheck(StudyCheck{"aa", false}), facts).holds);
    QVERIFY(!judge(LessonCheck(StudyCheck{"aa", true}), facts).holds);
    facts.begun[0].stopped = true;
    QVERIFY(judge(LessonCheck(StudyCheck{"aa", true}), facts).note.contains("stopped"));
    facts.begun[0].finished = true;
    QVERIFY(judge(LessonCheck(StudyCheck{"aa", true}), facts).holds);
    QVERIFY(!judge(LessonCheck(StudyCheck{"norm", false}), facts).holds);
  }

  void placesAreKeptAtOnceAndReadAgain() {
    QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "deep" / "lessons.json";
    const LessonPlace place{.step = "go", .done = {"read", "💥"}, .beganMs = 1234};
    LessonProgress(file).keep("one", place);
    LessonProgress again(file);
    QCOMPARE(again.problem(), QString());
    QVERIFY(again.place("one") == place && again.place("two") == LessonPlace{});
    again.forget("one");
    QVERIFY(LessonProgress(file).place("one") == LessonPlace{});
  }

  void aBrokenFileOfPlacesIsPutAsideAndOneOfANewerProgramIsLeft() {
    QTemporaryDir folder;
    const QString name = folder.filePath("lessons.json");
    for (const QByteArray& content :
         {QByteArray("{ half"),
          QByteArray(R"({"format": "headroom.lesson-progress", "version": 1, "lessons": {"a": 1}})")}) {
      write(name, content);
      LessonProgress progress(name.toStdString());
      QVERIFY2(progress.problem().contains("begin anew"), qPrintable(progress.problem()));
      progress.keep("one", {.step = "go"});
      QFile aside(name + ".unreadable");
      QVERIFY(aside.open(QIODevice::ReadOnly));
      QCOMPARE(aside.readAll(), content);
      QCOMPARE(LessonProgress(name.toStdString()).place("one").step, QString("go"));
    }
    const QByteArray newer = R"({"format": "headroom.lesson-progress", "version": 9, "lessons": {}, "new": true})";
    write(name, newer);
    LessonProgress progress(name.toStdString());
    QVERIFY2(progress.problem().contains("newer"), qPrintable(progress.problem()));
    progress.keep("one", {.step = "go"});
    QFile left(name);
    QVERIFY(left.open(QIODevice::ReadOnly));
    QCOMPARE(left.readAll(), newer);
  }

  void aPlaceThatCannotBeWrittenIsSaid() {
    QTemporaryDir folder;
    write(folder.filePath("file"), "in the way");
    LessonProgress progress(folder.filePath("file/lessons.json").toStdString());
    progress.keep("one", {.step = "go"});
    QVERIFY(!progress.problem().isEmpty());
    QCOMPARE(progress.place("one").step, QString("go"));  // it goes on while the window is open
  }
};

QTEST_APPLESS_MAIN(TestLessons)
#include "tst_lessons.moc"
