#include "ui/theme.h"

#include <QApplication>
#include <QStyleFactory>
#include <algorithm>
#include <cmath>

#include "ui/icons.h"

namespace headroom {

QString themeWord(ThemeChoice choice) {
  switch (choice) {
    case ThemeChoice::System:
      return QStringLiteral("system");
    case ThemeChoice::Light:
      return QStringLiteral("light");
    case ThemeChoice::Dark:
      return QStringLiteral("dark");
  }
  return {};
}

ThemeChoice themeFromWord(const QString& word) {
  if (word == QLatin1String("light")) return ThemeChoice::Light;
  if (word == QLatin1String("dark")) return ThemeChoice::Dark;
  return ThemeChoice::System;
}

const ThemeColours& lightColours() {
  static const ThemeColours colours{
      .dark = false,
      .background = QColor("#f6f7f9"),
      .panel = QColor("#ffffff"),
      .sunken = QColor("#f1f3f6"),
      .text = QColor("#1b2430"),
      .dim = QColor("#66717f"),
      .line = QColor("#dde2e8"),
      .accent = QColor("#0f766e"),
      .onAccent = QColor("#ffffff"),
      .selection = QColor("#ddf0ed"),
      .hover = QColor("#eaf1f1"),
      .running = QColor("#0f766e"),
      .waiting = QColor("#7b8794"),
      .paused = QColor("#b45309"),
      .done = QColor("#2563eb"),
      .error = QColor("#c62828"),
      .warning = QColor("#a04a06"),
      .attention = QColor("#2563eb"),
      .feedForward = QColor("#7c3aed"),
      .norm = QColor("#b45309"),
      .position = QColor("#047857"),
      .mixer = QColor("#0e7490"),
      .embedding = QColor("#64748b"),
      .series = {QColor("#0072b2"), QColor("#c2541c"), QColor("#00805e"), QColor("#a8478a"), QColor("#8a6d00"),
                 QColor("#3b8fc4"), QColor("#5b6470"), QColor("#7c3aed")}};
  return colours;
}

const ThemeColours& darkColours() {
  static const ThemeColours colours{
      .dark = true,
      .background = QColor("#14181d"),
      .panel = QColor("#1b2127"),
      .sunken = QColor("#14181d"),
      .text = QColor("#e4e9ee"),
      .dim = QColor("#94a0ad"),
      .line = QColor("#2c343d"),
      .accent = QColor("#2dd4bf"),
      .onAccent = QColor("#10201e"),
      .selection = QColor("#1d3734"),
      .hover = QColor("#232b32"),
      .running = QColor("#2dd4bf"),
      .waiting = QColor("#94a0ad"),
      .paused = QColor("#fbbf24"),
      .done = QColor("#60a5fa"),
      .error = QColor("#f87171"),
      .warning = QColor("#fbbf24"),
      .attention = QColor("#60a5fa"),
      .feedForward = QColor("#a78bfa"),
      .norm = QColor("#d97706"),
      .position = QColor("#059669"),
      .mixer = QColor("#0891b2"),
      .embedding = QColor("#94a3b8"),
      .series = {QColor("#56b4e9"), QColor("#e69f00"), QColor("#2fbf98"), QColor("#dd8cbb"), QColor("#f0e442"),
                 QColor("#ef7a45"), QColor("#a3b0bd"), QColor("#a78bfa")}};
  return colours;
}

const ThemeColours& coloursFor(const QPalette& palette) {
  return palette.color(QPalette::Window).lightness() < 128 ? darkColours() : lightColours();
}

QPalette paletteFrom(const ThemeColours& c) {
  QPalette palette;
  palette.setColor(QPalette::Window, c.background);
  palette.setColor(QPalette::WindowText, c.text);
  palette.setColor(QPalette::Base, c.panel);
  palette.setColor(QPalette::AlternateBase, c.sunken);
  palette.setColor(QPalette::Text, c.text);
  palette.setColor(QPalette::PlaceholderText, c.dim);
  palette.setColor(QPalette::Button, c.panel);
  palette.setColor(QPalette::ButtonText, c.text);
  palette.setColor(QPalette::BrightText, c.error);
  palette.setColor(QPalette::ToolTipBase, c.panel);
  palette.setColor(QPalette::ToolTipText, c.text);
  palette.setColor(QPalette::Highlight, c.selection);
  palette.setColor(QPalette::HighlightedText, c.text);
  palette.setColor(QPalette::Link, c.accent);
  palette.setColor(QPalette::LinkVisited, c.accent);
  palette.setColor(QPalette::Light, c.panel);
  palette.setColor(QPalette::Midlight, c.line);
  palette.setColor(QPalette::Mid, c.line);
  palette.setColor(QPalette::Dark, c.dim);
  palette.setColor(QPalette::Shadow, c.line);
  for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, c.dim);
  }
  return palette;
}

