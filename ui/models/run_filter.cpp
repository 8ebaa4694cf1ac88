#include "ui/models/run_filter.h"

#include <QRegularExpression>
#include <QStringList>
#include <cmath>

#include "core/base/text.h"

namespace headroom {

namespace {

struct TextField {
  const char* name;
  QStringList (*values)(const RunSummary&);
};

struct NumberField {
  const char* name;
  double (*value)(const RunSummary&);
};

QStringList texts(const std::vector<std::string>& list) {
  QStringList all;
  for (const auto& each : list) all << QString::fromStdString(each);
  return all;
}

QStringList one(const std::string& text) {
  return {QString::fromStdString(text)};
}
QStringList one(std::string_view text) {
  return {QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))};
}

constexpr TextField kTextFields[] = {
    {"state", [](const RunSummary& run) { return one(word(run.state)); }},
    {"name", [](const RunSummary& run) { return one(run.meta.name); }},
    {"arm", [](const RunSummary& run) { return run.arms.empty() ? QStringList("none") : texts(run.arms); }},
    {"scale", [](const RunSummary& run) { return one(run.scale); }},
    {"model", [](const RunSummary& run) { return one(run.model); }},
    {"tag", [](const RunSummary& run) { return texts(run.meta.tags); }},
    {"device", [](const RunSummary& run) { return one(run.device); }},
    {"note", [](const RunSummary& run) { return one(run.meta.notes); }},
    {"id", [](const RunSummary& run) { return one(run.id.text); }},
    {"is", [](const RunSummary& run) { return run.meta.star ? QStringList("starred") : QStringList(); }},
};

constexpr NumberField kNumberFields[] = {
    {"loss", [](const RunSummary& run) { return std::isnan(run.valLoss) ? run.trainLoss : run.valLoss; }},
    {"train", [](const RunSummary& run) { return run.trainLoss; }},
    {"val", [](const RunSummary& run) { return run.valLoss; }},
    {"seed", [](const RunSummary& run) { return static_cast<double>(run.seed); }},
    {"step", [](const RunSummary& run) { return static_cast<double>(run.step); }},
    {"done", [](const RunSummary& run) { return run.steps > 0 ? 100.0 * run.step / run.steps : 0.0; }},
    {"speed", [](const RunSummary& run) { return run.tokensPerSecond; }},
    {"attempt", [](const RunSummary& run) { return static_cast<double>(run.attempt); }},
};

std::string known() {
  std::vector<std::string> names;
  for (const auto& field : kTextFields) names.emplace_back(field.name);
  for (const auto& field : kNumberFields) names.emplace_back(field.name);
  return listed(names);
}

bool compare(double value, const QString& sign, double wanted) {
  if (sign == QLatin1String("<")) return value < wanted;
  if (sign == QLatin1String("<=")) return value <= wanted;
  if (sign == QLatin1String(">")) return value > wanted;
  if (sign == QLatin1String(">=")) return value >= wanted;
  return value == wanted;  // ":" and "="
}

}  // namespace

QStringList filterTextFields() {
  QStringList names;
  for (const auto& field : kTextFields) names << field.name;
  return names;
}

QStringList filterNumberFields() {
  QStringList names;
  for (const auto& field : kNumberFields) names << field.name;
  return names;
}

Result<RunFilter> RunFilter::parse(const QString& line) {
  static const QRegularExpression kTerm(
      QStringLiteral(R"re((-?)(?:([A-Za-z_]+)(:|<=|>=|<|>|=))?(?:"([^"]*)"|([^\s"]+)|(?=\s|$)))re"));
  RunFilter filter;
  const QString text = line.trimmed();
  qsizetype at = 0;
  while (at < text.size()) {
    if (text[at].isSpace()) {
      ++at;
      continue;
    }
    const auto match =
        kTerm.match(text, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    if (!match.hasMatch() || match.capturedLength() == 0) {
      return badInput("The filter ends inside quotes: close them with \".");
    }
    at = match.capturedEnd();
    const bool negated = !match.captured(1).isEmpty();
    const QString field = match.captured(2).toLower();
    const QString sign = match.captured(3);
    const QString value = match.captured(4).isEmpty() ? match.captured(5) : match.captured(4);
    const std::string shown = inQuotes(match.captured(0).toStdString());
    const auto add = [&](std::function<bool(const RunSummary&)> term) {
      if (negated) term = [term = std::move(term)](const RunSummary& run) { return !term(run); };
      filter.m_terms.push_back(std::move(term));
    };
    if (value.isEmpty()) {
      return badInput("The filter's " + shown +
                      " says nothing to look for: write for example state:running or loss<3.5.");
    }
    if (field.isEmpty()) {
      add([value](const RunSummary& run) {
        return QString::fromStdString(run.meta.name).contains(value, Qt::CaseInsensitive) ||
               QString::fromStdString(run.id.text).startsWith(value, Qt::CaseInsensitive);
      });
      continue;
    }
    bool found = false;
    for (const auto& known : kNumberFields) {
      if (field != QLatin1String(known.name)) continue;
      bool isNumber = false;
      const double wanted = value.toDouble(&isNumber);
      if (!isNumber) return badInput("The filter's " + shown + " needs a number: write for example loss<3.5.");
      add([read = known.value, sign, wanted](const RunSummary& run) { return compare(read(run), sign, wanted); });
      found = true;
    }
    for (const auto& known : kTextFields) {
      if (found || field != QLatin1String(known.name)) continue;
      if (sign != QLatin1String(":") && sign != QLatin1String("=")) {
        return badInput("The filter's " + shown + " compares words: write " + known.name + ":" + value.toStdString() +
                        ".");
      }
      const bool whole = sign == QLatin1String("=");
      add([read = known.values, value, whole](const RunSummary& run) {
        for (const QString& each : read(run)) {
          if (whole ? each.compare(value, Qt::CaseInsensitive) == 0 : each.contains(value, Qt::CaseInsensitive))
            return true;
        }
        return false;
      });
      found = true;
    }
    if (!found) return badInput("The filter's " + shown + " names no field; there are " + known() + ".");
  }
  return filter;
}

bool RunFilter::matches(const RunSummary& run) const {
  for (const auto& term : m_terms) {
    if (!term(run)) return false;
  }
  return true;
}

}  // namespace headroom
