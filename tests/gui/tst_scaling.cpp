// Every page at a scaling of the screen (QT_SCALE_FACTOR, set by CTest), in light and dark, in English and in German
// (HEADROOM_TEST_LANGUAGE): nothing is cut, and a picture of each is left in build/…/screenshots.
#include <QDir>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QTest>

#include "tests/gui/test_window.h"
#include "ui/habits/language.h"

using namespace headroom;

namespace {

/// At 300 % of a 4K screen the window has 1280 × 720 points.
constexpr QSize kSmallest(1280, 720);

QStringList cutWords(QWidget& root) {
  QStringList cut;
  for (auto* label : root.findChildren<QLabel*>()) {
    if (!label->isVisible() || label->text().isEmpty() || label->wordWrap() ||
        !label->pixmap(Qt::ReturnByValue).isNull())
      continue;
    if (label->width() + 1 < label->minimumSizeHint().width()) cut << "label: " + label->text().left(60);
  }
  for (auto* button : root.findChildren<QPushButton*>()) {
    if (!button->isVisible() || button->text().isEmpty()) continue;
    const int words = button->fontMetrics().size(Qt::TextShowMnemonic, button->text()).width();
    if (button->width() < words) cut << "button: " + button->text();
    if (button->height() < button->fontMetrics().height()) cut << "low button: " + button->text();
  }
  return cut;
}

}  // namespace

class TestScaling : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<TestWindow> m_window;

  static QString language() { return qEnvironmentVariable("HEADROOM_TEST_LANGUAGE", "en"); }
  int percent() const { return qRound(m_window->window().devicePixelRatioF() * 100); }

 private Q_SLOTS:
  void initTestCase() {
    installLanguage(*qApp, language());
    m_window = std::make_unique<TestWindow>();
    QDir().mkpath(HEADROOM_SCREENSHOTS);
  }
  void cleanupTestCase() { m_window.reset(); }

  void theFactorArrives() {
    const double asked = qEnvironmentVariable("QT_SCALE_FACTOR", "1").toDouble();
    QCOMPARE(m_window->window().devicePixelRatioF(), asked);
  }

  void everyPageIsPaintedAndNothingIsCut_data() {
    QTest::addColumn<QString>("page");
    for (const QString& page : TestWindow::pages()) QTest::newRow(qPrintable(page)) << page;
  }

  void everyPageIsPaintedAndNothingIsCut() {
    QFETCH(QString, page);
    auto& window = m_window->window();
    window.resize(percent() >= 300 ? kSmallest : QSize(1440, 900));
    window.showPage(page);
    QTest::qWait(80);
    QVERIFY2(window.width() <= 1440 && window.height() <= 900,
             qPrintable(QString("%1 wants %2 × %3").arg(page).arg(window.width()).arg(window.height())));
    const QStringList cut = cutWords(*window.page(page));
    QVERIFY2(cut.isEmpty(), qPrintable('\n' + cut.join('\n')));
    QImage pictures[2];
    for (const auto theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
      m_window->theme().choose(theme);
      QTest::qWait(60);  // the queued repaint of charts and diagram
      const QImage picture = window.grab().toImage();
      QCOMPARE(picture.size(), window.size() * window.devicePixelRatioF());
      QVERIFY(picture.save(QString(HEADROOM_SCREENSHOTS "/%1-%2-%3%4.png")
                               .arg(page, themeWord(theme))
                               .arg(percent())
                               .arg(language() == "en" ? QString() : '-' + language())));
      pictures[theme == ThemeChoice::Dark] = picture;
    }
    // A switch reaches the whole page: the middle of it is not as it was.
    QVERIFY(pictures[0] != pictures[1]);
    const QPoint inside(pictures[0].width() - 12, pictures[0].height() / 2);
    QVERIFY(pictures[0].pixelColor(inside).lightness() > 128 && pictures[1].pixelColor(inside).lightness() < 128);
  }
};

QTEST_MAIN(TestScaling)
#include "tst_scaling.moc"
