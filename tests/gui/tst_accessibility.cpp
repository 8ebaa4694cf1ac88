// Every control of every page has a name and a role for those who do not see it, and the Tab key reaches it.
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QTextEdit>
#include <QToolButton>
#include <set>

#include "tests/gui/test_window.h"
#include "ui/habits/about_dialog.h"
#include "ui/habits/command_palette.h"
#include "ui/habits/guide_window.h"
#include "ui/habits/log_dialog.h"
#include "ui/habits/shortcuts_dialog.h"
#include "ui/habits/window_menus.h"

using namespace headroom;

namespace {

/// Parts of Qt's own compound controls, which speak through the control.
bool isPart(const QWidget& widget) {
  const QWidget* parent = widget.parentWidget();
  return qobject_cast<const QAbstractSpinBox*>(parent) || qobject_cast<const QComboBox*>(parent) ||
         qobject_cast<const QLineEdit*>(parent) || qobject_cast<const QScrollBar*>(&widget) ||
         qobject_cast<const QHeaderView*>(&widget) || widget.objectName().startsWith("qt_") ||
         QString(widget.metaObject()->className()).contains("QTableCornerButton") ||
         (parent && parent->inherits("QComboBoxPrivateContainer"));
}

bool isControl(const QWidget& widget) {
  if (isPart(widget)) return false;
  if (qobject_cast<const QAbstractButton*>(&widget) || qobject_cast<const QLineEdit*>(&widget) ||
      qobject_cast<const QComboBox*>(&widget) || qobject_cast<const QAbstractSpinBox*>(&widget) ||
      qobject_cast<const QAbstractSlider*>(&widget) || qobject_cast<const QAbstractItemView*>(&widget) ||
      qobject_cast<const QTextEdit*>(&widget) || qobject_cast<const QPlainTextEdit*>(&widget))
    return true;
  // A widget of ours that takes the keyboard; pages and areas that only scroll hold controls and are none.
  return (widget.focusPolicy() & Qt::TabFocus) && !qobject_cast<const QScrollArea*>(&widget) && !widget.focusProxy() &&
         QString(widget.metaObject()->className()).startsWith("headroom::");
}

QString described(const QWidget& widget) {
  QString path;
  for (const QWidget* each = &widget; each && !each->isWindow(); each = each->parentWidget())
    path.prepend('/' + QString(each->metaObject()->className()) +
                 (each->objectName().isEmpty() ? "" : ':' + each->objectName()));
  const auto* button = qobject_cast<const QAbstractButton*>(&widget);
  return path.section('/', -4) + (button ? " \"" + button->text() + '"' : QString()) + " tooltip \"" +
         widget.toolTip().left(40) + '"';
}

/// What the tree below a widget lacks, one line each.
QStringList missing(QWidget& root, int& controls) {
  QStringList problems;
  for (auto* widget : root.findChildren<QWidget*>()) {
    if (!widget->isVisible() || !isControl(*widget)) continue;
    ++controls;
    const auto* seen = QAccessible::queryAccessibleInterface(widget);
    if (!seen || !seen->isValid()) {
      problems << "no interface: " + described(*widget);
      continue;
    }
    if (seen->text(QAccessible::Name).trimmed().isEmpty()) problems << "no name: " + described(*widget);
    if (seen->role() == QAccessible::NoRole) problems << "no role: " + described(*widget);
  }
  return problems;
}

}  // namespace

class TestAccessibility : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<TestWindow> m_window;

 private Q_SLOTS:
  void initTestCase() { m_window = std::make_unique<TestWindow>(); }
  void cleanupTestCase() { m_window.reset(); }

  void everyControlHasANameAndARole_data() {
    QTest::addColumn<QString>("page");
    for (const QString& page : TestWindow::pages()) QTest::newRow(qPrintable(page)) << page;
  }

  void everyControlHasANameAndARole() {
    QFETCH(QString, page);
    m_window->window().showPage(page);
    QTest::qWait(50);
    int controls = 0;
    const QStringList problems = missing(m_window->window(), controls);
    QVERIFY(controls > 5);
    QVERIFY2(problems.isEmpty(), qPrintable('\n' + problems.join('\n')));
  }

  void everyActionOfTheMenusHasWords() {
    const auto entries = m_window->window().menus().entries();
    QVERIFY(entries.size() > 15);
    for (const auto& entry : entries) QVERIFY2(!entry.title.endsWith(QStringLiteral("▸ ")), qPrintable(entry.title));
  }

  void dialogsHaveNamesToo() {
    auto& window = m_window->window();
    std::vector<std::unique_ptr<QDialog>> dialogs;
    dialogs.push_back(std::make_unique<AboutDialog>("Engine", "headroom.db"));
    dialogs.push_back(
        std::make_unique<ShortcutsDialog>(std::vector<PaletteEntry>{{.title = "Quit", .keys = "Ctrl+Q"}}));
    dialogs.push_back(std::make_unique<GuideWindow>("en"));
    dialogs.push_back(std::make_unique<LogDialog>("Log", "/nowhere"));
    dialogs.push_back(std::make_unique<CommandPalette>(&window));
    for (const auto& dialog : dialogs) {
      dialog->show();
      int controls = 0;
      const QStringList problems = missing(*dialog, controls);
      QVERIFY(controls > 0);
      QVERIFY2(problems.isEmpty(), qPrintable(dialog->windowTitle() + '\n' + problems.join('\n')));
      QVERIFY(!dialog->windowTitle().isEmpty());
    }
  }

  void tabReachesEveryControl_data() { everyControlHasANameAndARole_data(); }

  void tabReachesEveryControl() {
    QFETCH(QString, page);
    auto& window = m_window->window();
    window.showPage(page);
    m_window->activate();
    std::set<QWidget*> reached;
    for (int i = 0; i < 400; ++i) {
      QWidget* focus = QApplication::focusWidget();
      if (focus) reached.insert(focus);
      QTest::keyClick(focus ? focus : &window, Qt::Key_Tab);
      if (i > 20 && QApplication::focusWidget() && reached.contains(QApplication::focusWidget()) &&
          reached.size() > 1 && QApplication::focusWidget() == *reached.begin())
        break;
    }
    QVERIFY(reached.size() > 2);
    QStringList left;
    for (auto* widget : window.page(page)->findChildren<QWidget*>()) {
      if (!widget->isVisible() || !widget->isEnabled() || !isControl(*widget)) continue;
      if (!(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy()) continue;
      // Of buttons that exclude each other the arrows reach the others.
      const auto* button = qobject_cast<QAbstractButton*>(widget);
      if (button && (button->group() || button->autoExclusive())) continue;
      if (!reached.contains(widget)) left << described(*widget);
    }
    QVERIFY2(left.isEmpty(), qPrintable('\n' + left.join('\n')));
  }
};

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
