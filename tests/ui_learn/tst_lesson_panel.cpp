// The panel shows what it is given; the frame follows its control and is in nobody's way.
#include <QAccessible>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QVBoxLayout>
#include <QtTest>

#include "ui/learn/highlight_frame.h"
#include "ui/learn/lesson_panel.h"
#include "ui/theme.h"

using namespace headroom;

namespace {

LessonView someView() {
  return {.lesson = "A lesson", .title = "A step", .text = "Press **Run**.", .step = 1, .steps = 4, .marked = "Run"};
}

/// A window with a button far down a scrolled column.
struct Scrolled {
  Scrolled() {
    auto* inner = new QWidget;
    auto* layout = new QVBoxLayout(inner);
    layout->addWidget(first = new QPushButton("first"));
    layout->addSpacing(2000);
    layout->addWidget(last = new QPushButton("last"));
    area = new QScrollArea;
    area->setWidget(inner);
    area->setWidgetResizable(true);
    auto* outer = new QVBoxLayout(&window);
    outer->addWidget(area);
    window.resize(400, 300);
    window.show();
  }
  QWidget window;
  QScrollArea* area;
  QPushButton *first, *last;
};

QRect inWindow(const QWidget& widget) {
  return {widget.mapTo(widget.window(), QPoint()), widget.size()};
}

}  // namespace

