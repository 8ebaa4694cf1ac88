// The document of Compose: every edit undoes, totals follow, the diagram never overlaps, the command line says the
// same.
#include <QTemporaryDir>
#include <QtTest>
#include <random>

#include "core/arch/resolve.h"
#include "core/blocks/catalog.h"
#include "ui/compose/compose_document.h"
#include "ui/compose/diagram_layout.h"

using namespace headroom;

namespace {

const ElementPath kAttention{2, 0, 1};

std::string textOf(const Composition& composition) {
  return dump(toJson(composition.architecture)) + dump(toJson(composition.recipe)) + composition.scale +
         composition.model + dump(composition.data) + std::to_string(composition.seed);
}

/// Random trees of everything a document can hold, sound or not.
Elements randomBody(std::mt19937& random, int depth) {
  Elements body;
  const int count = static_cast<int>(random() % 4) + (depth == 0 ? 1 : 0);
  for (int i = 0; i < count; ++i) {
    Element element;
    if (depth < 4 && random() % 2 == 0) {
      element.kind = kElementKinds[1 + random() % (kElementKinds.size() - 1)];
      if (element.kind == Element::Kind::Repeat || element.kind == Element::Kind::Every)
        element.count = std::to_string(random() % 4);
      if (element.kind == Element::Kind::Tap || element.kind == Element::Kind::Use)
        element.label = "t" + std::to_string(random() % 2);
      if (element.kind != Element::Kind::Use) element.body = randomBody(random, depth + 1);
    } else {
      element.block = catalog()[random() % catalog().size()]->id;
      if (random() % 5 == 0) element.block = "no.such";
    }
    body.push_back(std::move(element));
  }
  return body;
}

}  // namespace

class TestComposeDocument : public QObject {
  Q_OBJECT

  ComposeDocument m_document;

 private Q_SLOTS:
  void init() {
    m_document.setData({{"source", "grammar"}}, 0);
    QVERIFY(m_document.setSeed("1"));
    QVERIFY(m_document.openTemplate("gpt2", "nano"));
    m_document.undoStack().clear();
  }

  void everyEditUndoesAndRedoes_data() {
    QTest::addColumn<int>("edit");
    for (const char* name : {"parameter", "size", "recipe", "seed", "scale", "data", "insert", "remove", "move", "wrap",
                             "count", "name", "template", "paste"})
      QTest::newRow(name) << rowNumber(name);
  }
  void everyEditUndoesAndRedoes() {
    QFETCH(int, edit);
    const std::string before = textOf(m_document.composition());
    apply(edit);
    const std::string after = textOf(m_document.composition());
    QVERIFY(before != after);
    QCOMPARE(m_document.undoStack().count(), 1);
    QVERIFY(!m_document.undoStack().undoText().isEmpty());
    m_document.undoStack().undo();
    QCOMPARE(textOf(m_document.composition()), before);
    m_document.undoStack().redo();
    QCOMPARE(textOf(m_document.composition()), after);
  }

  void typingInOneFieldIsOneStepOfUndo() {
    QVERIFY(m_document.setParameter(kAttention, "heads", "1"));
    QVERIFY(m_document.setParameter(kAttention, "heads", "16"));
    QCOMPARE(m_document.undoStack().count(), 1);
    m_document.undoStack().undo();
    QVERIFY(find(m_document.architecture(), kAttention)->params.empty());
  }

  void headsThatDoNotDivideWidthTurnTheBlockWrong() {
    QVERIFY(m_document.evaluation().total.has_value());
    QVERIFY(m_document.setParameter(kAttention, "heads", "7"));
    const BlockReport* report = m_document.evaluation().report(kAttention);
    QVERIFY(report);
    QVERIFY2(report->error.starts_with("7 heads do not divide width 64"), report->error.c_str());
    QCOMPARE(m_document.evaluation().problemAt, std::optional(kAttention));
    QVERIFY(!m_document.evaluation().total);
    m_document.undoStack().undo();
    QVERIFY(m_document.evaluation().problem.empty());
  }

