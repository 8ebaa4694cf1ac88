// The exported PyTorch against the model itself: logits, the loss that is trained, its gradients and the states that
// move. Needs a Python that imports torch; skipped without one.
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/randn_like.h>
#include <ATen/ops/zeros_like.h>

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <functional>
#include <set>

#include "core/arch/architecture.h"
#include "core/arch/pytorch/source.h"
#include "core/arch/resolve.h"
#include "core/base/files.h"
#include "core/train/inference.h"
#include "core/train/model.h"
#include "core/train/safetensors.h"
#include "tests/support/random_architecture.h"
#include "tests/train/train_fixture.h"

using namespace headroom;
using namespace headroom::test;

namespace {

constexpr std::int64_t kVocab = 7, kWidth = 8, kContext = 11, kBatch = 3;
constexpr std::uint64_t kRandomOnes = 60;  // drawn; some of them cannot be built
constexpr Init kSome{Init::Kind::Normal, 0.5};

Graph built(const char* document, double dropout = 0) {
  const auto json = parseJson(document, "test");
  if (!json) qFatal("%s", json.error().message.c_str());
  const auto architecture = architectureFromJson(*json, "test");
  if (!architecture) qFatal("%s", architecture.error().message.c_str());
  const auto graph = build(*architecture, {.dropout = dropout});
  if (!graph) qFatal("%s", graph.error().message.c_str());
  return *graph;
}

/// An embedding, `body`, a tied head; in the sizes of this file.
Graph around(const std::string& body, double dropout = 0) {
  const std::string text = R"({ "format": "headroom.architecture", "version": 1, "name": "test",
    "sizes": { "layers": 3, "width": 8, "heads": 4, "kv_heads": 2, "ffn_width": 12, "context": 11, "vocab": 7 },
    "body": [ {"block": "embed.token"}, )" +
                           body + R"(, {"block": "head.linear", "tied": true} ] })";
  return built(text.c_str(), dropout);
}

using Mixer = std::function<Value(BuildContext&, Value, std::int64_t layer)>;

/// An embedding, two residual layers of `mixer` as a block would build it, a head.
Graph mixing(const Mixer& mixer) {
  BuildContext g({{"context", kContext}, {"vocab", kVocab}, {"width", kWidth}}, 0, 2);
  const auto at = [&](const std::string& name, std::int64_t layer, const std::function<Value()>& make) {
    g.enterSite({"body", name, "", layer});
    const Value made = make();
    g.leaveSite();
    return made;
  };
  Value x = at("embedding", -1, [&] { return g.lookup(g.tokens(), kVocab, kWidth, "table", kSome); });
  for (std::int64_t layer = 0; layer < 2; ++layer) {
    const std::string prefix = "layers." + std::to_string(layer) + ".";
    const Value branch = at(prefix + "mixer", layer, [&] { return mixer(g, x, layer); });
    x = at(prefix + "residual", layer, [&] { return g.add(x, branch); });
  }
  at("head", -1, [&] { return g.logits(g.linear(x, kVocab, "out", true, kSome)); });
  Result<Graph> graph = g.finish();
  if (!graph) qFatal("%s", graph.error().message.c_str());
  return std::move(*graph);
}

Value linear(BuildContext& g, Value x, std::int64_t out, const std::string& name) {
  return g.linear(x, out, name, true, kSome, kSome);
}

/// Attention of 4 heads of 2 over 2 key heads, with other properties of its scores.
Mixer attending(AttentionOp op) {
  return [op](BuildContext& g, Value x, std::int64_t) mutable {
    op.heads = 4, op.kvHeads = 2, op.headWidth = 2;
    const Value qkv = linear(g, x, 16, "qkv");
    return g.attention(g.slice(qkv, 0, 8), g.cache(g.slice(qkv, 8, 4)), g.cache(g.slice(qkv, 12, 4)), op);
  };
}

Mixer mixture(RouteOp route, bool gated, ActivationKind activation) {
  return [=](BuildContext& g, Value x, std::int64_t) mutable {
    route.experts = 4;
    const Value scores = g.linear(x, 4, "router", false, kSome);
    const Value shares = g.route(scores, route);
    g.report("router/load", g.routerLoad(shares));
    g.loss("balance", g.balanceLoss(scores, shares, route.score), 0.3);
    g.loss("z", g.routerZLoss(scores), 0.1);
    const ExpertsOp op{.experts = 4, .active = route.active, .width = 6, .activation = activation, .gated = gated};
    return g.experts(x, shares, op, kSome, kSome);
  };
}

struct Case {
  std::string name;
  Graph graph;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  const auto add = [&](const std::string& name, Graph graph) { all.push_back({name, std::move(graph)}); };
  for (const Library::Document& document : builtinLibrary().templates) {
    ModelRequest request{.model = document.name, .settings = {{"context", "11"}, {"vocab", "7"}}};
    for (const auto& [size, value] :
         {std::pair("layers", "3"), {"width", "16"}, {"heads", "4"}, {"kv_heads", "2"}, {"ffn_width", "24"}})
      if (document.json.find("\"" + std::string(size) + "\"") != std::string::npos)
        request.settings.emplace_back(size, value);
    const Result<ResolvedModel> model = resolve(request);
    if (!model) qFatal("%s: %s", document.name.c_str(), model.error().message.c_str());
    add("template " + document.name, *build(model->architecture));
  }

