// The filter language: what a person may write, what every line must hold to, and what is offered while writing.
#include <rapidcheck.h>

#include <QTest>

#include "tests/ui_runs/made_runs.h"
#include "ui/models/run_filter.h"

using namespace headroom;

namespace {

/// Text of letters that mean something to the language, and of some that do not.
rc::Gen<QString> lines() {
  const auto piece =
      rc::gen::element<QString>("a", "b", " ", "-", ":", "<", ">", "=", ",", "\"", "\\", "..", "1", "2.5", "loss",
                                "state", "running", "name:", "arm:", "is:", "ä", "日", "🚀", "nan");
  return rc::gen::map(rc::gen::container<std::vector<QString>>(piece), [](const std::vector<QString>& pieces) {
    QString line;
    for (const QString& each : pieces) line += each;
    return line;
  });
}

rc::Gen<QString> terms() {
  return rc::gen::element<QString>("state:running", "-state:completed", "loss<2.55", "loss:2..3", "arm:rope,none",
                                   "run", "seed>=2", "is:starred", "\"un-b\"", "name=run-a", "step:40", "done<50%",
                                   "age<1w");
}

bool holds(const QString& line, const RunSummary& run) {
  const auto filter = RunFilter::parse(line);
  RC_ASSERT(filter.ok());
  return filter->matches(run);
}

std::vector<RunSummary> someRuns() {
  auto a = madeRun("a"), b = madeRun("b", RunState::Running), c = madeRun("c", RunState::Failed);
  b.arms = {"rope"};
  b.seed = 2;
  b.valLoss = 1.5;
  c.meta.star = true;
  c.valLoss = c.trainLoss = RunSummary::kUnknown;
  return {a, b, c};
}

/// Runs a property and tells Qt's test how it went.
#define HOLDS(...) QVERIFY(rc::check(__VA_ARGS__))

QStringList offered(const QString& line, const QStringList& values = {}) {
  return completeFilter(line, line.size(), [&](const QString&) { return values; }).words;
}

}  // namespace

class TestRunFilter : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyLineIsReadOrRefusedWithASentence() {
    HOLDS([] {
      const QString line = *lines();
      const auto filter = RunFilter::parse(line);
      if (filter) {
        for (const auto& run : someRuns()) (void)filter->matches(run);
      } else {
        RC_ASSERT(!filter.error().message.empty());
        RC_ASSERT(filter.error().message.size() < 1'000u);
      }
    });
  }

  void aQuotedValueFindsExactlyItself() {
    HOLDS([] {
      const QString value = *lines();
      RC_PRE(!value.isEmpty());
      auto run = madeRun("q");
      run.meta.name = value.toStdString();
      run.meta.tags = {value.toStdString()};
      RC_ASSERT(holds("name=" + filterWord(value), run));
      RC_ASSERT(holds("tag:" + filterWord(value), run));
      RC_ASSERT(!holds("-name:" + filterWord(value), run));
      run.meta.name += "!";
      RC_ASSERT(!holds("name=" + filterWord(value), run));
    });
  }

  void allTermsMustHold() {
    HOLDS([] {
      const QString first = *terms(), second = *terms();
      for (const auto& run : someRuns())
        RC_ASSERT(holds(first + ' ' + second, run) == (holds(first, run) && holds(second, run)));
    });
  }

  void aMinusTurnsATermRound() {
    HOLDS([] {
      const QString term = *terms();
      RC_PRE(!term.startsWith('-'));
      for (const auto& run : someRuns()) RC_ASSERT(holds('-' + term, run) != holds(term, run));
    });
  }

  void whatIsOfferedCanBeRead() {
    HOLDS([] {
      const QString line = *lines();
      const auto cursor = *rc::gen::inRange<qsizetype>(0, line.size() + 1);
      const auto found = completeFilter(line, cursor, [](const QString&) {
        return QStringList{"a", "two words", "with \"quotes\"", "a,b", "run\\ning"};
      });
      RC_ASSERT(found.from >= 0);
      RC_ASSERT(found.from + found.length == cursor);
    });
  }