  void whatCannotBeWrittenChangesNothing() {
    const std::string before = textOf(m_document.composition());
    QVERIFY(!m_document.setRecipe("learning_rate", "fast"));
    QVERIFY(!m_document.setRecipe("learning_rate", "-1"));
    QVERIFY(!m_document.setSize("width", "4*"));
    QVERIFY(!m_document.setSize("width", "width"));
    QVERIFY(!m_document.setCount({2}, "0"));
    QVERIFY(!m_document.setSeed("x"));
    QVERIFY(!m_document.paste("{"));
    QVERIFY(!m_document.paste(R"({"block": "no.such"})"));
    QCOMPARE(textOf(m_document.composition()), before);
    QCOMPARE(m_document.undoStack().count(), 0);
  }

  void onlyLegalPlacesTakeABlock() {
    // Behind the head there is no model any more; between two blocks of the stream a norm can always stand.
    QVERIFY(m_document.objectionTo({m_document.architecture().body.size()}, blockElement("norm.layer")));
    QVERIFY(!m_document.objectionTo({3}, blockElement("norm.layer")));
    m_document.select(ElementPath{2, 1, 0});
    QVERIFY(m_document.insert(m_document.placeAfterSelection(), blockElement("norm.layer")));
    QCOMPARE(*m_document.selection(), (ElementPath{2, 1, 1}));
  }

  void costsOfTheElementsSumToTheModel() {
    const Evaluation& evaluation = m_document.evaluation();
    std::int64_t parameters = 0;
    double flops = 0;
    for (const auto& [path, cost] : evaluation.costs) {
      if (path.size() != 1) continue;
      parameters += cost.parameters;
      flops += cost.forwardFlopsPerToken;
    }
    QCOMPARE(parameters, evaluation.total->parameters);
    QCOMPARE(flops, evaluation.total->flopsPerTokenForward);
    QCOMPARE(evaluation.report(kAttention)->copies, 2);
  }

  void savingAndOpeningKeepsEverything() {
    QTemporaryDir folder;
    const QString file = folder.filePath("a.architecture.json");
    QVERIFY(m_document.setSize("width", "128"));
    QVERIFY(m_document.setRecipe("learning_rate", "0.002"));
    QVERIFY(m_document.isModified());
    const Architecture saved = m_document.architecture();
    const Recipe recipe = m_document.composition().recipe;
    QVERIFY(m_document.saveFile(file));
    QVERIFY(!m_document.isModified());
    ComposeDocument other;
    QVERIFY(other.openFile(file));
    QCOMPARE(dump(toJson(other.architecture().body.front())), dump(toJson(saved.body.front())));
    QVERIFY(other.architecture().body == saved.body);
    QVERIFY(resolveSizes(other.architecture()).value() == resolveSizes(saved).value());
    QVERIFY(other.composition().recipe == recipe);
    QVERIFY(!other.openFile(folder.filePath("missing.json")));
  }

  void theCommandLineSaysWhatDiffers() {
    QVERIFY(m_document.setSize("width", "96"));
    QVERIFY(m_document.setRecipe("steps", "7"));
    const auto command = commandLine(m_document.composition(), "");
    QVERIFY(command);
    QCOMPARE(QString::fromStdString(*command),
             QString("headroom train gpt2 --scale nano --set width=96 --set steps=7 --data grammar"));
    m_document.remove({3});
    const auto refusedOne = commandLine(m_document.composition(), "");
    QVERIFY(!refusedOne);
    const auto withFile = commandLine(m_document.composition(), "/tmp/it's.json");
    QVERIFY(withFile);
    QVERIFY2(withFile->starts_with("headroom train '/tmp/it'\\''s.json'"), withFile->c_str());
  }

  void theCommandNamesTheTokenizer() {
    Json data = {{"source", "text"}, {"files", {"/a b.txt"}}, {"tokenizer", "bpe"}, {"vocab", 4096}};
    m_document.setData(data, 4096);
    const auto trained = commandLine(m_document.composition(), "");
    QVERIFY(trained);
    QVERIFY2(trained->ends_with(" --data 'text:/a b.txt' --set tokenizer=bpe --set vocab=4096"), trained->c_str());
    data = {{"source", "text"}, {"files", {"/a.txt"}}, {"tokenizer", "/b c/tokenizer.json"}, {"tokenizer_hash", "1"}};
    m_document.setData(data, 4096);
    const auto read = commandLine(m_document.composition(), "");
    QVERIFY(read);
    QVERIFY2(read->ends_with(" --data text:/a.txt --set 'tokenizer=/b c/tokenizer.json'"), read->c_str());
  }

