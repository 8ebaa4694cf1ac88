#include "ui/learn/highlight_frame.h"

#include <QEvent>
#include <QPainter>
#include <QScrollArea>

#include "ui/theme.h"

namespace headroom {

namespace {

constexpr int kGap = 4, kWidth = 3;  // pixels between control and frame, and of the frame

/// What the widgets around it let through, in its own coordinates. Not visibleRegion(): that is empty where opaque
/// children cover all of a control.
QRect seenPart(const QWidget& control) {
  if (!control.isVisible()) return {};
  QRect seen = control.rect();
  for (const QWidget* inner = &control; !inner->isWindow() && inner->parentWidget(); inner = inner->parentWidget()) {
    const QWidget* around = inner->parentWidget();
    seen &= around->rect().translated(-control.mapTo(around, QPoint()));
  }
  return seen;
}

}  // namespace

HighlightFrame::HighlightFrame(QWidget& target) : QWidget(target.window()), m_target(&target) {
  setObjectName(QStringLiteral("lesson.highlight"));
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAttribute(Qt::WA_NoSystemBackground);
  setFocusPolicy(Qt::NoFocus);
  for (QWidget* each = &target; each; each = each->isWindow() ? nullptr : each->parentWidget()) {
    each->installEventFilter(this);
    if (auto* area = qobject_cast<QScrollArea*>(each); area && area != &target) area->ensureWidgetVisible(&target);
  }
  connect(&target, &QObject::destroyed, this, &QObject::deleteLater);
  follow();
}

void HighlightFrame::follow() {
  const QRect seen = m_target ? seenPart(*m_target) : QRect();
  setVisible(!seen.isEmpty());
  if (seen.isEmpty()) return;
  const QRect there(m_target->mapTo(window(), seen.topLeft()), seen.size());
  const int around = kGap + kWidth;
  const QRect wanted = there.adjusted(-around, -around, around, around).intersected(window()->rect());
  if (wanted != geometry()) setGeometry(wanted);
  raise();
}

bool HighlightFrame::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::Move:
    case QEvent::Resize:
    case QEvent::Show:
    case QEvent::Hide:
      // The control stands where it will only when its window has been laid out.
      QMetaObject::invokeMethod(this, &HighlightFrame::follow, Qt::QueuedConnection);
      break;
    default:
      break;
  }
  return QWidget::eventFilter(watched, event);
}

void HighlightFrame::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(coloursFor(palette()).accent, kWidth));
  const double half = kWidth / 2.0;
  painter.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), 8, 8);
}

}  // namespace headroom
