// What is being composed, as one value: architecture, scale, recipe, data and seed; and what it costs, worked out anew
// after every edit.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/arch/architecture.h"
#include "core/arch/cost.h"
#include "core/arch/recipe.h"
#include "core/arch/roofline.h"
#include "core/runs/run_definition.h"

namespace headroom {

struct Composition {
  std::string model;  // the template or file the architecture came from
  Architecture architecture;
  std::string scale;       // "" = the model's own sizes
  std::string recipeName;  // the recipe that `recipe` started from; "" = the model's own
  Recipe recipe;
  Json data = {{"source", "grammar"}};  // as run.json writes it
  std::int64_t dataVocabulary = 0;      // 0: not known
  std::uint64_t seed = 1;
  std::string device = "cpu";    // "cpu" or "cuda"
  std::set<ElementPath> folded;  // containers that are shown as one box
  bool operator==(const Composition&) const = default;
};

/// What one element costs in all its copies. Modelled: counted from the graph.
struct ElementCost {
  std::int64_t parameters = 0;
  double forwardFlopsPerToken = 0;
  double bytesPerToken = 0;    // read and written by its ops, forward
  double activationBytes = 0;  // kept for the backward pass of one batch part
  double cacheBytesPerToken = 0;
  double seconds = 0, memorySeconds = 0;  // of a step at the measured roofs; those of sites that memory bounds
};

struct Evaluation {
  std::vector<BlockReport> reports;          // one an element, in order of the document
  std::map<ElementPath, ElementCost> costs;  // repeat and residual hold the sum of what is inside
  std::optional<ModelCost> total;            // absent when the model is impossible
  std::optional<double> stepSeconds;         // modelled on the measured roofs
  std::string noStep;                        // why not, fit to show
  std::string problem;                       // why the model is impossible, fit to show
  std::optional<ElementPath> problemAt;      // and where, when it is at one element
  bool pending = false;                      // costs and total are those of an earlier composition
  const BlockReport* report(const ElementPath& path) const;
};
/// Shapes and errors: quick however often layers repeat.
Evaluation inspected(const Composition& composition);
/// Costs, total and step on top; the whole model is written out for them.
void addCosts(Evaluation& evaluation, const Composition& composition, const Result<Roofs>& roofs);
/// Both.
Evaluation evaluate(const Composition& composition, const Result<Roofs>& roofs = failed("Roofs not measured yet."));
/// Blocks of the model written out.
std::int64_t blocksOf(const Composition& composition, const Evaluation& inspected);

/// What the engine is asked to train. Call only when evaluate() found no problem.
RunDefinition definitionOf(const Composition& composition);

/// The command that submits the same run: `headroom train gpt2 --scale nano --set heads=4 …`. BadInput when the blocks
/// differ from the model's: then the architecture must be saved to `file` first.
Result<std::string> commandLine(const Composition& composition, const std::string& file);

/// "grammar", "text:/…/a.txt", "tokens:/…": the data as the command line writes it.
std::string dataArgument(const Json& data);
/// A word as a POSIX shell reads it back: in quotes where it has to be.
std::string quotedForShell(const std::string& word);

}  // namespace headroom
