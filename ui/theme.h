// Colours and style of the window: one set of tokens for light, one for dark; switched live.
#pragma once

#include <QColor>
#include <QObject>
#include <QPalette>
#include <QString>
#include <array>

class QApplication;

namespace headroom {

enum class ThemeChoice { System, Light, Dark };
QString themeWord(ThemeChoice choice);
/// "system", "light", "dark"; anything else is System.
ThemeChoice themeFromWord(const QString& word);

struct ThemeColours {
  bool dark = false;
  QColor background, panel, sunken, text, dim, line, accent, onAccent, selection, hover;
  /// States and messages: ≥ 3:1 on panel as graphics; `error` and `warning` ≥ 4.5:1, they are also text.
  QColor running, waiting, paused, done, error, warning;
  /// Families of blocks; graphics, never text.
  QColor attention, feedForward, norm, position, mixer, embedding;
  /// Series of a chart: told apart with colour-blind eyes (after Okabe and Ito), ≥ 3:1 on panel.
  std::array<QColor, 8> series;
};

const ThemeColours& lightColours();
const ThemeColours& darkColours();
/// The tokens that belong to a widget's palette: widgets ask this while painting, so nobody stores a colour.
const ThemeColours& coloursFor(const QPalette& palette);
QPalette paletteFrom(const ThemeColours& colours);
QString styleSheetFrom(const ThemeColours& colours);
/// WCAG 2 contrast ratio, 1 … 21.
double contrast(const QColor& a, const QColor& b);

/// Owns the choice and applies it to the application: Fusion style, palette and style sheet.
class Theme : public QObject {
  Q_OBJECT

 public:
  explicit Theme(QApplication& application, QObject* parent = nullptr);

  ThemeChoice choice() const { return m_choice; }
  const ThemeColours& colours() const;
  void choose(ThemeChoice choice);
  /// The desktop's own choice, as soon as it is known, and whenever it changes.
  void setSystemDark(bool dark);

 Q_SIGNALS:
  void changed();

 private:
  void apply();

  QApplication& m_application;
  bool m_systemIsDark;
  ThemeChoice m_choice = ThemeChoice::System;
};

}  // namespace headroom
