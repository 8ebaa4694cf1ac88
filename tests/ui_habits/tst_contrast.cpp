// Contrast of every pair of colours that the style and the palettes put together: words at least 4.5 to 1 (WCAG 2 AA).
#include <QApplication>
#include <QRegularExpression>
#include <QTest>

#include "ui/habits/system_theme.h"
#include "ui/theme.h"

using namespace headroom;

namespace {

struct Rule {
  QString selector;
  QColor background, colour;
};

/// The rules of a style sheet with what they say of background and words.
std::vector<Rule> rulesOf(const QString& sheet) {
  std::vector<Rule> rules;
  static const QRegularExpression rule("([^{}]+)\\{([^}]*)\\}");
  static const QRegularExpression background("(?:^|[ ;])(?:selection-)?background(?:-color)?: (#[0-9a-f]{6})");
  static const QRegularExpression colour("(?:^|[ ;])color: (#[0-9a-f]{6})");
  for (auto each = rule.globalMatch(sheet); each.hasNext();) {
    const auto match = each.next();
    rules.push_back({match.captured(1).trimmed(), QColor(background.match(match.captured(2)).captured(1)),
                     QColor(colour.match(match.captured(2)).captured(1))});
  }
  return rules;
}

}  // namespace

class TestContrast : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rulesOfTheStyleCanBeRead_data() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
  }

  void rulesOfTheStyleCanBeRead() {
    QFETCH(bool, dark);
    const auto& c = dark ? darkColours() : lightColours();
    const auto rules = rulesOf(styleSheetFrom(c));
    QVERIFY(rules.size() > 40);
    int pairs = 0;
    for (const auto& rule : rules) {
      const QColor words = rule.colour.isValid() ? rule.colour : c.text;
      std::vector<QColor> surfaces{rule.background};
      // Words without a surface of their own stand on the window's or a panel's.
      if (!rule.background.isValid())
        surfaces = rule.colour.isValid() ? std::vector{c.background, c.panel} : std::vector<QColor>{};
      for (const QColor& surface : surfaces) {
        ++pairs;
        const QString what = QString("%1: %2 on %3").arg(rule.selector, words.name(), surface.name());
        if (!rule.selector.contains("QScrollBar")) QVERIFY2(contrast(words, surface) >= 4.5, qPrintable(what));
      }
    }
    QVERIFY(pairs > 30);
  }

  void rolesOfThePaletteCanBeRead_data() { rulesOfTheStyleCanBeRead_data(); }

  void rolesOfThePaletteCanBeRead() {
    QFETCH(bool, dark);
    const QPalette palette = paletteFrom(dark ? darkColours() : lightColours());
    const std::pair<QPalette::ColorRole, QPalette::ColorRole> pairs[] = {
        {QPalette::WindowText, QPalette::Window},
        {QPalette::Text, QPalette::Base},
        {QPalette::Text, QPalette::AlternateBase},
        {QPalette::ButtonText, QPalette::Button},
        {QPalette::HighlightedText, QPalette::Highlight},
        {QPalette::PlaceholderText, QPalette::Base},
        {QPalette::PlaceholderText, QPalette::AlternateBase},
        {QPalette::ToolTipText, QPalette::ToolTipBase},
        {QPalette::Link, QPalette::Base},
        {QPalette::Link, QPalette::Window},
        {QPalette::LinkVisited, QPalette::Base},
        {QPalette::BrightText, QPalette::Window}};
    for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled}) {
      for (const auto& [words, surface] : pairs) {
        const double ratio = contrast(palette.color(group, words), palette.color(group, surface));
        QVERIFY2(ratio >= 4.5,
                 qPrintable(QString("group %1, role %2 on %3: %4").arg(group).arg(words).arg(surface).arg(ratio)));
      }
    }
  }

  /// What the desktop's portal says while the window is open counts where the choice is the system's.
  void theSystemsChoiceIsFollowedLive() {
    Theme theme(*qApp);
    theme.choose(ThemeChoice::System);
    takeSystemScheme(theme, 1U);
    QVERIFY(theme.colours().dark);
    takeSystemScheme(theme, "nonsense");
    takeSystemScheme(theme, 77U);
    QVERIFY(theme.colours().dark);
    takeSystemScheme(theme, 2U);
    QVERIFY(!theme.colours().dark);
    theme.choose(ThemeChoice::Dark);
    takeSystemScheme(theme, 0U);
    QVERIFY(theme.colours().dark);
  }

  void wordsCanBeReadOnEverySurface_data() { rulesOfTheStyleCanBeRead_data(); }

  /// What widgets paint themselves: dim, accent, error and warning on rows that are plain, hovered or selected.
  void wordsCanBeReadOnEverySurface() {
    QFETCH(bool, dark);
    const auto& c = dark ? darkColours() : lightColours();
    for (const QColor& words : {c.text, c.dim, c.accent, c.error, c.warning})
      for (const QColor& surface : {c.background, c.panel, c.sunken, c.selection, c.hover})
        QVERIFY2(contrast(words, surface) >= 4.5, qPrintable(words.name() + " on " + surface.name()));
    QVERIFY(contrast(c.onAccent, c.accent) >= 4.5);
  }
};

QTEST_MAIN(TestContrast)
#include "tst_contrast.moc"
