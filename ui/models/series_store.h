// The series of the runs that are looked at: read away from the window, grown by what is new, read again when history
// changed.
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <vector>

#include "ui/models/reader_thread.h"

namespace headroom {

/// One run's curves and what is needed to read them.
struct RunCurves {
  RunSummary summary;
  RunDefinition definition;
  std::map<std::string, SeriesPoints> series;   // by name
  std::map<std::string, SeriesPoints> doubles;  // tokens, flops, seconds, loss/val with all digits
};

class SeriesStore : public QObject {
  Q_OBJECT

 public:
  /// A read takes at most this many points of a series; longer ones come in several, so that the first paint comes
  /// early.
  static constexpr std::size_t kPointsARead = 200'000;

  SeriesStore(ReaderThread& reader, std::vector<std::string> names, std::vector<std::string> doubleNames,
              QObject* parent = nullptr);

  /// From now on these runs, in this order. Runs that stay keep their points.
  void watch(std::vector<RunId> runs);
  const std::vector<RunId>& watched() const { return m_watched; }
  /// Null until the first answer.
  const RunCurves* curves(const RunId& run) const;
  /// Reads what is new; cheap when nothing is.
  void refresh();

 Q_SIGNALS:
  /// The run's curves are there for the first time, or history changed (a resumed run): draw them anew.
  void runLoaded(const headroom::RunId& run);
  /// Points were added; `from` says for each series that grew where the new ones begin.
  void runGrew(const headroom::RunId& run, const std::map<std::string, std::size_t>& from);
  void problemFound(const QString& sentence);

 private:
  struct Question {
    RunId run;
    std::int64_t attempt = 0;
    bool fresh = true;
    std::map<std::string, std::int64_t> after, doublesAfter;
  };
  struct Answer {
    RunId run;
    bool fresh = true;
    bool more = false;
    RunCurves part;
  };
  Question questionFor(const RunId& run) const;
  static Result<Answer> read(const RunReader& reader, const Question& question, const std::vector<std::string>& names,
                             const std::vector<std::string>& doubleNames);
  void take(Answer answer);

  ReaderThread& m_reader;
  const std::vector<std::string> m_names, m_doubleNames;
  std::vector<RunId> m_watched;
  std::map<RunId, RunCurves> m_curves;
  int m_request = 0;  // answers to older requests are dropped
  int m_open = 0;     // answers outstanding of the newest request
  bool m_again = false;
};

}  // namespace headroom
