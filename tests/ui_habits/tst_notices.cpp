// Sentences above the pages: engines that cannot be reached, runs that fail, places where databases should not lie;
// and what a dropped file is taken for.
#include <unistd.h>

#include <QDir>
#include <QLabel>
#include <QLocalServer>
#include <QLocalSocket>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/engine/socket_path.h"
#include "ui/habits/database_place.h"
#include "ui/habits/engine_notice.h"
#include "ui/habits/guide_window.h"
#include "ui/habits/headroom_command.h"
#include "ui/habits/log_dialog.h"
#include "ui/habits/notice_bar.h"
#include "ui/habits/opened_file.h"
#include "ui/habits/run_notices.h"
#include "ui/models/runs_model.h"

using namespace headroom;

namespace {

QPushButton* buttonOf(QWidget& parent, const QString& text) {
  for (auto* button : parent.findChildren<QPushButton*>()) {
    if (button->text() == text) return button;
  }
  return nullptr;
}

RunSummary run(RunState state, std::int64_t revision) {
  RunSummary summary;
  summary.id = RunId{"r1"};
  summary.meta.name = "rope-mini";
  summary.state = state;
  summary.step = 120;
  summary.reason = state == RunState::Failed ? "ended without a word (killed? out of memory?)" : "";
  summary.revision = revision;
  return summary;
}

}  // namespace

