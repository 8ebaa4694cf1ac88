// What of a graph is written, and where: its nodes sorted by the names of their sites into a tree of scopes (model,
// copies of a repeat, blocks), its tensors under names that Python takes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/arch/graph.h"

namespace headroom::pytorch {

/// A parameter or a state.
struct Tensor {
  std::string name;
  std::vector<std::int64_t> shape;
  Init init;
  bool trains = true;
  bool used = false;
  std::string home = {};                   // prefix of the scope that holds it
  std::vector<std::string> python = {};    // its name, piece by piece
  std::optional<std::string> linear = {};  // "layers.0.attention.qkv" where it belongs to an nn.Linear
};

/// Part of the model with a name of its own.
struct Scope {
  std::string prefix;   // of the names of its sites: "layers.1.attention."; "" the model
  std::string owner;    // of the tensors it uses: "layers.0.attention." where layers share them
  std::string list;     // of a copy in a repeat: the prefix of its owner's list, "layers."
  bool shared = false;  // a copy that uses another's tensors
  std::uint32_t site = 0;
  struct Item {
    std::uint32_t node = 0;
    std::unique_ptr<Scope> child;  // when it is not a node
  };
  std::vector<Item> items;
};

struct Outline {
  /// `graph` must live as long.
  explicit Outline(const Graph& graph);

  const Graph& graph;
  std::vector<Tensor> tensors;                    // parameters, then states
  std::vector<bool> needed, onLogits;             // by node: for logits or losses; for logits
  std::vector<std::vector<std::uint32_t>> users;  // by node, marks of caches left out
  std::vector<std::string> hints;                 // by node: what to call its value; "" for anything
  Scope model;
  std::set<std::string> modules;                       // prefixes of scopes that hold tensors
  std::map<std::string, std::set<std::string>> lists;  // prefix of a repeat → those of the modules in it
  std::map<std::string, std::string> python;           // piece of a name ("layers.0.") → what Python calls it

  bool hasLoss() const { return graph.loss.index != 0; }
  bool isTarget(std::uint32_t value) const { return std::holds_alternative<TargetsOp>(graph.nodes[value].op); }
  bool isTokens(std::uint32_t value) const { return std::holds_alternative<TokensOp>(graph.nodes[value].op); }
  /// The value behind the marks of caches, which mean nothing here.
  std::uint32_t rootOf(std::uint32_t value) const;
  std::int64_t widthOf(std::uint32_t value) const;  // last extent; 0 of a scalar
  std::vector<std::uint32_t> tensorsOf(const Node& node) const;
  /// self.layers[0].attention.qkv.weight, from a scope that owns `from`, without the last `without` pieces.
  std::string expression(const Tensor& tensor, const std::string& from, std::size_t without = 0) const;
  /// Lists whose owners are not 0, 1, 2 … are dictionaries.
  bool isDict(const std::string& list) const;
  std::string key(const std::string& list, const std::string& index) const;

  /// "layers.0." → "0"
  static std::string lastPart(const std::string& prefix);
  /// From now on it and what is in it use tensors of their own.
  static void disown(Scope& scope);

 private:
  void gatherTensors();
  void markNodes();
  void markLinear(const Node& node);
  bool sortIntoScopes();
  void gatherNames(const Scope& scope, std::set<std::string>& names) const;
  void findOwners(Scope& scope);
  bool holdsTensors(const std::string& prefix) const;
  void findModules(const Scope& scope);
  void findHomes();
  std::vector<std::string> pythonPath(const std::string& name);
  void hint(std::uint32_t value, const std::string& name);
  void giveHints();

  bool m_flat = false;
  std::set<std::string> m_names, m_notLinear, m_pythonTaken;
};

}  // namespace headroom::pytorch
