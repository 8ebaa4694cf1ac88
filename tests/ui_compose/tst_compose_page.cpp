// The page Compose, driven as a person would: type, press keys, run. Also makes its screenshots, light and dark.
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "core/blocks/catalog.h"
#include "ui/compose/block_catalogue.h"
#include "ui/compose/block_help.h"
#include "ui/compose/code_pane.h"
#include "ui/compose/comparison.h"
#include "ui/compose/compose_diagram.h"
#include "ui/compose/compose_page.h"
#include "ui/compose/inspector.h"
#include "ui/compose/template_gallery.h"
#include "ui/compose/totals_bar.h"
#include "ui/theme.h"

using namespace headroom;

namespace {

const ElementPath kAttention{2, 0, 1};

}  // namespace

class TestComposePage : public QObject {
  Q_OBJECT

  std::unique_ptr<ComposePage> m_page;

  void saveScreenshot(const QString& name) {
    QTest::qWait(0);
    const QDir folder(QCoreApplication::applicationDirPath() + "/screenshots");
    QVERIFY(QDir().mkpath(folder.path()));
    QVERIFY(m_page->grab().save(folder.filePath(name)));
  }

 private Q_SLOTS:
  void init() {
    m_page = std::make_unique<ComposePage>();
    QSignalSpy read(m_page.get(), &ComposePage::dataRead);
    m_page->resize(1360, 840);
    m_page->show();
    QVERIFY(read.count() > 0 || read.wait(20000));
  }
  void cleanup() { m_page.reset(); }

