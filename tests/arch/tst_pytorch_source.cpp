// The text of exported PyTorch: what it looks like, and that Python takes it. That it computes the same is tested
// beside core/train.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/arch/pytorch/source.h"
#include "core/arch/resolve.h"

using namespace headroom;

namespace {

const char* const kTiny =
    R"json({ "format": "headroom.architecture", "version": 1, "name": "tiny", "about": "for tests",
  "sizes": { "layers": 2, "width": 8, "heads": 2, "ffn_width": 16, "context": 4, "vocab": 10 },
  "body": [
    { "block": "embed.token" }, { "block": "position.learned", "name": "place" },
    { "repeat": "layers", "body": [
      { "residual": [ { "block": "norm.layer" }, { "block": "attention.mha", "bias": false } ] },
      { "residual": [ { "block": "norm.layer" }, { "block": "ffn.mlp", "width": "ffn_width*(1 + layer)" } ] } ] },
    { "block": "norm.layer", "bias": false }, { "block": "head.linear", "tied": true } ]
})json";

/// From the first block's class to the end of the model's.
const char* const kClasses = R"py(
class TokenEmbedding(nn.Module):
    """Token embedding: every token of the vocabulary has its own vector.

    y[t] = E[id[t]]    (Bengio et al. 2003, JMLR 3)
    [B, T] → [B, T, 8]
    """

    def __init__(self):
        super().__init__()
        self.table = nn.Parameter(torch.randn(10, 8) * 0.02)

    def forward(self, tokens):
        return F.embedding(tokens, self.table)  # [B, T, 8]


class LearnedPositions(nn.Module):
    """Learned positions: every place in the context has its own trained vector.

    y[t] = x[t] + P[t]    (Radford et al. 2019 (GPT-2))
    [B, T, 8] → [B, T, 8]
    """

    def __init__(self):
        super().__init__()
        self.table = nn.Parameter(torch.randn(4, 8) * 0.02)

    def forward(self, x):
        x = x + self.table[: x.shape[1]]
        return F.dropout(x, 0.1, self.training)


class LayerNorm(nn.Module):
    """LayerNorm: every token's vector is centred and scaled to unit variance.

    y = g · (x − mean(x)) / √(var(x) + eps) + b    (arXiv:1607.06450)
    [B, T, 8] → [B, T, 8]
    """

    def __init__(self):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(8))
        self.bias = nn.Parameter(torch.zeros(8))

    def forward(self, x):
        return F.layer_norm(x, (8,), weight=self.gain, bias=self.bias, eps=1e-05)


class MultiHeadAttention(nn.Module):
    """Multi-head attention: every head has its own keys and values.

    y = concat_h( softmax(q_h·k_hᵀ/√D + causal) · v_h ) · Wₒ    (arXiv:1706.03762)
    [B, T, 8] → [B, T, 8]
    """

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(8, 24, bias=False)
        nn.init.normal_(self.qkv.weight, std=0.02)
        self.out = nn.Linear(8, 8, bias=False)
        nn.init.normal_(self.out.weight, std=0.01)

    def forward(self, x):
        qkv = self.qkv(x)  # [B, T, 24]
        q, k, v = qkv.chunk(3, dim=-1)
        y = attention(q, k, v, heads=2, kv_heads=2, dropout=0.1 if self.training else 0.0)  # [B, T, 8]
        x = self.out(y)
        return F.dropout(x, 0.1, self.training)


class MLP(nn.Module):
    """MLP: every token passes through a wider hidden layer of its own.

    y = f(x·W₁ + b₁) · W₂ + b₂    (arXiv:1706.03762)
    [B, T, 8] → [B, T, 8]
    """

    def __init__(self, width):
        super().__init__()
        self.up = nn.Linear(8, width)
        nn.init.normal_(self.up.weight, std=0.02)
        nn.init.zeros_(self.up.bias)
        self.down = nn.Linear(width, 8)
        nn.init.normal_(self.down.weight, std=0.01)
        nn.init.zeros_(self.down.bias)

    def forward(self, x):
        up = self.up(x)  # [B, T, …]
        up = F.gelu(up)
        x = self.down(up)  # [B, T, 8]
        return F.dropout(x, 0.1, self.training)


