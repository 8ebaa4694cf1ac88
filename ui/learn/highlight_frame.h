// A frame around a control, above everything in its window; follows it, takes no click and no focus.
#pragma once

#include <QPointer>
#include <QWidget>

namespace headroom {

/// Lives in the target's window and dies with the target.
class HighlightFrame : public QWidget {
  Q_OBJECT

 public:
  /// Scrolls the target into view.
  explicit HighlightFrame(QWidget& target);

  QWidget* target() const { return m_target; }
  /// Where the target can be seen now; hidden while nothing of it can.
  void follow();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  const QPointer<QWidget> m_target;
};

}  // namespace headroom
