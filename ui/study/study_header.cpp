#include "ui/study/study_header.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "core/analysis/planning.h"
#include "core/base/units.h"
#include "core/study/pilot.h"

namespace headroom {

namespace {

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QString stateWord(StudyState state) {
  switch (state) {
    case StudyState::Running:
      return StudyHeader::tr("running");
    case StudyState::Paused:
      return StudyHeader::tr("paused");
    case StudyState::Stopped:
      return StudyHeader::tr("stopped");
    case StudyState::Finished:
      return StudyHeader::tr("finished");
  }
  return {};
}

}  // namespace

QString subtitleOf(const StudyResult& result) {
  const Study& study = result.study();
  QStringList parts{text(std::string(word(study.match))), StudyHeader::tr("baseline %1").arg(text(study.baseline)),
                    text(study.data)};
  switch (study.rates) {
    case RateSearch::None:
      parts << StudyHeader::tr("learning rates of the recipe");
      break;
    case RateSearch::Baseline:
      parts << StudyHeader::tr("the baseline's learning rate for all");
      break;
    case RateSearch::EveryArm:
      parts << StudyHeader::tr("every arm at its own learning rate");
      break;
  }
  if (study.estimator == "paper") {
    parts << StudyHeader::tr("the paper's rule, as published");
  } else {
    parts << StudyHeader::tr("rigorous");
    // What the runs of the baseline showed, what the study states, else an assumption.
    const auto known = pilotNoise(result);
    const auto shown = known.find(study.scales.empty() ? std::string() : study.scales.back());
    const bool stated = study.lossSigma > 0 && study.endSlope > 0, assumed = shown == known.end() && !stated;
    NoiseAssumption noise;
    if (shown != known.end())
      noise = shown->second;
    else if (stated)
      noise = {.lossSigma = study.lossSigma, .endSlope = study.endSlope};
    const auto least = smallestGain(study.seeds.size(), std::max<std::size_t>(study.arms.size(), 2) - 1, noise);
    const QString scale = study.scales.empty() ? QString() : text(study.scales.back());
    parts << (least ? StudyHeader::tr("smallest gain detectable at %1: %2×%3")
                          .arg(scale, text(formatFixed(*least, 2)),
                               assumed ? StudyHeader::tr(" (noise assumed)") : QString())
                    : StudyHeader::tr("one seed: no interval can be given"));
  }
  return parts.join(QStringLiteral(" · "));
}

StudyHeader::StudyHeader(QWidget* parent)
    : QWidget(parent), studies(new QComboBox), m_state(new QLabel), m_subtitle(new QLabel) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(6);
  studies->setAccessibleName(tr("Study"));
  studies->setToolTip(tr("The studies of this database, newest first"));
  studies->setMinimumWidth(220);
  studies->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  studies->setMinimumContentsLength(24);
  bar->addWidget(studies);
  bar->addWidget(m_state);
  bar->addStretch(1);
  const auto button = [&](const QString& name) {
    auto* made = new QPushButton(name);
    bar->addWidget(made);
    return made;
  };
  create = button(tr("&New study…"));
  create->setToolTip(tr("Baseline, arms, scales and seeds; then the plan, before anything starts"));
  plan = button(tr("&Plan"));
  pause = button(tr("Pa&use"));
  stop = button(tr("&Stop"));
  seeds = button(tr("&Add seeds"));
  edit = button(tr("E&dit…"));
  copy = button(tr("&Copy command"));
  report = button(tr("R&eport…"));
  report->setProperty("accent", true);
  layout->addLayout(bar);
  m_subtitle->setProperty("dim", true);
  m_subtitle->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_subtitle->setAccessibleName(tr("How it compares"));
  layout->addWidget(m_subtitle);
  connect(studies, &QComboBox::currentIndexChanged, this, [this](int index) {
    if (index >= 0) Q_EMIT studyChosen(StudyId{studies->itemData(index).toString().toStdString()});
  });
  setResult(nullptr);
}

void StudyHeader::setStudies(const std::vector<StudyRow>& rows, const StudyId& chosen) {
  const QSignalBlocker quiet(studies);
  studies->clear();
  for (const StudyRow& row : rows) {
    studies->addItem(tr("%1 — %2").arg(row.name, stateWord(row.state)), text(row.id.text));
    studies->setItemData(studies->count() - 1, tr("%1 (%2)").arg(row.name, text(row.id.text)), Qt::ToolTipRole);
  }
  studies->setCurrentIndex(std::max(studies->findData(text(chosen.text)), rows.empty() ? -1 : 0));
}

void StudyHeader::enable(QPushButton* button, const QString& hint, const QString& whyNot) {
  button->setEnabled(whyNot.isEmpty());
  button->setToolTip(whyNot.isEmpty() ? hint : whyNot);
}

void StudyHeader::setResult(const std::shared_ptr<const StudyResult>& result) {
  const QString none = result ? QString() : tr("No study is shown");
  m_subtitle->setText(result ? subtitleOf(*result) : QString());
  m_subtitle->setToolTip(result ? text(result->study().about) + '\n' + subtitleOf(*result) : QString());
  m_state->setText(result && result->provisional()
                       ? tr("provisional · %1 of %2 runs").arg(result->ended).arg(result->planned)
                       : QString());
  m_state->setToolTip(tr("Gains may still move: the study has not ended"));
  m_state->setProperty("dim", true);
  enable(plan, tr("What it takes and what it can find"), none);
  enable(copy, tr("The command line that starts the same study"), none);
  enable(report, tr("A report as PDF, HTML or Markdown"), none);
  enable(edit, tr("Arms, scales, seeds, limits: makes a new version; its runs are kept"), none);
  enable(seeds, tr("Train more seeds of every arm; the runs there are stay"), none);
  const bool on = result && result->state == StudyState::Running;
  const QString over =
      result && result->state == StudyState::Finished ? tr("The study has finished; add seeds to go on with it") : none;
  pause->setText(on || !over.isEmpty() ? tr("Pa&use") : tr("Res&ume"));
  enable(pause, on ? tr("Its runs save a checkpoint; no more are started") : tr("Go on where it was"), over);
  enable(stop, tr("Its runs end, each with a checkpoint; it can be resumed"),
         over.isEmpty() && result && result->state == StudyState::Stopped ? tr("The study is stopped already") : over);
}

}  // namespace headroom
