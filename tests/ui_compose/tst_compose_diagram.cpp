// The diagram of Compose by mouse and by keyboard alone; and its pictures: screen, paper, twice the pixels.
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDrag>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "ui/compose/block_catalogue.h"
#include "ui/compose/compose_diagram.h"
#include "ui/compose/compose_page.h"
#include "ui/compose/diagram_canvas.h"
#include "ui/compose/inspector.h"
#include "ui/theme.h"

using namespace headroom;

namespace {

const ElementPath kAttention{2, 0, 1};

}  // namespace

class TestComposeDiagram : public QObject {
  Q_OBJECT

  std::unique_ptr<ComposePage> m_page;

  ComposeDocument& document() { return m_page->document(); }
  DiagramCanvas& canvas() { return *m_page->findChild<DiagramCanvas*>(); }
  QPoint pointOf(const ElementPath& path) {
    return m_page->diagram().toCanvas(m_page->diagram().diagram().item(path)->rect.center()).toPoint();
  }
  void click(const ElementPath& path, Qt::KeyboardModifiers with = {}) {
    QTest::mouseClick(&canvas(), Qt::LeftButton, with, pointOf(path));
  }
  void press(Qt::Key key, Qt::KeyboardModifiers with = {}) { QTest::keyClick(&canvas(), key, with); }
  /// Drags without a window system: what QDrag would send.
  bool drop(const QString& mime, const QByteArray& data, QPointF at) {
    QMimeData carried;
    carried.setData(mime, data);
    QDragEnterEvent enter(at.toPoint(), Qt::CopyAction | Qt::MoveAction, &carried, Qt::LeftButton, {});
    QApplication::sendEvent(&canvas(), &enter);
    QDragMoveEvent move(at.toPoint(), Qt::CopyAction | Qt::MoveAction, &carried, Qt::LeftButton, {});
    QApplication::sendEvent(&canvas(), &move);
    if (!move.isAccepted()) {
      QDragLeaveEvent leave;
      QApplication::sendEvent(&canvas(), &leave);
      return false;
    }
    QDropEvent drop(at, Qt::CopyAction | Qt::MoveAction, &carried, Qt::LeftButton, {});
    drop.setDropAction(Qt::MoveAction);
    QApplication::sendEvent(&canvas(), &drop);
    return true;
  }
  QPointF placeOf(const ElementPath& place) {
    for (const DiagramSlot& slot : m_page->diagram().diagram().places)
      if (slot.place == place) return m_page->diagram().toCanvas(slot.at);
    return {-1e6, -1e6};
  }
  void saveScreenshot(QWidget& widget, const QString& name) {
    QTest::qWait(0);
    const QDir folder(QCoreApplication::applicationDirPath() + "/screenshots");
    QVERIFY(QDir().mkpath(folder.path()));
    QVERIFY(widget.grab().save(folder.filePath(name)));
  }

 private Q_SLOTS:
  void init() {
    m_page = std::make_unique<ComposePage>();
    QSignalSpy read(m_page.get(), &ComposePage::dataRead);
    m_page->resize(1360, 1000);
    m_page->show();
    QApplication::setActiveWindow(m_page.get());
    QVERIFY(read.count() > 0 || read.wait(20000));
    m_page->diagram().setZoom(1);
    canvas().setFocus();
  }
  void cleanup() { m_page.reset(); }

