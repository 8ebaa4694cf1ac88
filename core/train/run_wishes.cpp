#include "core/train/run_wishes.h"

#include <utility>

namespace headroom {

RunWishes::RunWishes(RunFolder folder, std::int64_t attempt, const std::atomic<int>& terminations)
    : m_folder(std::move(folder)), m_attempt(attempt), m_terminations(terminations) {}

std::optional<Control> RunWishes::next() {
  if (m_terminations > 0 && !m_terminationTaken) {
    m_terminationTaken = true;
    return Control{.attempt = m_attempt, .command = Control::Command::Stop};
  }
  look();
  return std::exchange(m_waiting, std::nullopt);
}

bool RunWishes::leaveNow() {
  if (m_terminations > 1) return true;
  look();
  return m_waiting && m_waiting->command == Control::Command::Abort;
}

void RunWishes::look() {
  // The file is replaced by rename, so a new content is a new inode or at least a new time.
  struct stat info {};
  if (::stat(m_folder.control().c_str(), &info) != 0) return;
  if (info.st_ino == m_seenNode && info.st_mtim.tv_sec == m_seenTime.tv_sec &&
      info.st_mtim.tv_nsec == m_seenTime.tv_nsec)
    return;
  const Result<Control> control = readControl(m_folder);
  if (!control) return;  // a command that cannot be read asks nothing; the next one will be looked at again
  m_seenNode = info.st_ino;
  m_seenTime = info.st_mtim;
  if (control->attempt != m_attempt || control->sequence <= m_sequence || control->command == Control::Command::None)
    return;
  m_sequence = control->sequence;
  m_waiting = *control;
}

}  // namespace headroom
