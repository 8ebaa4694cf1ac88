// Architecture documents: reading, writing, building, and what they say when something is wrong.
#include <rapidcheck.h>

#include <QTest>

#include "core/arch/architecture.h"
#include "core/arch/resolve.h"
#include "core/blocks/catalog.h"

using namespace headroom;

namespace {

const char* const kTiny = R"({ "format": "headroom.architecture", "version": 1, "name": "tiny",
  "sizes": { "layers": 1, "width": 8, "heads": 2, "ffn_width": "4*width", "context": 4, "vocab": 10 },
  "body": [
    { "block": "embed.token" }, { "block": "position.learned", "name": "place" },
    { "repeat": "layers", "body": [
      { "residual": [ { "block": "norm.layer", "bias": false }, { "block": "attention.mha" } ] },
      { "residual": [ { "block": "norm.layer" }, { "block": "ffn.mlp", "activation": "relu", "bias": false } ] } ] },
    { "block": "head.linear", "tied": true } ] })";

Json tiny() {
  return *parseJson(kTiny, "tiny");
}
Architecture tinyArchitecture() {
  return *architectureFromJson(tiny(), "tiny");
}

std::string errorOf(const Json& document) {
  const auto architecture = architectureFromJson(document, "tiny.json");
  if (!architecture) return architecture.error().message;
  const auto graph = build(*architecture);
  return graph ? "" : graph.error().message;
}

/// Replaces what `pointer` names; "" as the new value removes it.
Json changed(const char* pointer, const char* value) {
  Json document = tiny();
  const Json::json_pointer place(pointer);
  if (*value)
    document[place] = Json::parse(value);
  else
    document[place.parent_pointer()].erase(place.back());
  return document;
}

/// Some node of a document, chosen at random.
Json& randomNode(Json& document) {
  Json* node = &document;
  while (node->is_structured() && !node->empty() && *rc::gen::inRange(0, 4) > 0) {
    auto child = node->begin();
    std::advance(child, *rc::gen::inRange<std::size_t>(0, node->size()));
    node = &*child;
  }
  return *node;
}

}  // namespace

