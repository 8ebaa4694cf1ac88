#include "ui/learn/lesson_panel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyle>
#include <QVBoxLayout>

namespace headroom {

namespace {

constexpr int kLeastWidth = 300, kUsualWidth = 340;  // pixels: about 50 letters a line

// Not Alt with arrows: Compose and the charts move what is selected with them.
const QKeySequence kNextKey(Qt::CTRL | Qt::Key_PageDown), kBackKey(Qt::CTRL | Qt::Key_PageUp);

QLabel* words(const char* look = nullptr) {
  auto* label = new QLabel;
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard | Qt::LinksAccessibleByMouse |
                                 Qt::LinksAccessibleByKeyboard);
  label->setOpenExternalLinks(true);
  if (look) label->setProperty(look, true);
  return label;
}

void setAccent(QPushButton* button, bool on) {
  if (button->property("accent").toBool() == on) return;
  button->setProperty("accent", on);
  button->style()->unpolish(button);
  button->style()->polish(button);
}

}  // namespace

LessonPanel::LessonPanel(QWidget* parent)
    : QFrame(parent),
      back(new QPushButton(tr("Back"))),
      next(new QPushButton),
      leave(new QPushButton(tr("Leave"))),
      hint(new QPushButton(tr("Hint"))),
      offer(new QPushButton),
      go(new QPushButton(tr("Go there"))),
      m_lesson(words("caption")),
      m_count(words("dim")),
      m_title(words("heading")),
      m_text(words()),
      m_hint(words("dim")),
      m_note(words("dim")),
      m_marked(words("dim")),
      m_progress(new QProgressBar) {
  setObjectName(QStringLiteral("lesson.panel"));
  setProperty("panel", true);
  setMinimumWidth(kLeastWidth);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  setAccessibleName(tr("Lesson"));
  m_text->setTextFormat(Qt::MarkdownText);
  m_hint->setTextFormat(Qt::MarkdownText);
  m_text->setObjectName(QStringLiteral("lesson.text"));
  m_progress->setTextVisible(false);
  m_progress->setFixedHeight(6);
  m_progress->setAccessibleName(tr("Steps of the lesson"));
  hint->setCheckable(true);
  back->setShortcut(kBackKey);
  next->setShortcut(kNextKey);
  go->setShortcut(Qt::Key_F6);
  go->setToolTip(tr("Takes the keyboard to the marked control, and back (F6)"));
  leave->setToolTip(tr("Closes the lesson; it goes on here when you come back"));

  auto* inner = new QWidget;
  auto* reading = new QVBoxLayout(inner);
  reading->setContentsMargins(0, 0, 6, 0);
  reading->setSpacing(10);
  for (auto* label : {m_title, m_text, m_hint}) reading->addWidget(label);
  reading->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(inner);
  for (QWidget* under : {inner, scroll->viewport()}) under->setAutoFillBackground(false);

  auto* marked = new QHBoxLayout;
  marked->addWidget(m_marked, 1);
  marked->addWidget(go);
  auto* help = new QHBoxLayout;
  help->addWidget(offer);
  help->addWidget(hint);
  help->addStretch(1);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(leave);
  buttons->addStretch(1);
  buttons->addWidget(back);
  buttons->addWidget(next);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(16, 12, 16, 12);
  layout->setSpacing(8);
  layout->addWidget(m_lesson);
  layout->addWidget(m_progress);
  layout->addWidget(m_count);
  layout->addWidget(scroll, 1);
  layout->addWidget(m_note);
  layout->addLayout(marked);
  layout->addLayout(help);
  layout->addLayout(buttons);

  connect(back, &QPushButton::clicked, this, &LessonPanel::backAsked);
  connect(next, &QPushButton::clicked, this, &LessonPanel::nextAsked);
  connect(leave, &QPushButton::clicked, this, &LessonPanel::leaveAsked);
  connect(offer, &QPushButton::clicked, this, &LessonPanel::offerAsked);
  connect(go, &QPushButton::clicked, this, &LessonPanel::goAsked);
  connect(hint, &QPushButton::toggled, m_hint, &QWidget::setVisible);
}

void LessonPanel::setView(const LessonView& view) {
  if (view == m_view) return;
  const bool other = view.step != m_view.step || view.lesson != m_view.lesson;
  const bool news = other || view.done != m_view.done;
  m_view = view;
  m_lesson->setText(view.lesson.toUpper());
  m_count->setText(tr("Step %1 of %2").arg(view.step + 1).arg(view.steps));
  m_progress->setRange(0, view.steps);
  m_progress->setValue(view.step + (view.done ? 1 : 0));
  m_title->setText(view.title);
  m_text->setText(view.text);
  m_hint->setText(view.hint);
  if (other) hint->setChecked(false);
  m_hint->setVisible(hint->isChecked());
  hint->setVisible(!view.hint.isEmpty());
  m_note->setText(view.done ? view.note : view.note.isEmpty() ? QString() : tr("Not yet: %1").arg(view.note));
  m_note->setVisible(!m_note->text().isEmpty());
  m_marked->setText(view.marked.isEmpty() ? QString() : tr("Marked: %1").arg(view.marked));
  go->setEnabled(!view.marked.isEmpty());
  for (QWidget* each : {static_cast<QWidget*>(m_marked), static_cast<QWidget*>(go)})
    each->setVisible(!view.marked.isEmpty());
  offer->setText(view.offer);
  offer->setVisible(!view.offer.isEmpty() && !view.done);
  back->setEnabled(view.step > 0);
  back->setToolTip(view.step > 0 ? tr("The step before (%1)").arg(kBackKey.toString(QKeySequence::NativeText))
                                 : tr("This is the first step"));
  next->setText(!view.done ? tr("Skip") : view.last ? tr("Finish") : tr("Next"));
  const QString key = kNextKey.toString(QKeySequence::NativeText);
  next->setToolTip(view.done ? tr("On (%1)").arg(key) : tr("On without doing this (%1)").arg(key));
  // A new text takes the shortcut away.
  next->setShortcut(kNextKey);
  setAccent(next, view.done);
  if (other)
    if (auto* scroll = findChild<QScrollArea*>()) scroll->verticalScrollBar()->setValue(0);
  if (news) announce();
}

QSize LessonPanel::sizeHint() const {
  return {kUsualWidth, QFrame::sizeHint().height()};
}

/// A screen reader reads the step when it begins and hears that it was done.
void LessonPanel::announce() {
  setAccessibleDescription(QStringList{m_count->text(), m_title->text(), m_text->text(), m_marked->text(),
                                       m_view.done ? tr("Done") : QString()}
                               .join('\n'));
  QAccessibleEvent event(this, QAccessible::DescriptionChanged);
  QAccessible::updateAccessibility(&event);
}

}  // namespace headroom
