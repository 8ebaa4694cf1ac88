// The window with all its pages and a few runs, without an engine: for tests that look at every page.
#pragma once

#include <QApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <stdexcept>

#include "app/gui/pages.h"
#include "core/runs/local_run_reader.h"
#include "ui/runs/run_chart_specs.h"

namespace headroom {

class TestWindow {
 public:
  TestWindow()
      : m_theme(*qApp),
        m_workbench(
            database(), [file = database()] { return LocalRunReader::open(file); }, chartedSeries(), chartedDoubles()),
        m_window(m_workbench, m_theme, windowPages(m_workbench, m_place)) {
    m_place = &m_window;
    wireWindow(m_window, m_workbench);
    m_theme.choose(ThemeChoice::Light);
    m_window.showPage("runs");
    QSignalSpy painted(&m_window, &MainWindow::firstPainted);
    m_window.show();
    if (!painted.wait(10'000)) throw std::runtime_error("the window was never painted");
    m_window.fillPages();
    activate();
    addRuns();
  }

  static QStringList pages() { return {"start", "compose", "runs", "study", "hardware", "plan", "learn"}; }
  /// Keys of the window work while it is active; offscreen nobody else gives that back after a dialog.
  void activate() {
    m_window.activateWindow();
    QApplication::setActiveWindow(&m_window);
    if (!QTest::qWaitForWindowActive(&m_window)) throw std::runtime_error("the window was never active");
  }
  MainWindow& window() { return m_window; }
  Theme& theme() { return m_theme; }
  Workbench& workbench() { return m_workbench; }
  std::filesystem::path database() const { return m_folder.filePath("headroom.db").toStdString(); }

 private:
  void addRuns() {
    RunChanges changes{.revision = 1, .changed = {}};
    for (const auto& [name, state] :
         {std::pair("rope-mini-s1", RunState::Completed), std::pair("none-mini-s1", RunState::Running),
          std::pair("moe-try", RunState::Failed)}) {
      RunSummary run;
      run.id = RunId{name};
      run.meta.name = name;
      run.state = state;
      run.model = "paper/none";
      run.scale = "mini";
      run.arms = {QString(name).section('-', 0, 0).toStdString()};
      run.seed = 1;
      run.step = 120;
      run.steps = 400;
      run.trainLoss = 1.64;
      run.tokensPerSecond = 33'000;
      run.sparkline = {3.2F, 2.4F, 2.0F, 1.8F, 1.64F};
      run.revision = 1;
      changes.changed.push_back(run);
    }
    m_workbench.runs().apply(changes);
  }

  QTemporaryDir m_folder;
  Theme m_theme;
  Workbench m_workbench;
  MainWindow* m_place = nullptr;
  MainWindow m_window;
};

}  // namespace headroom
