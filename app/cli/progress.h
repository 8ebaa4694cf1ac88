// How a run that trains is shown meanwhile: a bar on a terminal, plain lines elsewhere, nothing when silent.
#pragma once

#include <chrono>
#include <cstdint>

#include "core/runs/run_reader.h"

namespace headroom::cli {

class Progress {
 public:
  explicit Progress(bool silent);
  /// Ends a bar's line.
  ~Progress();

  void show(const RunSummary& run);
  void say(const std::string& line);

 private:
  void drawBar(const std::string& text, double share);

  const bool m_silent, m_terminal, m_colour;
  bool m_barStands = false;
  std::int64_t m_lastStep = -1;
  RunState m_lastState = RunState::Draft;
  std::chrono::steady_clock::time_point m_lastLine{};
};

}  // namespace headroom::cli