  void understands_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("found");  // of a, b, c
    QTest::newRow("one of several words") << "state:running,failed"
                                          << "bc";
    QTest::newRow("range") << "loss:1..2"
                           << "b";
    QTest::newRow("unknown number") << "loss:nan"
                                    << "c";
    QTest::newRow("unknown is in no range") << "loss<1e30"
                                            << "ab";
    QTest::newRow("thousands") << "step<0.05k"
                               << "abc";
    QTest::newRow("share") << "done:40%"
                           << "abc";
    QTest::newRow("quality") << "is:starred"
                             << "c";
    QTest::newRow("what can go on") << "is:resumable"
                                    << "c";
    QTest::newRow("a lone minus is a name") << "run -"
                                            << "abc";
    QTest::newRow("case") << "NAME:RUN-B"
                          << "b";
    QTest::newRow("blanks") << "  "
                            << "abc";
  }

  void understands() {
    QFETCH(QString, line);
    QFETCH(QString, found);
    const auto filter = RunFilter::parse(line);
    QVERIFY2(filter.ok(), filter ? "" : filter.error().message.c_str());
    QString names;
    for (const auto& run : someRuns()) {
      if (filter->matches(run)) names += QString::fromStdString(run.id.text);
    }
    QCOMPARE(names, found);
  }

  void saysWhatToTry_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("says");
    QTest::newRow("near field") << "stat:running"
                                << "did you mean state";
    QTest::newRow("unknown word of a state") << "state:runing"
                                             << "is one of draft, queued";
    QTest::newRow("unknown quality") << "is:nice"
                                     << "starred";
    QTest::newRow("half a range") << "loss:1..x"
                                  << "needs a number";
    QTest::newRow("several bounds") << "loss<1,2"
                                    << "needs a number";
    QTest::newRow("nothing is larger than NaN") << "loss>nan"
                                                << "needs a number";
    QTest::newRow("empty word between commas") << "arm:a,,b"
                                               << "nothing to look for";
    QTest::newRow("a million") << QString(1'000'000, 'a') + ":b"
                               << "names no field";
  }

  void saysWhatToTry() {
    QFETCH(QString, line);
    QFETCH(QString, says);
    const auto filter = RunFilter::parse(line);
    QVERIFY(!filter.ok());
    QVERIFY2(QString::fromStdString(filter.error().message).contains(says), filter.error().message.c_str());
    QVERIFY(filter.error().message.size() < 1'000);
  }

  void offersFieldsThenWords() {
    QCOMPARE(offered("sta"), QStringList{"state:"});
    QVERIFY(offered("").contains("loss<"));
    QVERIFY(offered("arm:x ").contains("name:"));
    QCOMPARE(offered("state:run"), QStringList{"running"});
    QVERIFY(offered("state:running,f").contains("failed"));
    QCOMPARE(offered("-tag:wo", {"other", "two words", "word"}), (QStringList{"word", "\"two words\""}));
    QVERIFY(offered("loss<").isEmpty());
    QVERIFY(offered("nosuchfield:").isEmpty());
    const auto found = completeFilter("state:ru loss<3", 8, [](const QString&) { return QStringList(); });
    QCOMPARE(found.from, 6);
    QCOMPARE(found.length, 2);
  }

  void awkwardNamesAreFound() {
    for (const auto& text : awkwardTexts()) {
      auto run = madeRun("x");
      run.meta.name = text;
      const auto filter = RunFilter::parse("name:" + filterWord(QString::fromStdString(text)));
      QVERIFY(filter.ok());
      QVERIFY(filter->matches(run));
    }
  }
};

QTEST_APPLESS_MAIN(TestRunFilter)
#include "tst_run_filter.moc"
