// A model as a flat list of typed ops in execution order: what blocks build and everything else reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/arch/op.h"
#include "core/arch/shape.h"

namespace headroom {

/// How a parameter starts. Normal draws use `scale` as standard deviation, Uniform the interval ±scale, Constant is
/// `scale` itself. SecondQuarter: `scale` in the second quarter, zero elsewhere (the forget gate of an LSTM). LogCount:
/// log 1, log 2, log 3 … along the last dimension. LogSteps: what softplus turns into steps drawn between 0.001 and
/// 0.1, evenly on a logarithmic scale (both of Mamba, arXiv:2312.00752, §3.6 and E.2).
struct Init {
  enum class Kind : std::uint8_t { Zeros, Ones, Normal, Uniform, Constant, SecondQuarter, LogCount, LogSteps };
  Kind kind = Kind::Normal;
  double scale = 0.02;
  bool operator==(const Init&) const = default;
};

/// Index types: a ValueId names the output of node `index`.
struct ValueId {
  std::uint32_t index = 0;
  bool operator==(const ValueId&) const = default;
};
struct ParameterId {
  std::uint32_t index = 0;
  bool operator==(const ParameterId&) const = default;
};

struct StateId {
  std::uint32_t index = 0;
  bool operator==(const StateId&) const = default;
};

/// A trainable tensor. `name` is stable and unique ("layers.0.attention.qkv.weight"); checkpoints and exports use it.
struct Parameter {
  std::string name;
  std::vector<std::int64_t> shape;
  Init init;
  bool decay = true;  // weight decay applies (matrices and tables; not gains, biases)
  double rate = 1;    // above 0: it learns so many times as fast as the schedule says; its decay does not change
  bool operator==(const Parameter&) const = default;
};

/// A tensor that training passes update and gradients do not: running statistics, a router's bias. Checkpoints keep it
/// beside the parameters.
struct State {
  std::string name;
  std::vector<std::int64_t> shape;
  double start = 0;
  bool operator==(const State&) const = default;
};

/// Training minimises the loss plus weight · value (a scalar). `loss/train` and `loss/val` are without it.
struct AuxiliaryLoss {
  std::string name;  // "layers.0.ffn.balance"
  ValueId value;
  double weight = 0;
};
/// A scalar or vector that training writes down as series: "router/load/0" and, of a vector, "router/load/0/3".
struct Report {
  std::string series;
  ValueId value;
};

/// Where in the architecture a node comes from: one site an expanded block instance.
struct Site {
  std::string path;         // place in the document: "body[2].body[0].residual[1]"; repeats share it
  std::string name;         // unique in the model: "layers.0.attention"
  std::string block;        // block id: "attention.mha"
  std::int64_t layer = -1;  // index in the innermost repeat, −1 outside
  bool operator==(const Site&) const = default;
};

struct Node {
  Op op;
  std::vector<ValueId> inputs;
  std::vector<ParameterId> parameters;
  std::vector<StateId> states;
  Shape shape;             // of its value
  std::uint32_t site = 0;  // index in Graph::sites
};

struct Graph {
  std::vector<Node> nodes;  // inputs always before users
  std::vector<Parameter> parameters;
  std::vector<State> states;
  std::vector<Site> sites;
  std::vector<AuxiliaryLoss> losses;
  std::vector<Report> reports;
  ValueId logits, loss;                 // loss.index is 0 (the tokens) in a graph without targets
  std::int64_t context = 0, vocab = 0;  // the context it was built for; the rows of the vocabulary
};

/// One line a node: "%5 = linear(%4; layers.0.ffn.up.weight, …) : [B, T, 3072]   # layers.0.ffn". For people and golden
/// tests.
std::string toText(const Graph& graph);

}  // namespace headroom
