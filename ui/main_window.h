// The main window: a rail of six pages, menus, a status bar. Pages are made when they are first shown.
#pragma once

#include <QMainWindow>
#include <functional>
#include <vector>

#include "ui/models/workbench.h"
#include "ui/theme.h"

class QActionGroup;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace headroom {

/// One entry of the rail. `make` is called once, at the first visit.
struct WindowPage {
  QString id, title, icon;
  std::function<QWidget*()> make;
};

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  MainWindow(Workbench& workbench, Theme& theme, std::vector<WindowPage> pages, QWidget* parent = nullptr);

  /// An unknown id shows the first page.
  void showPage(const QString& id);
  QString currentPage() const;
  /// Made when it was not yet.
  QWidget* page(const QString& id);
  /// A panel at the right edge, beside every page; hidden until somebody shows it. The window owns it.
  void setSidePanel(QWidget* panel);
  /// The actions of a page, in the Run menu.
  void setRunActions(const std::vector<QAction*>& actions);
  /// In the Study menu; opening it makes the page.
  void setStudyActions(const std::vector<QAction*>& actions);
  QString engineText() const;

  /// From here on pages are really made: called by the first paint, so that it comes early.
  void fillPages();

 Q_SIGNALS:
  void firstPainted();
  void closing();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void closeEvent(QCloseEvent* event) override;

 private:
  QWidget* makeRail();
  void makeMenus();
  void makeStatusBar();
  void updateStatus();
  void showAbout();
  int indexOf(const QString& id) const;

  Workbench& m_workbench;
  Theme& m_theme;
  const std::vector<WindowPage> m_pages;
  std::vector<QToolButton*> m_buttons;
  std::vector<QWidget*> m_made;
  QStackedWidget* m_stack;
  QMenu* m_runMenu = nullptr;
  QMenu* m_studyMenu = nullptr;
  QLabel* m_engine = nullptr;
  QLabel* m_counts = nullptr;
  QLabel* m_machine = nullptr;
  QLabel* m_disk = nullptr;
  bool m_painted = false;
  bool m_fill = false;
};

}  // namespace headroom
