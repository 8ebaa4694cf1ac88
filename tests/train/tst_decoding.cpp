// A model sees nothing of later tokens, whatever block it has; so a text read piece by piece gives the logits of the
// whole.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/full_like.h>
#include <ATen/ops/randint.h>

#include <QtTest>

#include "core/arch/resolve.h"
#include "core/blocks/catalog.h"
#include "core/train/model.h"

using namespace headroom;

namespace {

constexpr std::int64_t kContext = 12, kVocab = 11;

struct Made {
  std::string name, model;
  std::vector<std::string> arms;
  std::vector<std::pair<std::string, std::string>> settings;
};

const std::vector<Made>& models() {
  static const std::vector<Made> all = [] {
    std::vector<Made> made;
    for (const Library::Document& document : builtinLibrary().templates)
      made.push_back({document.name, document.name, {}, {}});
    for (const char* arm : {"sparse", "sparse-as-published", "alibi", "rope", "flash", "moe"})
      made.push_back({std::string("arm ") + arm, "paper/none", {arm}, {}});
    for (const char* pattern : {"window", "strided", "fixed"})
      made.push_back({pattern, "llama", {}, {{"pattern", pattern}, {"span", "3"}}});
    for (const auto& [key, value] : {std::pair("kernel", "ours"), {"sink", "true"}, {"softcap", "5"}})
      made.push_back({key, "llama", {}, {{key, value}}});
    made.push_back({"longrope", "llama", {}, {{"scaling", "longrope"}, {"factor", "4"}, {"factors", "1.5 3"}}});
    made.push_back({"sparse, turning, three blocks of two",
                    "paper/none",
                    {"sparse"},
                    {{"position", "position.rope"}, {"block_size", "2"}, {"selected", "3"}, {"window", "1"}}});
    made.push_back({"lstm, normed, another width", "lstm", {}, {{"normed", "true"}, {"hidden", "24"}}});
    made.push_back({"mamba, one tap", "mamba", {}, {{"taps", "1"}, {"state", "3"}, {"bias", "true"}}});
    return made;
  }();
  return all;
}

void shrink(Architecture& architecture) {
  const std::map<std::string, std::int64_t> tiny{
      {"layers", 2}, {"width", 16}, {"heads", 4}, {"context", kContext}, {"vocab", kVocab}};
  for (const auto& [name, size] : tiny)
    if (architecture.sizes.count(name)) architecture.sizes[name] = size;
}

Graph graphOf(const Made& made) {
  auto resolved = resolve({.model = made.model, .arms = made.arms, .settings = made.settings});
  if (!resolved) qFatal("%s", resolved.error().message.c_str());
  shrink(resolved->architecture);
  auto graph = build(resolved->architecture);
  if (!graph) qFatal("%s", graph.error().message.c_str());
  return *graph;
}

at::Tensor someTokens(std::int64_t sequences) {
  at::manual_seed(5);
  return at::randint(kVocab, {sequences, kContext}, at::kLong);
}

/// Its weights so large that logits differ, also those that start at zero; its states moved by a training pass.
Model lively(const Graph& graph, at::ScalarType type) {
  Model model(graph, {.parameterType = type});
  initialise(model, 3);
  const at::NoGradGuard noGrad;
  at::manual_seed(7);
  for (at::Tensor parameter : model.parameters()) {
    if (parameter.dim() < 2) continue;
    const double size = parameter.abs().max().item<double>();
    if (size == 0) parameter.normal_(0, 0.02);
    if (size < 1) parameter.mul_(8);
  }
  const at::Tensor tokens = someTokens(4);
  (void)model.loss(tokens, tokens, /*training=*/true);
  return model;
}

double largest(const at::Tensor& x) {
  return x.abs().max().item<double>();
}

/// One small model a block of the catalogue and a word or flag of it.
struct Variant {
  QByteArray name;
  Architecture architecture;
};

Architecture around(const Element& element, Family family) {
  const auto block = [](const char* id) {
    Element made;
    made.block = id;
    return made;
  };
  Architecture architecture;
  architecture.name = "causal";
  architecture.sizes = {{"layers", std::int64_t{1}},
                        {"width", std::int64_t{16}},
                        {"heads", std::int64_t{4}},
                        {"kv_heads", std::int64_t{2}},
                        {"ffn_width", std::int64_t{24}},
                        {"context", kContext},
                        {"vocab", kVocab}};
  architecture.body.push_back(family == Family::Embedding ? element : block("embed.token"));
  if (family != Family::Embedding && family != Family::Head) architecture.body.push_back(element);
  architecture.body.push_back(family == Family::Head ? element : block("head.linear"));
  return architecture;
}

std::vector<Variant> variants() {
  std::vector<Variant> all;
  for (const Block* block : catalog()) {
    Element element;
    element.block = block->onlyInSlots ? "attention.mha" : block->id;
    if (block->onlyInSlots) element.params["position"] = block->id;
    const Family family = block->onlyInSlots ? Family::Attention : block->family;
    const std::string prefix = block->onlyInSlots ? "position." : "";
    all.push_back({block->id.c_str(), around(element, family)});
    for (const ParamSpec& spec : block->params) {
      std::vector<std::string> words = spec.choices;
      if (spec.kind == ParamSpec::Kind::Flag) words = {"true", "false"};
      for (const std::string& word : words) {
        if (word == spec.fallback) continue;
        Element other = element;
        other.params[prefix + spec.name] = *writtenFromText(spec, word);
        all.push_back({(block->id + ", " + spec.name + " " + word).c_str(), around(other, family)});
      }
    }
  }
  return all;
}

}  // namespace

class DecodingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void piecesGiveTheLogitsOfTheWhole_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < models().size(); ++i) QTest::newRow(models()[i].name.c_str()) << int(i);
  }
  void piecesGiveTheLogitsOfTheWhole() {
    QFETCH(int, index);
    const Graph graph = graphOf(models()[std::size_t(index)]);
    for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
      const Model model = lively(graph, type);
      const at::NoGradGuard noGrad;
      const at::Tensor tokens = someTokens(2), whole = model.logits(tokens);
      QVERIFY(largest(whole) > 0.05);
      const double tolerance = (type == at::kFloat ? 1e-5 : 1e-10) * std::max(1.0, largest(whole));
      Decoding decoding;
      std::int64_t from = 0;
      for (const std::int64_t count : {std::int64_t{1}, std::int64_t{3}, kContext - 4}) {
        const at::Tensor part = model.logits(tokens.narrow(1, from, count), decoding);
        const double error = largest(part - whole.narrow(1, from, count));
        QVERIFY2(error < tolerance, qPrintable(QString("%1 from token %2").arg(error).arg(from)));
        from += count;
      }
      // What came before is in them: alone they would be others.
      QVERIFY(largest(model.logits(tokens.narrow(1, 4, kContext - 4)) - whole.narrow(1, 4, kContext - 4)) > 1e-3);
    }
  }

  void nothingIsKnownOfLaterTokens_data() {
    QTest::addColumn<int>("index");
    const std::vector<Variant> all = variants();
    for (std::size_t i = 0; i < all.size(); ++i) QTest::newRow(all[i].name.constData()) << int(i);
  }
  /// In evaluation and in training, where a BatchNorm has the statistics of the batch and a router moves its bias.
  void nothingIsKnownOfLaterTokens() {
    QFETCH(int, index);
    const auto graph = build(variants()[std::size_t(index)].architecture);
    QVERIFY2(graph.ok(), graph.ok() ? "" : graph.error().message.c_str());
    const at::NoGradGuard noGrad;
    const at::Tensor tokens = someTokens(2);
    for (std::int64_t seen = 1; seen < kContext; ++seen) {
      at::Tensor others = tokens.clone();
      others.slice(1, seen).add_(1).remainder_(kVocab);
      const Model model = lively(*graph, at::kDouble);
      const at::Tensor a = model.logits(tokens), b = model.logits(others);
      QVERIFY(largest(a.slice(1, 0, seen) - b.slice(1, 0, seen)) < 1e-12);
      QVERIFY(largest(a.slice(1, seen) - b.slice(1, seen)) > 1e-6);  // or the test sees nothing
      // The loss of what has been seen alone: later targets count for nothing. A pass moves states, so each has its
      // own.
      at::Tensor targets = at::full_like(tokens, kNoTarget);
      targets.slice(1, 0, seen).fill_(1);
      const auto loss = [&](const at::Tensor& read) {
        return lively(*graph, at::kDouble).loss(read, targets, /*training=*/true).item<double>();
      };
      QVERIFY(std::abs(loss(tokens) - loss(others)) < 1e-12);
    }
  }
};

QTEST_GUILESS_MAIN(DecodingTest)
#include "tst_decoding.moc"
