// A Runs page with its engine and the scripted worker, as main() wires them; pictures where HEADROOM_PICTURES names a
// folder.
#pragma once

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "core/runs/local_run_reader.h"
#include "tests/support/engine_fixture.h"
#include "ui/runs/run_chart_specs.h"
#include "ui/runs/runs_page.h"
#include "ui/theme.h"

namespace headroom {

constexpr int kSoon = 20'000;

/// A page with its engine and everything that main() wires to it.
struct Page {
  EngineFixture files;
  Workbench workbench{files.database(), [file = files.database()] { return LocalRunReader::open(file); },
                      chartedSeries(), chartedDoubles()};
  RunsPage page{workbench};

  Page() {
    QObject::connect(&workbench, &Workbench::runsRead, &page, &RunsPage::runsRead);
    QObject::connect(&workbench, &Workbench::problemFound, &page, &RunsPage::showProblem);
    page.resize(1360, 820);
    page.show();
    if (!QTest::qWaitForWindowExposed(&page)) throw std::runtime_error("the page was never shown");
    page.activateWindow();
    workbench.start();
  }
  RunsModel& runs() { return workbench.runs(); }
  const RunSummary& run(const RunId& id) {
    const auto* found = runs().find(id);
    if (!found) throw std::runtime_error("there is no run " + id.text);
    return *found;
  }
  bool waitForRuns(int count) {
    return QTest::qWaitFor([&] { return runs().rowCount() == count; }, kSoon);
  }
  bool waitFor(const RunId& id, RunState state) {
    return QTest::qWaitFor([&] { return runs().find(id) && runs().find(id)->state == state; }, kSoon);
  }
  template <class View>
  View& section(const QString& id) {
    page.sections().show(id);
    return *dynamic_cast<View*>(page.sections().made(id));
  }
  QString problem() {
    for (auto* label : page.findChildren<QLabel*>())
      if (label->isVisible() && label->property("problem").toBool() && !label->text().isEmpty()) return label->text();
    return {};
  }
  void click(const char* name) {
    auto* button = page.findChild<QAbstractButton*>(name);
    QTest::mouseClick(button, Qt::LeftButton);
  }
};

/// Settings of their own and a theme, for the whole test program.
class PageSurroundings {
 public:
  PageSurroundings() : m_theme(*qApp) {
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    QCoreApplication::setOrganizationName("headroom-test");
  }
  void reset() {
    qputenv("HEADROOM_FAKE", R"({"msPerStep": 1, "evalEvery": 10, "checkpointEvery": 10})");
    QSettings().clear();
    m_theme.choose(ThemeChoice::Light);
  }
  void picture(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("HEADROOM_PICTURES");
    if (folder.isEmpty()) return;
    for (const auto choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
      m_theme.choose(choice);
      QTest::qWait(120);
      widget.grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, themeWord(choice)));
    }
  }

 private:
  QTemporaryDir m_settings;
  Theme m_theme;
};

}  // namespace headroom
