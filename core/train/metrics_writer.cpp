#include "core/train/metrics_writer.h"

#include <chrono>

#include "core/arch/op.h"

namespace headroom {

MetricsWriter::MetricsWriter(JournalWriter journal, std::size_t capacity)
    : m_journal(std::move(journal)), m_capacity(capacity), m_thread([this] { work(); }) {}

MetricsWriter::~MetricsWriter() {
  {
    const std::lock_guard lock(m_mutex);
    m_leaving = true;
  }
  m_changed.notify_all();
  m_thread.join();
}

void MetricsWriter::scalars(std::int64_t step, double wallTime, std::vector<ScalarValue> values) {
  push(Scalars{step, wallTime, std::move(values)});
}

void MetricsWriter::real(std::int64_t step, double wallTime, std::string tag, double value) {
  push(Real{step, wallTime, std::move(tag), value});
}

void MetricsWriter::text(std::int64_t step, double wallTime, std::string tag, std::string text) {
  push(Text{step, wallTime, std::move(tag), std::move(text)});
}

Result<void> MetricsWriter::sync() {
  std::unique_lock lock(m_mutex);
  const std::uint64_t mine = ++m_syncAsked;
  m_changed.notify_all();
  m_changed.wait(lock, [&] { return m_syncDone >= mine; });
  return m_syncResult;
}

std::optional<Error> MetricsWriter::failure() const {
  const std::lock_guard lock(m_mutex);
  return m_failure;
}

double MetricsWriter::blockedSeconds() const {
  const std::lock_guard lock(m_mutex);
  return m_blocked;
}

void MetricsWriter::push(Item item) {
  std::unique_lock lock(m_mutex);
  if (m_queue.size() >= m_capacity) {
    const auto start = std::chrono::steady_clock::now();
    m_changed.wait(lock, [&] { return m_queue.size() < m_capacity; });
    m_blocked += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  m_queue.push_back(std::move(item));
  if (m_queue.size() == 1) m_changed.notify_all();
}

void MetricsWriter::work() {
  std::unique_lock lock(m_mutex);
  for (;;) {
    m_changed.wait(lock, [&] { return !m_queue.empty() || m_syncAsked > m_syncDone || m_leaving; });
    std::deque<Item> items;
    items.swap(m_queue);
    const std::uint64_t asked = m_syncAsked;
    const bool toDisk = asked > m_syncDone, last = m_leaving;
    lock.unlock();
    m_changed.notify_all();  // there is room again
    for (const Item& item : items) append(item);
    Result<void> written = toDisk ? m_journal.sync() : m_journal.flush();
    lock.lock();
    if (!written && !m_failure) m_failure = written.error();
    if (toDisk) {
      m_syncResult = std::move(written);
      m_syncDone = asked;
      m_changed.notify_all();
    }
    if (last && m_queue.empty()) return;
  }
}

void MetricsWriter::append(const Item& item) {
  std::visit(Overloaded{[&](const Scalars& s) { m_journal.scalars(s.step, s.wallTime, s.values); },
                        [&](const Real& r) { m_journal.real(r.step, r.wallTime, r.tag, r.value); },
                        [&](const Text& t) { m_journal.text(t.step, t.wallTime, t.tag, t.text); }},
             item);
}

}  // namespace headroom