  // Blocks and containers.
  const auto attention = [](const std::string& more) {
    return around(R"({"block": "position.sinusoidal"}, {"repeat": "layers", "body": [ {"residual": [
      {"block": "norm.rms"}, {"block": "attention.gqa", "head_width": 4, )" +
                  more + R"(} ]} ]}, {"block": "norm.layer"})");
  };
  add("rope", attention(R"("position": {"block": "position.rope", "part": 0.5})"));
  for (const char* scaling : {"linear", "ntk", "yarn"})
    add(std::string("rope ") + scaling,
        attention(
            std::string(R"("position": {"block": "position.rope", "factor": 4, "trained_context": 5, "scaling": ")") +
            scaling + "\"}"));
  Graph longRope = attention(R"("position": "position.rope")");
  for (Node& node : longRope.nodes)
    if (auto* rotary = std::get_if<RotaryOp>(&node.op)) {
      rotary->scaling = RotaryScaling::LongRope, rotary->factor = 4, rotary->trainedContext = 5;
      rotary->factors = {1.25, 3.5};
    }
  add("rope longrope", std::move(longRope));
  add("alibi", attention(R"("position": "position.alibi", "kernel": "math")"));
  add("qk norm, cap, sink", attention(R"("qk_norm": "norm.rms", "softcap": 2, "sink": true)"));
  add("qk layer norm", attention(R"("qk_norm": "norm.layer", "position": "position.rope")"));
  for (const char* pattern : {"window", "strided", "fixed"})
    add(pattern, attention(std::string(R"("span": 3, "pattern": ")") + pattern + "\""));
  add("spans that differ by layer", attention(R"("pattern": "window", "span": "2 + layer")"));
  const std::string mlp = R"({"residual": [ {"block": "norm.layer"}, {"block": "ffn.mlp", "activation": "relu2"} ]})",
                    mha = R"({"residual": [ {"block": "norm.rms"}, {"block": "attention.mha"} ]})";
  for (const std::string join : {"sum", "gated"})
    add("parallel " + join,
        around(R"({"repeat": "layers", "body": [ {"residual": [ {"block": "norm.rms"}, {"parallel": [
      {"block": "attention.mha"}, {"block": "ffn.gated"} ], "join": ")" +
               join + "\"} ]} ]}"));
  add("parallel concat", built(R"({ "format": "headroom.architecture", "version": 1, "name": "test",
    "sizes": { "width": 8, "heads": 4, "ffn_width": 12, "context": 11, "vocab": 7 },
    "body": [ {"block": "embed.token"}, {"parallel": [ {"block": "attention.mha"}, {"block": "ffn.gated"} ],
      "join": "concat"}, {"block": "norm.layer"}, {"block": "head.linear"} ] })"));
  add("every", around(R"({"repeat": 4, "body": [ {"every": 2, "body": [)" + mha + R"(]}, {"every": 2, "others": true,
    "body": [)" + mlp +
                      "]} ]}"));
  add("shared layers", around(R"({"repeat": 6, "share": 2, "body": [)" + mha + ", " + mlp + "]}"));
  add("shared numbers, other spans", around(R"({"repeat": 4, "share": 2, "body": [ {"residual": [ {"block":
    "attention.mha", "pattern": "window", "span": "1 + layer"} ]} ]})"));
  add("nested repeats", around(R"({"repeat": 2, "body": [ {"repeat": 2, "name": "inner", "body": [)" + mha + "]}, " +
                               mlp + "]}, {\"repeat\": 2, \"body\": [" + mlp + "]}"));
  add("long skips", around(R"({"repeat": 3, "name": "down", "body": [)" + mlp + R"(, {"tap": "skip-{layer}"} ]},
    {"repeat": 3, "name": "up", "body": [ {"use": "skip-{2 - layer}", "trained_scale": true}, )" +
                           mha + "]}"));
  add("a tap that all layers use",
      around(R"({"tap": "start"}, {"repeat": 3, "body": [)" + mlp + R"(, {"use": "start", "scale": 0.5} ]})"));
  add("names that Python does not take",
      around(R"({"residual": [ {"block": "norm.rms", "name": "train"}, {"block": "attention.mha", "name": "a-b"} ]},
        {"residual": [ {"block": "norm.rms", "name": "class"}, {"block": "ffn.mlp", "name": "a_b"} ]},
        {"repeat": 2, "name": "0", "body": [ {"block": "norm.layer", "name": "1"} ]})"));
  add("scaled residuals", around(R"({"repeat": 2, "body": [ {"residual": [ {"block": "ffn.mlp"} ], "skip_scale": 0.5,
    "trained_scale": true}, {"residual": [ {"block": "ffn.mlp"} ], "scale": 0.7} ]})"));

  add("dropout", around(R"({"repeat": "layers", "body": [)" + mha + ", " + mlp + "]}", 0.2));

  // Ops as blocks would use them.
  add("flash with a value width", mixing([](BuildContext& g, Value x, std::int64_t) {
        const Value low = g.cache(linear(g, x, 3, "compress"));
        const Value keys = g.concatHeads(linear(g, low, 8, "keys"), linear(g, x, 2, "turned"), 4, true);
        const Value queries = g.concatHeads(linear(g, x, 8, "queries"), linear(g, x, 8, "others"), 4, false);
        return linear(g,
                      g.attention(queries, keys, linear(g, low, 12, "values"),
                                  {.heads = 4, .kvHeads = 4, .headWidth = 4, .valueWidth = 3}),
                      kWidth, "out");
      }));
  add("attention by math", mixing(attending({.kernel = AttentionKernel::Math})));
  add("attention, capped and with a sink", mixing(attending({.softcap = 3, .sink = true})));
  add("attention of a window", mixing(attending({.pattern = AttentionPattern::Window, .span = 4})));
  for (const std::int64_t block : {2, 4})
    add("block-sparse attention, blocks of " + std::to_string(block),
        mixing([block](BuildContext& g, Value x, std::int64_t) {
          const Value gates = g.activation(linear(g, x, 12, "gates"), ActivationKind::Sigmoid);
          return linear(
              g,
              g.blockSparseAttention(
                  linear(g, x, 16, "q"), linear(g, x, 8, "k"), linear(g, x, 8, "v"), gates,
                  {.heads = 4, .kvHeads = 2, .headWidth = 4, .block = block, .selected = 2, .window = 3}, false),
              kWidth, "out");
        }));
  add("concat, softmax, gate, softcap, scale", mixing([](BuildContext& g, Value x, std::int64_t layer) {
        const Value both = g.concat({linear(g, x, 6, "a"), g.scale(linear(g, x, 2, "b"), -1.5 - double(layer))});
        const Value shares = g.softmax(linear(g, x, 4, "shares"));
        return g.softcap(g.scaleChannels(g.gate(both, shares), 0.9, "scale"), 1.5);
      }));
  add("batch norm", mixing([](BuildContext& g, Value x, std::int64_t) {
        return g.batchNorm(linear(g, x, kWidth, "up"), 1e-4, 0.3, true, true);
      }));
  add("batch norm alone",
      mixing([](BuildContext& g, Value x, std::int64_t) { return g.batchNorm(x, 1e-4, 0.3, false, false); }));
  add("a scan behind a convolution", mixing([](BuildContext& g, Value x, std::int64_t) {
        const Value u = g.activation(g.causalConv(linear(g, x, 6, "in"), 4, "conv", true), ActivationKind::Silu);
        const Value delta =
            g.activation(g.linear(u, 6, "delta", true, kSome, {Init::Kind::LogSteps, 0}), ActivationKind::Softplus);
        const Value y = g.selectiveScan(u, delta, linear(g, u, 5, "b"), linear(g, u, 5, "c"), 5);
        const Value gate = g.activation(linear(g, x, 6, "gate"), ActivationKind::Silu);
        return linear(g, g.mul(y, gate), kWidth, "out");
      }));
  add("a convolution without bias",
      mixing([](BuildContext& g, Value x, std::int64_t) { return g.causalConv(x, 3, "conv", false); }));
  for (const bool normed : {false, true})
    add(normed ? "a normed LSTM" : "an LSTM", mixing([normed](BuildContext& g, Value x, std::int64_t) {
          return linear(g, g.lstm(linear(g, x, 20, "gates"), 5, normed, kSome), kWidth, "out");
        }));
  add("experts", mixing(mixture({.active = 2}, true, ActivationKind::Silu)));
  add("experts not gated",
      mixing(mixture({.active = 1, .normalised = false, .scale = 1.5}, false, ActivationKind::GeluTanh)));
  add("experts with places", mixing(mixture({.active = 2, .capacity = 0.6}, true, ActivationKind::Gelu)));
  add("experts by sigmoid, balanced",
      mixing(mixture({.active = 2, .score = RouterScore::Sigmoid, .scale = 2, .biasRate = 0.01}, false,
                     ActivationKind::ReluSquared)));
  for (const ActivationKind kind : {ActivationKind::Relu, ActivationKind::Tanh, ActivationKind::Sigmoid})
    add("activation " + std::string(word(kind)), mixing([kind](BuildContext& g, Value x, std::int64_t) {
          return g.activation(linear(g, x, kWidth, "up"), kind);
        }));
  // The token after the next one as well: a loss beside the path of the logits, and one in a block that is on it.
  add("tokens further on", mixing([](BuildContext& g, Value x, std::int64_t layer) {
        const Value up = linear(g, x, kWidth, "up");
        const Value ahead =
            g.crossEntropy(linear(g, g.activation(up, ActivationKind::Gelu), kVocab, "ahead"), 1 + layer);
        g.loss("ahead", ahead, 0.4);
        return up;
      }));

  // Whatever else can be composed.
  const auto random = rc::gen::exec([] { return RandomArchitecture::draw(); });
  for (std::uint64_t seed = 0; seed < kRandomOnes;) {
    const auto graph = build(random(rc::Random(seed++), rc::kNominalSize).value());
    if (graph) add("random " + std::to_string(seed), *graph);
  }
  return all;
}

