#include "ui/models/series_store.h"

#include <algorithm>

namespace headroom {

namespace {

std::int64_t lastStep(const SeriesPoints& points) {
  return points.steps.empty() ? std::numeric_limits<std::int64_t>::min() : points.steps.back();
}

void append(SeriesPoints& all, const SeriesPoints& more) {
  all.steps.insert(all.steps.end(), more.steps.begin(), more.steps.end());
  all.values.insert(all.values.end(), more.values.begin(), more.values.end());
  all.wallTimes.insert(all.wallTimes.end(), more.wallTimes.begin(), more.wallTimes.end());
}

}  // namespace

SeriesStore::SeriesStore(ReaderThread& reader, std::vector<std::string> names, std::vector<std::string> doubleNames,
                         QObject* parent)
    : QObject(parent), m_reader(reader), m_names(std::move(names)), m_doubleNames(std::move(doubleNames)) {}

void SeriesStore::watch(std::vector<RunId> runs) {
  if (runs == m_watched) return;
  m_watched = std::move(runs);
  std::erase_if(m_curves, [&](const auto& entry) {
    return std::find(m_watched.begin(), m_watched.end(), entry.first) == m_watched.end();
  });
  ++m_request;
  m_open = 0;
  refresh();
}

const RunCurves* SeriesStore::curves(const RunId& run) const {
  const auto found = m_curves.find(run);
  return found == m_curves.end() ? nullptr : &found->second;
}

SeriesStore::Question SeriesStore::questionFor(const RunId& run) const {
  Question question{.run = run};
  const auto found = m_curves.find(run);
  if (found == m_curves.end()) return question;
  question.fresh = false;
  question.attempt = found->second.summary.attempt;
  for (const auto& [name, points] : found->second.series) question.after[name] = lastStep(points);
  for (const auto& [name, points] : found->second.doubles) question.doublesAfter[name] = lastStep(points);
  return question;
}

Result<SeriesStore::Answer> SeriesStore::read(const RunReader& reader, const Question& question,
                                              const std::vector<std::string>& names,
                                              const std::vector<std::string>& doubleNames) {
  Answer answer{.run = question.run, .fresh = question.fresh};
  HEADROOM_ASSIGN(answer.part.summary, reader.run(question.run));
  // A new attempt may have replaced points that are already here.
  if (answer.part.summary.attempt != question.attempt) answer.fresh = true;
  if (answer.fresh) {
    HEADROOM_ASSIGN(answer.part.definition, reader.definition(question.run));
  }
  const auto after = [&](const std::map<std::string, std::int64_t>& known, const std::string& name) {
    const auto found = known.find(name);
    return answer.fresh || found == known.end() ? SeriesOptions{}.afterStep : found->second;
  };
  for (const auto& name : names) {
    HEADROOM_ASSIGN(
        SeriesPoints points,
        reader.series(question.run, name, {.afterStep = after(question.after, name), .limit = kPointsARead}));
    answer.more = answer.more || points.size() == kPointsARead;
    answer.part.series[name] = std::move(points);
  }
  for (const auto& name : doubleNames) {
    HEADROOM_ASSIGN(
        SeriesPoints points,
        reader.doubles(question.run, name, {.afterStep = after(question.doublesAfter, name), .limit = kPointsARead}));
    answer.more = answer.more || points.size() == kPointsARead;
    answer.part.doubles[name] = std::move(points);
  }
  return answer;
}

void SeriesStore::refresh() {
  if (m_open > 0) {
    m_again = true;
    return;
  }
  m_again = false;
  m_open = static_cast<int>(m_watched.size());
  for (const RunId& run : m_watched) {
    m_reader.ask<Answer>(
        this,
        [question = questionFor(run), names = m_names, doubleNames = m_doubleNames](const RunReader& reader) {
          return read(reader, question, names, doubleNames);
        },
        [this, request = m_request](Result<Answer> answer) {
          if (request != m_request) return;
          --m_open;
          if (answer) {
            m_again = m_again || answer->more;
            take(std::move(*answer));
          } else {
            Q_EMIT problemFound(QString::fromStdString(answer.error().message));
          }
          if (m_open == 0 && m_again) refresh();
        });
  }
}

void SeriesStore::take(Answer answer) {
  const RunId run = answer.run;
  auto& known = m_curves[run];
  if (answer.fresh) {
    known = std::move(answer.part);
    Q_EMIT runLoaded(run);
    return;
  }
  known.summary = std::move(answer.part.summary);
  std::map<std::string, std::size_t> from;
  for (const auto& [name, points] : answer.part.series) {
    if (points.size() == 0) continue;
    from[name] = known.series[name].size();
    append(known.series[name], points);
  }
  for (const auto& [name, points] : answer.part.doubles) append(known.doubles[name], points);
  if (!from.empty()) Q_EMIT runGrew(run, from);
}

}  // namespace headroom
