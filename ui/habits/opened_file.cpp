#include "ui/habits/opened_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>

namespace headroom {

namespace {

constexpr qint64 kMostJson = 16 << 20;  // no architecture or study is near it
constexpr qint64 kPeek = 4096;
constexpr int kMostLooked = 5000;  // files say what a folder is for; nobody waits for a whole disk

QString tr(const char* text) {
  return QCoreApplication::translate("OpenedFile", text);
}

QString shortName(const QString& path) {
  const QString name = QFileInfo(path).fileName();
  return name.size() > 80 ? name.left(40) + QStringLiteral("…") + name.right(30) : name;
}

OpenedFile foreign(const QString& path, const QString& what) {
  return {FileKind::Foreign, path,
          tr("%1 %2. Headroom opens architectures and studies (.json), bundles (.headroom.zip), tables of curves "
             "(.csv), text to train on (.txt), and folders of event files or of a Hugging Face model.")
              .arg(shortName(path), what)};
}

OpenedFile folderAt(const QString& path) {
  const QDir folder(path);
  if (folder.exists(QStringLiteral("config.json")) && (folder.exists(QStringLiteral("model.safetensors")) ||
                                                       folder.exists(QStringLiteral("model.safetensors.index.json"))))
    return {FileKind::Weights, path, {}};
  if (folder.exists(QStringLiteral("headroom.db")))
    return {FileKind::Database, folder.filePath(QStringLiteral("headroom.db")), {}};
  QDirIterator files(path, QDir::Files, QDirIterator::Subdirectories);
  for (int looked = 0; files.hasNext() && looked < kMostLooked; ++looked) {
    if (files.next().contains(QLatin1String("tfevents"))) return {FileKind::Events, path, {}};
  }
  return foreign(path, tr("is a folder without event files or a model"));
}

OpenedFile documentAt(const QString& path, QFile& file) {
  if (file.size() > kMostJson) return foreign(path, tr("is a JSON document too large for an architecture or a study"));
  file.seek(0);
  QJsonParseError error;
  const auto document = QJsonDocument::fromJson(file.readAll(), &error);
  const QString format = document.object().value(QStringLiteral("format")).toString();
  if (format == QLatin1String("headroom.architecture")) return {FileKind::Architecture, path, {}};
  if (format == QLatin1String("headroom.study")) return {FileKind::Study, path, {}};
  if (document.isNull()) {
    // Broken, but meant: the page that reads it says at which place.
    const QString name = QFileInfo(path).fileName();
    if (name.contains(QLatin1String("architecture"))) return {FileKind::Architecture, path, {}};
    if (name.contains(QLatin1String("study"))) return {FileKind::Study, path, {}};
    return foreign(path, tr("is no JSON document: %1 at byte %2").arg(error.errorString()).arg(error.offset));
  }
  if (format.startsWith(QLatin1String("headroom.")))
    return foreign(path, tr("is a %1, which the window does not open").arg(format.mid(9)));
  return foreign(path, tr("is a JSON document, but neither an architecture nor a study of Headroom"));
}

bool looksLikeText(const QByteArray& beginning) {
  QStringDecoder decoder(QStringDecoder::Utf8);  // what ends within a letter is no error to it
  const QString text = decoder(beginning);
  return !text.isEmpty() && !decoder.hasError() && !text.contains(QChar(0));
}

}  // namespace

OpenedFile recognise(const QString& path) {
  const QFileInfo info(path);
  if (!info.exists()) return foreign(path, tr("does not exist"));
  if (info.isDir()) return folderAt(path);
  if (!info.isFile()) return foreign(path, tr("is no ordinary file"));
  if (info.fileName().contains(QLatin1String("tfevents"))) return {FileKind::Events, info.absolutePath(), {}};
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return foreign(path, tr("cannot be read (%1)").arg(file.errorString()));
  const QByteArray beginning = file.peek(kPeek);
  if (beginning.startsWith("PK\x03\x04") || beginning.startsWith("PK\x05\x06")) return {FileKind::Bundle, path, {}};
  if (beginning.startsWith("SQLite format 3")) return {FileKind::Database, path, {}};
  const QByteArray trimmed = beginning.trimmed();
  if (trimmed.startsWith('{') || path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
    return documentAt(path, file);
  if (!looksLikeText(beginning))
    return foreign(path, beginning.isEmpty() ? tr("is empty") : tr("is in a format of another program"));
  if (path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
    const QList<QByteArray> columns = beginning.left(beginning.indexOf('\n')).toLower().split(',');
    for (const QByteArray& column : columns) {
      if (column.trimmed().replace('"', "") == "step") return {FileKind::Series, path, {}};
    }
    return foreign(path, tr("is a table without a column step"));
  }
  if (path.endsWith(QLatin1String(".txt"), Qt::CaseInsensitive)) return {FileKind::Text, path, {}};
  return foreign(path, tr("is a text in a format that is not known"));
}

}  // namespace headroom
