// The page Compose, driven as a person would: type, press keys, run. Also makes its screenshots, light and dark.
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

#include "ui/compose/block_catalogue.h"
#include "ui/compose/compose_diagram.h"
#include "ui/compose/compose_page.h"
#include "ui/compose/inspector.h"
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

  void keysSelectReorderCopyAndRemove() {
    QWidget* canvas = m_page->diagram().focusProxy();
    ComposeDocument& document = m_page->document();
    const Architecture before = document.architecture();
    QTest::keyClick(canvas, Qt::Key_Down);
    QCOMPARE(document.selection(), std::optional(ElementPath{0}));
    document.select(ElementPath{2, 0, 0});
    QTest::keyClick(canvas, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(document.selection(), std::optional(kAttention));
    QTest::keyClick(canvas, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().contains("norm.layer"));
    QTest::keyClick(canvas, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(find(document.architecture(), {2, 0})->body.size(), std::size_t{3});
    QTest::keyClick(canvas, Qt::Key_Delete);
    document.undoStack().undo();
    document.undoStack().undo();
    document.undoStack().undo();
    QVERIFY(document.architecture() == before);
    QTest::keyClick(canvas, Qt::Key_Escape);
    QVERIFY(!document.selection());
  }

  void clickingABlockSelectsIt() {
    const DiagramItem* block = m_page->diagram().diagram().item(kAttention);
    QVERIFY(block);
    m_page->diagram().setZoom(1);
    QWidget* canvas = m_page->diagram().focusProxy();
    const QRectF bounds = m_page->diagram().diagram().bounds;
    const double x = (canvas->width() - bounds.width()) / 2 - bounds.left();
    QTest::mouseClick(canvas, Qt::LeftButton, {}, (block->rect.center() + QPointF(x, 28)).toPoint());
    QCOMPARE(m_page->document().selection(), std::optional(kAttention));
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
    const auto& total = m_page->document().evaluation().total;
    QVERIFY(!predictedStepSeconds(*total, stepRoofs(Json::object(), Precision::Fp32)));
    const Json machines = {
        {"m", {{"roofs", {{"dram", 5e10}, {"matmul", {{{"precision", "fp32"}, {"threads", 2}, {"flops", 1e11}}}}}}}}};
    const auto seconds = predictedStepSeconds(*total, stepRoofs(machines, Precision::Fp32));
    QVERIFY(seconds);
    QCOMPARE(*seconds, std::max(total->flopsPerStep / 1e11, total->trafficPerStep / 5e10));
    QVERIFY(!predictedStepSeconds(*total, stepRoofs(machines, Precision::Bf16)));
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
