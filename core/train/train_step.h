// One optimizer step: micro-batches add up gradients, then the update. On a GPU both are recorded once and replayed.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "core/train/device.h"
#include "core/train/model.h"
#include "core/train/optimizer.h"

namespace headroom {

/// Host seconds of one step's parts. Zero where a GPU replays a record: its parts cannot be told apart.
struct StepTimes {
  double data = 0, forward = 0, backward = 0, optimizer = 0, step = 0;
};

struct TrainStepOptions {
  std::int64_t batch = 1;         // sequences of a micro-batch
  std::int64_t accumulation = 1;  // micro-batches of a step, at most
  bool replay = true;             // on a GPU: false runs every op anew
};

class TrainStep {
 public:
  TrainStep(const Model& model, Optimizer& optimizer, const TrainStepOptions& options);

  /// Adds the gradient of micro-batch `part` of the step's `parts`. Steps may have more and more parts, never fewer.
  /// `windows`: int64 [batch, context + 1] on the host; from
  /// stagingBuffer(), so that a GPU copies it while the host goes on.
  void accumulate(std::int64_t part, std::int64_t parts, const at::Tensor& windows, StepTimes& times);
  /// Clips and updates. Nobody waits: read loss() and gradientNorm() with ReadBack.
  void update(double learningRate, StepTimes& times);

  /// Mean nats a token of the step so far; scalar on the device, overwritten by the next step.
  const at::Tensor& loss() const { return m_loss; }
  /// The model's reports of the step's last micro-batch, [n]; undefined when it has none.
  const at::Tensor& reports() const { return m_reports; }
  /// Before clipping; not finite: nothing was updated.
  const at::Tensor& gradientNorm() const { return m_norm; }

 private:
  void forwardBackward(bool first, StepTimes& times);

  const Model& m_model;
  Optimizer& m_optimizer;
  const TrainStepOptions m_options;
  at::Tensor m_windows, m_parts, m_loss, m_norm, m_reports;
  int m_warmUps = 0;     // steps so far that ran all there is to record
  bool m_ready = false;  // to record or replay in this step
  std::shared_ptr<Replay::Family> m_family;
  Replay m_first, m_next, m_update;
};

}  // namespace headroom
