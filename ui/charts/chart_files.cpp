#include "ui/charts/chart_files.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QSaveFile>

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("ChartFiles", text);
}

QString fileName(QString title) {
  for (QChar& letter : title) {
    if (QStringLiteral("/\\:*?\"<>|").contains(letter) || letter.unicode() < ' ') letter = '-';
  }
  return title.left(60).trimmed();
}

}  // namespace

Result<void> writeWhole(const QString& file, const QByteArray& bytes) {
  QSaveFile out(file);
  if (out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit()) return {};
  return failed(tr("%1 could not be written (%2): choose another folder.")
                    .arg(QFileInfo(file).fileName(), out.errorString())
                    .toStdString());
}

void addSaveAction(QMenu* menu, QWidget* parent, const QString& text, const QString& title, const QString& ending,
                   const SaveChart& save) {
  menu->addAction(text, parent, [parent, title, ending, save] {
    const QString file =
        QFileDialog::getSaveFileName(parent, tr("Save the chart"), fileName(title) + ending, '*' + ending);
    if (file.isEmpty()) return;
    const Result<void> written = save(file);
    if (!written) QMessageBox::warning(parent, tr("Save the chart"), QString::fromStdString(written.error().message));
  });
}

}  // namespace headroom
