// The contract of every block: one loop over the catalogue, so that a new block is tested unasked.
#include <QTest>
#include <cmath>
#include <set>

#include "core/arch/architecture.h"
#include "core/arch/cost.h"
#include "core/blocks/catalog.h"

using namespace headroom;

namespace {

/// A small sound model with `element` in the place of its family.
Architecture modelWith(const Element& element, Family family) {
  const auto block = [](const char* id) {
    Element made;
    made.block = id;
    return made;
  };
  Architecture architecture;
  architecture.name = "contract";
  for (const auto& [name, value] : std::map<std::string, std::int64_t>{{"layers", 2},
                                                                       {"width", 16},
                                                                       {"heads", 4},
                                                                       {"kv_heads", 2},
                                                                       {"ffn_width", 64},
                                                                       {"context", 8},
                                                                       {"vocab", 11}})
    architecture.sizes[name] = value;
  architecture.body.push_back(family == Family::Embedding ? element : block("embed.token"));
  if (family != Family::Embedding && family != Family::Head) architecture.body.push_back(element);
  architecture.body.push_back(family == Family::Head ? element : block("head.linear"));
  return architecture;
}

Element elementOf(const Block& block) {
  Element element;
  element.block = block.id;
  return element;
}

/// Where the parameters of `block` are written: its own element, or the attention whose slot it fills.
struct Place {
  Element element;
  Family family;
  std::string prefix;  // of its parameters
};
Place placeOf(const Block& block) {
  if (!block.onlyInSlots) return {elementOf(block), block.family, ""};
  Place place{elementOf(*findBlock("attention.mha")), Family::Attention, "position."};
  place.element.params["position"] = block.id;
  return place;
}

/// Values that a schema must refuse.
std::vector<Written> badValues(const ParamSpec& spec) {
  switch (spec.kind) {
    case ParamSpec::Kind::Integer:
      return {static_cast<std::int64_t>(spec.least) - 1,
              std::int64_t{-3},
              INT64_MAX,
              std::string("2*"),
              std::string("nosuchsize"),
              1.5,
              true};
    case ParamSpec::Kind::Real:
      return {std::string("small"), true, std::numeric_limits<double>::quiet_NaN(), spec.most * 2 + 1};
    case ParamSpec::Kind::Flag:
      return {std::string("yes"), std::int64_t{1}};
    case ParamSpec::Kind::Text:
      return {true, std::int64_t{1}, std::string(20000, 'x')};
    case ParamSpec::Kind::Choice:
    case ParamSpec::Kind::Slot:
      return {std::string("nosuchchoice"), std::int64_t{1}, true};
  }
  return {};
}

}  // namespace

class TestCatalog : public QObject {
  Q_OBJECT

