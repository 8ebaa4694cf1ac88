// The journal on a thread of its own: a training step hands its numbers over and goes on.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "core/runs/journal_writer.h"

namespace headroom {

class MetricsWriter {
 public:
  explicit MetricsWriter(JournalWriter journal, std::size_t capacity = 4096);
  MetricsWriter(const MetricsWriter&) = delete;
  MetricsWriter& operator=(const MetricsWriter&) = delete;
  /// Writes what is still queued.
  ~MetricsWriter();

  // Nothing is dropped: when the queue is full, these wait. Tags of scalars must be literals.
  void scalars(std::int64_t step, double wallTime, std::vector<ScalarValue> values);
  void real(std::int64_t step, double wallTime, std::string tag, double value);
  void text(std::int64_t step, double wallTime, std::string tag, std::string text);

  /// Waits until everything handed over is in the file and on the disk.
  Result<void> sync();
  /// The first failure to write (a full disk); later attempts may still succeed, and sync() says so.
  std::optional<Error> failure() const;
  /// Seconds that callers waited for a full queue, in all.
  double blockedSeconds() const;

 private:
  struct Scalars {
    std::int64_t step;
    double wallTime;
    std::vector<ScalarValue> values;
  };
  struct Real {
    std::int64_t step;
    double wallTime;
    std::string tag;
    double value;
  };
  struct Text {
    std::int64_t step;
    double wallTime;
    std::string tag, text;
  };
  using Item = std::variant<Scalars, Real, Text>;

  void push(Item item);
  void work();
  void append(const Item& item);

  // Writer thread only, after construction.
  JournalWriter m_journal;

  // Guarded by m_mutex.
  mutable std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<Item> m_queue;
  const std::size_t m_capacity;
  std::uint64_t m_syncAsked = 0, m_syncDone = 0;
  Result<void> m_syncResult;
  std::optional<Error> m_failure;
  double m_blocked = 0;
  bool m_leaving = false;

  std::thread m_thread;  // last: starts when everything else is there
};

}  // namespace headroom
