// The options that name a model: FILE|TEMPLATE with --scale, --arm, --recipe and --set.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/command_line.h"
#include "core/arch/cost.h"
#include "core/arch/resolve.h"

namespace headroom::cli {

struct ModelOptions {
  std::string model, scale, recipe;
  std::vector<std::string> arms, settings;
};
std::shared_ptr<ModelOptions> addModelOptions(CLI::App& command);

/// An option that may be given several times, one value each: words that follow belong to the command.
CLI::Option* addRepeated(CLI::App& command, const std::string& name, std::vector<std::string>& values,
                         const std::string& help);

/// "key=value" in two parts; BadInput where there is no "=".
Result<std::pair<std::string, std::string>> settingFrom(const std::string& text);
Result<ModelRequest> requestFrom(const ModelOptions& options);

/// export --to safetensors|huggingface|pytorch of a template, file or run. Of the first two, --seed decides the
/// weights.
Result<Answer> exportWeights(const Shared& shared, const ModelOptions& options, const std::string& format,
                             const std::string& path, const std::string& seed, bool dryRun);

/// Builds the model and counts.
Result<ModelCost> costOf(const ResolvedModel& model);

/// Refused, with the estimate, when a run of this cost cannot fit into the memory that is free here.
Result<void> checkMemory(const ModelCost& cost);

}  // namespace headroom::cli
