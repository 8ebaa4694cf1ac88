// How a run that trains is shown meanwhile: a bar on a terminal, plain lines elsewhere, nothing when silent.
#include "app/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom::cli {
namespace {

constexpr int kBarWidth = 24;
constexpr auto kBetweenLines = std::chrono::seconds(5);

bool noColour() {
  const char* value = std::getenv("NO_COLOR");
  return value && *value;
}

std::string describe(const RunSummary& run) {
  std::string text = "step " + std::to_string(run.step) + "/" + std::to_string(run.steps);
  if (!std::isnan(run.trainLoss)) text += "  loss " + formatFixed(run.trainLoss, 4);
  if (!std::isnan(run.valLoss)) text += "  validation " + formatFixed(run.valLoss, 4);
  if (run.tokensPerSecond > 0) text += "  " + formatUnit(run.tokensPerSecond, "tokens/s");
  if (run.stepSeconds > 0 && run.steps > run.step)
    text += "  " + formatDuration(run.stepSeconds * static_cast<double>(run.steps - run.step)) + " left";
  return text;
}

}  // namespace

Progress::Progress(bool silent)
    : m_silent(silent), m_terminal(::isatty(STDOUT_FILENO) != 0), m_colour(m_terminal && !noColour()) {}

Progress::~Progress() {
  if (m_barStands) std::fputs("\n", stdout);
}

void Progress::say(const std::string& line) {
  if (m_silent) return;
  if (m_barStands) std::fputs("\n", stdout);
  m_barStands = false;
  std::printf("%s\n", oneLine(line).c_str());
  std::fflush(stdout);
}

void Progress::show(const RunSummary& run) {
  if (m_silent) return;
  const auto now = std::chrono::steady_clock::now();
  if (run.state != m_lastState && !m_terminal) say(std::string(word(run.state)));
  m_lastState = run.state;
  if (run.step == m_lastStep || run.steps <= 0) return;
  const bool last = run.step >= run.steps;
  if (m_terminal) {
    drawBar(describe(run), static_cast<double>(run.step) / static_cast<double>(run.steps));
  } else if (last || now - m_lastLine >= kBetweenLines) {
    say(describe(run));
    m_lastLine = now;
  } else {
    return;  // not shown: the same step may be shown later
  }
  m_lastStep = run.step;
}

void Progress::drawBar(const std::string& text, double share) {
  const int full = static_cast<int>(std::clamp(share, 0.0, 1.0) * kBarWidth);
  std::string bar;
  for (int i = 0; i < kBarWidth; ++i) bar += i < full ? "█" : "░";
  if (m_colour) bar = "\x1b[36m" + bar + "\x1b[0m";
  std::printf("\r\x1b[2K%s  %s", bar.c_str(), text.c_str());
  std::fflush(stdout);
  m_barStands = true;
}

}  // namespace headroom::cli
