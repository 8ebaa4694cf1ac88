// The studies of a database and what the chosen one found, read away from the window: at most once a second, and worked
// out again only when something about it changed.
#pragma once

#include <QObject>
#include <QTimer>
#include <vector>

#include "core/study/study_result.h"
#include "ui/models/reader_thread.h"

namespace headroom {

struct StudyRow {
  StudyId id;
  QString name;
  StudyState state = StudyState::Running;
  bool operator==(const StudyRow&) const = default;
};

class StudyStore : public QObject {
  Q_OBJECT

 public:
  /// A reader of its own: laws over scales take seconds, and the table of runs is not to wait for them.
  explicit StudyStore(ReaderThread& reader, QObject* parent = nullptr);

  /// Newest first.
  const std::vector<StudyRow>& studies() const { return m_studies; }
  bool hasRead() const { return m_hasRead; }
  const StudyId& chosen() const { return m_chosen; }
  /// Null until the first answer.
  const std::shared_ptr<const StudyResult>& result() const { return m_result; }

  /// None chosen yet: the newest is.
  void choose(const StudyId& study);
  /// Soon: questions that come within a second become one.
  void refresh();

 Q_SIGNALS:
  void studiesRead();
  void resultRead();
  void problemFound(const QString& sentence);

 private:
  struct Answer {
    std::vector<StudyRow> studies;
    StudyId study;
    std::string state;                          // of all that the result depends on
    std::shared_ptr<const StudyResult> result;  // null: as before
    std::string problem;                        // of this study; the list is good
  };
  static Result<Answer> read(const RunReader& reader, StudyId chosen, const std::string& known);
  void ask();
  void take(Result<Answer> answer);

  ReaderThread& m_reader;
  QTimer m_pause;
  std::vector<StudyRow> m_studies;
  StudyId m_chosen;
  std::string m_state;
  std::shared_ptr<const StudyResult> m_result;
  bool m_hasRead = false, m_asking = false, m_again = false;
};

}  // namespace headroom
