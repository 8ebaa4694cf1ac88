// Edits of the tree: whatever is done in whatever order undoes to the last bit; several at once; bad documents.
#include <rapidcheck.h>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/blocks/catalog.h"
#include "ui/compose/compose_document.h"
#include "ui/compose/diagram_layout.h"
#include "ui/compose/element_paths.h"

using namespace headroom;

namespace {

/// All elements, outer ones first.
void collect(const Elements& elements, ElementPath path, std::vector<ElementPath>& found) {
  path.push_back(0);
  for (const Element& element : elements) {
    found.push_back(path);
    collect(element.body, path, found);
    ++path.back();
  }
}

std::vector<ElementPath> elementsOf(const Architecture& architecture) {
  std::vector<ElementPath> found;
  collect(architecture.body, {}, found);
  return found;
}

QStringList blocksIn(const Architecture& architecture) {
  QStringList blocks;
  for (const ElementPath& path : elementsOf(architecture)) {
    const Element& element = *find(architecture, path);
    if (element.kind == Element::Kind::Block) blocks << QString::fromStdString(element.block);
  }
  return blocks;
}

std::vector<DiagramSlot> placesOf(const ComposeDocument& document) {
  return layOut(document.architecture(), document.evaluation().reports).places;
}

}  // namespace

class TestComposeEdits : public QObject {
  Q_OBJECT

  ComposeDocument m_document;

 private Q_SLOTS:
  void init() {
    QVERIFY(m_document.openTemplate("gpt2", "nano"));
    m_document.undoStack().clear();
    m_document.select(std::nullopt);
  }

  void anyEditsUndoAndRedoInAnyOrder() {
    const bool held = rc::check("undo brings back, redo brings again", [this] {
      init();
      const Composition before = m_document.composition();
      std::vector<Composition> after{before};
      const auto steps = *rc::gen::container<std::vector<std::pair<unsigned, unsigned>>>(
          8, rc::gen::pair(rc::gen::arbitrary<unsigned>(), rc::gen::arbitrary<unsigned>()));
      for (const auto& [what, where] : steps) {
        const auto elements = elementsOf(m_document.architecture());
        if (elements.empty()) break;
        const ElementPath path = elements[where % elements.size()];
        const int count = m_document.undoStack().count();
        apply(what % 14, path, where);
        const auto& stack = m_document.undoStack();
        if (stack.count() == count) {  // nothing was done, or it was one more of the same field
          after.back() = m_document.composition();
          continue;
        }
        RC_ASSERT(!stack.undoText().isEmpty());
        after.push_back(m_document.composition());
        for (const auto& selected : m_document.selectedPaths()) RC_ASSERT(find(m_document.architecture(), selected));
        for (const auto& folded : m_document.composition().folded)
          RC_ASSERT(!find(m_document.architecture(), folded)->body.empty());
        // It still says and opens the same.
        const auto again = architectureFromJson(toJson(m_document.architecture()), "again");
        RC_ASSERT(again.ok());
        RC_ASSERT(again->body == m_document.architecture().body);
      }
      for (std::size_t i = after.size() - 1; i-- > 0;) {
        m_document.undoStack().undo();
        RC_ASSERT(m_document.composition().architecture == after[i].architecture);
        RC_ASSERT(m_document.composition().recipe == after[i].recipe);
      }
      for (std::size_t i = 1; i < after.size(); ++i) {
        m_document.undoStack().redo();
        RC_ASSERT(m_document.composition().architecture == after[i].architecture);
      }
    });
    QVERIFY(held);
  }

  void placesThatLightUpTakeWhatIsDropped() {
    for (const std::string id : {"norm.layer", "attention.mha", "head.linear", "embed.token", "tap", "use"}) {
      std::vector<ElementPath> all;
      for (const DiagramSlot& slot : placesOf(m_document)) all.push_back(slot.place);
      const auto legal = m_document.legalPlaces(all, blockElement(id));
      for (const ElementPath& place : all) {
        const bool lit = std::find(legal.begin(), legal.end(), place) != legal.end();
        QCOMPARE(lit, !m_document.objectionTo(place, blockElement(id)).has_value());
      }
      if (id == "norm.layer") QVERIFY(!legal.empty() && legal.size() < all.size());
      if (id == "use") QVERIFY(legal.empty());  // nothing was tapped
    }
  }

  void movesThatLightUpCanBeMade() {
    const ElementPath attention{2, 0, 1};
    std::vector<ElementPath> all;
    for (const DiagramSlot& slot : placesOf(m_document)) all.push_back(slot.place);
    const auto legal = m_document.legalMoves(all, attention);
    QVERIFY(!legal.empty());
    const QStringList blocks = blocksIn(m_document.architecture());
    for (const ElementPath& place : legal) {
      QVERIFY(m_document.moveTo(attention, place));
      QCOMPARE(find(m_document.architecture(), *m_document.selection())->block, std::string("attention.mha"));
      QStringList moved = blocksIn(m_document.architecture()), sorted = blocks;
      moved.sort();
      sorted.sort();
      QCOMPARE(moved, sorted);
      m_document.undoStack().undo();
    }
    QVERIFY(!m_document.moveTo({2}, {2, 0, 0}));
  }

