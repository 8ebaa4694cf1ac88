#include "ui/study/start_command.h"

#include <QStringList>

#include "core/arch/resolve.h"
#include "core/base/units.h"

namespace headroom {

namespace {

QString commandOf(const QString& what, const std::filesystem::path& database) {
  QString command = QStringLiteral("headroom study start ") + shellWord(what);
  if (!database.empty()) command += QStringLiteral(" --db ") + shellWord(QString::fromStdString(database.string()));
  return command;
}

QString joined(const std::vector<std::int64_t>& numbers) {
  QStringList texts;
  for (const std::int64_t number : numbers) texts << QString::number(number);
  return texts.join(',');
}

}  // namespace

std::optional<QString> startCommand(const Study& study, const std::filesystem::path& database) {
  for (const Library::Document& document : builtinLibrary().studies) {
    if (document.name != study.name) continue;
    const auto known = readStudy(document.name);
    if (!known) return {};
    Study same = *known;
    QString command = commandOf(QString::fromStdString(document.name), database);
    if (study.scales != same.scales)
      for (const std::string& scale : study.scales) command += " --scale " + shellWord(QString::fromStdString(scale));
    if (study.seeds != same.seeds) command += " --seeds " + joined(study.seeds);
    if (study.data != same.data) command += " --data " + shellWord(QString::fromStdString(study.data));
    if (study.tokensPerParameter != same.tokensPerParameter && study.tokensPerParameter > 0) {
      command += " --tokens-per-parameter " + QString::fromStdString(shortest(study.tokensPerParameter));
      same.tokensPerParameter = study.tokensPerParameter;
    }
    if (study.threads != same.threads) command += " --threads " + QString::number(study.threads);
    if (study.rates != same.rates && study.rates == RateSearch::EveryArm) {
      command += " --full";
      same.rates = study.rates;
    }
    const auto& settings = study.settings;
    if (settings.size() > same.settings.size() &&
        std::equal(same.settings.begin(), same.settings.end(), settings.begin())) {
      for (std::size_t i = same.settings.size(); i < settings.size(); ++i)
        command += " --set " + shellWord(QString::fromStdString(settings[i].first + "=" + settings[i].second));
      same.settings = settings;
    }
    same.scales = study.scales;
    same.seeds = study.seeds;
    same.data = study.data;
    same.threads = study.threads;
    return same == study ? std::optional(command) : std::nullopt;
  }
  return {};
}

QString startCommandOfFile(const QString& file, const std::filesystem::path& database) {
  return commandOf(file, database);
}

}  // namespace headroom