class TestArchitecture : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void namesThePlaceOfWhatIsWrong_data() {
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* pointer, const char* value, const char* path, const char* says) {
      QTest::newRow(name) << pointer << value << path << says;
    };
    row("format", "/format", "\"headroom.run\"", "format", "headroom.architecture");
    row("no format", "/format", "", "format", "missing");
    row("version", "/version", "2", "version", "version 1");
    row("unknown root key", "/width", "8", "width", "not known");
    row("no body", "/body", "", "body", "missing");
    row("body of the wrong type", "/body", "3", "body", "list");
    row("empty body", "/body", "[]", "body", "no blocks");
    row("number as element", "/body/0", "7", "body[0]", "object");
    row("no kind", "/body/0", "{}", "body[0]", "none of");
    row("two kinds", "/body/0/repeat", "2", "body[0]", "more than one");
    row("unknown block", "/body/0/block", "\"embed.tokn\"", "body[0].block", "did you mean 'embed.token'");
    row("unknown parameter", "/body/2/body/0/residual/1/haeds", "2", "body[2].body[0].residual[1].haeds", "'heads'");
    row("parameter of the wrong type", "/body/2/body/0/residual/1/bias", "\"no\"", "body[2].body[0].residual[1].bias",
        "true nor false");
    row("parameter as object", "/body/2/body/0/residual/1/heads", "{}", "body[2].body[0].residual[1].heads", "{}");
    row("unknown choice", "/body/2/body/1/residual/1/activation", "\"swish\"", "body[2].body[1].residual[1].activation",
        "try gelu");
    row("real as text", "/body/2/body/0/residual/0/eps", "\"small\"", "body[2].body[0].residual[0].eps",
        "not one of the sizes");
    row("out of range", "/body/2/body/0/residual/0/eps", "2.0", "body[2].body[0].residual[0].eps", "0.01");
    row("broken expression", "/body/2/body/0/residual/1/heads", "\"2*\"", "body[2].body[0].residual[1].heads", "ends");
    row("heads", "/body/2/body/0/residual/1/heads", "3", "body[2].body[0].residual[1].heads",
        "3 heads do not divide width 8; try 2 or 4 heads, or width 9.");
    row("unknown block in a slot", "/body/2/body/0/residual/1/position", "\"position.rop\"",
        "body[2].body[0].residual[1].position", "position.rope");
    row("block that does not fit a slot", "/body/2/body/0/residual/1/position", "\"norm.rms\"",
        "body[2].body[0].residual[1].position", "try position.none");
    row("slot without a block", "/body/2/body/0/residual/1/position", "{\"theta\": 1}",
        "body[2].body[0].residual[1].position.block", "missing");
    row("unknown parameter in a slot", "/body/2/body/0/residual/1/position",
        "{\"block\": \"position.rope\", \"thet\": 1}", "body[2].body[0].residual[1].position.thet", "it has theta");
    row("parameter in a slot out of range", "/body/2/body/0/residual/1/position",
        "{\"block\": \"position.rope\", \"theta\": 0.5}", "body[2].body[0].residual[1].position.theta", "outside 1");
    row("odd heads cannot turn", "/body/2/body/0/residual/1",
        "{\"block\": \"attention.mha\", \"heads\": 8, \"position\": \"position.rope\"}", "body[2].body[0].residual[1]",
        "even head width");
    row("rope in a body", "/body/1", "{\"block\": \"position.rope\"}", "body[1]", "position slot");
    row("no span", "/body/2/body/0/residual/1/span", "0", "body[2].body[0].residual[1].span", "outside 1");
    row("empty residual", "/body/2/body/0/residual", "[]", "body[2].body[0].residual", "nothing");
    row("empty repeat", "/body/2/body", "[]", "body[2].body", "nothing");
    row("count", "/body/2/repeat", "\"layers - 1\"", "body[2].repeat", "too small");
    row("count of the wrong type", "/body/2/repeat", "[1]", "body[2].repeat", "whole number");
    row("unwritably deep model", "/body/2/repeat", "1000000000000", "body", "more than 200000");
    row("size of the wrong type", "/sizes/width", "[]", "sizes.width", "whole number");
    row("size not whole", "/sizes/width", "7.5", "sizes.width", "fraction");
    row("size of itself", "/sizes/width", "\"ffn_width/4\"", "sizes.", "in terms of itself");
    row("negative size", "/sizes/width", "-8", "sizes.width", "too small");
    row("size in an unknown size", "/sizes/width", "\"4*haeds\"", "sizes.width", "did you mean 'heads'");
    row("huge size", "/sizes/width", "18446744073709551615", "sizes.width", "2^63");
    row("no context", "/sizes/context", "", "sizes.context", "missing");
    row("bad size name", "/sizes/Width 2", "3", "sizes.Width 2", "lower-case");
    row("fewer positions than context", "/body/1/positions", "3", "body[1]", "try 4 or more");
    row("doubled name", "/body/0/name", "\"place\"", "body[1].name", "twice");
    row("bad name", "/body/0/name", "\"a.b\"", "body[0].name", "letters");
    row("embedding twice", "/body/1", "{\"block\": \"embed.token\"}", "body[1]", "token ids");
    row("norm first", "/body/0", "{\"block\": \"norm.layer\"}", "body[0]", "embedding must come before");
    row("block after the head", "/body/4", "{\"block\": \"norm.layer\"}", "body[4]", "after the head");
    row("recipe", "/recipe", "{\"batch\": 0}", "batch", "from 1 to");
  }
  void namesThePlaceOfWhatIsWrong() {
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, path);
    QFETCH(QString, says);
    const std::string message = errorOf(changed(pointer.toUtf8(), value.toUtf8()));
    const QString text = QString::fromStdString(message);
    QVERIFY2(text.contains(path), message.c_str());
    QVERIFY2(text.contains(says), message.c_str());
    QVERIFY2(text.endsWith('.') || text.endsWith('?'), message.c_str());
  }

  void aSlotIsWrittenShortOrWithItsParameters() {
    const auto attention = [](const char* position) {
      return elementFromJson(*parseJson(std::string(R"({"block": "attention.mha", "position": )") + position + "}", ""),
                             "body[0]");
    };
    const auto brief = attention(R"("position.rope")"), full = attention(R"({"block": "position.rope", "theta": 5e5})");
    QVERIFY(brief.ok() && full.ok());
    QVERIFY(toJson(*brief)["position"] == Json("position.rope"));
    QVERIFY(toJson(*full)["position"] == (Json{{"block", "position.rope"}, {"theta", 5e5}}));
    QVERIFY(*elementFromJson(toJson(*full), "body[0]") == *full);
    // Another block in the slot forgets what was written for the one before.
    Element changed = *full;
    const Block& block = *findBlock("attention.mha");
    write(changed, *block.param("position"), std::string("position.alibi"));
    QVERIFY(toJson(changed)["position"] == Json("position.alibi"));
    // --set reaches it by its own name.
    const auto resolved = resolve({.model = "transformer++", .settings = {{"theta", "12345"}}});
    QVERIFY(resolved.ok());
    QVERIFY(toText(*build(resolved->architecture)).find("theta 12345") != std::string::npos);
    QVERIFY(!resolve({.model = "gpt2", .settings = {{"theta", "12345"}}}).ok());
  }

  /// Containers around a tiny model: what each makes of it, in the graph's own words.
  void containersBuildWhatTheySay() {
    const Json norm = {{"block", "norm.rms"}};
    const Json linear = {{"block", "ffn.mlp"}, {"width", 8}};
    const auto graphOf = [&](const Json& body) {
      Json document = tiny();
      document["sizes"]["layers"] = 4;
      document["body"] = Json::array({{{"block", "embed.token"}}});
      for (const Json& element : body) document["body"].push_back(element);
      document["body"].push_back({{"block", "head.linear"}});
      const auto architecture = architectureFromJson(document, "");
      if (!architecture) return std::pair(architecture.error().message, Graph());
      const auto again = architectureFromJson(toJson(*architecture), "");
      if (!again || !(*again == *architecture)) return std::pair(std::string("does not read back"), Graph());
      Result<Graph> graph = build(*architecture);
      return graph ? std::pair(toText(*graph), *graph) : std::pair(graph.error().message, Graph());
    };
    const auto has = [&](const Json& body, const char* text, int times = 1) {
      const std::string all = graphOf(body).first;
      int found = 0;
      for (std::size_t at = all.find(text); at != std::string::npos; at = all.find(text, at + 1)) ++found;
      if (found != times) qInfo("%d times %s in\n%s", found, text, all.c_str());
      return found == times;
    };
    // sequence, parallel and its joins
    QVERIFY(has({{{"sequence", {norm, norm}}}}, "rms_norm", 2));
    QVERIFY(has({{{"parallel", {norm, linear}}}}, "add(%2, %5)"));
    QVERIFY(has({{{"parallel", {norm, linear}}, {"join", "concat"}}}, ": [B, T, 16]   # parallel"));
    QVERIFY(has({{{"parallel", {norm, linear}}, {"join", "gated"}}}, " = gate(", 2));
    QVERIFY(has({{{"parallel", {norm, {{"block", "head.linear"}}}}}}, "a head cannot stand in a branch"));
    // residual: scaled, with what passes by, trained, with dropout
    QVERIFY(has({{{"residual", {norm}}, {"scale", 0.5}, {"skip_scale", 2}}}, " = scale(", 2));
    QVERIFY(
        has({{{"residual", {norm}}, {"trained_scale", true}, {"scale", 0.1}}}, "scale_channels(%2; residual.scale)"));
    // every: two of four layers, the other two
    const auto repeated = [&](Json inner) {
      return Json::array({{{"repeat", "layers"}, {"body", {std::move(inner)}}}});
    };
    QVERIFY(has(repeated({{"every", 2}, {"at", 1}, {"body", {norm}}}), "# layers.3.norm", 1));
    QVERIFY(has(repeated({{"every", 2}, {"at", 1}, {"body", {norm}}}), "rms_norm", 2));
    QVERIFY(has(repeated({{"every", 4}, {"others", true}, {"body", {norm}}}), "rms_norm", 3));
    QVERIFY(has({{{"every", 2}, {"body", {norm}}}}, "counts layers"));
    // a parameter that changes with the layer, and reals as expressions
    QVERIFY(has(repeated({{"block", "ffn.mlp"}, {"width", "8*(layer+1)"}}), "[B, T, 32]", 2));
    QVERIFY(has(repeated({{"residual", {norm}}, {"scale", "1/(layer+1)"}}), "by 0.25"));
    QVERIFY(has({{{"block", "ffn.mlp"}, {"width", "8*layer"}}}, "'layer' is not one of the sizes"));
    // taps: a skip from layer i to layer n − 1 − i, and a table of its own
    const Json skip = Json::array({{{"repeat", "layers"},
                                    {"body",
                                     {{{"tap", "skip-{layer}"}},
                                      norm,
                                      {{"every", 4}, {"at", 3}, {"body", {{{"use", "skip-{layers-1-layer}"}}}}}}}}});
    QVERIFY(has(skip, "add(%5, %1)   ", 0));
    QVERIFY(has(skip, "add(%5, %1)"));
    QVERIFY(has({{{"tap", "values"}, {"from", "tokens"}, {"body", {{{"block", "embed.token"}}}}}, {{"use", "values"}}},
                "lookup(%0; embedding_2.table)"));
    QVERIFY(has({{{"use", "nothing"}}}, "there is no tap called 'nothing' before it"));
    // layers that share their weights
    const Graph own = graphOf(repeated(linear)).second;
    Json shared = repeated(linear);
    shared[0]["share"] = 2;
    const Graph pairs = graphOf(shared).second;
    QCOMPARE(pairs.nodes.size(), own.nodes.size());
    QCOMPARE(pairs.parameters.size() - 2, (own.parameters.size() - 2) / 2);  // beside table and head
    shared[0]["body"][0]["width"] = "8*(layer+1)";
    QVERIFY(QString::fromStdString(graphOf(shared).first).contains("another shape"));
    // where they hold different elements, each shares with its own kind: norms in 0, 2; batch norms in all
    shared[0]["body"] = {{{"every", 2}, {"body", {norm}}}, {{"block", "norm.batch"}}};
    const Graph mixed = graphOf(shared).second;
    std::set<std::uint32_t> ofNorms, ofBatchNorms;
    for (const Node& node : mixed.nodes)
      for (const ParameterId id : node.parameters) {
        if (std::holds_alternative<RmsNormOp>(node.op)) ofNorms.insert(id.index);
        if (std::holds_alternative<BatchNormOp>(node.op)) ofBatchNorms.insert(id.index);
      }
    QCOMPARE(ofNorms.size(), std::size_t{2});       // layers 0 and 2 are the first of their pairs
    QCOMPARE(ofBatchNorms.size(), std::size_t{4});  // gain and bias of two pairs
    for (const std::uint32_t id : ofNorms) QVERIFY(!ofBatchNorms.contains(id));
  }

  void modelWithoutHeadIsAnError() {
    Json document = tiny();
    document["body"].erase(3);
    QVERIFY(QString::fromStdString(errorOf(document)).contains("no head"));
  }

  void whatIsWrittenReadsBackEqual() {
    for (const Library::Document& document : builtinLibrary().templates) {
      const auto read = architectureFromJson(*parseJson(document.json, document.path), document.path);
      QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
      const auto again = architectureFromJson(toJson(*read), "again");
      QVERIFY(again.ok());
      QVERIFY(*again == *read);
      QCOMPARE(dump(toJson(*again)), dump(toJson(*read)));
    }
    const Architecture architecture = tinyArchitecture();
    const auto element = elementFromJson(toJson(architecture.body[2]), "body[2]");
    QVERIFY(element.ok() && *element == architecture.body[2]);
  }

  void theGraphOfATinyModelIsThis() {
    const auto graph = build(tinyArchitecture());
    QVERIFY(graph.ok());
    QCOMPARE(QString::fromStdString(toText(*graph)), QString(R"(%0 = tokens() : [B, T]   # embedding
%1 = lookup(%0; embedding.table) : [B, T, 8]   # embedding
%2 = add_positions(%1; place.table) : [B, T, 8]   # place
%3 = layer_norm(%2; layers.0.norm.gain) eps 1e-05 : [B, T, 8]   # layers.0.norm
%4 = linear(%3; layers.0.attention.qkv.weight, layers.0.attention.qkv.bias) : [B, T, 24]   # layers.0.attention
%5 = slice(%4) from 0 : [B, T, 8]   # layers.0.attention
%6 = slice(%4) from 8 : [B, T, 8]   # layers.0.attention
%7 = slice(%4) from 16 : [B, T, 8]   # layers.0.attention
%8 = cache(%6) : [B, T, 8]   # layers.0.attention
%9 = cache(%7) : [B, T, 8]   # layers.0.attention
%10 = attention(%5, %8, %9) flash, 2/2 heads of 4 : [B, T, 8]   # layers.0.attention
%11 = linear(%10; layers.0.attention.out.weight, layers.0.attention.out.bias) : [B, T, 8]   # layers.0.attention
%12 = add(%2, %11) : [B, T, 8]   # layers.0.residual
%13 = layer_norm(%12; layers.0.norm_2.gain, layers.0.norm_2.bias) eps 1e-05 : [B, T, 8]   # layers.0.norm_2
%14 = linear(%13; layers.0.ffn.up.weight) : [B, T, 32]   # layers.0.ffn
%15 = activation(%14) relu : [B, T, 32]   # layers.0.ffn
%16 = linear(%15; layers.0.ffn.down.weight) : [B, T, 8]   # layers.0.ffn
%17 = add(%12, %16) : [B, T, 8]   # layers.0.residual_2
%18 = linear(%17; embedding.table) : [B, T, 10]   # head
%19 = targets() : [B, T]   # head
%20 = cross_entropy(%18, %19) : []   # head
)"));
    QCOMPARE(graph->logits.index, 18U);
    QCOMPARE(graph->loss.index, 20U);
    QCOMPARE(graph->context, std::int64_t{4});
    QCOMPARE(graph->vocab, std::int64_t{10});
    QCOMPARE(graph->sites[3].path, std::string("body[2].body[0].residual[1]"));
  }

  void dropoutStandsWhereGpt2HasIt() {
    const auto graph = build(tinyArchitecture(), {.dropout = 0.1, .targets = false});
    QVERIFY(graph.ok());
    const QString text = QString::fromStdString(toText(*graph));
    QCOMPARE(text.count("dropout(%"), 3);  // after the positions, after attention, after the MLP
    QCOMPARE(text.count("heads of 4, dropout 0.1"), 1);
    QVERIFY(!text.contains("targets"));
    QCOMPARE(graph->loss.index, 0U);
  }

  void residualProjectionsStartSmaller() {
    Architecture architecture = tinyArchitecture();
    architecture.sizes["layers"] = std::int64_t{8};
    const auto graph = build(architecture);
    QVERIFY(graph.ok());
    int small = 0;
    for (const Parameter& parameter : graph->parameters)
      if (parameter.init.scale == 0.02 / 4) ++small;  // 0.02/√(2·8)
    QCOMPARE(small, 16);
  }

  void inspectionPutsAnErrorAtItsBlockAndGoesOn() {
    Architecture architecture = tinyArchitecture();
    find(architecture, {2, 0, 1})->params["heads"] = std::int64_t{3};
    architecture.sizes["layers"] = std::int64_t{5};
    int errors = 0;
    for (const BlockReport& report : inspect(architecture)) {
      if (!report.error.empty()) {
        ++errors;
        QVERIFY((report.path == ElementPath{2, 0, 1}));
        QVERIFY(QString::fromStdString(report.error).startsWith("3 heads do not divide"));
      }
      if (report.path == ElementPath{2, 1, 1}) {
        QCOMPARE(report.copies, std::int64_t{5});
        QCOMPARE(toText(report.out), std::string("[B, T, 8]"));
      }
      if (report.path == ElementPath{3}) QCOMPARE(toText(report.out), std::string("[B, T, 10]"));
    }
    QCOMPARE(errors, 1);
  }

  void inspectionOfASoundModelFindsNothing() {
    const auto reports = inspect(tinyArchitecture());
    QCOMPARE(reports.size(), std::size_t{10});
    for (const BlockReport& report : reports) QVERIFY2(report.error.empty(), report.error.c_str());
  }

  void inspectionSaysWhatConcernsTheWholeModelAtTheRoot() {
    Architecture architecture = tinyArchitecture();
    architecture.body.pop_back();
    const auto reports = inspect(architecture);
    QVERIFY(reports.front().path.empty());
    QVERIFY(QString::fromStdString(reports.front().error).contains("no head"));
    QVERIFY(!inspect(Architecture{}).empty());
  }

  void elementsAreFoundByTheirPath() {
    Architecture architecture = tinyArchitecture();
    QCOMPARE(find(architecture, {2, 1, 1})->block, std::string("ffn.mlp"));
    QVERIFY(find(architecture, {2, 9}) == nullptr);
    QVERIFY(find(architecture, {}) == nullptr);
    QCOMPARE(documentPath(architecture, {2, 1, 1}), std::string("body[2].body[1].residual[1]"));
  }

  void mutatedDocumentsNeverCrash() {
    QVERIFY(rc::check([] {
      Json document = tiny();
      for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
        const Json other = randomNode(document);
        switch (*rc::gen::inRange(0, 5)) {
          case 0:
            randomNode(document) = other;
            break;
          case 1:
            randomNode(document) = Json(*rc::gen::arbitrary<std::int64_t>());
            break;
          case 2:
            randomNode(document) = Json(*rc::gen::arbitrary<std::string>());
            break;
          case 3:
            randomNode(document) = Json(*rc::gen::arbitrary<double>());
            break;
          case 4:
            randomNode(document) = *rc::gen::elementOf(std::vector<Json>{nullptr, true, Json::array(), Json::object()});
        }
      }
      const auto architecture = architectureFromJson(document, "mutated.json");
      if (!architecture) {
        RC_ASSERT(architecture.error().kind == ErrorKind::BadInput);
        RC_ASSERT(!architecture.error().message.empty());
        return;
      }
      const auto graph = build(*architecture);
      const bool refused = !graph && graph.error().kind == ErrorKind::Refused;
      const bool badInput = !graph && graph.error().kind == ErrorKind::BadInput;
      RC_ASSERT(graph.ok() != (refused || badInput));
      bool sound = true;
      for (const BlockReport& report : inspect(*architecture)) sound = sound && report.error.empty();
      if (!refused) RC_ASSERT(sound == graph.ok());
      const auto again = architectureFromJson(toJson(*architecture), "again");
      if (!again) RC_FAIL(again.error().message);
      RC_ASSERT(*again == *architecture);
    }));
  }
};

QTEST_APPLESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