QString styleSheetFrom(const ThemeColours& c) {
  QString sheet = QStringLiteral(R"(
QMainWindow, QDialog { background: @background; }
QToolTip { background: @panel; color: @text; border: 1px solid @line; padding: 4px 6px; }
QMenuBar { background: @panel; border-bottom: 1px solid @line; padding: 2px 6px; }
QMenuBar::item { padding: 4px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @panel; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @dim; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }
QStatusBar { background: @panel; border-top: 1px solid @line; color: @dim; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @dim; padding: 2px 8px; }
QFrame[panel="true"] { background: @panel; border: 1px solid @line; border-radius: 8px; }
QWidget[rail="true"] { background: @panel; border-right: 1px solid @line; }
QToolButton[railButton="true"] { background: transparent; border: none; border-radius: 8px; padding: 6px 2px; color: @dim; }
QToolButton[railButton="true"]:hover { background: @hover; }
QToolButton[railButton="true"]:checked { background: @selection; color: @accent; font-weight: 600; }
QToolButton[railButton="true"]:focus { border: 1px solid @accent; }
QLabel[dim="true"] { color: @dim; }
QLabel[heading="true"] { font-size: 15pt; font-weight: 600; }
QLabel[problem="true"] { color: @error; }
QLabel[caption="true"] { color: @dim; font-size: 8pt; font-weight: 600; }
QPushButton, QToolButton[plain="true"] { background: @panel; border: 1px solid @line; border-radius: 6px; padding: 5px 12px; min-height: 18px; }
QPushButton:hover, QToolButton[plain="true"]:hover { background: @hover; }
QPushButton:pressed, QToolButton[plain="true"]:pressed { background: @selection; }
QPushButton:focus, QToolButton[plain="true"]:focus { border-color: @accent; }
QPushButton:disabled, QToolButton[plain="true"]:disabled { color: @dim; background: @background; }
QPushButton[accent="true"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[accent="true"]:disabled { background: @line; color: @dim; border-color: @line; }
QToolButton[plain="true"]::menu-indicator { image: none; }
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox { background: @sunken; border: 1px solid @line; border-radius: 6px; padding: 4px 8px; min-height: 18px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus { border-color: @accent; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/icons/down-@tone.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @line; selection-background-color: @selection; selection-color: @text; }
QTableView { background: @panel; border: none; gridline-color: @line; selection-background-color: @selection; selection-color: @text; }
QTableView::item { padding: 0 6px; border-bottom: 1px solid @line; }
QTableView::item:selected { background: @selection; color: @text; }
QHeaderView { background: @panel; }
QTableCornerButton::section { background: @panel; border: none; border-bottom: 1px solid @line; }
QHeaderView::section { background: @panel; color: @dim; border: none; border-bottom: 1px solid @line; padding: 5px 6px; font-weight: 600; }
QListView, QTreeView { background: @panel; border: none; outline: none; }
QListView::item:selected, QTreeView::item:selected { background: @selection; color: @text; }
QTabBar::tab { background: transparent; color: @dim; border: none; border-bottom: 2px solid transparent; padding: 5px 12px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { color: @accent; }
QPlainTextEdit { background: @sunken; border: 1px solid @line; border-radius: 6px; selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit:focus { border-color: @accent; }
QScrollArea { border: none; background: transparent; }
QSplitter::handle { background: @background; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }
QScrollBar::handle:hover { background: @dim; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)");
  const std::pair<const char*, QColor> tokens[] = {
      {"@background", c.background},
      {"@panel", c.panel},
      {"@sunken", c.sunken},
      {"@text", c.text},
      {"@dim", c.dim},
      {"@line", c.line},
      {"@accent", c.accent},
      {"@onAccent", c.onAccent},
      {"@selection", c.selection},
      {"@hover", c.hover},
      {"@error", c.error},
  };
  for (const auto& [token, colour] : tokens) sheet.replace(QLatin1String(token), colour.name());
  sheet.replace(QLatin1String("@tone"), QLatin1String(c.dark ? "dark" : "light"));
  return sheet;
}

namespace {

double luminance(const QColor& colour) {
  const auto linear = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

}  // namespace

double contrast(const QColor& a, const QColor& b) {
  const auto [low, high] = std::minmax({luminance(a), luminance(b)});
  return (high + 0.05) / (low + 0.05);
}

// Qt 6.4 has no colorScheme(); the lightness of the palette that the platform gave is what can be known before ours
// replaces it.
Theme::Theme(QApplication& application, QObject* parent)
    : QObject(parent),
      m_application(application),
      m_systemIsDark(application.palette().color(QPalette::Window).lightness() < 128) {
  application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  apply();
}

const ThemeColours& Theme::colours() const {
  const bool dark = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && m_systemIsDark);
  return dark ? darkColours() : lightColours();
}

void Theme::choose(ThemeChoice choice) {
  if (choice == m_choice) return;
  m_choice = choice;
  apply();
  Q_EMIT changed();
}

void Theme::apply() {
  linkIconFiles();
  m_application.setPalette(paletteFrom(colours()));
  m_application.setStyleSheet(styleSheetFrom(colours()));
}

}  // namespace headroom