class TestLessonPanel : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }

  void aStepThatIsNotDoneCanBePassedOverAndADoneOneGoesOn() {
    LessonPanel panel;
    panel.setView(someView());
    QCOMPARE(panel.next->text(), QString("Skip"));
    QVERIFY(!panel.next->property("accent").toBool());
    LessonView view = someView();
    view.done = true;
    panel.setView(view);
    QCOMPARE(panel.next->text(), QString("Next"));
    QVERIFY(panel.next->property("accent").toBool());
    view.last = true;
    panel.setView(view);
    QCOMPARE(panel.next->text(), QString("Finish"));
    view.step = 0;
    panel.setView(view);
    QVERIFY(!panel.back->isEnabled() && !panel.back->toolTip().isEmpty());
  }

  void hintOfferAndMarkStandOnlyWhereThereIsOne() {
    LessonPanel panel;
    panel.setView(someView());
    panel.QWidget::show();
    QVERIFY(!panel.hint->isVisible() && !panel.offer->isVisible() && panel.go->isVisible());
    LessonView view = someView();
    view.hint = "Look *below*.";
    view.offer = "Open it for me";
    view.marked.clear();
    panel.setView(view);
    QVERIFY(panel.hint->isVisible() && panel.offer->isVisible() && !panel.go->isVisible());
    const auto shown = [&] {
      for (auto* label : panel.findChildren<QLabel*>())
        if (label->isVisible() && label->text() == view.hint) return true;
      return false;
    };
    QVERIFY(!shown());
    QTest::mouseClick(panel.hint, Qt::LeftButton);
    QVERIFY(shown());
    view.step = 2;  // the next step begins without it
    panel.setView(view);
    QVERIFY(!shown());
  }

  void keysAloneAreEnough() {
    LessonPanel panel;
    LessonView view = someView();
    view.offer = "Do it";
    panel.setView(view);
    panel.QWidget::show();
    QVERIFY(QTest::qWaitForWindowActive(&panel));
    QSignalSpy next(&panel, &LessonPanel::nextAsked), back(&panel, &LessonPanel::backAsked),
        go(&panel, &LessonPanel::goAsked), offer(&panel, &LessonPanel::offerAsked),
        leave(&panel, &LessonPanel::leaveAsked);
    QTest::keyClick(&panel, Qt::Key_PageDown, Qt::ControlModifier);
    QTRY_COMPARE(next.count(), 1);  // a button that a key presses is seen to be pressed first
    view.done = true;
    panel.setView(view);
    QTest::keyClick(&panel, Qt::Key_PageDown, Qt::ControlModifier);
    QTest::keyClick(&panel, Qt::Key_PageUp, Qt::ControlModifier);
    QTest::keyClick(&panel, Qt::Key_F6);
    QTRY_COMPARE(next.count(), 2);
    QTRY_COMPARE(back.count(), 1);
    QTRY_COMPARE(go.count(), 1);
    view.done = false;
    panel.setView(view);
    for (auto* button : {panel.offer, panel.leave}) {
      for (int i = 0; i < 20 && !button->hasFocus(); ++i) QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
      QVERIFY(button->hasFocus());
      QTest::keyClick(button, Qt::Key_Space);
    }
    QCOMPARE(offer.count(), 1);
    QCOMPARE(leave.count(), 1);
  }

  void aScreenReaderHearsTheStepAndWhatIsMarked() {
    LessonPanel panel;
    panel.setView(someView());
    const QString said = panel.accessibleDescription();
    for (const char* part : {"Step 2 of 4", "A step", "Press", "Marked: Run"})
      QVERIFY2(said.contains(part), qPrintable(said));
  }

  void theFrameScrollsToItsControlAndFollowsIt() {
    Scrolled shown;
    QVERIFY(QTest::qWaitForWindowExposed(&shown.window));
    auto* frame = new HighlightFrame(*shown.last);
    QTRY_VERIFY(frame->isVisible());
    QVERIFY2(!shown.last->visibleRegion().isEmpty(), "it was scrolled into view");
    QTRY_VERIFY(frame->geometry().contains(inWindow(*shown.last).intersected(shown.window.rect())));
    shown.window.resize(600, 500);
    QTRY_VERIFY(frame->geometry().contains(inWindow(*shown.last).intersected(shown.window.rect())));
    shown.area->verticalScrollBar()->setValue(0);
    QTRY_VERIFY(!frame->isVisible());
    shown.area->verticalScrollBar()->setValue(5000);
    QTRY_VERIFY(frame->isVisible());
    shown.last->hide();
    QTRY_VERIFY(!frame->isVisible());
  }

  void aControlThatIsAllCoveredByItsChildrenIsFramed() {
    QWidget window;
    auto* area = new QScrollArea(&window);
    area->setGeometry(20, 20, 100, 80);
    auto* inside = new QWidget;
    inside->setAutoFillBackground(true);
    area->setWidget(inside);
    area->setWidgetResizable(true);
    window.resize(200, 150);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    auto* frame = new HighlightFrame(*area);
    QTRY_VERIFY(frame->isVisible());
    QVERIFY(frame->geometry().contains(area->geometry()));
  }

  void theFrameTakesNoClickAndNoFocusAndGoesWithItsControl() {
    Scrolled shown;
    QVERIFY(QTest::qWaitForWindowExposed(&shown.window));
    QPointer<HighlightFrame> frame = new HighlightFrame(*shown.first);
    QTRY_VERIFY(frame->isVisible());
    QSignalSpy clicked(shown.first, &QPushButton::clicked);
    const QPoint at = inWindow(*shown.first).center();
    QVERIFY(shown.window.childAt(at) == shown.first);
    QTest::mouseClick(shown.window.windowHandle(), Qt::LeftButton, {}, at);
    QTRY_COMPARE(clicked.count(), 1);
    QCOMPARE(frame->focusPolicy(), Qt::NoFocus);
    delete shown.first;
    QTRY_VERIFY(frame.isNull());
  }

  void theFrameIsDrawnInTheAccentOfTheTheme() {
    Scrolled shown;
    QVERIFY(QTest::qWaitForWindowExposed(&shown.window));
    auto* frame = new HighlightFrame(*shown.first);
    QTRY_VERIFY(frame->isVisible());
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
      m_theme->choose(choice);
      QTest::qWait(20);
      const QImage picture = shown.window.grab().toImage();
      const QPoint edge = frame->geometry().center();
      QCOMPARE(picture.pixelColor(edge.x(), frame->y() + 1), m_theme->colours().accent);
    }
  }

 private:
  std::unique_ptr<Theme> m_theme;
};

QTEST_MAIN(TestLessonPanel)
#include "tst_lesson_panel.moc"
