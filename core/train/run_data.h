// A run's data and its tokenizer. The first attempt writes tokenizer.json into the run's folder; later attempts and
// `sample` use that one, so that a run keeps its ids whatever becomes of the files they came from.
#pragma once

#include "core/base/result.h"
#include "core/runs/run_folder.h"
#include "core/train/data/token_source.h"

namespace headroom {

inline constexpr const char* kRunTokenizer = "tokenizer.json";  // in the run's folder

/// Refuses data that are no longer those the run began with.
Result<Corpus> openRunData(const RunFolder& folder, const DataSpec& spec);
/// From the run's folder; of a run older than tokenizer.json from its data.
Result<Tokenizer> tokenizerOfRun(const RunFolder& folder, const DataSpec& spec);

}  // namespace headroom
