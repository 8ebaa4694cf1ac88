// The paper's case studies: every value as printed in the table they are recomputed for.
#include <QtTest>
#include <cmath>

#include "core/analysis/ceg_cases.h"

using namespace headroom;

class CegCasesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void valuesAreThoseOfTheTable() {
    const std::vector<std::pair<const char*, double>> expected = {{"transformer.base", 36.36},
                                                                  {"transformer.big", 52.17},
                                                                  {"transformer.iso-quality", 5.217},
                                                                  {"sparse.time", 2.418},
                                                                  {"sparse.params", 2.916},
                                                                  {"sparse.nsa", 7.348},
                                                                  {"moe.switch", 7},
                                                                  {"moe.deepseek-v3", 11.062},
                                                                  {"mqa.training", 1.0154},
                                                                  {"mqa.decode", 12.105},
                                                                  {"mqa.encoder", 1.133},
                                                                  {"mqa.perplexity", 1.0105},
                                                                  {"rope", 1.6923},
                                                                  {"flash.formal", 1},
                                                                  {"flash.wall", 2},
                                                                  {"layernorm", 1.6667}};
    const std::vector<CegCase>& cases = cegCases();
    QCOMPARE(cases.size(), expected.size());
    for (std::size_t i = 0; i < cases.size(); ++i) {
      QCOMPARE(cases[i].id, std::string(expected[i].first));
      const double printed = expected[i].second;
      QVERIFY2(std::abs(cases[i].value - printed) < 5e-4 * printed, cases[i].id.c_str());
      QVERIFY(!cases[i].title.empty() && !cases[i].source.empty() && !cases[i].shown.empty());
    }
  }

  void onlyTheRangeHasAnUpperEnd() {
    for (const CegCase& c : cegCases()) QCOMPARE(c.high.has_value(), c.id == "flash.wall");
  }

  void theObjectHasEveryKey() {
    const Json json = toJson(cegCases());
    QCOMPARE(json["format"].get<std::string>(), std::string("headroom.ceg.cases"));
    for (const Json& c : json["cases"])
      for (const char* key : {"id", "title", "formula", "inputs", "value", "high", "shown", "kind", "source", "note"})
        QVERIFY(c.contains(key));
  }
};

QTEST_APPLESS_MAIN(CegCasesTest)
#include "tst_ceg_cases.moc"
