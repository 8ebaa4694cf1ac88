#include "ui/study/start_command.h"

#include <QStringList>

#include "core/study/start_words.h"

namespace headroom {

namespace {

QString databaseOption(const std::filesystem::path& database) {
  return database.empty() ? QString() : QStringLiteral(" --db ") + shellWord(QString::fromStdString(database.string()));
}

}  // namespace

std::optional<QString> startCommand(const Study& study, const std::filesystem::path& database) {
  const auto words = startWords(study);
  if (!words) return {};
  QStringList quoted;
  for (const std::string& word : *words) quoted << shellWord(QString::fromStdString(word));
  return quoted.join(' ') + databaseOption(database);
}

QString startCommandOfFile(const QString& file, const std::filesystem::path& database) {
  return QStringLiteral("headroom study start ") + shellWord(file) + databaseOption(database);
}

QString replanCommandOfFile(const StudyId& study, const QString& file, const std::filesystem::path& database) {
  return QStringLiteral("headroom study replan %1 %2")
             .arg(shellWord(QString::fromStdString(study.text)), shellWord(file)) +
         databaseOption(database);
}

QString addSeedsCommand(const StudyId& study, const std::vector<std::int64_t>& seeds,
                        const std::filesystem::path& database) {
  QStringList numbers;
  for (const std::int64_t seed : seeds) numbers << QString::number(seed);
  return QStringLiteral("headroom study add-seeds %1 %2")
             .arg(shellWord(QString::fromStdString(study.text)), numbers.join(',')) +
         databaseOption(database);
}

}  // namespace headroom
