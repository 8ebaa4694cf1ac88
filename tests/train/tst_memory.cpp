// The modelled memory of a training step against what LibTorch's allocator handed out in a real one.
#include <ATen/ops/randint.h>

#include <QtTest>

#include "core/arch/cost.h"
#include "core/arch/resolve.h"
#include "core/train/allocation_meter.h"
#include "core/train/train_step.h"

using namespace headroom;

namespace {

struct Shape {
  const char* name;
  ModelRequest request;
};

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all{
      {"char", {.model = "char", .settings = {{"layers", "3"}, {"batch", "8"}}}},
      {"gpt2, a large vocabulary",
       {.model = "gpt2",
        .settings = {{"layers", "3"},
                     {"width", "192"},
                     {"heads", "6"},
                     {"context", "128"},
                     {"vocab", "8000"},
                     {"batch", "8"}}}},
      {"gpt2, dropout, accumulation",
       {.model = "gpt2",
        .settings = {{"layers", "3"},
                     {"width", "192"},
                     {"heads", "6"},
                     {"context", "128"},
                     {"vocab", "2000"},
                     {"batch", "16"},
                     {"accumulation", "2"},
                     {"dropout", "0.1"}}}},
      {"llama",
       {.model = "llama",
        .settings = {{"layers", "3"},
                     {"width", "192"},
                     {"heads", "6"},
                     {"kv_heads", "2"},
                     {"ffn_width", "512"},
                     {"context", "128"},
                     {"vocab", "1000"},
                     {"batch", "16"}}}},
      {"the paper's baseline, scores written out",
       {.model = "paper/none",
        .settings = {{"layers", "3"},
                     {"width", "192"},
                     {"heads", "6"},
                     {"context", "256"},
                     {"vocab", "1000"},
                     {"batch", "8"}}}},
      {"char, bf16", {.model = "char", .settings = {{"layers", "3"}, {"batch", "8"}, {"precision", "bf16"}}}},
      {"char, fp16", {.model = "char", .settings = {{"layers", "3"}, {"batch", "8"}, {"precision", "fp16"}}}}};
  return all;
}

}  // namespace

class MemoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theModelledPeakIsTheMeasuredOne_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < shapes().size(); ++i) QTest::newRow(shapes()[i].name) << int(i);
  }
  void theModelledPeakIsTheMeasuredOne() {
    QFETCH(int, index);
    const auto resolved = resolve(shapes()[std::size_t(index)].request);
    QVERIFY2(resolved.ok(), resolved.ok() ? "" : resolved.error().message.c_str());
    const Recipe& recipe = resolved->recipe;
    const auto graph = build(resolved->architecture, {.dropout = recipe.dropout});
    QVERIFY2(graph.ok(), graph.ok() ? "" : graph.error().message.c_str());
    const auto cost = modelCost(*graph, recipe);
    QVERIFY(cost.ok());
    const AllocationMeter meter;
    Model model(*graph, {.lowering = {.precision = recipe.precision}});
    initialise(model, 1);
    Optimizer optimizer(model, recipe);
    TrainStep train(model, optimizer,
                    {.batch = recipe.batch / recipe.accumulation, .accumulation = recipe.accumulation});
    const at::Tensor windows = at::randint(graph->vocab, {recipe.batch / recipe.accumulation, graph->context + 1},
                                           at::TensorOptions(at::kLong));
    StepTimes times;
    for (int step = 0; step < 2; ++step) {
      for (std::int64_t part = 0; part < recipe.accumulation; ++part)
        train.accumulate(part, recipe.accumulation, windows, times);
      train.update(1e-4, times);
    }
    const double measured = double(meter.peak()), ratio = cost->peakBytes / measured;
    qInfo("modelled %.1f MB (weights %.1f, moments %.1f, kept %.1f), measured %.1f MB: %.3f", cost->peakBytes / 1e6,
          cost->parameterBytes / 1e6, cost->optimizerBytes / 1e6, cost->activationBytes / 1e6, measured / 1e6, ratio);
    QVERIFY2(ratio > 0.9 && ratio < 1.1, qPrintable(QString::number(ratio)));
  }
};

QTEST_GUILESS_MAIN(MemoryTest)
#include "tst_memory.moc"