/// A Python that imports torch and what to put before its search path; "" when there is none, and why.
struct Python {
  QString program, path, why;
};
Python findPython() {
  const QString wheel = QDir::homePath() + "/.cache/headroom/libtorch-2.11.0";
  std::vector<std::pair<QString, QString>> known;
  if (const QString named = qEnvironmentVariable("HEADROOM_PYTHON"); !named.isEmpty()) known.emplace_back(named, "");
  known.emplace_back("python3", "");
  known.emplace_back("/usr/bin/python3", wheel);
  QString why;
  for (const auto& [program, path] : known) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!path.isEmpty()) environment.insert("PYTHONPATH", path);
    process.setProcessEnvironment(environment);
    process.start(program, {"-c", "import torch; torch.nn.functional.rms_norm"});
    if (process.waitForFinished(120000) && process.exitCode() == 0 && process.exitStatus() == QProcess::NormalExit)
      return {program, path, ""};
    why += program + " imports no torch of 2.4 or later; ";
  }
  return {"", "", why + "name one in HEADROOM_PYTHON"};
}

/// Compares every folder given with what stands in it; one line a folder: name, then the largest differences.
const char* const kCheck = R"py(
import importlib.util, json, sys, torch
torch.set_num_threads(1)
for folder in sys.argv[1:]:
    spec = importlib.util.spec_from_file_location("model", folder + "/model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    expected = json.load(open(folder + "/expected.json"))
    wanted = module.read_safetensors(folder + "/expected.safetensors")
    module.Model()
    model = module.load()
    tokens, targets = torch.tensor(expected["tokens"]), torch.tensor(expected["targets"])
    # Of the largest number where that is above one: fp32 has seven digits.
    far = lambda a, b: ((a - b).abs().max() / b.abs().max().clamp_min(1)).item() if a.shape == b.shape else 1e9
    result = {"logits": far(model(tokens), wanted["logits"])}
    result["part"] = far(model(tokens[:1, :6]), wanted["logits"][:1, :6])
    logits, loss = model(tokens, targets)
    result["loss"] = max(far(logits, wanted["logits"]), abs(loss.item() - expected["loss"]))
    model.train()
    if expected["drops"]:
        result["training drops"] = 0.0 if far(model(tokens), wanted["logits"]) > 1e-3 else 1e9
        print(json.dumps(result), flush=True)
        continue
    _, objective = model(tokens, targets)
    objective.backward()
    result["objective"] = abs(objective.item() - expected["objective"])
    names = {name[9:] for name in wanted if name.startswith("gradient.")}
    own = {name for name, _ in model.named_parameters()}
    result["gradients"] = max([far(p.grad if p.grad is not None else torch.zeros_like(p), wanted["gradient." + name])
                               for name, p in model.named_parameters()]) if names == own else 1e9
    result["states"] = max([0.0] + [far(b, wanted["state." + name]) for name, b in model.named_buffers()])
    print(json.dumps(result), flush=True)
)py";

}  // namespace

