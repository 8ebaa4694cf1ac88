// What this machine reaches and whether our kernels are right on it: `headroom-train doctor`.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace headroom {

struct DoctorOptions {
  std::vector<std::string> shapes;  // more matrix products to measure, "MxNxK": [M, K] × [K, N]
  /// Before each part: {"done": parts that are over, "of": parts in all, "what": the one that comes}.
  std::function<void(const Json& progress)> progress = [](const Json&) {};
};

/// {"machine": {…}, "measured": ISO time, "roofs": {"triad": […], "dram": bytes/s, "cache": bytes/s, "matmul": […],
/// "linear": […], "elementwise": […], "attention": […]}, "kernels": […], "missing": […]}; the rows: triad.h,
/// roof_probes.h. Takes some seconds and all cores.
Result<Json> doctor(const DoctorOptions& options);
/// The same for people.
std::string doctorText(const Json& answer);

}  // namespace headroom
