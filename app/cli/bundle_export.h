// export --to bundle: a study or a run with everything that it takes to look at it and to train it again elsewhere.
#pragma once

#include <string>

#include "app/cli/command_line.h"

namespace headroom::cli {

struct BundleOptions {
  bool checkpoints = false, noData = false;
};
/// `what` names a study or a run.
Result<Answer> exportBundle(const Shared& shared, const std::string& what, const std::string& target,
                            const BundleOptions& options, bool dryRun);

}  // namespace headroom::cli