class PytorchTest : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  Python m_python;
  std::vector<Case> m_cases = cases();
  Json m_results = Json::array();

  std::filesystem::path folder(std::size_t i) const { return m_folder.filePath(QString::number(i)).toStdString(); }
  void start(QProcess& process, const QStringList& arguments) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!m_python.path.isEmpty()) environment.insert("PYTHONPATH", m_python.path);
    environment.insert("PYTHONDONTWRITEBYTECODE", "1");
    process.setProcessEnvironment(environment);
    process.start(m_python.program, arguments);
  }

  /// model.py, its weights, and what it should give.
  void write(std::size_t i) {
    const Graph& graph = m_cases[i].graph;
    Model model(graph, {.lowering = {.fastKernels = false}});
    initialise(model, 3);
    at::manual_seed(i);
    const PytorchModel written = pytorchModel(graph, m_cases[i].name);
    struct Named {
      std::string name;
      at::Tensor tensor;
    };
    std::vector<Named> weights, expected;
    {
      // Away from the zeros and ones that much starts with.
      const at::NoGradGuard noGrad;
      for (const at::Tensor& parameter : model.parameters()) parameter.add_(at::randn_like(parameter) * 0.3);
      for (const at::Tensor& state : model.states()) state.add_(at::randn_like(state).abs() * 0.1);
    }
    const auto add = [](std::vector<Named>& to, const std::string& prefix, const std::vector<std::string>& names,
                        const std::function<at::Tensor(std::size_t)>& tensor) {
      for (std::size_t t = 0; t < names.size(); ++t)
        if (!names[t].empty()) to.push_back({prefix + names[t], tensor(t).detach().clone().contiguous()});
    };
    add(weights, "", written.parameters, [&](std::size_t t) { return model.parameters()[t]; });
    add(weights, "", written.states, [&](std::size_t t) { return model.states()[t]; });
    const at::Tensor tokens = at::randint(0, graph.vocab, {kBatch, graph.context}, at::kLong),
                     targets = at::randint(0, graph.vocab, {kBatch, graph.context}, at::kLong);
    const bool drops = std::any_of(graph.nodes.begin(), graph.nodes.end(),
                                   [](const Node& node) { return std::holds_alternative<DropoutOp>(node.op); });
    double loss = 0;
    {
      const at::NoGradGuard noGrad;
      expected.push_back({"logits", model.logits(tokens).contiguous()});
      loss = model.loss(tokens, targets, false).item<double>();
    }
    const TrainingPass pass = model.trainingPass(tokens, targets);
    pass.objective.backward();
    add(expected, "gradient.", written.parameters, [&](std::size_t t) {
      const at::Tensor& parameter = model.parameters()[t];
      return parameter.grad().defined() ? parameter.grad() : at::zeros_like(parameter);
    });
    add(expected, "state.", written.states, [&](std::size_t t) { return model.states()[t]; });
    const auto save = [](const std::filesystem::path& path, const std::vector<Named>& tensors) {
      std::vector<TensorBytes> bytes;
      for (const auto& [name, tensor] : tensors)
        bytes.push_back(
            {.name = name,
             .shape = tensor.sizes().vec(),
             .bytes = std::as_bytes(std::span(tensor.const_data_ptr<float>(), std::size_t(tensor.numel())))});
      return writeSafetensors(path, bytes).ok();
    };
    const auto rows = [](const at::Tensor& ids) {
      Json all = Json::array();
      for (std::int64_t b = 0; b < ids.size(0); ++b)
        all.push_back(std::vector<std::int64_t>(ids[b].const_data_ptr<std::int64_t>(),
                                                ids[b].const_data_ptr<std::int64_t>() + ids.size(1)));
      return all;
    };
    const Json json{{"tokens", rows(tokens)},
                    {"targets", rows(targets)},
                    {"loss", loss},
                    {"drops", drops},
                    {"objective", pass.objective.item<double>()}};
    QVERIFY(makeFolders(folder(i)).ok() && save(folder(i) / "model.safetensors", weights) &&
            save(folder(i) / "expected.safetensors", expected) &&
            replaceFile((folder(i) / "expected.json").string(), dump(json)).ok() &&
            replaceFile((folder(i) / "model.py").string(), written.source).ok());
  }

 private Q_SLOTS:
  void initTestCase() {
    at::set_num_threads(1);
    m_python = findPython();
    if (m_python.program.isEmpty()) return;
    QStringList arguments{"-c", kCheck};
    for (std::size_t i = 0; i < m_cases.size(); ++i) {
      write(i);
      arguments << QString::fromStdString(folder(i).string());
    }
    QProcess process;
    start(process, arguments);
    QVERIFY(process.waitForFinished(240000));
    for (const QByteArray& line : process.readAllStandardOutput().split('\n'))
      if (!line.isEmpty()) m_results.push_back(Json::parse(line.toStdString()));
    const QByteArray problem = process.readAllStandardError();
    QVERIFY2(m_results.size() == m_cases.size(),
             m_results.size() < m_cases.size() ? (m_cases[m_results.size()].name + ": " + problem.toStdString()).c_str()
                                               : problem.constData());
  }

  void everyOpHasACase() {
    std::vector<bool> seen(std::variant_size_v<Op>);
    for (const Case& one : m_cases)
      for (const Node& node : one.graph.nodes) seen[node.op.index()] = true;
    for (std::size_t i = 0; i < seen.size(); ++i) QVERIFY2(seen[i], qPrintable(QString("op %1 of the variant").arg(i)));
  }

  void pythonEqualsUs_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < m_cases.size(); ++i) QTest::newRow(m_cases[i].name.c_str()) << int(i);
  }
  void pythonEqualsUs() {
    if (m_python.program.isEmpty()) QSKIP(qPrintable(m_python.why));
    QFETCH(int, index);
    const Json& result = m_results[std::size_t(index)];
    qInfo("%s", dump(result).c_str());
    // Templates start as they would be trained; the others with large weights, so that their logits are large, too.
    const bool asTrained = m_cases[std::size_t(index)].name.starts_with("template ");
    for (const auto& [what, difference] : result.items())
      QVERIFY2(difference.get<double>() <= (asTrained ? 1e-5 : 1e-4),
               (what + " differs by " + dump(difference)).c_str());
  }
};

QTEST_GUILESS_MAIN(PytorchTest)
#include "tst_pytorch.moc"
