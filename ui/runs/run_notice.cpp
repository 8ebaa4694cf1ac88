#include "ui/runs/run_notice.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "core/base/text.h"
#include "ui/runs/run_overview.h"

namespace headroom {

RunNotice::RunNotice(const SectionContext& context)
    : m_context(context), m_text(new QLabel), m_log(new QPushButton(tr("Open the log"))), m_onward(new QPushButton) {
  setProperty("panel", true);
  m_text->setProperty("problem", true);
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_onward->setObjectName(QStringLiteral("onward"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 6, 8, 6);
  layout->addWidget(m_text, 1);
  layout->addWidget(m_log);
  layout->addWidget(m_onward);
  hide();
  connect(m_log, &QPushButton::clicked, this, [this] { m_context.goTo(QStringLiteral("log")); });
  connect(m_onward, &QPushButton::clicked, this, [this] {
    const RunId run = m_context.current();
    const auto* summary = m_context.workbench.runs().find(run);
    if (summary) m_context.actions.send({{{"do", canResume(summary->state) ? "resume" : "clone"}, {"run", run.text}}});
  });
}

void RunNotice::refresh() {
  const auto* run = m_context.workbench.runs().find(m_context.current());
  const bool bad =
      run && (run->state == RunState::Failed || run->state == RunState::Lost || run->state == RunState::Diverged);
  setVisible(bad);
  if (!bad) return;
  QString sentence = tr("%1 %2.").arg(QString::fromStdString(inQuotes(run->meta.name)), stateSentence(*run));
  if (sentence.endsWith(QLatin1String(".."))) sentence.chop(1);
  m_text->setText(sentence);
  const bool resumes = canResume(run->state);
  m_onward->setText(resumes ? tr("Resume") : tr("Clone"));
  m_onward->setToolTip(resumes ? tr("Go on from the last checkpoint, as a new attempt of the same run")
                               : tr("A diverged run does not go on: the same run once more, to be changed or retried"));
}

}  // namespace headroom