class TestNotices : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_folder;

  QString file(const QString& name, const QByteArray& content) {
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
    file.write(content);
    return file.fileName();
  }

 private Q_SLOTS:
  void initTestCase() { qputenv("XDG_RUNTIME_DIR", m_folder.filePath("run").toUtf8()); }

  void aNoticeHasItsWayOnAndGoesWhenItIsDismissed() {
    NoticeBar bar;
    bool done = false;
    bar.show({.id = "a", .text = "It failed.", .problem = true, .buttons = {{"Try", [&] { done = true; }}}});
    QVERIFY(bar.isVisible());
    QTest::mouseClick(buttonOf(bar, "Try"), Qt::LeftButton);
    QVERIFY(done);
    bar.show({.id = "a", .text = "It failed again."});
    QCOMPARE(bar.textOf("a"), QString("It failed again."));
    QTRY_VERIFY(!buttonOf(bar, "Try"));
    QTest::keyClick(buttonOf(bar, "Dismiss"), Qt::Key_Space);
    QVERIFY(!bar.isVisible() && bar.textOf("a").isEmpty());
    for (int i = 0; i < 10; ++i) bar.show({.id = QString::number(i), .text = "news"});
    QVERIFY(bar.textOf("0").isEmpty() && !bar.textOf("9").isEmpty());
  }

  void anEngineThatCannotStartIsToldWithItsReason() {
    qputenv("HEADROOM_PROGRAM", "/nowhere/headroom");
    const std::filesystem::path database = m_folder.filePath("a/headroom.db").toStdString();
    EngineClient engine(database);
    NoticeBar bar;
    EngineNotice notice(engine, bar, 1);
    QSignalSpy log(&notice, &EngineNotice::logRequested);
    engine.start();
    QTRY_VERIFY_WITH_TIMEOUT(bar.textOf("engine").contains("/nowhere/headroom"), 10'000);
    buttonOf(bar, "Open its log")->click();
    QCOMPARE(log.size(), 1);
    buttonOf(bar, "Try again now")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!bar.textOf("engine").isEmpty(), 10'000);
    qunsetenv("HEADROOM_PROGRAM");
  }

  void aNewerEngineIsToldAndItsReturnToo() {
    const std::filesystem::path database = m_folder.filePath("b/headroom.db").toStdString();
    const auto socket = QString::fromStdString(socketPath(database).string());
    QDir().mkpath(QFileInfo(socket).path());
    QLocalServer server;
    QVERIFY(server.listen(socket));
    QByteArray greeting = R"({"headroom":"engine","protocol":99,"version":"9.9.9"})";
    connect(&server, &QLocalServer::newConnection, this,
            [&] { server.nextPendingConnection()->write(greeting + "\n"); });
    EngineClient engine(database, StartEngine::Never);
    NoticeBar bar;
    EngineNotice notice(engine, bar, 1);
    engine.start();
    QTRY_VERIFY_WITH_TIMEOUT(bar.textOf("engine").contains("newer than this program"), 10'000);
    QVERIFY(bar.textOf("engine").contains("9.9.9"));
    greeting = R"({"headroom":"engine","protocol":1,"version":"9.9.9"})";
    buttonOf(bar, "Try again now")->click();
    QTRY_COMPARE_WITH_TIMEOUT(engine.state(), EngineClient::State::Connected, 10'000);
    QVERIFY(bar.textOf("engine").contains("back"));
  }

  void aRunThatFailsUnderOurEyesIsNews() {
    RunsModel runs;
    NoticeBar bar;
    RunNotices notices(runs, bar);
    QSignalSpy shown(&notices, &RunNotices::runRequested), resumed(&notices, &RunNotices::resumeRequested);
    runs.apply({.revision = 1, .changed = {run(RunState::Failed, 1)}});
    QVERIFY(bar.textOf("run r1").isEmpty());  // it had failed before the window opened
    runs.apply({.revision = 2, .changed = {run(RunState::Running, 2)}});
    runs.apply({.revision = 3, .changed = {run(RunState::Failed, 3)}});
    const QString text = bar.textOf("run r1");
    QVERIFY2(text.contains("rope-mini") && text.contains("120") && text.contains("out of memory"), qPrintable(text));
    buttonOf(bar, "Show it")->click();
    buttonOf(bar, "Resume")->click();
    QCOMPARE(shown.size(), 1);
    QCOMPARE(resumed.size(), 1);
    runs.apply({.revision = 4, .changed = {run(RunState::Running, 4)}});
    QVERIFY(bar.textOf("run r1").isEmpty());
    runs.apply({.revision = 5, .changed = {run(RunState::Completed, 5)}});
    QVERIFY(bar.textOf("run r1").isEmpty());
  }

  void aPlaceWithoutRightsOrOnANetworkIsTold() {
    QVERIFY(warningAbout(m_folder.filePath("c/d/headroom.db").toStdString()).isEmpty());
    QCOMPARE(networkName(0x6969), QString("NFS"));
    QCOMPARE(networkName(static_cast<long>(0xFF534D42)), QString("SMB"));
    QVERIFY(networkName(0xEF53).isEmpty());  // ext4
    if (::geteuid() == 0) QSKIP("Root may write everywhere: a folder without rights needs another user.");
    const QString locked = m_folder.filePath("locked");
    QVERIFY(QDir().mkpath(locked) && QFile::setPermissions(locked, QFile::ReadOwner | QFile::ExeOwner));
    QVERIFY(warningAbout((locked + "/headroom.db").toStdString()).contains("cannot be written"));
  }

  void filesAreKnownByTheirContent_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("kind");
    const auto row = [](const char* name, const QByteArray& content, FileKind kind) {
      QTest::newRow(name) << QString(name) << content << static_cast<int>(kind);
    };
    row("model.json", R"({"format": "headroom.architecture", "version": 1})", FileKind::Architecture);
    row("anything", R"({"format": "headroom.study"})", FileKind::Study);
    row("broken.architecture.json", "{\"format\": ", FileKind::Architecture);
    row("arm.json", R"({"format": "headroom.arm"})", FileKind::Foreign);
    row("other.json", R"({"name": "package"})", FileKind::Foreign);
    row("empty.json", "", FileKind::Foreign);
    row("list.json", "[1, 2]", FileKind::Foreign);
    row("study.headroom.zip", QByteArray("PK\x03\x04rest", 8), FileKind::Bundle);
    row("curves.csv", "arm,step,loss\nnone,1,2.5\n", FileKind::Series);
    row("addresses.csv", "name,street\n", FileKind::Foreign);
    row("book.txt", "Call me Ishmael. \xc3\xa4\xc3\xb6", FileKind::Text);
    row("events.out.tfevents.1.host", QByteArray("\x18\0\0\0", 4), FileKind::Events);
    row("headroom.db", "SQLite format 3\0", FileKind::Database);
    row("photo.jpg", QByteArray("\xff\xd8\xff\xe0\0\x10JFIF", 10), FileKind::Foreign);
    row("deep.json", QByteArray(100'000, '['), FileKind::Foreign);
    row("مرحبا 🚀.txt", "text", FileKind::Text);
  }

  void filesAreKnownByTheirContent() {
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(int, kind);
    const OpenedFile found = recognise(file(name, content));
    QCOMPARE(static_cast<int>(found.kind), kind);
    if (found.kind == FileKind::Foreign)
      QVERIFY2(found.why.startsWith(name) && found.why.contains("Headroom opens"), qPrintable(found.why));
  }

  void foldersAreKnownByWhatIsInThem() {
    QDir(m_folder.path()).mkpath("hf");
    QDir(m_folder.path()).mkpath("runs/one");
    QDir(m_folder.path()).mkpath("holiday");
    file("hf/config.json", "{}");
    file("hf/model.safetensors", "x");
    file("runs/one/events.out.tfevents.1", "x");
    QCOMPARE(recognise(m_folder.filePath("hf")).kind, FileKind::Weights);
    QCOMPARE(recognise(m_folder.filePath("runs")).kind, FileKind::Events);
    QCOMPARE(recognise(m_folder.filePath("holiday")).kind, FileKind::Foreign);
    QVERIFY(recognise(m_folder.filePath("gone.json")).why.contains("does not exist"));
    QVERIFY(recognise("/dev/null").why.contains("no ordinary file"));
  }

  void aLogShowsItsEndAndSaysWhenThereIsNone() {
    LogDialog log("Log", file("log.txt", "first\n" + QByteArray(LogDialog::kShown, 'x') + "\nlast\n"));
    QVERIFY(log.text().endsWith("last\n") && !log.text().startsWith("first"));
    const LogDialog none("Log", m_folder.filePath("no log"));
    const auto labels = none.findChildren<QLabel*>();
    QVERIFY(
        std::any_of(labels.begin(), labels.end(), [](auto* label) { return label->text().contains("no log yet"); }));
  }

  void aCommandThatCannotStartSaysSo() {
    qputenv("HEADROOM_PROGRAM", "/nowhere/headroom");
    std::optional<Result<Json>> answer;
    runHeadroom({"runs"}, this, [&](const Result<Json>& given) { answer = given; });
    QTRY_VERIFY(answer.has_value());
    QVERIFY(!answer->ok() && answer->error().message.find("/nowhere/headroom") != std::string::npos);
    qputenv("HEADROOM_PROGRAM", "/bin/false");
    answer.reset();
    runHeadroom({"runs"}, this, [&](const Result<Json>& given) { answer = given; });
    QTRY_VERIFY(answer.has_value());
    QVERIFY(!answer->ok());
    qunsetenv("HEADROOM_PROGRAM");
  }

  void theGuideOpensWithoutANetworkAndItsLinksLead() {
    for (const QString& language : {QString("en"), QString("de")}) {
      GuideWindow guide(language);
      guide.show();
      QCOMPARE(guide.list().count(), guideChapters().size());
      for (const QString& chapter : guideChapters()) {
        const QString text = guideText(chapter, language);
        QVERIFY2(text.startsWith("# "), qPrintable(language + "/" + chapter));
        for (auto at = text.indexOf("]("); at >= 0; at = text.indexOf("](", at + 1)) {
          const QString link = text.mid(at + 2, text.indexOf(')', at) - at - 2);
          QVERIFY2(link.endsWith(".md") && guideChapters().contains(link.chopped(3)), qPrintable(link));
        }
        guide.openChapter(chapter);
        QCOMPARE(guide.chapter(), chapter);
        QVERIFY(!guide.browser().toPlainText().isEmpty());
      }
      QTest::keyClicks(&guide.line(), "TensorBoard");
      QVERIFY(!guide.list().currentItem()->isHidden());
      QVERIFY(guide.browser().textCursor().hasSelection());
    }
  }
};

QTEST_MAIN(TestNotices)
#include "tst_notices.moc"
