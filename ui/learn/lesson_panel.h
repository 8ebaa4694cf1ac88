// The side panel of a lesson: where one is, what to do, what is marked; back, on, hint, leave. Shows, decides nothing.
#pragma once

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace headroom {

/// All that the panel shows.
struct LessonView {
  QString lesson, title, text, hint;
  int step = 0, steps = 1;
  bool done = false, last = false;
  QString note;    // how far the check is
  QString marked;  // the marked control in words; "" = none
  QString offer;   // what can be done for the person; "" = nothing
  bool operator==(const LessonView&) const = default;
};

class LessonPanel : public QFrame {
  Q_OBJECT

 public:
  explicit LessonPanel(QWidget* parent = nullptr);

  void setView(const LessonView& view);
  const LessonView& view() const { return m_view; }
  QSize sizeHint() const override;

  QPushButton *back, *next, *leave, *hint, *offer, *go;

 Q_SIGNALS:
  void backAsked();
  /// On from a step that is done, or past one that is not.
  void nextAsked();
  void leaveAsked();
  void offerAsked();
  /// Take the keyboard to the marked control.
  void goAsked();

 private:
  void announce();

  LessonView m_view;
  QLabel *m_lesson, *m_count, *m_title, *m_text, *m_hint, *m_note, *m_marked;
  QProgressBar* m_progress;
};

}  // namespace headroom
