#include "ui/study/study_store.h"

#include <algorithm>

namespace headroom {

StudyStore::StudyStore(ReaderThread& reader, QObject* parent) : QObject(parent), m_reader(reader) {
  m_pause.setSingleShot(true);
  m_pause.setInterval(1000);
  connect(&m_pause, &QTimer::timeout, this, [this] {
    if (std::exchange(m_again, false)) ask();
  });
}

void StudyStore::choose(const StudyId& study) {
  if (study == m_chosen) return;
  m_chosen = study;
  m_state.clear();
  m_result.reset();
  Q_EMIT resultRead();
  m_pause.stop();
  refresh();
}

void StudyStore::refresh() {
  if (m_asking || m_pause.isActive()) {
    m_again = true;
    return;
  }
  ask();
}

void StudyStore::ask() {
  m_asking = true;
  m_reader.ask<Answer>(
      this, [chosen = m_chosen, known = m_state](const RunReader& reader) { return read(reader, chosen, known); },
      [this](Result<Answer> answer) { take(std::move(answer)); });
}

Result<StudyStore::Answer> StudyStore::read(const RunReader& reader, StudyId chosen, const std::string& known) {
  Answer answer;
  HEADROOM_ASSIGN(const std::vector<StudySummary> studies, reader.studies());
  for (const StudySummary& study : studies) {
    HEADROOM_ASSIGN(const Decisions decisions, reader.studyDecisions(study.id));
    answer.studies.push_back({study.id, QString::fromStdString(study.name), stateOf(decisions)});
    if (study.id == chosen) answer.state = std::to_string(decisions.size());
  }
  std::reverse(answer.studies.begin(), answer.studies.end());
  answer.study = chosen;
  if (answer.studies.empty()) return answer;
  if (chosen.empty()) {
    chosen = answer.studies.front().id;
    HEADROOM_ASSIGN(const Decisions decisions, reader.studyDecisions(chosen));
    answer.state = std::to_string(decisions.size());
  }
  answer.study = chosen;
  const auto links = reader.studyLinks(chosen);
  if (!links) return answer.problem = links.error().message, answer;
  for (const StudyLink& link : *links)
    if (const auto run = reader.run(link.run))
      answer.state += ' ' + link.run.text + ':' + std::string(word(run->state)) + std::to_string(run->attempt);
  if (answer.state == known) return answer;
  auto result = studyResult(reader, chosen);
  if (result)
    answer.result = std::move(*result);
  else
    answer.problem = result.error().message;
  return answer;
}

void StudyStore::take(Result<Answer> answer) {
  m_asking = false;
  m_pause.start();
  if (!answer) {
    Q_EMIT problemFound(QString::fromStdString(answer.error().message));
    return;
  }
  const bool first = !std::exchange(m_hasRead, true);
  if (m_chosen.empty()) m_chosen = answer->study;
  if (first || answer->studies != m_studies) {
    m_studies = std::move(answer->studies);
    Q_EMIT studiesRead();
  }
  if (answer->study != m_chosen) {  // another was chosen meanwhile: a person waits for it
    if (m_asking) return;
    m_pause.stop();
    m_again = false;
    return ask();
  }
  if (!answer->problem.empty()) Q_EMIT problemFound(QString::fromStdString(answer->problem));
  if (!answer->result) return;
  m_state = answer->state;
  m_result = std::move(answer->result);
  Q_EMIT resultRead();
}

}  // namespace headroom
