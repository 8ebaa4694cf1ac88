#include "ui/models/run_filter.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {

namespace {

struct TextField {
  const char* name;
  QStringList (*values)(const RunSummary&);
};

enum class Unit { Plain, Percent, Duration };

struct NumberField {
  const char* name;
  double (*value)(const RunSummary&);
  Unit unit = Unit::Plain;
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

const QStringList& qualities() {
  static const QStringList all{"starred", "tagged", "noted", "live", "ended", "resumable"};
  return all;
}

QStringList qualitiesOf(const RunSummary& run) {
  QStringList all;
  if (run.meta.star) all << "starred";
  if (!run.meta.tags.empty()) all << "tagged";
  if (!run.meta.notes.empty()) all << "noted";
  if (isLive(run.state)) all << "live";
  if (isEnded(run.state)) all << "ended";
  if (canResume(run.state)) all << "resumable";
  return all;
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
    {"colour", [](const RunSummary& run) { return one(run.meta.colour); }},
    {"id", [](const RunSummary& run) { return one(run.id.text); }},
    {"is", qualitiesOf},
};

double secondsBetween(std::int64_t fromNs, std::int64_t toNs) {
  return fromNs == 0 || toNs < fromNs ? NAN : static_cast<double>(toNs - fromNs) * 1e-9;
}

constexpr NumberField kNumberFields[] = {
    {"loss", [](const RunSummary& run) { return std::isnan(run.valLoss) ? run.trainLoss : run.valLoss; }},
    {"train", [](const RunSummary& run) { return run.trainLoss; }},
    {"val", [](const RunSummary& run) { return run.valLoss; }},
    {"seed", [](const RunSummary& run) { return static_cast<double>(run.seed); }},
    {"step", [](const RunSummary& run) { return static_cast<double>(run.step); }},
    {"done",
     [](const RunSummary& run) {
       return run.steps > 0 ? 100.0 * static_cast<double>(run.step) / static_cast<double>(run.steps) : 0.0;
     },
     Unit::Percent},
    {"speed", [](const RunSummary& run) { return run.tokensPerSecond; }},
    {"attempt", [](const RunSummary& run) { return static_cast<double>(run.attempt); }},
    {"priority", [](const RunSummary& run) { return static_cast<double>(run.meta.priority); }},
    {"took", [](const RunSummary& run) { return secondsBetween(run.startedNs, run.finishedNs); }, Unit::Duration},
    {"age", [](const RunSummary& run) { return secondsBetween(run.createdNs, wallNs()); }, Unit::Duration},
};

template <class Fields>
const auto* fieldNamed(const Fields& fields, const QString& name) {
  const auto found =
      std::find_if(std::begin(fields), std::end(fields), [&](const auto& field) { return name == field.name; });
  return found == std::end(fields) ? nullptr : &*found;
}

std::vector<std::string> fieldNames() {
  std::vector<std::string> names;
  for (const auto& field : kTextFields) names.emplace_back(field.name);
  for (const auto& field : kNumberFields) names.emplace_back(field.name);
  return names;
}

bool compare(double value, const QString& sign, double wanted) {
  if (sign == QLatin1String("<")) return value < wanted;
  if (sign == QLatin1String("<=")) return value <= wanted;
  if (sign == QLatin1String(">")) return value > wanted;
  if (sign == QLatin1String(">=")) return value >= wanted;
  return value == wanted || (std::isnan(value) && std::isnan(wanted));  // ":" and "="
}

/// 3.5, 1e-3, 33k, 2M; 40% where it is a share; 90s, 10m, 2h, 3d, 1w where it is a time.
std::optional<double> numberIn(QString text, Unit unit) {
  double factor = 1;
  if (!text.isEmpty()) {
    const QChar last = text.back();
    const auto take = [&](double times) {
      factor = times;
      text.chop(1);
    };
    if (unit == Unit::Duration && last == 's')
      take(1);
    else if (unit == Unit::Duration && last == 'm')
      take(60);
    else if (unit == Unit::Duration && last == 'h')
      take(3600);
    else if (unit == Unit::Duration && last == 'd')
      take(86'400);
    else if (unit == Unit::Duration && last == 'w')
      take(7 * 86'400);
    else if (unit == Unit::Percent && last == '%')
      take(1);
    else if (unit == Unit::Plain && last == 'k')
      take(1e3);
    else if (unit == Unit::Plain && last == 'M')
      take(1e6);
    else if (unit == Unit::Plain && last == 'G')
      take(1e9);
  }
  bool ok = false;
  const double value = text.toDouble(&ok);
  return ok ? std::optional(value * factor) : std::nullopt;
}

const char* exampleOf(Unit unit) {
  switch (unit) {
    case Unit::Plain:
      return "loss<3.5 or speed>30k";
    case Unit::Percent:
      return "done>50%";
    case Unit::Duration:
      return "age<2d or took>10m";
  }
  return "";
}

struct Value {
  QString text;
  bool quoted = false;
};

/// One term as it was written. Always moves on, whatever stands there.
struct Term {
  qsizetype begin = 0, end = 0;
  qsizetype valueBegin = 0;  // of the last value
  bool negated = false, closed = true;
  QString field, sign;
  std::vector<Value> values;
};

bool isFieldLetter(QChar c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

Value readValue(const QString& line, qsizetype& at, bool listed, bool& closed) {
  Value value;
  if (at < line.size() && line[at] == '"') {
    value.quoted = true;
    closed = false;
    for (++at; at < line.size(); ++at) {
      if (line[at] == '"') {
        closed = true;
        ++at;
        break;
      }
      if (line[at] == '\\' && at + 1 < line.size() && (line[at + 1] == '"' || line[at + 1] == '\\')) ++at;
      value.text += line[at];
    }
    return value;
  }
  const qsizetype begin = at;
  while (at < line.size() && !line[at].isSpace() && line[at] != '"' && !(listed && line[at] == ',')) ++at;
  value.text = line.mid(begin, at - begin);
  return value;
}

Term readTerm(const QString& line, qsizetype begin) {
  Term term;
  term.begin = begin;
  qsizetype at = begin;
  if (line[at] == '-' && at + 1 < line.size() && !line[at + 1].isSpace()) {
    term.negated = true;
    ++at;
  }
  qsizetype letters = at;
  while (letters < line.size() && isFieldLetter(line[letters])) ++letters;
  if (letters > at && letters < line.size() && QStringLiteral(":<>=").contains(line[letters])) {
    term.field = line.mid(at, letters - at).toLower();
    at = letters + 1;
    term.sign = line[letters];
    if (term.sign != QLatin1String(":") && at < line.size() && line[at] == '=' && term.sign != QLatin1String("="))
      term.sign += line[at++];
  }
  const bool listed = !term.field.isEmpty();
  do {
    if (!term.values.empty()) ++at;  // the comma
    term.valueBegin = at;
    term.values.push_back(readValue(line, at, listed, term.closed));
  } while (listed && at < line.size() && line[at] == ',');
  // A quote in the middle of a word begins the next term.
  if (at == begin) ++at;
  term.end = at;
  return term;
}

using Test = std::function<bool(const RunSummary&)>;

Result<Test> numberTest(const NumberField& field, const Term& term, const std::string& shown) {
  const auto wrong = [&] {
    return badInput("The filter's " + shown + " needs a number: write for example " + exampleOf(field.unit) + ".");
  };
  std::vector<std::function<bool(double)>> any;
  const bool equals = term.sign == QLatin1String(":") || term.sign == QLatin1String("=");
  if (!equals && term.values.size() > 1) return wrong();
  for (const Value& value : term.values) {
    if (const qsizetype dots = value.text.indexOf(QLatin1String("..")); equals && dots > 0) {
      const auto low = numberIn(value.text.left(dots), field.unit),
                 high = numberIn(value.text.mid(dots + 2), field.unit);
      if (!low || !high) return wrong();
      any.emplace_back([low = *low, high = *high](double x) { return x >= low && x <= high; });
      continue;
    }
    const auto wanted = numberIn(value.text, field.unit);
    if (!wanted || (std::isnan(*wanted) && !equals)) return wrong();
    any.emplace_back([sign = term.sign, wanted = *wanted](double x) { return compare(x, sign, wanted); });
  }
  return Test([read = field.value, any = std::move(any)](const RunSummary& run) {
    const double x = read(run);
    return std::any_of(any.begin(), any.end(), [x](const auto& test) { return test(x); });
  });
}

/// The fixed words that a field can hold; empty for one that holds anything.
QStringList wordsOf(const QString& field) {
  if (field == QLatin1String("is")) return qualities();
  QStringList states;
  if (field == QLatin1String("state"))
    for (const RunState state : allRunStates()) states << one(word(state));
  return states;
}

Result<Test> textTest(const TextField& field, const Term& term, const std::string& shown) {
  if (term.sign != QLatin1String(":") && term.sign != QLatin1String("="))
    return badInput("The filter's " + shown + " compares words: write " + field.name + ":" +
                    filterWord(term.values.front().text.left(60)).toStdString() + ".");
  const bool whole = term.sign == QLatin1String("=");
  QStringList wanted;
  const QStringList words = wordsOf(term.field);
  for (const Value& value : term.values) {
    const bool known = words.isEmpty() || std::any_of(words.begin(), words.end(), [&](const QString& each) {
                         return each.contains(value.text, Qt::CaseInsensitive);
                       });
    if (!known)
      return badInput("The filter's " + shown + " finds nothing: " + field.name + " is one of " +
                      words.join(QStringLiteral(", ")).toStdString() + ".");
    wanted << value.text;
  }
  return Test([read = field.values, wanted, whole](const RunSummary& run) {
    for (const QString& each : read(run)) {
      for (const QString& value : wanted) {
        if (whole ? each.compare(value, Qt::CaseInsensitive) == 0 : each.contains(value, Qt::CaseInsensitive))
          return true;
      }
    }
    return false;
  });
}

Result<Test> testOf(const Term& term, const QString& line) {
  const std::string shown =
      inQuotes(line.mid(term.begin, std::min<qsizetype>(term.end - term.begin, 80)).toStdString());
  if (!term.closed) return badInput("The filter ends inside quotes: close them with \".");
  if (std::any_of(term.values.begin(), term.values.end(), [](const Value& value) { return value.text.isEmpty(); }))
    return badInput("The filter's " + shown +
                    " says nothing to look for: write for example state:running or loss<3.5.");
  if (term.field.isEmpty()) {
    return Test([value = term.values.front().text](const RunSummary& run) {
      return QString::fromStdString(run.meta.name).contains(value, Qt::CaseInsensitive) ||
             QString::fromStdString(run.id.text).startsWith(value, Qt::CaseInsensitive);
    });
  }
  if (const auto* field = fieldNamed(kNumberFields, term.field)) return numberTest(*field, term, shown);
  if (const auto* field = fieldNamed(kTextFields, term.field)) return textTest(*field, term, shown);
  const auto names = fieldNames();
  const std::string near = nearest(term.field.toStdString(), names);
  return badInput("The filter's " + shown + " names no field; " +
                  (near.empty() ? "there are " + listed(names) : "did you mean " + near) +
                  "? A name that holds a colon stands in quotes.");
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

QStringList filterValues(const RunSummary& run, const QString& field) {
  const auto* known = fieldNamed(kTextFields, field);
  return known ? known->values(run) : QStringList();
}

QString filterWord(const QString& value) {
  const bool plain = !value.isEmpty() && std::none_of(value.begin(), value.end(),
                                                      [](QChar c) { return c.isSpace() || c == ',' || c == '"'; });
  if (plain) return value;
  QString quoted = value;
  quoted.replace('\\', QLatin1String("\\\\")).replace('"', QLatin1String("\\\""));
  return '"' + quoted + '"';
}

Result<RunFilter> RunFilter::parse(const QString& line) {
  RunFilter filter;
  for (qsizetype at = 0; at < line.size();) {
    if (line[at].isSpace()) {
      ++at;
      continue;
    }
    const Term term = readTerm(line, at);
    at = term.end;
    HEADROOM_ASSIGN(Test test, testOf(term, line));
    if (term.negated) test = [test = std::move(test)](const RunSummary& run) { return !test(run); };
    filter.m_terms.push_back(std::move(test));
  }
  return filter;
}

bool RunFilter::matches(const RunSummary& run) const {
  return std::all_of(m_terms.begin(), m_terms.end(), [&](const auto& term) { return term(run); });
}

FilterCompletion completeFilter(const QString& line, qsizetype cursor,
                                const std::function<QStringList(const QString& field)>& valuesOf) {
  const QString before = line.left(cursor);
  Term term;
  term.begin = term.end = before.size();
  for (qsizetype at = 0; at < before.size();) {
    if (before[at].isSpace()) {
      ++at;
      continue;
    }
    term = readTerm(before, at);
    at = term.end;
  }
  if (term.end < before.size() || term.values.empty())
    term = Term{.begin = before.size(), .end = before.size(), .valueBegin = before.size(), .values = {Value{}}};
  FilterCompletion completion{.from = term.valueBegin, .length = before.size() - term.valueBegin, .words = {}};
  const QString begun = term.values.back().text;
  if (term.field.isEmpty()) {
    if (term.values.back().quoted) return completion;
    const auto offer = [&](const char* name, const char* sign) {
      const QString field = QString(name) + sign;
      if (field.startsWith(begun, Qt::CaseInsensitive)) completion.words << field;
    };
    for (const auto& field : kTextFields) offer(field.name, ":");
    for (const auto& field : kNumberFields) offer(field.name, "<");
    return completion;
  }
  if (!fieldNamed(kTextFields, term.field)) return completion;
  QStringList begins, contains;
  QStringList values = wordsOf(term.field);
  if (values.isEmpty()) values = valuesOf(term.field);
  for (const QString& value : values) {
    if (value.isEmpty() || value == begun) continue;
    if (value.startsWith(begun, Qt::CaseInsensitive))
      begins << filterWord(value);
    else if (value.contains(begun, Qt::CaseInsensitive))
      contains << filterWord(value);
  }
  completion.words = begins + contains;
  return completion;
}

}  // namespace headroom
