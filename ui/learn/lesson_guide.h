// Leads through one lesson: looks whether the step's checks hold, marks its control, keeps where the person is.
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <optional>

#include "ui/learn/highlight_frame.h"
#include "ui/learn/lesson_panel.h"
#include "ui/learn/lesson_shelf.h"
#include "ui/learn/window_facts.h"

namespace headroom {

class LessonGuide : public QObject {
  Q_OBJECT

 public:
  LessonGuide(MainWindow& window, Workbench& workbench, LessonShelf shelf, LessonProgress progress,
              QObject* parent = nullptr);
  ~LessonGuide() override;

  const LessonShelf& shelf() const { return m_shelf; }
  const LessonProgress& progress() const { return m_progress; }
  WindowFacts& facts() { return m_facts; }
  LessonPanel& panel() { return *m_panel; }
  /// Null while there is none.
  const LessonPlayer* player() const { return m_player ? &*m_player : nullptr; }
  HighlightFrame* frame() const { return m_frame; }

  /// Goes on where it was left; `anew` begins at the first step. An unknown name does nothing.
  void open(const QString& lesson, bool anew = false);
  /// Its place is kept.
  void leave();

 Q_SIGNALS:
  /// A lesson was opened, moved on, or was left.
  void changed();

 private:
  void beginStep();
  void look();
  void mark();
  void putBesidePanel(QWidget& sheet);
  void goOn();
  void goThere();
  void doOffer();
  LessonView view(const Judgement& verdict) const;

  MainWindow& m_window;
  WindowFacts m_facts;
  const LessonShelf m_shelf;
  LessonProgress m_progress;
  std::optional<LessonPlayer> m_player;
  LessonPanel* const m_panel;  // the window's
  QPointer<HighlightFrame> m_frame;
  QString m_problem;  // of what was done for the person
  QTimer m_look, m_advance;
};

}  // namespace headroom
