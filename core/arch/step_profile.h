// A training step, a prefill or a decoded token, block by block: what each computes, moves and takes at measured roofs.
// The points of a roofline. Modelled, as roofline.h.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/arch/roofline.h"

namespace headroom {

/// Training: one optimizer step. Prefill: the forward pass of a batch of full contexts. Decode: one more token for
/// every sequence of the batch, its context full.
enum class Phase : std::uint8_t { Training, Prefill, Decode };
inline constexpr std::array kPhases{Phase::Training, Phase::Prefill, Phase::Decode};
std::string_view word(Phase phase);  // "training"

/// One pass of one element of the architecture in all its copies.
struct ProfilePoint {
  std::string path;   // of the element: "body[2].body[0].residual[1]"; "" of the optimizer
  std::string block;  // its id; "optimizer"
  bool backward = false;
  std::int64_t copies = 0;
  double flops = 0;  // executed, with element-by-element arithmetic; 0: none is counted
  double bytes = 0;  // each tensor once an op
  double seconds = 0;
  Bound bound = Bound::Memory;
  bool operator==(const ProfilePoint&) const = default;

  double intensity() const { return bytes > 0 ? flops / bytes : 0; }      // FLOPs a byte
  double rate() const { return seconds > 0 ? flops / seconds : 0; }       // FLOP/s
  double bandwidth() const { return seconds > 0 ? bytes / seconds : 0; }  // bytes/s
};

struct StepProfile {
  double seconds = 0;
  double bytes = 0, flops = 0;
  double tokens = 0;                 // trained, read or made by it
  std::vector<ProfilePoint> points;  // in the order of the document, forward before backward, the optimizer last
};

struct ProfileOptions {
  Phase phase = Phase::Training;
  /// As if norms, activations and other element-by-element ops were computed where their result is used: what only one
  /// op takes is neither written nor read again.
  bool fused = false;
};
/// `graph` with targets for training, without them otherwise.
StepProfile stepProfile(const Graph& graph, const ModelCost& cost, const Recipe& recipe, const Roofs& roofs,
                        const ProfileOptions& options = {});

}  // namespace headroom
