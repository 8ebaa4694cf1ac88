#include "ui/runs/run_commands.h"

#include <QStringList>
#include <algorithm>

#include "ui/models/shell_word.h"

namespace headroom {

namespace {

QString text(const Json& request, const char* key) {
  return request.contains(key) && request[key].is_string() ? QString::fromStdString(request[key].get<std::string>())
                                                           : QString();
}

QStringList tags(const Json& request) {
  QStringList words;
  for (const Json& tag : request.value("tags", Json::array()))
    if (tag.is_string()) words << shellWord(QString::fromStdString(tag.get<std::string>()));
  return words;
}

bool takesSeveral(const QString& verb) {
  static const QStringList verbs{"stop", "pause", "resume", "checkpoint", "delete", "start", "star"};
  return verbs.contains(verb);
}

/// What stands behind the runs; empty where the words alone say it.
QString restOf(const QString& verb, const Json& request) {
  if (verb == QLatin1String("star")) return request.value("on", true) ? QString() : QStringLiteral("--remove");
  if (verb == QLatin1String("tag")) return tags(request).join(' ');
  if (verb == QLatin1String("untag")) return tags(request).join(' ') + QStringLiteral(" --remove");
  if (verb == QLatin1String("note")) return shellWord(text(request, "text"));
  if (verb == QLatin1String("rename")) return shellWord(text(request, "name"));
  if (verb == QLatin1String("colour")) return shellWord(text(request, "colour"));
  if (verb == QLatin1String("priority")) return QString::number(request.value("priority", std::int64_t{0}));
  if (verb == QLatin1String("move") && !text(request, "before").isEmpty())
    return QStringLiteral("--before ") + shellWord(text(request, "before"));
  if (verb == QLatin1String("clone")) {
    QStringList words;
    if (!text(request, "name").isEmpty()) words << "--name" << shellWord(text(request, "name"));
    if (request.value("draft", false)) words << "--draft";
    return words.join(' ');
  }
  return {};
}

}  // namespace

QString commandsFor(const std::vector<Json>& requests, const std::filesystem::path& database) {
  struct Line {
    QString verb, runs, rest;
  };
  std::vector<Line> lines;
  for (const Json& request : requests) {
    const QString verb = text(request, "do"), run = shellWord(text(request, "run")), rest = restOf(verb, request);
    const bool same = !lines.empty() && lines.back().verb == verb && lines.back().rest == rest && takesSeveral(verb);
    if (same) {
      lines.back().runs += ' ' + run;
    } else {
      lines.push_back({verb, run, rest});
    }
  }
  QStringList commands;
  for (const auto& [verb, runs, rest] : lines) {
    QString command =
        QStringLiteral("headroom ") + (verb == QLatin1String("untag") ? QStringLiteral("tag") : verb) + ' ' + runs;
    if (!rest.isEmpty()) command += ' ' + rest;
    if (!database.empty()) command += QStringLiteral(" --db ") + shellWord(QString::fromStdString(database.string()));
    commands << command;
  }
  return commands.join('\n');
}

std::vector<Json> requestsBetween(const RunId& run, const RunMeta& from, const RunMeta& to) {
  std::vector<Json> requests;
  const auto add = [&](const char* what, const char* key, Json value) {
    requests.push_back({{"do", what}, {"run", run.text}, {key, std::move(value)}});
  };
  const auto without = [](const std::vector<std::string>& all, const std::vector<std::string>& others) {
    Json rest = Json::array();
    for (const std::string& tag : all)
      if (std::find(others.begin(), others.end(), tag) == others.end()) rest.push_back(tag);
    return rest;
  };
  if (from.name != to.name) add("rename", "name", to.name);
  if (Json gone = without(from.tags, to.tags); !gone.empty()) add("untag", "tags", std::move(gone));
  if (Json fresh = without(to.tags, from.tags); !fresh.empty()) add("tag", "tags", std::move(fresh));
  if (from.notes != to.notes) add("note", "text", to.notes);
  if (from.star != to.star) add("star", "on", to.star);
  if (from.colour != to.colour) add("colour", "colour", to.colour);
  return requests;
}

}  // namespace headroom
