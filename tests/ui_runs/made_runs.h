// Rows of runs as a test wants them, without a database.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "core/runs/run_reader.h"

namespace headroom {

inline RunSummary madeRun(const std::string& id, RunState state = RunState::Completed) {
  RunSummary run;
  run.id = RunId{id};
  run.meta.name = "run-";
  run.meta.name += id;
  run.state = state;
  run.model = "gpt2";
  run.scale = "nano";
  run.seed = 1;
  run.steps = 100;
  run.step = 40;
  run.attempt = 1;
  run.valLoss = 2.5;
  run.trainLoss = 2.6;
  run.device = "cpu";
  return run;
}

/// What breaks careless programs: a million characters, right to left, pictures, markup, line ends, nothing.
inline std::vector<std::string> awkwardTexts() {
  std::string plane;
  for (int i = 0; i < 50; ++i) plane += "👩‍🔬🚀";
  return {std::string(1'000'000, 'x'),
          "مرحبا بالعالم \xE2\x80\xAE"
          "desrever",
          plane,
          "<b>bold</b><img src='x'>",
          "a,\"b\"\nc\r\n\td",
          "%1 %n & &amp; 'single' $(rm) `x`",
          "NaN",
          " ",
          std::string("nul\0inside", 10)};
}

}  // namespace headroom
