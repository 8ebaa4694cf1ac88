#include "ui/learn/lesson_guide.h"

#include <QApplication>
#include <QDateTime>

namespace headroom {

namespace {

constexpr int kLookMs = 200;     // a person notices no later
constexpr int kAdvanceMs = 700;  // "done" is seen before the next step stands there

}  // namespace

LessonGuide::LessonGuide(MainWindow& window, Workbench& workbench, LessonShelf shelf, LessonProgress progress,
                         QObject* parent)
    : QObject(parent),
      m_window(window),
      m_facts(window, workbench),
      m_shelf(std::move(shelf)),
      m_progress(std::move(progress)),
      m_panel(new LessonPanel) {
  m_look.setInterval(kLookMs);
  connect(&m_look, &QTimer::timeout, this, &LessonGuide::look);
  m_advance.setInterval(kAdvanceMs);
  m_advance.setSingleShot(true);
  connect(&m_advance, &QTimer::timeout, this, &LessonGuide::goOn);
  connect(m_panel, &LessonPanel::backAsked, this, [this] {
    m_player->back();
    beginStep();
  });
  connect(m_panel, &LessonPanel::nextAsked, this, &LessonGuide::goOn);
  connect(m_panel, &LessonPanel::leaveAsked, this, &LessonGuide::leave);
  connect(m_panel, &LessonPanel::goAsked, this, &LessonGuide::goThere);
  connect(m_panel, &LessonPanel::offerAsked, this, &LessonGuide::doOffer);
  m_window.setSidePanel(m_panel);
}

LessonGuide::~LessonGuide() {
  delete m_frame;
}

void LessonGuide::open(const QString& name, bool anew) {
  const Lesson* lesson = m_shelf.find(name);
  if (!lesson) return;
  LessonPlace place = anew ? LessonPlace{} : m_progress.place(name);
  if (place.finished) place = {};
  if (place.beganMs == 0) place.beganMs = QDateTime::currentMSecsSinceEpoch();
  m_player.emplace(*lesson, std::move(place));
  m_facts.countFrom(m_player->place().beganMs);
  m_panel->show();
  m_look.start();
  beginStep();
}

void LessonGuide::leave() {
  m_look.stop();
  m_advance.stop();
  delete m_frame;
  m_player.reset();
  m_panel->hide();
  Q_EMIT changed();
}

void LessonGuide::beginStep() {
  m_advance.stop();
  m_problem.clear();
  m_progress.keep(m_player->lesson().name, m_player->place());
  m_facts.beginStep(m_player->step());
  look();
  Q_EMIT changed();
}

void LessonGuide::look() {
  if (!m_player) return;
  const LessonStep& step = m_player->step();
  m_facts.refresh(step);
  const Judgement verdict = judge(step, m_facts);
  if (verdict.holds && m_player->markDone()) {
    m_progress.keep(m_player->lesson().name, m_player->place());
    if (step.advances) m_advance.start();
  }
  mark();
  m_panel->setView(view(verdict));
}

/// The last control on the way that can be seen.
void LessonGuide::mark() {
  QWidget* target = nullptr;
  for (const QString& name : m_player->step().highlight)
    if (QWidget* control = m_facts.control(name); control && control->isVisible()) target = control;
  if (m_frame && m_frame->target() == target) return m_frame->follow();
  delete m_frame;
  if (!target) return;
  m_frame = new HighlightFrame(*target);
  if (target->window() != &m_window) putBesidePanel(*target->window());
}

/// A sheet that the lesson leads into must not cover what it says.
void LessonGuide::putBesidePanel(QWidget& sheet) {
  const QRect panel(m_panel->mapToGlobal(QPoint()), m_panel->size());
  if (!sheet.frameGeometry().intersects(panel)) return;
  sheet.move(std::max(0, panel.left() - sheet.frameGeometry().width()), sheet.y());
}

LessonView LessonGuide::view(const Judgement& verdict) const {
  const LessonStep& step = m_player->step();
  const auto shown = [this](const LessonText& text) {
    return withNames(inLanguage(text), [this](const QString& control) { return m_facts.nameOf(control); });
  };
  QString offer;
  if (step.offer) {
    const auto* open = std::get_if<OpenOffer>(&*step.offer);
    offer = open ? tr("Open %1 for me").arg(open->model) : tr("Show me the page");
  }
  return {.lesson = inLanguage(m_player->lesson().title),
          .title = shown(step.title),
          .text = shown(step.text),
          .hint = shown(step.hint),
          .step = m_player->index(),
          .steps = m_player->count(),
          .done = m_player->isDone(),
          .last = m_player->isLast(),
          .note = !m_problem.isEmpty() ? m_problem
                  : m_player->isDone() ? QString()
                                       : verdict.note,
          .marked = m_frame ? m_facts.nameOf(m_frame->target()->objectName()) : QString(),
          .offer = offer};
}

void LessonGuide::goOn() {
  if (!m_player) return;
  m_player->next();
  if (!m_player->place().finished) return beginStep();
  m_progress.keep(m_player->lesson().name, m_player->place());
  leave();
  m_window.showPage(QStringLiteral("learn"));
}

void LessonGuide::goThere() {
  QWidget* focused = QApplication::focusWidget();
  QWidget* target = m_frame ? m_frame->target() : nullptr;
  if (!target) return;
  if (focused == target || target->isAncestorOf(focused)) {
    m_panel->next->setFocus(Qt::ShortcutFocusReason);
    return;
  }
  target->window()->activateWindow();
  // A frame around a group of controls takes the first of them.
  if (target->focusPolicy() == Qt::NoFocus)
    for (QWidget* inside : target->findChildren<QWidget*>())
      if (inside->focusPolicy() != Qt::NoFocus && inside->isVisible()) {
        target = inside;
        break;
      }
  target->setFocus(Qt::ShortcutFocusReason);
}

void LessonGuide::doOffer() {
  const auto& offer = m_player->step().offer;
  if (!offer) return;
  const auto done = m_facts.doOffer(*offer);
  m_problem = done ? QString() : QString::fromStdString(done.error().message);
  look();
}

}  // namespace headroom
