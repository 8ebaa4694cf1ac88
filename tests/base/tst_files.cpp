// Files: replaced whole or not at all; locks die with their holder.
#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>

#include "core/base/files.h"

using namespace headroom;

class FilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void replacesAFileWhole() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("a.json").toStdString();
    QVERIFY(replaceFile(path, "one").ok());
    QVERIFY(replaceFile(path, "two").ok());
    QCOMPARE(*readFile(path), std::string("two"));
    QCOMPARE(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), 1);
  }

  void sentencesNameTheFile() {
    const auto missing = readFile("/nowhere/at/all.json");
    QVERIFY(!missing);
    QVERIFY(missing.error().message.find("/nowhere/at/all.json") != std::string::npos);
    QVERIFY(!readFile("/tmp").ok());
    QVERIFY(!replaceFile("/nowhere/at/all.json", "x").ok());
  }

  void refusesFilesLargerThanTheLimit() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("big").toStdString();
    QVERIFY(replaceFile(path, std::string(2000, 'x')).ok());
    QVERIFY(!readFile(path, 1000).ok());
  }

  void aLockExcludesUntilItsHolderIsGone() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("lock").toStdString();
    QVERIFY(!FileLock::isHeld(path));
    {
      auto mine = FileLock::tryLock(path);
      QVERIFY(mine.ok() && mine->has_value());
      QVERIFY(FileLock::isHeld(path));
      auto second = FileLock::tryLock(path);
      QVERIFY(second.ok() && !second->has_value());
    }
    QVERIFY(!FileLock::isHeld(path));
    QVERIFY(FileLock::tryLock(path)->has_value());
  }
};

QTEST_APPLESS_MAIN(FilesTest)
#include "tst_files.moc"