  void startsWithSomethingThatCanRun() {
    QVERIFY2(m_page->totals().runButton()->isEnabled(), qPrintable(m_page->totals().runButton()->toolTip()));
    QVERIFY(m_page->document().composition().dataVocabulary > 0);
    QVERIFY(!m_page->document().isModified());
    QSignalSpy asked(m_page.get(), &ComposePage::runRequested);
    QTest::mouseClick(m_page->totals().runButton(), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    const auto definition = asked.front().front().value<RunDefinition>();
    QCOMPARE(definition.asked.model, std::string("gpt2"));
    QCOMPARE(definition.steps, m_page->document().composition().recipe.steps);
  }

  void typingHeadsThatDoNotDivideTurnsTheBlockRedAndRunOff() {
    m_page->document().select(kAttention);
    auto* heads = qobject_cast<QLineEdit*>(m_page->inspector().editor("heads"));
    QVERIFY(heads);
    heads->setFocus();
    heads->selectAll();
    QTest::keyClicks(heads, "7");
    const DiagramItem* block = m_page->diagram().diagram().item(kAttention);
    QVERIFY2(block->error.contains("7 heads do not divide width"), qPrintable(block->error));
    QVERIFY(m_page->inspector().problem().contains("7 heads do not divide width"));
    QVERIFY(!m_page->totals().runButton()->isEnabled());
    QVERIFY(m_page->totals().runButton()->toolTip().contains("7 heads do not divide width"));
    QSignalSpy asked(m_page.get(), &ComposePage::runRequested);
    QTest::mouseClick(m_page->totals().runButton(), Qt::LeftButton);
    QCOMPARE(asked.count(), 0);
    saveScreenshot("compose-error.png");
    m_page->document().undoStack().undo();
    QVERIFY(m_page->totals().runButton()->isEnabled());
    QCOMPARE(heads->text(), QString("heads"));
  }

  void aRefusedValueStaysInItsFieldWithItsReason() {
    auto* rate = qobject_cast<QLineEdit*>(m_page->inspector().editor("learning_rate"));
    QVERIFY(rate);
    const double before = m_page->document().composition().recipe.learningRate;
    rate->setFocus();
    rate->selectAll();
    QTest::keyClicks(rate, "fast");
    QCOMPARE(rate->text(), QString("fast"));
    QCOMPARE(m_page->document().composition().recipe.learningRate, before);
    const auto labels = m_page->inspector().findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
                        [](QLabel* label) { return label->isVisible() && label->text().contains("learning_rate"); }));
  }

  void theCatalogueFiltersAndAdds() {
    auto& catalogue = m_page->catalogue();
    const int all = catalogue.shownCount();
    catalogue.setFilter("attention");
    QVERIFY(catalogue.shownCount() >= 1 && catalogue.shownCount() < all);
    m_page->document().select(ElementPath{2});
    Q_EMIT catalogue.blockChosen("norm.layer");
    QCOMPARE(find(m_page->document().architecture(), {3})->block, std::string("norm.layer"));
    m_page->document().select(ElementPath{5});
    const Architecture before = m_page->document().architecture();
    Q_EMIT catalogue.blockChosen("norm.layer");
    QVERIFY(m_page->document().architecture() == before);
  }

  void everyBlockExplainsItself() {
    QListWidget& list = m_page->catalogue().list();
    for (int row = 0; row < list.count(); ++row) {
      list.setCurrentRow(row);
      QVERIFY2(m_page->catalogue().help().size() > 20, qPrintable(list.item(row)->text()));
    }
    QVERIFY(costClass(*findBlock("attention.mha")).contains("grow with the context"));
    QVERIFY(costClass(*findBlock("attention.mha")).contains("keys and values"));
    QVERIFY(costClass(*findBlock("ffn.mlp")).contains("the same FLOPs"));
    QVERIFY(costClass(*findBlock("position.rope")).isEmpty());
  }

  void aWrongDataFileSaysSoAndKeepsTheData() {
    const Json before = m_page->document().composition().data;
    QSignalSpy read(m_page.get(), &ComposePage::dataRead);
    m_page->chooseData("text:/nowhere/at/all.txt");
    QVERIFY(!m_page->totals().runButton()->isEnabled());
    QVERIFY(read.wait(20000));
    QCOMPARE(m_page->document().composition().data, before);
    QVERIFY(m_page->totals().runButton()->isEnabled());
  }

  void predictsAStepFromMeasuredRoofsOnly() {
    QVERIFY(!m_page->document().evaluation().stepSeconds);
    QVERIFY(m_page->totals().stepLabel()->toolTip().contains("headroom doctor"));
    const Json machines = {{"m",
                            {{"roofs",
                              {{"dram", 5e10},
                               {"triad", {{{"threads", 2}, {"bytes", 1e9}, {"bandwidth", 5e10}}}},
                               {"matmul", {{{"precision", "fp32"}, {"threads", 2}, {"flops", 1e11}}}}}}}}};
    m_page->setRoofs(machines);
    const auto seconds = m_page->document().evaluation().stepSeconds;
    QVERIFY(seconds);
    const auto& total = *m_page->document().evaluation().total;
    QVERIFY(*seconds >= std::max(total.flopsPerStep / 1e11, total.trafficPerStep / 5e10) * 0.99);
    QVERIFY(m_page->totals().stepLabel()->text().contains("modelled"));
    m_page->document().select(kAttention);
    const auto cost = m_page->document().evaluation().costs.at(kAttention);
    QVERIFY(cost.seconds > 0 && cost.seconds < *seconds);
    QVERIFY(cost.cacheBytesPerToken > 0);
    // Not measured in this precision: no number, and why.
    QVERIFY(m_page->document().setRecipe("precision", "bf16"));
    QVERIFY(!m_page->document().evaluation().stepSeconds);
    QVERIFY(m_page->totals().stepLabel()->toolTip().contains("bf16"));
    m_page->setRoofs(Json{{"m", {{"roofs", {{"dram", "fast"}}}}}});
    QVERIFY(!m_page->document().evaluation().stepSeconds);
  }

  void whatDiffersFromABaselineIsMarkedAndListed() {
    m_page->compareWithTemplate("gpt2");
    QVERIFY(m_page->comparison().isVisible());
    QCOMPARE(m_page->comparison().found().size(), std::size_t{0});
    QVERIFY(m_page->document().setParameter(kAttention, "position", "position.rope"));
    QVERIFY(m_page->document().insert({3}, blockElement("norm.rms")));
    QCOMPARE(m_page->comparison().found().size(), std::size_t{2});
    QListWidget& list = m_page->comparison().list();
    QCOMPARE(list.count(), 2);
    m_page->document().select(std::nullopt);
    list.setFocus();
    list.setCurrentRow(0);
    Q_EMIT list.itemActivated(list.item(0));
    QCOMPARE(m_page->document().selection(), std::optional(kAttention));
    saveScreenshot("compose-compare.png");
    m_page->compareWithTemplate({});
    QVERIFY(!m_page->comparison().isVisible());
    m_page->compareWithFile("/nowhere/at/all.json");
    QVERIFY(m_page->said().contains("Not compared"));
  }

  void theSourceFollowsTheEdit() {
    QSignalSpy written(&m_page->code(), &CodePane::written);
    m_page->showCode(true);
    QVERIFY(written.wait(20000));
    QVERIFY(m_page->code().source().contains("import torch"));
    QVERIFY(m_page->code().caption().contains("gpt2"));
    const QString before = m_page->code().source();
    QVERIFY(m_page->document().setParameter({2, 1, 1}, "activation", "relu"));
    QVERIFY(written.wait(20000));
    QVERIFY(m_page->code().source() != before);
    saveScreenshot("compose-code.png");
    QVERIFY(m_page->document().setParameter(kAttention, "heads", "7"));
    QVERIFY(written.wait(20000));
    QVERIFY2(m_page->code().caption().contains("7 heads do not divide"), qPrintable(m_page->code().caption()));
    m_page->showCode(false);
    QVERIFY(!m_page->code().isVisible());
  }

  void theGalleryShowsAndOpensTemplates() {
    TemplateGallery gallery(m_page.get());
    gallery.show();
    QTRY_VERIFY_WITH_TIMEOUT(gallery.list().item(gallery.list().count() - 1)->text().contains("parameters"), 20000);
    QVERIFY(gallery.grab().save(QCoreApplication::applicationDirPath() + "/screenshots/compose-gallery.png"));
    gallery.list().setFocus();
    QTest::keyClick(&gallery.list(), Qt::Key_End);
    QTest::keyClick(&gallery.list(), Qt::Key_Return);
    QVERIFY(!gallery.chosen().isEmpty());
    m_page->openTemplate(gallery.chosen());
    QCOMPARE(m_page->document().composition().model, gallery.chosen().toStdString());
  }

  void filesOpenWholeOrNotAtAll() {
    QTemporaryDir folder;
    QSignalSpy opened(m_page.get(), &ComposePage::fileOpened);
    QVERIFY(m_page->document().saveFile(folder.filePath("a.json")));
    QVERIFY(m_page->document().setSize("width", "128"));
    QVERIFY(m_page->isModified());
    QVERIFY(m_page->openFile(folder.filePath("a.json")));
    QCOMPARE(opened.count(), 1);
    QVERIFY(!m_page->isModified());
    const Composition before = m_page->document().composition();
    QFile bad(folder.filePath("b.json"));
    QVERIFY(bad.open(QIODevice::WriteOnly) && bad.write("{\"format\": \"headroom.architecture\", \"version\": 3}"));
    bad.close();
    QVERIFY(!m_page->openFile(bad.fileName()));
    QVERIFY2(m_page->said().contains("newer Headroom"), qPrintable(m_page->said()));
    QVERIFY(m_page->document().composition() == before);
    QCOMPARE(opened.count(), 1);
  }

  void anArmOfAStudyIsAFile() {
    QTemporaryDir folder;
    QVERIFY(m_page->document().saveFile(folder.filePath("a.json")));
    QSignalSpy asked(m_page.get(), &ComposePage::studyRequested);
    QTest::mouseClick(m_page->totals().studyButton(), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.front().at(0).toString(), folder.filePath("a.json"));
    QCOMPARE(asked.front().at(1).toString(), QString("gpt2"));
  }

  void whatWasEditedIsThereAfterACrash() {
    QTemporaryDir folder;
    const std::filesystem::path drafts = folder.path().toStdString() + "/drafts";
    auto page = std::make_unique<ComposePage>(drafts);
    QSignalSpy read(page.get(), &ComposePage::dataRead);
    QVERIFY(read.wait(20000));
    QVERIFY(page->document().insert({3}, blockElement("norm.rms")));
    const Architecture edited = page->document().architecture();
    const std::filesystem::path kept = drafts / "compose-1.json";
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(kept), 5000);
    // The disk as a crash leaves it.
    const std::filesystem::path after = folder.path().toStdString() + "/after";
    std::filesystem::create_directories(after);
    std::filesystem::copy_file(kept, after / "compose-1.json");
    ComposePage next(after);
    QVERIFY(next.document().architecture() == edited);
    QVERIFY(next.isModified());
    QVERIFY2(next.said().contains("ended unexpectedly"), qPrintable(next.said()));
    QSignalSpy nextRead(&next, &ComposePage::dataRead);
    QVERIFY(nextRead.wait(20000));
    QVERIFY(next.totals().runButton()->isEnabled());
    // An ordinary end says nothing, and the edit is there as well.
    page.reset();
    ComposePage last(drafts);
    QVERIFY(last.document().architecture() == edited);
    QVERIFY(!last.said().contains("unexpectedly"));
    QSignalSpy lastRead(&last, &ComposePage::dataRead);
    QVERIFY(lastRead.wait(20000));
  }

  void everyActionHasATextAndAReasonWhenItIsOff() {
    m_page->document().select(std::nullopt);
    QSet<QString> keys;
    for (const auto& list : {m_page->fileActions(), m_page->editActions(), m_page->viewActions()}) {
      QVERIFY(!list.isEmpty());
      for (const QAction* action : list) {
        if (action->isSeparator()) continue;
        QVERIFY(!action->text().isEmpty());
        for (const QKeySequence& key : action->shortcuts()) {
          QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
          keys.insert(key.toString());
        }
        const bool undo = action->text().startsWith("Undo") || action->text().startsWith("Redo");
        if (!action->isEnabled() && !undo) QVERIFY2(action->toolTip().contains(":"), qPrintable(action->text()));
      }
    }
  }

  void looksRightInLightAndDark() {
    const QPalette palette = qApp->palette();
    QCOMPARE(m_page->document().chooseScale("small").ok(), true);
    m_page->document().select(kAttention);
    for (const auto* colours : {&lightColours(), &darkColours()}) {
      qApp->setPalette(paletteFrom(*colours));
      qApp->setStyleSheet(styleSheetFrom(*colours));
      m_page->diagram().fit();
      saveScreenshot(colours->dark ? "compose-dark.png" : "compose-light.png");
      const QImage image = m_page->diagram().grab().toImage();
      QCOMPARE(image.pixelColor(4, 4), colours->panel);
    }
    m_page->document().select({});
    saveScreenshot("compose-model-dark.png");
    qApp->setStyleSheet({});
    qApp->setPalette(palette);
  }
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setStyle("Fusion");
  application.setPalette(paletteFrom(lightColours()));
  application.setStyleSheet(styleSheetFrom(lightColours()));
  TestComposePage test;
  return QTest::qExec(&test, argc, argv);
}

#include "tst_compose_page.moc"
