// How long this process has lived, as the system counts it: the loader's work before main belongs to it.
#pragma once

#include <optional>

namespace headroom {

/// Milliseconds since the process was started; nothing where /proc does not say.
std::optional<double> millisecondsSinceProcessStart();

}  // namespace headroom
