// Differences of two architectures: matched by what elements are; nothing is said that does not differ.
#include <QtTest>
#include <random>

#include "core/arch/difference.h"
#include "core/arch/resolve.h"
#include "core/blocks/catalog.h"

using namespace headroom;

namespace {

Architecture model(const std::string& name) {
  return resolve({.model = name, .scale = "nano"}).value().architecture;
}

QStringList texts(const std::vector<Difference>& differences) {
  QStringList lines;
  for (const Difference& difference : differences) lines << QString::fromStdString(toText(difference));
  return lines;
}

Elements& layer(Architecture& architecture) {
  return find(architecture, {2})->body;
}

std::size_t sizeOf(const Elements& elements) {
  std::size_t size = 0;
  for (const Element& element : elements) size += 1 + sizeOf(element.body);
  return size;
}

/// A random tree of what a document can hold; it need not build.
Elements randomBody(std::mt19937& random, int depth) {
  Elements body;
  for (unsigned i = 0, count = random() % 5; i < count; ++i) {
    Element element;
    if (depth < 3 && random() % 3 == 0) {
      element.kind = kElementKinds[1 + random() % 6];
      if (element.kind == Element::Kind::Repeat || element.kind == Element::Kind::Every)
        element.count = std::to_string(1 + random() % 3);
      if (element.kind == Element::Kind::Tap) element.label = "t" + std::to_string(random() % 2);
      element.body = randomBody(random, depth + 1);
    } else {
      element.block = catalog()[random() % catalog().size()]->id;
    }
    body.push_back(std::move(element));
  }
  return body;
}

}  // namespace

class TestDifference : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyTemplateIsItself() {
    for (const auto& document : builtinLibrary().templates)
      QCOMPARE(texts(differences(model(document.name), model(document.name))), QStringList());
  }

  void oneAddedBlockIsOneDifference() {
    const Architecture before = model("gpt2");
    Architecture after = before;
    layer(after).insert(layer(after).begin(), Element{.block = "norm.rms"});
    const auto found = differences(before, after);
    QCOMPARE(texts(found), QStringList{"+ norm.rms"});
    QCOMPARE(found[0].after, std::optional(ElementPath{2, 0}));
    QVERIFY(!found[0].before);
    QCOMPARE(texts(differences(after, before)), QStringList{QString::fromUtf8("− norm.rms")});
  }

  void anotherBlockOfTheFamilyIsAChangeOfIt() {
    const Architecture before = model("gpt2");
    Architecture after = before;
    find(after, {2, 0, 0})->block = "norm.rms";
    const auto found = differences(before, after);
    QCOMPARE(texts(found), QStringList{QString::fromUtf8("norm: norm.layer → norm.rms")});
    QCOMPARE(found[0].before, std::optional(ElementPath{2, 0, 0}));
    QCOMPARE(found[0].after, found[0].before);
  }

  void parametersCountAsTheyWork() {
    const Architecture before = model("gpt2");
    Architecture after = before;
    Element& attention = *find(after, {2, 0, 1});
    attention.params["position"] = std::string("position.rope");
    attention.params["position.theta"] = std::int64_t{500000};
    const QStringList found = texts(differences(before, after));
    QCOMPARE(found.size(), 2);
    QVERIFY2(found[0].endsWith(QString::fromUtf8("position: position.none → position.rope")), qPrintable(found[0]));
    QVERIFY2(found[1].endsWith(QString::fromUtf8("position.theta: – → 500000")), qPrintable(found[1]));
    // The default written out is no difference.
    Architecture same = before;
    find(same, {2, 0, 1})->params["position"] = std::string("position.none");
    QCOMPARE(texts(differences(before, same)), QStringList());
  }

  void sizesAndRecipesAreNamed() {
    const Architecture before = model("gpt2");
    Architecture after = before;
    after.sizes["width"] = std::int64_t{96};
    after.sizes["extra"] = std::string("2*width");
    QCOMPARE(texts(differences(before, after)), (QStringList{"+ extra: 2*width", QString::fromUtf8("width: 64 → 96")}));
    Recipe recipe;
    recipe.learningRate = 0.002;
    QCOMPARE(texts(differences(Recipe{}, recipe)), QStringList{QString::fromUtf8("learning_rate: 0.001 → 0.002")});
  }

  void whatIsRemovedIsSaidOnceWithAllInIt() {
    const Architecture before = model("gpt2");
    Architecture after = before;
    layer(after).erase(layer(after).begin());
    const auto found = differences(before, after);
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found[0].kind, Difference::Kind::Removed);
    QCOMPARE(found[0].before, std::optional(ElementPath{2, 0}));
  }

  void differencesAreFewAndTheirPlacesExist() {
    std::mt19937 random(11);
    for (int round = 0; round < 300; ++round) {
      Architecture a, b;
      a.body = randomBody(random, 0);
      b.body = round % 3 == 0 ? randomBody(random, 0) : a.body;
      if (round % 3 == 1) b.body.insert(b.body.begin() + random() % (b.body.size() + 1), Element{.block = "norm.rms"});
      const auto found = differences(a, b);
      if (round % 3 == 2) QVERIFY(found.empty());
      if (round % 3 == 1) QCOMPARE(found.size(), std::size_t{1});
      std::size_t elements = 0;
      for (const Difference& difference : found) {
        if (difference.before) QVERIFY(find(a, *difference.before));
        if (difference.after) QVERIFY(find(b, *difference.after));
        elements += difference.kind != Difference::Kind::Changed;
        QVERIFY(!toText(difference).empty());
      }
      QVERIFY(elements <= sizeOf(a.body) + sizeOf(b.body));
    }
  }

  void manyElementsAreNoMatterOfPatience() {
    Architecture a, b;
    for (int i = 0; i < 3000; ++i) a.body.push_back({.block = i % 2 ? "norm.rms" : "norm.layer"});
    b.body.assign(a.body.rbegin(), a.body.rend());
    b.body.insert(b.body.begin() + 1500, Element{.block = "ffn.mlp"});
    QVERIFY(!differences(a, b).empty());
  }
};

QTEST_APPLESS_MAIN(TestDifference)
#include "tst_difference.moc"