class Layer(nn.Module):
    """One of the layers.

    [B, T, 8] → [B, T, 8]
    """

    def __init__(self, width):
        super().__init__()
        self.norm = LayerNorm()
        self.attention = MultiHeadAttention()
        self.norm_2 = LayerNorm()
        self.ffn = MLP(width=width)

    def forward(self, x):
        h = self.norm(x)
        h = self.attention(h)
        x = x + h
        h = self.norm_2(x)
        h = self.ffn(h)
        return x + h


class LayerNorm2(nn.Module):
    """LayerNorm: every token's vector is centred and scaled to unit variance.

    y = g · (x − mean(x)) / √(var(x) + eps) + b    (arXiv:1607.06450)
    [B, T, 8] → [B, T, 8]
    """

    def __init__(self):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(8))

    def forward(self, x):
        return F.layer_norm(x, (8,), weight=self.gain, eps=1e-05)


class Model(nn.Module):
    """tokens [B, T] → logits [B, T, 10]; with targets [B, T] also the loss, mean nats a token."""

    def __init__(self):
        super().__init__()
        self.embedding = TokenEmbedding()
        self.place = LearnedPositions()
        self.layers = nn.ModuleList([
            Layer(width=16),
            Layer(width=32),
        ])
        self.norm = LayerNorm2()

    def forward(self, tokens, targets=None):
        x = self.embedding(tokens)  # [B, T, 8]
        x = self.place(x)
        for layer in self.layers:
            x = layer(x)
        x = self.norm(x)
        logits = F.linear(x, self.embedding.table)  # [B, T, 10]
        if targets is None:
            return logits
        loss = cross_entropy(logits, targets)
        return logits, loss


)py";

Architecture tiny() {
  return *architectureFromJson(*parseJson(kTiny, "tiny"), "tiny");
}

}  // namespace

class TestPytorchSource : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aModelReadsLikeWrittenByHand() {
    const Result<std::string> source = pytorchSource(tiny(), {.dropout = 0.1});
    QVERIFY(source.ok());
    const std::size_t start = source->find("class "), end = source->find("def read_safetensors");
    QVERIFY(start != std::string::npos && end != std::string::npos);
    QCOMPARE(QString::fromStdString(source->substr(start, end - start)), QString(kClasses).mid(1));
    QVERIFY(source->find("\"\"\"tiny: for tests\n") == 0);
  }

  void parametersKeepTheirNames() {
    const Result<Graph> graph = build(tiny());
    const PytorchModel model = pytorchModel(*graph, "tiny");
    QCOMPARE(model.parameters.size(), graph->parameters.size());
    for (std::size_t i = 0; i < model.parameters.size(); ++i)
      QCOMPARE(QString::fromStdString(model.parameters[i]), QString::fromStdString(graph->parameters[i].name));
  }

  void functionsAreWrittenOnlyWhereTheyAreCalled() {
    const Result<std::string> source = pytorchSource(tiny());
    QVERIFY(source->find("def attention(") != std::string::npos &&
            source->find("def split_heads(") != std::string::npos);
    for (const char* name : {"def rotary(", "def masked_attention(", "def lstm(", "class Parts", "import math"})
      QVERIFY2(source->find(name) == std::string::npos, name);
  }

  void whatCannotBeBuiltIsSaid() {
    Architecture broken = tiny();
    broken.sizes["heads"] = "3";
    const Result<std::string> source = pytorchSource(broken);
    QVERIFY(!source.ok() && source.error().message.find("3 heads") != std::string::npos);
  }

  void pythonTakesEveryTemplate() {
    QTemporaryDir folder;
    QStringList arguments{"-m", "py_compile"};
    int number = 0;
    for (const Library::Document& document : builtinLibrary().templates) {
      const Result<ResolvedModel> model = resolve({.model = document.name});
      QVERIFY2(model.ok(), document.name.c_str());
      const Result<std::string> source = pytorchSource(model->architecture, {.dropout = 0.1});
      QVERIFY2(source.ok(), document.name.c_str());
      const QString file = folder.filePath(QString::number(number++) + ".py");
      std::ofstream(file.toStdString()) << *source;
      arguments << file;
    }
    QProcess python;
    python.start("python3", arguments);
    if (!python.waitForStarted()) QSKIP("there is no python3");
    QVERIFY(python.waitForFinished(60000));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
  }
};

QTEST_GUILESS_MAIN(TestPytorchSource)
#include "tst_pytorch_source.moc"
