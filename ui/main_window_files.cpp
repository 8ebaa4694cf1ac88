// Files that are opened or dropped, and troubles that are told above the pages.
#include "ui/main_window.h"

#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QThread>
#include <QUrl>

#include "core/engine/socket_path.h"
#include "core/runs/run_folder.h"
#include "ui/habits/database_place.h"
#include "ui/habits/engine_notice.h"
#include "ui/habits/notice_bar.h"
#include "ui/habits/run_notices.h"

namespace headroom {

void MainWindow::setOpener(FileKind kind, std::function<void(const QString&)> open) {
  m_openers[kind] = std::move(open);
}

void MainWindow::open(const QString& path) {
  const OpenedFile file = recognise(QFileInfo(path).absoluteFilePath());
  const auto opener = m_openers.find(file.kind);
  if (opener != m_openers.end()) return opener->second(file.path);
  m_recent.remove(file.path);
  m_notices->show({.id = file.path, .text = file.why, .problem = true});
}

void MainWindow::chooseFiles() {
  const auto files = QFileDialog::getOpenFileNames(
      this, tr("Open a file"), {},
      tr("Files of Headroom (*.json *.headroom.zip *.csv *.txt *tfevents* *.db);;All files (*)"));
  for (const QString& file : files) open(file);
}

void MainWindow::watchTrouble() {
  auto* engine = new EngineNotice(m_workbench.engine(), *m_notices, 1500, this);
  connect(engine, &EngineNotice::logRequested, this, [this] {
    showLog(tr("Log of the engine"), QString::fromStdString(engineLogPath(m_workbench.database()).string()));
  });
  auto* runs = new RunNotices(m_workbench.runs(), *m_notices, this);
  connect(runs, &RunNotices::logRequested, this, [this](const RunId& run) {
    const auto folder = RunFolder::of(m_workbench.database().parent_path(), run);
    showLog(tr("Log of the run"), QString::fromStdString(folder.log().string()));
  });
  connect(runs, &RunNotices::resumeRequested, this, [this](const RunId& run) {
    m_workbench.engine().ask({{"do", "resume"}, {"run", run.text}}, this, [this](const Result<Json>& answer) {
      if (!answer)
        m_notices->show({.id = "resume", .text = QString::fromStdString(answer.error().message), .problem = true});
    });
  });
  connect(runs, &RunNotices::runRequested, this, &MainWindow::runRequested);
  // A file system that does not answer holds up a thread of its own, not the window.
  auto warning = std::make_shared<QString>();
  auto* looking = QThread::create([warning, database = m_workbench.database()] { *warning = warningAbout(database); });
  connect(looking, &QThread::finished, this, [this, warning] {
    if (!warning->isEmpty()) m_notices->show({.id = "place", .text = *warning, .problem = true});
  });
  connect(looking, &QThread::finished, looking, &QObject::deleteLater);
  looking->start();
}

bool MainWindow::takeDrop(QEvent& event, QObject* watched) {
  const auto* widget = qobject_cast<QWidget*>(watched);
  if (!widget || widget->window() != this) return false;
  auto& drop = static_cast<QDropEvent&>(event);  // entering and moving are such events too
  if (!drop.mimeData()->hasUrls()) return false;
  drop.setDropAction(Qt::CopyAction);
  drop.accept();
  if (event.type() != QEvent::Drop) return true;
  for (const QUrl& url : drop.mimeData()->urls()) {
    if (url.isLocalFile()) {
      open(url.toLocalFile());
    } else {
      m_notices->show({.id = "drop",
                       .text = tr("%1 lies elsewhere; save it on this machine first.").arg(url.toString().left(200)),
                       .problem = true});
    }
  }
  return true;
}

}  // namespace headroom