  void theDefinitionIsTheResolvedComposition() {
    const RunDefinition definition = definitionOf(m_document.composition());
    QCOMPARE(definition.asked.model, std::string("gpt2"));
    QCOMPARE(definition.asked.scale, std::string("nano"));
    const auto again = architectureFromJson(definition.architecture, "run.json");
    QVERIFY(again);
    QVERIFY(build(*again));
    QCOMPARE(dump(definition.recipe), dump(toJson(m_document.composition().recipe)));
    QVERIFY(runDefinitionFrom(toJson(definition), "run.json"));
  }

  void blocksOfADiagramNeverOverlap() {
    std::mt19937 random(20240607);
    int blocks = 0;
    for (int round = 0; round < 200; ++round) {
      Architecture architecture = m_document.architecture();
      architecture.body = randomBody(random, 0);
      std::set<ElementPath> folded;
      for (const BlockReport& report : inspect(architecture))
        if (random() % 8 == 0) folded.insert(report.path);
      const DiagramLayout layout = layOut(architecture, inspect(architecture), folded);
      for (std::size_t i = 0; i < layout.items.size(); ++i) {
        const DiagramItem& a = layout.items[i];
        QVERIFY(layout.bounds.adjusted(-1, -1, 1, 1).contains(a.rect));
        if (!a.error.isEmpty()) QVERIFY(a.rect.adjusted(-1, -1, 1, 1).contains(a.errorBox));
        for (std::size_t j = i + 1; j < layout.items.size(); ++j) {
          const DiagramItem& b = layout.items[j];
          const bool inside = b.path.size() > a.path.size() && std::equal(a.path.begin(), a.path.end(), b.path.begin());
          if (inside)
            QVERIFY(a.rect.adjusted(-1, -1, 1, 1).contains(b.rect));
          else
            QVERIFY2(!a.rect.intersects(b.rect), qPrintable(a.title + " and " + b.title));
        }
        for (const DiagramChip& chip : a.chips) QVERIFY(a.rect.contains(chip.rect));
        blocks += a.box;
      }
    }
    QVERIFY(blocks > 500);
  }

 private:
  static int rowNumber(const QString& name) {
    static const QStringList names{"parameter", "size", "recipe", "seed",  "scale", "data",     "insert",
                                   "remove",    "move", "wrap",   "count", "name",  "template", "paste"};
    return static_cast<int>(names.indexOf(name));
  }
  void apply(int edit) {
    switch (edit) {
      case 0:
        QVERIFY(m_document.setParameter(kAttention, "kernel", "math"));
        break;
      case 1:
        QVERIFY(m_document.setSize("layers", "3"));
        break;
      case 2:
        QVERIFY(m_document.setRecipe("learning_rate", "0.01"));
        break;
      case 3:
        QVERIFY(m_document.setSeed("7"));
        break;
      case 4:
        QVERIFY(m_document.chooseScale("micro"));
        break;
      case 5:
        m_document.setData({{"source", "text"}, {"files", {"/a.txt"}}}, 65);
        break;
      case 6:
        QVERIFY(m_document.insert({3}, blockElement("norm.layer")));
        break;
      case 7:
        m_document.remove({1});
        break;
      case 8:
        QVERIFY(m_document.move({2}, 1));
        break;
      case 9:
        m_document.wrap({2, 0, 0}, Element::Kind::Residual);
        break;
      case 10:
        QVERIFY(m_document.setCount({2}, "2*layers"));
        break;
      case 11:
        QVERIFY(m_document.setName("mine"));
        break;
      case 12:
        QVERIFY(m_document.openTemplate("char", ""));
        break;
      case 13: {
        m_document.select(ElementPath{2, 0, 0});
        QVERIFY(m_document.paste(m_document.copied(ElementPath{2, 0})));
        break;
      }
      default:
        QFAIL("no such edit");
    }
  }
};

QTEST_MAIN(TestComposeDocument)
#include "tst_compose_document.moc"
