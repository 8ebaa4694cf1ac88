// Drafts: what is edited survives the end of the program; nothing that was left is lost, readable or not.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "ui/compose/draft.h"

using namespace headroom;

class TestDraft : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_folder;

  std::filesystem::path folder() const { return m_folder->path().toStdString(); }
  std::filesystem::path file() const { return folder() / "compose-1.json"; }
  static void fill(ComposeDocument& document) {
    QVERIFY(document.openTemplate("gpt2", "nano"));
    QVERIFY(document.setParameter({2, 0, 1}, "kernel", "math"));
    QVERIFY(document.setRecipe("learning_rate", "0.002"));
    QVERIFY(document.setSeed("7"));
    document.fold({2}, true);
  }
  /// As after kill -9: the draft as it is on the disk, in a folder that nobody holds.
  static void copyTo(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::create_directories(to);
    std::filesystem::copy_file(from / "compose-1.json", to / "compose-1.json");
  }

 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void whatWasEditedIsThereAfterACrash() {
    ComposeDocument document;
    DraftKeeper keeper(document, folder());
    const auto nothing = keeper.take();
    QVERIFY(nothing && !*nothing);
    keeper.start();
    fill(document);
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(file()), 5000);
    copyTo(folder(), folder() / "after");

    ComposeDocument next;
    DraftKeeper other(next, folder() / "after");
    const auto left = other.take();
    QVERIFY(left && *left);
    QVERIFY((*left)->composition == document.composition());
    QVERIFY((*left)->modified);
    QVERIFY(!(*left)->closed);
    next.restore((*left)->composition, (*left)->file, (*left)->modified);
    QVERIFY(next.isModified());
    QVERIFY(next.evaluation().problem.empty());
    QVERIFY(next.isFolded({2}));
  }

  void closingKeepsTheLastEdit() {
    {
      ComposeDocument document;
      DraftKeeper keeper(document, folder());
      QVERIFY(keeper.take());
      keeper.start();
      fill(document);
    }
    ComposeDocument next;
    DraftKeeper keeper(next, folder());
    const auto left = keeper.take();
    QVERIFY(left && *left);
    QVERIFY((*left)->closed);
    QCOMPARE((*left)->composition.seed, std::uint64_t{7});
  }

  void everyWindowHasItsOwn() {
    ComposeDocument one, two;
    DraftKeeper first(one, folder()), second(two, folder());
    QVERIFY(first.write(false));
    QVERIFY(second.write(false));
    QVERIFY(std::filesystem::exists(folder() / "compose-2.json"));
  }

  void whatCannotBeReadIsKeptAndNamed_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("half") << QByteArray("{\"format\": \"headroom.draft\", \"vers");
    QTest::newRow("newer") << QByteArray(R"({"format": "headroom.draft", "version": 9, "architecture": {}})");
    QTest::newRow("other") << QByteArray(R"({"format": "headroom.arm", "version": 1})");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("bytes") << QByteArray("\xff\xfe\0\0", 4);
  }
  void whatCannotBeReadIsKeptAndNamed() {
    QFETCH(QByteArray, bytes);
    std::ofstream(file(), std::ios::binary) << bytes.toStdString();
    ComposeDocument document;
    DraftKeeper keeper(document, folder());
    const auto left = keeper.take();
    QVERIFY(!left);
    QVERIFY2(left.error().message.find("unread-1.json") != std::string::npos, left.error().message.c_str());
    QVERIFY(!std::filesystem::exists(file()));
    std::ifstream kept(folder() / "compose-1.unread-1.json", std::ios::binary);
    QCOMPARE(QByteArray::fromStdString(std::string(std::istreambuf_iterator<char>(kept), {})), bytes);
    const auto nothing = keeper.take();
    QVERIFY(nothing && !*nothing);
  }

  void aFolderThatCannotBeMadeIsAReason() {
    std::ofstream(folder() / "file") << "x";
    ComposeDocument document;
    DraftKeeper keeper(document, folder() / "file" / "drafts");
    const auto left = keeper.take();
    QVERIFY(!left);
    QVERIFY(left.error().message.starts_with("Drafts cannot be kept"));
    keeper.start();
    fill(document);  // and nothing happens
  }
};

QTEST_MAIN(TestDraft)
#include "tst_draft.moc"
