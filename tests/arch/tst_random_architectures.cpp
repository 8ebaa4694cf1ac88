// Whatever can be composed: it reads back, builds or says why not, and what is counted agrees with itself.
#include <rapidcheck.h>

#include <QtTest>
#include <cmath>

#include "core/arch/cost.h"
#include "core/arch/step_memory.h"
#include "tests/support/random_architecture.h"

using namespace headroom;

class RandomArchitecturesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyOneIsSound() {
    int built = 0, refused = 0;
    const bool sound = rc::check([&] {
      const Architecture architecture = RandomArchitecture::draw();
      const auto again = architectureFromJson(toJson(architecture), "");
      if (!again) RC_FAIL(again.error().message + dump(toJson(architecture)));
      RC_ASSERT(*again == architecture);
      const auto reports = inspect(architecture);
      const bool wrong = std::any_of(reports.begin(), reports.end(), [](const auto& r) { return !r.error.empty(); });
      const auto graph = build(architecture);
      if (!graph) {
        ++refused;
        const std::string& message = graph.error().message;
        RC_ASSERT(message.starts_with("body["));
        RC_ASSERT(message.ends_with(".") || message.ends_with("?"));
        RC_ASSERT(message.find('\n') == std::string::npos);
        return;
      }
      ++built;
      // The composer also looks into what no layer of so few would have.
      RC_ASSERT(!wrong || dump(toJson(architecture)).find("\"every\"") != std::string::npos);
      RC_ASSERT(toText(*graph) == toText(*build(architecture)));
      std::int64_t parameters = 0;
      for (const Parameter& parameter : graph->parameters) {
        std::int64_t count = 1;
        for (const std::int64_t extent : parameter.shape) count *= extent;
        parameters += count;
      }
      const Recipe recipe;
      const auto cost = modelCost(*graph, recipe);
      RC_ASSERT(cost.ok());
      RC_ASSERT(cost->parameters == parameters);
      RC_ASSERT(cost->parametersActive <= cost->parameters);
      RC_ASSERT(cost->parametersActive > 0);
      std::int64_t flops = 0;
      for (const Node& node : graph->nodes) flops += *forwardFlopsPerToken(*graph, node);
      RC_ASSERT(cost->flopsPerToken == 3 * flops);
      double sites = 0;
      for (const SiteCost& site : cost->sites) sites += static_cast<double>(site.parameters);
      RC_ASSERT(sites == static_cast<double>(parameters));
      RC_ASSERT(std::isfinite(cost->peakBytes));
      // What is alive at the peak: at least the weights, moments and gradients.
      RC_ASSERT(cost->peakBytes >= 16 * static_cast<double>(parameters));
      RC_ASSERT(stepMemory(*graph, {2, 8}, recipe).peak >= stepMemory(*graph, {1, 8}, recipe).peak);
    });
    QVERIFY(sound);
    qInfo("%d built, %d refused with a reason", built, refused);
    QVERIFY(built > refused);
  }
};

QTEST_APPLESS_MAIN(RandomArchitecturesTest)
#include "tst_random_architectures.moc"