  void severalAreWrappedTogetherAndUnwrapped() {
    const Architecture before = m_document.architecture();
    m_document.select(ElementPath{2, 0});
    m_document.extendTo({2, 1});
    QCOMPARE(m_document.selectedPaths().size(), std::size_t{2});
    QVERIFY(m_document.wrapSelected(Element::Kind::Sequence));
    QCOMPARE(find(m_document.architecture(), {2})->body.size(), std::size_t{1});
    QCOMPARE(find(m_document.architecture(), {2, 0})->body.size(), std::size_t{2});
    QCOMPARE(m_document.selection(), std::optional(ElementPath{2, 0}));
    QVERIFY(m_document.evaluation().problem.empty());
    QVERIFY(m_document.unwrapSelected());
    QVERIFY(m_document.architecture() == before);
    QCOMPARE(m_document.selectedPaths().size(), std::size_t{2});
    QCOMPARE(m_document.undoStack().count(), 2);
    // What does not stand in a row cannot be wrapped, and says so.
    m_document.selectMany({{0}, {3}});
    const auto refusedOne = m_document.wrapSelected(Element::Kind::Repeat);
    QVERIFY(!refusedOne);
    QVERIFY(QString::fromStdString(refusedOne.error().message).contains("in a row"));
    QVERIFY(!m_document.unwrapSelected());
  }

  void branchesAreMadeOfNeighbours() {
    m_document.select(ElementPath{2, 0});
    m_document.extendTo({2, 1});
    QVERIFY(m_document.wrapSelected(Element::Kind::Parallel));
    QVERIFY2(m_document.evaluation().problem.empty(), m_document.evaluation().problem.c_str());
    const DiagramLayout layout = layOut(m_document.architecture(), m_document.evaluation().reports);
    const DiagramItem *left = layout.item({2, 0, 0}), *right = layout.item({2, 0, 1});
    QVERIFY(left->rect.right() < right->rect.left());
    QVERIFY(left->rect.top() < right->rect.bottom() && right->rect.top() < left->rect.bottom());
    const auto upright =
        std::count_if(layout.places.begin(), layout.places.end(), [](auto& slot) { return slot.upright; });
    QCOMPARE(upright, 3);
  }

  void severalAreCopiedPastedAndRemovedAtOnce() {
    m_document.selectMany({{2, 0}, {2, 1}, {2, 0, 1}});
    QCOMPARE(m_document.selectedPaths().size(), std::size_t{2});  // one was inside another
    const QString json = m_document.copiedSelection();
    QVERIFY(json.startsWith('['));
    QVERIFY(m_document.paste(json));
    QCOMPARE(find(m_document.architecture(), {2})->body.size(), std::size_t{4});
    QCOMPARE(m_document.selectedPaths().size(), std::size_t{2});
    m_document.removeSelected();
    QCOMPARE(find(m_document.architecture(), {2})->body.size(), std::size_t{2});
    QCOMPARE(m_document.undoStack().count(), 2);
    for (const char* bad : {"", "[]", "[1]", "{\"block\": 1}", "[{\"block\": \"no.such\"}]", "nonsense", "[[[["})
      QVERIFY2(!m_document.paste(bad), bad);
    QCOMPARE(m_document.undoStack().count(), 2);
  }

  void foldsFollowTheirElements() {
    m_document.fold({2, 1}, true);
    QVERIFY(m_document.insert({1}, blockElement("norm.layer")));
    QVERIFY(m_document.isFolded({3, 1}));
    m_document.select(ElementPath{3, 0});
    QVERIFY(m_document.moveSelected(1));
    QVERIFY(m_document.isFolded({3, 0}));
    m_document.wrap({3, 0}, Element::Kind::Sequence);
    QVERIFY(m_document.isFolded({3, 0, 0}));
    m_document.select(ElementPath{3});
    QVERIFY(m_document.unwrapSelected());
    QVERIFY(m_document.isFolded({3, 0}));
    m_document.foldAll(true);
    QVERIFY(layOut(m_document.architecture(), m_document.evaluation().reports, m_document.composition().folded)
                .items.size() == m_document.architecture().body.size());
    m_document.foldAll(false);
    QVERIFY(m_document.composition().folded.empty());
  }

  void elementsHaveNamesThatDoNotClash() {
    QVERIFY(m_document.setElementName({2, 0}, "mixing"));
    QCOMPARE(find(m_document.architecture(), {2, 0})->name, std::string("mixing"));
    QVERIFY(!m_document.setElementName({2, 1}, "mixing"));
    QVERIFY(!m_document.setElementName({2, 1}, "no name"));
    QVERIFY(!m_document.setElementName({2, 1}, QString(1'000'000, 'x')));
    QVERIFY(m_document.setElementName({2, 0}, ""));
  }

