// The estimator against a second implementation, reference_ceg.py: on studies drawn here where a Python with numpy is
// there (HEADROOM_PYTHON names one), and on what it once printed (golden/) everywhere.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "core/analysis/ceg_json.h"
#include "core/analysis/curves_csv.h"
#include "tests/analysis/study_text.h"
#include "tests/analysis/synthetic_study.h"

using namespace headroom;

namespace {

const QString kFolder = HEADROOM_SOURCE_DIR "/tests/analysis/";

/// "" when every value of `expected` stands in `found`, numbers within `tolerance`; else the place that differs.
/// Sentences are the program's own.
std::string difference(const Json& found, const Json& expected, double tolerance, const std::string& place = "") {
  if (expected.is_object()) {
    for (const auto& [key, value] : expected.items()) {
      if (!found.is_object() || !found.contains(key)) return place + "." + key + " is missing";
      if (auto problem = difference(found[key], value, tolerance, place + "." + key); !problem.empty()) return problem;
    }
    return "";
  }
  if (expected.is_array()) {
    if (!found.is_array() || found.size() != expected.size()) return place + " has another length";
    for (std::size_t i = 0; i < expected.size(); ++i)
      if (auto problem = difference(found[i], expected[i], tolerance, place + "[" + std::to_string(i) + "]");
          !problem.empty())
        return problem;
    return "";
  }
  if (expected.is_number() && found.is_number()) {
    const double a = found.get<double>(), b = expected.get<double>();
    if (std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b))) return "";
  } else if (found == expected) {
    return "";
  }
  return place + ": " + dump(found) + " is not " + dump(expected);
}

struct Case {
  const char* name;
  QStringList arguments;
  RigorousOptions options;
  double tolerance = 1e-9;
};

std::vector<Case> cases() {
  return {{"plain", {}, {}},
          {"options",
           {"--aa", "arm1", "--confidence", "0.9", "--equivalence", "0.2"},
           {.sameAs = "arm1", .equivalence = 0.2, .confidence = 0.9}},
          {"target", {"--target", "2.6"}, {.target = 2.6}},
          // Fits end where the last digits of the sum no longer fall, which leaves half the digits of the parameters.
          {"extrapolated", {"--target", "2.43", "--extrapolate", "3"}, {.target = 2.43, .extrapolate = 3}, 1e-6}};
}

/// What can go wrong in runs: one diverges at its end, one spikes, one has no FLOPs at a point, one no seconds.
void damage(CurveTable& table) {
  for (CurveTable::Run& run : table.runs) {
    CurvePoint* points = table.points.data() + run.begin;
    const std::size_t last = run.count - 1;
    if (run.arm == 1 && run.seed == 2 && run.scale == 0) points[last].loss = CurvePoint::kUnknown;
    if (run.arm == 1 && run.seed == 3 && run.scale == 1)
      for (std::size_t i = last - 3; i <= last; ++i) points[i].loss += 1;
    if (run.arm == 2) points[run.count / 2].loss += 0.7;
    if (run.arm == 2 && run.scale == 1) points[3].flops = CurvePoint::kUnknown;
    if (run.arm == 3 && run.scale == 1)
      for (std::size_t i = 0; i <= last; ++i) points[i].seconds = CurvePoint::kUnknown;
  }
}

class CegReferenceTest : public QObject {
  Q_OBJECT

  QString m_python, m_why;

  std::string found(const QString& file, const RigorousOptions& options, Json& json) const {
    const auto table = readCurves(file.toStdString());
    if (!table) return table.error().message;
    const auto result = rigorousCeg(*table, "none", options);
    if (!result) return result.error().message;
    json = toJson(*result);
    return "";
  }

 private Q_SLOTS:
  void initTestCase() {
    for (const QString& program : {qEnvironmentVariable("HEADROOM_PYTHON"), QString("python3")}) {
      if (program.isEmpty()) continue;
      QProcess process;
      process.start(program, {"-c", "import numpy"});
      if (process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0) {
        m_python = program;
        return;
      }
      m_why += program + " has no numpy; ";
    }
    m_why += "name one in HEADROOM_PYTHON";
  }

  void agreesWithWhatTheReferencePrinted_data() {
    QTest::addColumn<int>("number");
    for (int i = 0; i < static_cast<int>(cases().size()); ++i) QTest::addRow("%s", cases()[i].name) << i;
  }
  void agreesWithWhatTheReferencePrinted() {
    QFETCH(int, number);
    const Case c = cases()[static_cast<std::size_t>(number)];
    Json json;
    QCOMPARE(found(kFolder + "golden/study.csv", c.options, json), std::string());
    const auto expected = readJson((kFolder + "golden/" + c.name + ".json").toStdString());
    QVERIFY2(expected.ok(), expected ? "" : expected.error().message.c_str());
    QCOMPARE(difference(json, *expected, c.tolerance), std::string());
  }

  void agreesWithTheReferenceOnOtherStudies() {
    if (m_python.isEmpty()) QSKIP(qPrintable(m_why));
    QTemporaryDir folder;
    const StudyShape shapes[] = {{.arms = 3, .scales = 2},
                                 {.arms = 2, .scales = 3, .leastSeeds = 2, .slope = 0.2},
                                 {.arms = 6, .scales = 1, .leastSeeds = 2, .mostSeeds = 5},
                                 {.arms = 3, .scales = 4, .spread = StudyShape::Spread::BySlope},
                                 {.arms = 2, .scales = 1},
                                 {.arms = 1, .scales = 1, .leastSeeds = 1, .mostSeeds = 1}};
    std::uint64_t seed = 20;
    int extrapolated = 0;
    for (const StudyShape& shape : shapes)
      for (const bool damaged : {false, true}) {
        Study study = syntheticStudy(shape, ++seed);
        if (damaged) damage(study.table);
        const QString file = folder.filePath(QString("%1.csv").arg(seed));
        QFile csv(file);
        QVERIFY(csv.open(QFile::WriteOnly));
        csv.write(csvOf(rowsOf(study.table)).c_str());
        csv.close();
        for (Case c : cases()) {
          if (c.options.extrapolate > 1 && shape.arms * shape.scales > 2) continue;  // slow in Python
          if (c.options.target) {                                                    // where this study's losses are
            c.options.target =
                study.floor + (c.options.extrapolate > 1 ? 0.85 : 1.5) *
                                  (study.table.curve(study.table.runs.front()).back().loss - study.floor);
            c.arguments[1] = QString::number(*c.options.target, 'g', 17);
          }
          QProcess process;
          process.start(m_python, QStringList{kFolder + "reference_ceg.py", file, "--baseline", "none"} + c.arguments);
          QVERIFY(process.waitForFinished(120'000));
          const auto expected = parseJson(process.readAllStandardOutput().toStdString(), "reference");
          QVERIFY2(expected.ok(), process.readAllStandardError());
          Json json;
          QCOMPARE(this->found(file, c.options, json), std::string());
          const std::string place = std::to_string(seed) + " " + c.name + " ";
          QCOMPARE(difference(json, *expected, c.tolerance, place), std::string());
          for (const Json& cell : json["cells"]) extrapolated += cell["extrapolated"].is_number() ? 1 : 0;
        }
      }
    QVERIFY(extrapolated > 2);
  }
};

}  // namespace

QTEST_APPLESS_MAIN(CegReferenceTest)
#include "tst_ceg_reference.moc"
