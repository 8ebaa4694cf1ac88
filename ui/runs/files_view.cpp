#include "ui/runs/files_view.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QUrl>
#include <QVBoxLayout>

#include "core/base/units.h"

namespace headroom {

FilesView::FilesView(const SectionContext& context)
    : Section(context),
      m_rows(new TextRows({{tr("File"), false}, {tr("Size"), true}, {tr("Written"), false}}, this)),
      m_view(new QTableView),
      m_told(makeHint()) {
  m_view->setModel(m_rows);
  setUpRows(*m_view, tr("Files of the run"));
  m_view->horizontalHeader()->resizeSection(0, 480);
  m_view->horizontalHeader()->resizeSection(1, 110);
  auto* folder = new QPushButton(tr("Open the folder"));
  auto* panel = new QFrame;
  panel->setProperty("panel", true);
  auto* inside = new QVBoxLayout(panel);
  inside->setContentsMargins(8, 8, 8, 4);
  auto* bar = new QHBoxLayout;
  bar->addWidget(m_told, 1);
  bar->addWidget(folder);
  inside->addLayout(bar);
  inside->addWidget(m_view, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(panel);
  connect(folder, &QPushButton::clicked, this, [this] { open(-1); });
  connect(m_view, &QTableView::activated, this, [this](const QModelIndex& index) { open(index.row()); });
}

/// Of no row: the folder.
void FilesView::open(int row) {
  const auto folder = RunFolder::of(context().workbench.database().parent_path(), context().current()).path();
  QString path = QString::fromStdString(folder.string());
  if (row >= 0) path += '/' + m_rows->rows()[static_cast<std::size_t>(row)].cells.front();
  if (!QFileInfo::exists(path)) return context().say(tr("%1 is not there any more.").arg(path));
  QDesktopServices::openUrl(QUrl::fromLocalFile(path));
}

void FilesView::refresh() {
  const auto* run = this->run();
  if (!run) {
    m_rows->set({});
    m_read.clear();
    return m_told->setText(tr("Select a run in the table."));
  }
  const QString wanted = filesKey(*run);
  if (wanted == m_read) return;
  m_read = wanted;
  context().workbench.reader().ask<std::vector<RunFile>>(
      this, [id = run->id, files = context().workbench.files()](const RunReader&) { return files->list(id); },
      [this, wanted](Result<std::vector<RunFile>> files) {
        if (wanted != m_read) return;
        if (!files) return m_told->setText(QString::fromStdString(files.error().message));
        std::vector<TextRows::Row> rows;
        double bytes = 0;
        for (const RunFile& file : *files) {
          bytes += static_cast<double>(file.bytes);
          rows.push_back({{QString::fromStdString(file.name),
                           QString::fromStdString(formatMemory(static_cast<double>(file.bytes))),
                           QDateTime::fromMSecsSinceEpoch(file.modifiedNs / 1'000'000)
                               .toString(QStringLiteral("yyyy-MM-dd hh:mm:ss"))},
                          {}});
        }
        m_told->setText(rows.empty()
                            ? tr("This run has no files on this machine.")
                            : tr("%1 files, %2").arg(rows.size()).arg(QString::fromStdString(formatMemory(bytes))));
        m_rows->set(std::move(rows));
      });
}

}  // namespace headroom