  void aTapReachesItsUse() {
    QVERIFY(m_document.insert({2}, blockElement("tap")));
    QVERIFY(m_document.insert({4}, blockElement("use")));
    QVERIFY2(m_document.evaluation().problem.empty(), m_document.evaluation().problem.c_str());
    const DiagramLayout layout = layOut(m_document.architecture(), m_document.evaluation().reports);
    QCOMPARE(std::count_if(layout.lines.begin(), layout.lines.end(), [](auto& line) { return line.tap; }), 3);
    QVERIFY(m_document.setLabel({2}, "early"));
    QVERIFY(!m_document.evaluation().problem.empty());
    QVERIFY(!m_document.setLabel({2}, ""));
    QVERIFY(m_document.setLabel({4}, "early"));
    QVERIFY(m_document.evaluation().problem.empty());
  }

  void largeModelsAreCountedLater() {
    QSignalSpy evaluated(&m_document, &ComposeDocument::evaluated);
    const auto before = m_document.evaluation().total->parameters;
    QVERIFY(m_document.setSize("layers", "100"));
    QVERIFY(m_document.evaluation().pending);
    QCOMPARE(m_document.evaluation().total->parameters, before);  // marked as old
    QVERIFY(m_document.evaluation().report({2, 0, 1})->copies == 100);
    QVERIFY(evaluated.wait(20000));
    QVERIFY(!m_document.evaluation().pending);
    QVERIFY(m_document.evaluation().total->parameters > before);
    // An answer that comes too late is dropped.
    QVERIFY(m_document.setSize("layers", "101"));
    m_document.undoStack().undo();
    m_document.undoStack().undo();
    QVERIFY(!m_document.evaluation().pending);
    QCOMPARE(m_document.evaluation().total->parameters, before);
    QTest::qWait(50);
    QCOMPARE(m_document.evaluation().total->parameters, before);
  }

  void badFilesChangeNothing_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    QTest::newRow("broken") << QByteArray("{\"format\": \"headroom.architecture\", ") << "line";
    QTest::newRow("newer") << QByteArray(R"({"format": "headroom.architecture", "version": 2, "future": 1})")
                           << "newer Headroom";
    QTest::newRow("other") << QByteArray(R"({"format": "headroom.arm", "version": 1})") << "format";
    QTest::newRow("unknown block") << QByteArray(
                                          R"({"format": "headroom.architecture", "version": 1, "sizes": {"context": 8},
                                              "body": [{"block": "attention.future"}]})")
                                   << "body[0].block";
    QTest::newRow("binary") << QByteArray("\0\1\2\xff", 4) << "a.json";
    QTest::newRow("empty") << QByteArray() << "a.json";
    QTest::newRow("deep") << QByteArray(100'000, '[') << "a.json";
  }
  void badFilesChangeNothing() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    QTemporaryDir folder;
    const QString file = folder.filePath("a.json");
    std::ofstream(file.toStdString(), std::ios::binary) << bytes.toStdString();
    const Composition before = m_document.composition();
    const auto opened = m_document.openFile(file);
    QVERIFY(!opened);
    QVERIFY2(QString::fromStdString(opened.error().message).contains(says), opened.error().message.c_str());
    QVERIFY(m_document.composition() == before);
    QVERIFY(m_document.file().isEmpty());
    QCOMPARE(m_document.undoStack().count(), 0);
  }

 private:
  void apply(unsigned what, const ElementPath& path, unsigned seed) {
    const Element element = *find(m_document.architecture(), path);
    m_document.select(path);
    switch (what) {
      case 0:
        return m_document.remove(path);
      case 1:
        m_document.move(path, seed % 2 ? 1 : -1);
        return;
      case 2:
      case 3:
      case 4: {
        ElementPath end = path;
        ++end.back();
        if (find(m_document.architecture(), end)) m_document.extendTo(end);
        constexpr Element::Kind kinds[] = {Element::Kind::Sequence, Element::Kind::Repeat, Element::Kind::Residual,
                                           Element::Kind::Parallel, Element::Kind::Every};
        (void)m_document.wrapSelected(kinds[seed % 5]).ok();
        return;
      }
      case 5:
        (void)m_document.unwrapSelected().ok();
        return;
      case 6:
        (void)m_document.insert(m_document.placeAfterSelection(), blockElement("norm.rms")).ok();
        return;
      case 7:
        (void)m_document.paste(m_document.copiedSelection()).ok();
        return;
      case 8:
        (void)m_document.moveOut().ok();
        return;
      case 9:
        (void)m_document.moveIn().ok();
        return;
      case 10:
        (void)m_document.setSize("width", QString::number(64 + seed % 3)).ok();
        return;
      case 11:
        (void)m_document.setElementName(path, "n" + QString::number(seed % 4)).ok();
        return;
      case 12:
        return m_document.fold(path, seed % 2);
      case 13: {
        const auto places = placesOf(m_document);
        (void)m_document.moveTo(path, places[seed % places.size()].place).ok();
        return;
      }
      default:
        QFAIL("no such edit");
    }
  }
};

QTEST_MAIN(TestComposeEdits)
#include "tst_compose_edits.moc"
