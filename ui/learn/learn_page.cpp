#include "ui/learn/learn_page.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace headroom {

namespace {

constexpr int kReadingWidth = 760;

QLabel* words(const QString& text, const char* look) {
  auto* label = new QLabel(text);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  if (look) label->setProperty(look, true);
  return label;
}

}  // namespace

LearnPage::LearnPage(LessonGuide* guide, QWidget* parent) : QWidget(parent), m_guide(guide) {
  m_guide->setParent(this);
  auto* inner = new QWidget;
  auto* layout = new QVBoxLayout(inner);
  layout->setContentsMargins(24, 24, 24, 24);
  layout->setSpacing(12);
  layout->addWidget(words(tr("Learn"), "heading"));
  layout->addWidget(words(tr("Lessons stand beside the real window: you do each step yourself, on your own machine. "
                             "Leave one at any time; it goes on where you were."),
                          "dim"));
  m_problem = words({}, "problem");
  layout->addWidget(m_problem);
  for (const Lesson& lesson : m_guide->shelf().lessons) layout->addWidget(makeCard(lesson));
  for (const QString& problem : m_guide->shelf().problems)
    layout->addWidget(words(tr("A lesson was left out. %1").arg(problem.left(1000)), "problem"));
  layout->addStretch(1);
  inner->setMaximumWidth(kReadingWidth);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setAlignment(Qt::AlignHCenter);
  scroll->setWidget(inner);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(8, 8, 8, 8);
  outer->addWidget(scroll);
  connect(m_guide, &LessonGuide::changed, this, &LearnPage::update);
  update();
}

QWidget* LearnPage::makeCard(const Lesson& lesson) {
  auto* card = new QFrame;
  card->setProperty("panel", true);
  auto* layout = new QHBoxLayout(card);
  layout->setContentsMargins(16, 12, 16, 12);
  layout->setSpacing(16);
  auto* texts = new QVBoxLayout;
  texts->setSpacing(4);
  const QString title = inLanguage(lesson.title);
  auto* heading = words(title, nullptr);
  QFont bold = heading->font();
  bold.setBold(true);
  heading->setFont(bold);
  texts->addWidget(heading);
  texts->addWidget(words(inLanguage(lesson.about), "dim"));
  auto* state = words({}, "dim");
  texts->addWidget(state);
  layout->addLayout(texts, 1);
  auto* anew = new QPushButton(tr("Begin anew"));
  anew->setObjectName("lesson.anew." + lesson.name);
  anew->setAccessibleName(tr("Begin anew: %1").arg(title));
  auto* open = new QPushButton;
  open->setObjectName("lesson.open." + lesson.name);
  open->setAccessibleDescription(title);
  for (auto* button : {anew, open}) layout->addWidget(button, 0, Qt::AlignVCenter);
  connect(open, &QPushButton::clicked, this, [this, name = lesson.name] { m_guide->open(name); });
  connect(anew, &QPushButton::clicked, this, [this, name = lesson.name] { m_guide->open(name, true); });
  m_cards.push_back({lesson.name, state, open, anew});
  return card;
}

void LearnPage::update() {
  m_problem->setText(m_guide->progress().problem());
  m_problem->setVisible(!m_problem->text().isEmpty());
  const LessonPlayer* playing = m_guide->player();
  bool accent = playing == nullptr;  // on the first one that is not finished
  for (const Card& card : m_cards) {
    const Lesson& lesson = *m_guide->shelf().find(card.lesson);
    const LessonPlace place = m_guide->progress().place(card.lesson);
    const bool here = playing && playing->lesson().name == card.lesson;
    const bool begun = !place.finished && place.beganMs > 0;
    const QString takes = tr("about %1 minutes on two cores").arg(lesson.minutes);
    const QString at = tr("step %1 of %2").arg(std::max(lesson.indexOf(place.step), 0) + 1).arg(lesson.steps.size());
    card.state->setText((here             ? tr("Open at the right · %1 · %2").arg(at, takes)
                         : place.finished ? tr("✓ Finished · %1").arg(takes)
                         : begun          ? tr("Begun · %1 · %2").arg(at, takes)
                                          : takes));
    card.open->setText(place.finished ? tr("Once more") : begun ? tr("Go on") : tr("Start"));
    card.open->setAccessibleName(tr("%1: %2").arg(card.open->text(), inLanguage(lesson.title)));
    card.open->setEnabled(!here);
    card.open->setToolTip(here ? tr("It is open at the right") : QString());
    card.anew->setVisible(begun);
    const bool first = accent && !place.finished;
    if (first) accent = false;
    card.open->setProperty("accent", first);
    card.open->style()->unpolish(card.open);
    card.open->style()->polish(card.open);
  }
}

}  // namespace headroom
