// The data that runs were trained on: into a bundle, and found again on another machine. run.json and study.json name
// them by their author's paths, which are part of definition hashes and so never rewritten; a bundle's copies lie in
// data/<Corpus::hash>/ beside runs/, and only what is trained anew names them there.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/runs/run_folder.h"

namespace headroom {

/// The files of one data object of run.json, with their paths in a bundle:
/// data/<hash>/{text,tokens,tokenizer}/NNNN-name.
struct DataFiles {
  struct File {
    std::filesystem::path source;
    std::string path;
  };
  std::vector<File> files;
  std::uint64_t bytes = 0;
};
/// BadInput where one cannot be read. The embedded grammar has none.
Result<DataFiles> dataFilesOf(const Json& data, const std::string& hash);
/// Whether `data` has this Corpus::hash, as read with the tokenizer of `run` where it has one; the reason when not.
Result<void> checkData(const Json& data, const std::string& hash, const RunFolder* run = nullptr);
/// Corpus::hash as the run's first attempt wrote it down; "" when it never did.
std::string dataHashOf(const RunFolder& run);

/// `data` where its files are what they were, else with the copies of a bundle in their place. BadInput where neither
/// has this hash; an empty `hash` is not checked.
Result<Json> dataHere(const Json& data, const std::string& hash, const std::filesystem::path& databaseFolder);

}  // namespace headroom