  void everyBlock() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < catalog().size(); ++i) QTest::newRow(catalog()[i]->id.c_str()) << static_cast<int>(i);
  }
  const Block& block() {
    QFETCH(int, index);
    return *catalog()[static_cast<std::size_t>(index)];
  }

 private Q_SLOTS:
  void idsAreUniqueAndFound() {
    std::set<std::string> ids;
    for (const Block* block : catalog()) {
      QVERIFY2(ids.insert(block->id).second, block->id.c_str());
      QCOMPARE(findBlock(block->id), block);
    }
    QVERIFY(findBlock("no.such.block") == nullptr);
  }

  void isDescribedForPeople_data() { everyBlock(); }
  void isDescribedForPeople() {
    const Block& b = block();
    for (const std::string* text : {&b.title, &b.idea, &b.formula, &b.source}) QVERIFY(!text->empty());
    std::set<std::string> names{"name", "body"};
    for (const Element::Kind kind : kElementKinds) names.insert(std::string(word(kind)));
    for (const ParamSpec& spec : b.params) {
      QVERIFY2(!spec.help.empty(), spec.name.c_str());
      QVERIFY2(names.insert(spec.name).second, spec.name.c_str());
    }
  }

  void buildsWithItsDefaults_data() { everyBlock(); }
  void buildsWithItsDefaults() {
    const Place place = placeOf(block());
    const auto architecture = modelWith(place.element, place.family);
    const auto graph = build(architecture);
    QVERIFY2(graph.ok(), graph.ok() ? "" : graph.error().message.c_str());
    QVERIFY(modelCost(*graph, Recipe{}).ok());
    std::set<std::string> names;
    for (const Parameter& parameter : graph->parameters)
      QVERIFY2(names.insert(parameter.name).second, parameter.name.c_str());
    for (std::size_t i = 0; i < graph->nodes.size(); ++i)
      for (const ValueId input : graph->nodes[i].inputs) QVERIFY(input.index < i);
    QCOMPARE(toText(*graph), toText(*build(architecture)));
  }

  void everyChoiceAndFlagBuilds_data() { everyBlock(); }
  void everyChoiceAndFlagBuilds() {
    for (const ParamSpec& spec : block().params) {
      std::vector<std::string> values = spec.choices;
      if (spec.kind == ParamSpec::Kind::Flag) values = {"true", "false"};
      for (const std::string& value : values) {
        Place place = placeOf(block());
        const auto written = writtenFromText(spec, value);
        QVERIFY(written.ok());
        place.element.params[place.prefix + spec.name] = *written;
        const auto architecture = modelWith(place.element, place.family);
        const auto graph = build(architecture);
        QVERIFY2(graph.ok(), graph.ok() ? "" : graph.error().message.c_str());
        const auto again = architectureFromJson(toJson(architecture), "");
        QVERIFY2(again.ok(), again.ok() ? "" : again.error().message.c_str());
        QVERIFY(*again == architecture);
      }
    }
  }

  void aBadParameterIsASentenceAtItsPlace_data() { everyBlock(); }
  void aBadParameterIsASentenceAtItsPlace() {
    for (const ParamSpec& spec : block().params)
      for (const Written& bad : badValues(spec)) {
        Place place = placeOf(block());
        place.element.params[place.prefix + spec.name] = bad;
        const auto graph = build(modelWith(place.element, place.family));
        QVERIFY2(!graph.ok(), (spec.name + " = " + toText(bad)).c_str());
        const QString message = QString::fromStdString(graph.error().message);
        QVERIFY2(message.startsWith("body[") && message.contains(QString::fromStdString(spec.name) + ": "),
                 graph.error().message.c_str());
        QVERIFY2(message.endsWith('.') || message.endsWith('?'), graph.error().message.c_str());
      }
    Element element = elementOf(block());
    element.params["no_such_parameter"] = std::int64_t{1};
    QVERIFY(!build(modelWith(element, block().family)).ok());
  }

  void whatOnlyABlockKnowsIsASentence() {
    const auto message = [](const std::string& id, const std::map<std::string, Written>& params) {
      Element element;
      element.block = id;
      element.params = params;
      Architecture architecture = modelWith(element, findBlock(id)->family);
      Element tap, embedding;
      tap.kind = Element::Kind::Tap, tap.label = "early", tap.params["from"] = std::string("tokens");
      embedding.block = "embed.token", embedding.params["width"] = std::string("width/2");
      tap.body = {embedding};
      architecture.body.insert(architecture.body.begin() + 1, tap);
      const auto graph = build(architecture);
      return QString::fromStdString(graph ? "" : graph.error().message);
    };
    const std::string rope = "position.rope", longrope = "longrope";
    const auto turned = [&](const std::string& factors, std::int64_t trained) {
      return message("attention.mha", {{"position", rope},
                                       {"position.scaling", longrope},
                                       {"position.factor", 2.0},
                                       {"position.trained_context", trained},
                                       {"position.factors", factors}});
    };
    QCOMPARE(turned("1 1.5", 8), QString());
    QCOMPARE(turned("", 8), QString());
    for (const char* wrong : {"1", "1 2 3", "1, 2", "1 -2", "one two", "1 nan"})
      QCOMPARE(turned(wrong, 8),
               QString("body[2].position.factors: should hold 2 numbers above 0, one a pair, with spaces between."));
    QVERIFY(turned("1 1.5", 1).startsWith("body[2].position.trained_context: of 1 has no logarithm"));

    // The tap holds 8 numbers: the values of two heads of 4, not of four.
    QCOMPARE(message("attention.gqa", {{"values", std::string("early")}}), QString());
    QCOMPARE(message("attention.mha", {{"values", std::string("early")}}),
             QString("body[2].values: the tap early holds 8 numbers a token, but the values 16; make them equal."));
    QCOMPARE(message("attention.gqa", {{"values", std::string("late")}}),
             QString("body[2]: there is no tap called 'late' before it; there is early."));

    QCOMPARE(message("attention.nsa", {}), QString());
    QVERIFY(
        message("attention.nsa", {{"selected", std::int64_t{8}}}).startsWith("body[2].selected: the last position"));
    QVERIFY(message("attention.nsa", {{"window", std::int64_t{8}}}).contains("nothing is sparse"));
    QCOMPARE(message("attention.nsa", {{"selected", std::int64_t{8}}, {"dense_allowed", true}}), QString());
  }

  /// A shift before a norm would be taken away by it.
  void theForgetBiasOfANormedLstmStandsBehindItsNorm() {
    for (const bool normed : {false, true}) {
      Element element = elementOf(*findBlock("seq.lstm"));
      element.params = {{"normed", normed}, {"forget_bias", 2.0}};
      const auto graph = build(modelWith(element, Family::Recurrence));
      QVERIFY(graph.ok());
      const Init shift{Init::Kind::SecondQuarter, 2};
      std::vector<std::string> shifted;
      for (const Parameter& parameter : graph->parameters)
        if (parameter.init == shift) shifted.push_back(parameter.name);
      QCOMPARE(shifted, std::vector<std::string>{normed ? "recurrence.bias" : "recurrence.input.bias"});
    }
  }

  void startsForWideModels() {
    Architecture architecture = modelWith(elementOf(*findBlock("ffn.mlp")), Family::FeedForward);
    architecture.body[1].params = {{"init", std::string("width")}, {"out_init", std::string("plain")}};
    architecture.body[2].params = {{"multiplier", std::string("8/width")}};
    const auto graph = build(architecture);
    QVERIFY(graph.ok());
    const auto spread = [&](const std::string& name) {
      for (const Parameter& parameter : graph->parameters)
        if (parameter.name == name) return parameter.init.scale;
      return -1.0;
    };
    QCOMPARE(spread("ffn.up.weight"), 1 / std::sqrt(16.0));
    QCOMPARE(spread("ffn.down.weight"), 1 / std::sqrt(64.0));
    QCOMPARE(std::get<ScaleOp>(graph->nodes[graph->logits.index].op).factor, 0.5);
  }

  void readsBackFromJson_data() { everyBlock(); }
  void readsBackFromJson() {
    Place place = placeOf(block());
    Element& element = place.element;
    element.name = "here";
    for (const ParamSpec& spec : withSlots(findBlock(element.block)->params, element.params)) {
      if (element.params.count(spec.name)) continue;
      const auto written = writtenFromText(spec, spec.fallback);
      QVERIFY2(written.ok(), spec.name.c_str());
      element.params[spec.name] = *written;
    }
    const auto again = elementFromJson(toJson(element), "body[0]");
    QVERIFY2(again.ok(), again.ok() ? "" : again.error().message.c_str());
    QVERIFY(*again == element);
    QVERIFY(build(modelWith(element, place.family)).ok());
  }
};

QTEST_APPLESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
