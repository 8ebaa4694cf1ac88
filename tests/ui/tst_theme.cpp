// Contrast of both palettes (WCAG 2) and the live switch.
#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include "ui/icons.h"
#include "ui/theme.h"

using namespace headroom;

class TestTheme : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void textCanBeReadOnEverySurface_data() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
  }

  void textCanBeReadOnEverySurface() {
    QFETCH(bool, dark);
    const auto& c = dark ? darkColours() : lightColours();
    for (const QColor& surface : {c.background, c.panel, c.sunken, c.selection, c.hover}) {
      QVERIFY2(contrast(c.text, surface) >= 7, qPrintable(surface.name()));
    }
    for (const QColor& words : {c.dim, c.accent, c.error, c.warning}) {
      QVERIFY2(contrast(words, c.panel) >= 4.5, qPrintable(words.name()));
    }
    QVERIFY(contrast(c.dim, c.background) >= 4.5);
    QVERIFY(contrast(c.onAccent, c.accent) >= 4.5);
  }

  void graphicsStandOutFromThePanel_data() { textCanBeReadOnEverySurface_data(); }

  void graphicsStandOutFromThePanel() {
    QFETCH(bool, dark);
    const auto& c = dark ? darkColours() : lightColours();
    for (const QColor& graphic : {c.running, c.waiting, c.paused, c.done, c.error, c.attention, c.feedForward, c.norm,
                                  c.position, c.mixer, c.embedding}) {
      QVERIFY2(contrast(graphic, c.panel) >= 3, qPrintable(graphic.name()));
    }
    for (const QColor& series : c.series) QVERIFY2(contrast(series, c.panel) >= 3, qPrintable(series.name()));
  }

  void contrastIsThatOfTheStandard() {
    QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
    // #777777 on white: 4.48, the well-known grey that just fails.
    QVERIFY(std::abs(contrast(QColor("#777777"), Qt::white) - 4.48) < 0.005);
  }

  void switchesLive() {
    Theme theme(*qApp);
    QSignalSpy changed(&theme, &Theme::changed);
    theme.choose(ThemeChoice::Dark);
    QCOMPARE(changed.size(), 1);
    QVERIFY(coloursFor(QApplication::palette()).dark);
    theme.choose(ThemeChoice::Light);
    QCOMPARE(changed.size(), 2);
    QVERIFY(!coloursFor(QApplication::palette()).dark);
  }

  void everyIconOfTheRailCanBeDrawn() {
    for (const char* name :
         {"compose", "runs", "study", "hardware", "plan", "learn", "stop", "pause", "play", "headroom"}) {
      const QImage image = themedIcon(name).pixmap(32, 32).toImage();
      bool painted = false;
      for (int y = 0; y < image.height() && !painted; ++y) {
        for (int x = 0; x < image.width() && !painted; ++x) painted = image.pixelColor(x, y).alpha() > 0;
      }
      QVERIFY2(painted, name);
    }
  }

  void wordsOfTheChoiceReadBack() {
    for (auto choice : {ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark})
      QCOMPARE(themeFromWord(themeWord(choice)), choice);
    QCOMPARE(themeFromWord("purple"), ThemeChoice::System);
  }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