  void keysAloneBuildABranch() {
    const Architecture before = document().architecture();
    press(Qt::Key_Down);
    QCOMPARE(document().selection(), std::optional(ElementPath{0}));
    press(Qt::Key_Down);
    press(Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(document().architecture().body.size(), before.body.size() + 1);
    press(Qt::Key_Delete);
    QCOMPARE(document().architecture().body.size(), before.body.size());
    document().select(ElementPath{2, 0, 0});
    press(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(document().selection(), std::optional(kAttention));
    press(Qt::Key_Up, Qt::AltModifier);
    press(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(document().selectedPaths().size(), std::size_t{2});
    press(Qt::Key_G, Qt::ControlModifier);
    QCOMPARE(find(document().architecture(), {2, 0, 0})->kind, Element::Kind::Sequence);
    press(Qt::Key_Left);
    QVERIFY(document().isFolded({2, 0, 0}));
    press(Qt::Key_Right);
    QVERIFY(!document().isFolded({2, 0, 0}));
    press(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(find(document().architecture(), {2, 0, 0})->block, std::string("norm.layer"));
    document().select(kAttention);
    press(Qt::Key_L, Qt::ControlModifier);
    press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(find(document().architecture(), kAttention)->kind, Element::Kind::Residual);
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    QCOMPARE(document().selection(), std::optional(ElementPath{2, 0}));
    press(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().contains("residual"));
    press(Qt::Key_V, Qt::ControlModifier);
    press(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(document().selectedPaths().size(), std::size_t{3});
    press(Qt::Key_Escape);
    QVERIFY(!document().selection());
    for (int i = 0; i < 40; ++i) press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(document().architecture() == before);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(document().architecture() != before);
  }

  void keysMoveInAndOutOfBranches() {
    document().select(ElementPath{3});
    press(Qt::Key_Right, Qt::AltModifier);  // the final norm into the repeat before it
    QCOMPARE(document().selection(), std::optional(ElementPath{2, 2}));
    QCOMPARE(find(document().architecture(), {2, 2})->block, std::string("norm.layer"));
    press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(document().selection(), std::optional(ElementPath{3}));
    press(Qt::Key_Left, Qt::AltModifier);
    QVERIFY(m_page->said().contains("nothing that it could leave"));
  }

  void returnGoesToTheFields() {
    document().select(kAttention);
    press(Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget(), m_page->inspector().editor("heads"));
  }

  void clickingSelectsOneMoreOrAllBetween() {
    click(kAttention);
    QCOMPARE(document().selection(), std::optional(kAttention));
    click({2, 1, 0}, Qt::ControlModifier);
    QCOMPARE(document().selectedPaths().size(), std::size_t{2});
    click({2, 1, 0}, Qt::ControlModifier);
    QCOMPARE(document().selectedPaths().size(), std::size_t{1});
    document().select(ElementPath{0});
    click({3}, Qt::ShiftModifier);
    QCOMPARE(document().selectedPaths().size(), std::size_t{4});
    QTest::mouseClick(&canvas(), Qt::LeftButton, {}, QPoint(2, 2));
    QVERIFY(!document().selection());
  }

  void doubleClickingALabelFolds() {
    const QRectF repeat = m_page->diagram().diagram().item({2})->rect;
    const QPoint label = m_page->diagram().toCanvas(repeat.topLeft() + QPointF(30, 0)).toPoint();
    QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, label);
    QVERIFY(document().isFolded({2}));
    QVERIFY(!m_page->diagram().diagram().item({2, 0}));
    QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, pointOf({2}));
    QVERIFY(!document().isFolded({2}));
  }

  void blocksDropOnlyWhereTheyAreLegal() {
    const Architecture before = document().architecture();
    QVERIFY(drop(kBlockMime, "norm.rms", placeOf({2, 0, 2})));
    QCOMPARE(find(document().architecture(), {2, 0, 2})->block, std::string("norm.rms"));
    document().undoStack().undo();
    QVERIFY(!drop(kBlockMime, "head.linear", placeOf({1})));
    QVERIFY(!drop(kBlockMime, "nonsense", placeOf({1})));
    QVERIFY(!drop(kElementMime, "9/9/9", placeOf({1})));
    QVERIFY(!drop("text/plain", "x", placeOf({1})));
    QVERIFY(document().architecture() == before);
  }

  void slotsTakeTheBlocksThatFitThem() {
    const DiagramItem* attention = m_page->diagram().diagram().item(kAttention);
    QCOMPARE(attention->chips.size(), std::size_t{2});
    QVERIFY(attention->chips[0].empty);
    const QPointF chip = m_page->diagram().toCanvas(attention->chips[0].rect.center());
    QVERIFY(drop(kBlockMime, "position.rope", chip));
    QVERIFY(m_page->diagram().diagram().item(kAttention)->chips[0].text.contains("rope"));
    // The same by key: the selected block's slot is filled.
    document().undoStack().undo();
    document().select(kAttention);
    Q_EMIT m_page->catalogue().blockChosen("position.alibi");
    QVERIFY(m_page->diagram().diagram().item(kAttention)->chips[0].text.contains("alibi"));
    document().select(std::nullopt);
    Q_EMIT m_page->catalogue().blockChosen("position.alibi");
    QVERIFY(m_page->said().contains("slot"));
    // Clicking a slot asks for its field.
    QTest::mouseClick(&canvas(), Qt::LeftButton, {}, chip.toPoint());
    QCOMPARE(QApplication::focusWidget(), m_page->inspector().editor("position"));
  }

  void elementsAreDraggedToOtherPlaces() {
    QVERIFY(drop(kElementMime, "3", placeOf({1})));
    QCOMPARE(find(document().architecture(), {1})->block, std::string("norm.layer"));
    QCOMPARE(document().selection(), std::optional(ElementPath{1}));
    QVERIFY(document().undoStack().undoText().startsWith("Move "));
    document().undoStack().undo();
    QVERIFY(!drop(kElementMime, "2", placeOf({2, 0, 0})));
  }

  void branchesSlotsAndTapsLookRight() {
    const QPalette palette = qApp->palette();
    document().select(ElementPath{2, 0});
    document().extendTo({2, 1});
    QVERIFY(document().wrapSelected(Element::Kind::Parallel));
    QVERIFY(document().setParameter({2, 0}, "join", "gated"));
    QVERIFY(document().insert({2}, blockElement("tap")));
    QVERIFY(document().insert({4}, blockElement("use")));
    QVERIFY(document().setParameter({3, 0, 0, 1}, "position", "position.rope"));
    QVERIFY2(document().evaluation().problem.empty(), document().evaluation().problem.c_str());
    document().select(ElementPath{3, 0, 0, 1});
    for (const auto* colours : {&lightColours(), &darkColours()}) {
      qApp->setPalette(paletteFrom(*colours));
      qApp->setStyleSheet(styleSheetFrom(*colours));
      QTest::qWait(0);
      m_page->diagram().fit();
      saveScreenshot(*m_page, colours->dark ? "compose-branches-dark.png" : "compose-branches-light.png");
    }
    qApp->setStyleSheet(styleSheetFrom(lightColours()));
    qApp->setPalette(palette);
  }

  void picturesAreWrittenAsTheFileIsCalled() {
    QTemporaryDir folder;
    const DiagramLayout& layout = m_page->diagram().diagram();
    for (const char* name : {"a.svg", "a.pdf", "a.png"}) {
      QVERIFY(exportDiagram(layout, "gpt2", folder.filePath(name)));
      QFile file(folder.filePath(name));
      QVERIFY(file.open(QIODevice::ReadOnly));
      const QByteArray start = file.read(200);
      QVERIFY(start.contains("<svg") || start.startsWith("%PDF") || start.startsWith("\x89PNG"));
    }
    QVERIFY(!exportDiagram(layout, "gpt2", folder.filePath("a.doc")));
    QVERIFY(!exportDiagram(layout, "gpt2", "/nowhere/at/all.svg"));
  }

  void thousandBlocksHaveAMap() {
    Element norm = blockElement("norm.rms");
    QVERIFY(document().insertAll({3}, Elements(1000, norm)));
    QVERIFY(m_page->diagram().diagram().items.size() > 1000);
    QTRY_VERIFY_WITH_TIMEOUT(!document().evaluation().pending, 20000);
    m_page->diagram().setZoom(1);
    press(Qt::Key_End);
    saveScreenshot(*m_page, "compose-thousand.png");
    document().undoStack().undo();
  }
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setStyle("Fusion");
  application.setPalette(paletteFrom(lightColours()));
  application.setStyleSheet(styleSheetFrom(lightColours()));
  TestComposeDiagram test;
  return QTest::qExec(&test, argc, argv);
}

#include "tst_compose_diagram.moc"
