// What a report says, as plain data: one content for Markdown, HTML and PDF; and the content of a report of runs.
#pragma once

#include <QString>
#include <QStringList>
#include <variant>
#include <vector>

#include "core/arch/architecture.h"
#include "core/runs/run_reader.h"
#include "ui/charts/chart_spec.h"
#include "ui/charts/gain_chart.h"
#include "ui/models/roofs.h"
#include "ui/models/series_store.h"

namespace headroom {

struct ReportHeading {
  QString text;
};
struct ReportText {
  QString text;
};
struct ReportList {
  QStringList items;
};
struct ReportTable {
  QStringList header;
  std::vector<QStringList> rows;
  QString note;  // a line below it: sources, what is provisional
};
struct ReportChart {
  ChartSpec spec;
};
struct ReportGains {
  GainChart chart;
};
struct ReportDiagram {
  Architecture architecture;
};
struct ReportCode {
  QString text;
};
using ReportPart = std::variant<ReportHeading, ReportText, ReportList, ReportTable, ReportChart, ReportGains,
                                ReportDiagram, ReportCode>;

struct RunReport {
  QString title;
  std::vector<ReportPart> parts;
};

/// One run as it is reported. `environment`: environment.json, or an empty object where it is not known.
struct ReportedRun {
  RunCurves curves;
  Json environment = Json::object();
};

/// Everything the report needs of a run but its environment.
Result<RunCurves> readCurves(const RunReader& reader, const RunId& run);

/// The first run is the baseline when there are several. `writtenNs` is the moment of writing.
RunReport makeReport(const std::vector<ReportedRun>& runs, const Json& machines, std::int64_t writtenNs);

/// `headroom train …` that trains the run again; BadInput with the reason when no command does.
Result<std::string> reproduction(const RunDefinition& definition);

}  // namespace headroom
