// A run's definition: run.json, resolved and complete, as started; never edited afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/json.h"

namespace headroom {

/// What decides the last bits of a run. Decided once a run, reused on resume.
struct Numerics {
  std::string device = "cpu";     // "cpu", "cuda", "cuda:1"
  std::int64_t threads = 1;       // of the tensor library
  std::string instructionSet;     // "avx2", "avx512", "amx", …
  Json kernels = Json::object();  // choices that do not depend on precision: {"attention": "flash"}
  bool deterministic = true;
  std::string build;  // version and compiler
  bool operator==(const Numerics&) const = default;
};

/// What a person asked for, beside what it was resolved to.
struct Asked {
  std::string model;  // a template's name or a file; "" for imported runs
  std::string scale;
  std::vector<std::string> arms;
  std::string recipe;
  Json settings = Json::object();  // --set: key → text
  bool operator==(const Asked&) const = default;
};

/// The run and step whose checkpoint this run begins from (trunk and cooldown).
struct Fork {
  RunId run;
  std::int64_t step = 0;
  bool operator==(const Fork&) const = default;
};

struct RunDefinition {
  std::string name;  // as submitted; renaming later touches meta.json alone
  Asked asked;
  Json architecture = Json::object();  // a resolved "headroom.architecture" document
  Json recipe = Json::object();        // every recipe key, resolved
  Json data = Json::object();  // {"source": "grammar"|"text"|"tokens"|"import", "files": […], "tokenizer": …}
  std::uint64_t seed = 1;
  std::int64_t steps = 0;  // optimizer steps in all
  Numerics numerics;
  std::optional<Fork> from;
  std::vector<std::int64_t> keepAt;  // steps whose checkpoints are kept for good, ascending: others may begin there
  bool operator==(const RunDefinition&) const = default;
};

Json toJson(const RunDefinition& definition);
/// Refuses unknown keys and versions with the path of the place; `source` names the file.
Result<RunDefinition> runDefinitionFrom(const Json& document, const std::string& source);

/// Same architecture, recipe, data, seed, steps and fork: the same experiment, whatever it is called, wherever it
/// runs and whichever checkpoints it keeps.
std::string definitionHash(const RunDefinition& definition);
/// Same experiment on the same bytes of data with the same numerics and build: its result can be reused.
std::string reuseHash(const RunDefinition& definition, const std::string& dataHash);

/// Numerics of this machine: usable cores, the widest instruction set, this build.
Numerics numericsHere(const std::string& device = "cpu");

}  // namespace headroom
