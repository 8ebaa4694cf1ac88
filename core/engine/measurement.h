// One measurement of this machine's roofs: `headroom-train doctor` in a process of its own, followed through the lines
// it writes, so that the engine never waits for it.
#pragma once

#include <sys/types.h>

#include <QObject>
#include <QTimer>
#include <filesystem>
#include <string>

#include "core/base/json.h"

namespace headroom {

class Measurement : public QObject {
  Q_OBJECT

 public:
  /// Its lock and log lie in `folder`: the database's `machines`.
  explicit Measurement(std::filesystem::path folder);
  /// Ends the process: nobody would hear what it finds.
  ~Measurement() override;

  bool running() const { return m_process > 0; }
  Result<void> start();
  /// Ends it; `ended` follows as Interrupted.
  void cancel();

 Q_SIGNALS:
  /// {"done": parts measured, "of": parts in all, "what": the part that is measured now}
  void progressed(const headroom::Json& progress);
  /// The document of `headroom doctor --json`, or why there is none. The object is ready to start again.
  void ended(const headroom::Result<headroom::Json>& answer);

 private:
  void follow();
  void take(const std::string& line);
  Result<Json> conclude();
  std::filesystem::path lock() const { return m_folder / "measure.lock"; }
  std::filesystem::path log() const { return m_folder / "measure.log"; }

  const std::filesystem::path m_folder;
  QTimer m_timer;
  pid_t m_process = 0;
  bool m_cancelled = false;
  std::size_t m_read = 0;  // bytes of the log
  Json m_answer;
  std::string m_lastWords;  // the last line that is no object of ours: an error
};

}  // namespace headroom
