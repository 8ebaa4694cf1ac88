#include "ui/report/report_command.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <cstdio>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/devices/machine.h"
#include "core/runs/local_run_reader.h"
#include "ui/report/report_formats.h"
#include "ui/report/study_report.h"
#include "ui/theme.h"

namespace headroom {

namespace {

Result<void> report(const QStringList& args) {
  QCommandLineParser parser;
  const QCommandLineOption db("db", "Database.", "FILE"),
      run("run", "Run: id, prefix or name; the first is the baseline.", "RUN"),
      study("study", "Study: id, prefix or name.", "STUDY"), to("to", "Where to: .md, .html or .pdf.", "FILE");
  parser.addOptions({db, run, study, to});
  if (!parser.parse(QStringList{"report"} + args)) return badInput(parser.errorText().toStdString());
  if (!parser.positionalArguments().isEmpty())
    return badInput("report does not know " + inQuotes(parser.positionalArguments().front().toStdString()) +
                    "; name runs with --run, a study with --study.");
  if (parser.isSet(run) == parser.isSet(study) || parser.values(study).size() > 1 || !parser.isSet(to))
    return badInput("report needs --run RUN (one or more) or one --study STUDY, and --to FILE.");
  const std::filesystem::path database =
      parser.isSet(db) ? parser.value(db).toStdString() : (dataFolder() / "headroom.db").string();
  const QString target = parser.value(to);
  if (!QStringList{"md", "html", "htm", "pdf"}.contains(QFileInfo(target).suffix().toLower()))
    return badInput("A report cannot be written as " + inQuotes(target.toStdString()) +
                    "; try a name that ends in .md, .html or .pdf.");

  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, LocalRunReader::open(database));
  if (parser.isSet(study)) {
    HEADROOM_ASSIGN(const StudyId id, reader->findStudy(parser.value(study).toStdString()));
    HEADROOM_ASSIGN(const ReportedStudy reported, readReportedStudy(*reader, database.parent_path(), id));
    return writeReport(makeReport(reported, wallNs()), target);
  }
  std::vector<ReportedRun> runs;
  for (const QString& wanted : parser.values(run)) {
    HEADROOM_ASSIGN(const RunId id, reader->findRun(wanted.toStdString()));
    ReportedRun reported;
    HEADROOM_ASSIGN(reported.curves, readCurves(*reader, id));
    // An imported run has none, and a report without it is still one.
    const auto environment = readJson(RunFolder::of(database.parent_path(), id).environment().string());
    if (environment && environment->is_object()) reported.environment = *environment;
    runs.push_back(std::move(reported));
  }
  HEADROOM_ASSIGN(const Json roofs, reader->roofs());
  const Json attempts = runs.front().environment.value("attempts", Json::array());
  const Json machine = attempts.empty() ? Json() : attempts.back().value("machine", Json());
  return writeReport(makeReport(runs, roofsOf(roofs, machineId(machine)), wallNs()), target);
}

}  // namespace

int runReport(const QStringList& args) {
  const Result<void> done = report(args);
  if (done) return 0;
  std::fprintf(stderr, "%s\n", oneLine(done.error().message).c_str());
  return exitCode(done.error());
}

}  // namespace headroom
