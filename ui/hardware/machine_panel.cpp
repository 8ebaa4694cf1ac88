#include "ui/hardware/machine_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace headroom {

MachinePanel::MachinePanel(QWidget* parent)
    : QFrame(parent),
      m_rows(new QGridLayout),
      m_measured(new QLabel),
      m_what(new QLabel),
      m_problem(new QLabel),
      m_progress(new QProgressBar),
      m_measure(new QPushButton),
      m_cancel(new QPushButton(tr("Cancel"))) {
  setProperty("panel", true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(14, 10, 14, 12);
  layout->setSpacing(8);
  auto* title = new QLabel(tr("Roofs of this machine").toUpper());
  title->setProperty("caption", true);
  m_rows->setColumnStretch(0, 1);
  m_rows->setVerticalSpacing(3);
  for (QLabel* label : {m_measured, m_what}) {
    label->setProperty("dim", true);
    label->setWordWrap(true);
  }
  m_problem->setProperty("problem", true);
  m_problem->setWordWrap(true);
  m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_problem->hide();
  m_progress->setTextVisible(false);
  m_progress->setFixedHeight(6);
  m_progress->setAccessibleName(tr("Progress of the measurement"));
  m_measure->setObjectName(QStringLiteral("measure"));
  m_cancel->setObjectName(QStringLiteral("cancelMeasurement"));
  m_cancel->setToolTip(tr("Ends the measurement; the roofs stay as they are"));
  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  buttons->addWidget(m_cancel);
  buttons->addWidget(m_measure);
  layout->addWidget(title);
  layout->addLayout(m_rows);
  for (QWidget* part : std::initializer_list<QWidget*>{m_measured, m_what, m_progress, m_problem})
    layout->addWidget(part);
  layout->addLayout(buttons);
  connect(m_measure, &QPushButton::clicked, this, &MachinePanel::measureRequested);
  connect(m_cancel, &QPushButton::clicked, this, &MachinePanel::cancelRequested);
  setRoofs({}, {});
}

void MachinePanel::setRoofs(const std::vector<RoofRow>& rows, const QString& measured) {
  while (QLayoutItem* item = m_rows->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  int line = 0;
  for (const RoofRow& row : rows) {
    auto *name = new QLabel(row.name), *value = new QLabel(row.value);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setAccessibleName(row.name);
    m_rows->addWidget(name, line, 0);
    m_rows->addWidget(value, line++, 1, Qt::AlignRight);
  }
  m_known = !rows.empty();
  m_measured->setText(m_known ? measured
                              : tr("Nobody has measured yet what this machine reaches. It takes about a minute and all "
                                   "cores; then every block is shown below its roof."));
  showState();
}

void MachinePanel::setMeasurement(const Json& state) {
  const auto text = [&](const char* key) {
    const auto found = state.is_object() ? state.find(key) : state.end();
    return state.is_object() && found != state.end() && found->is_string()
               ? QString::fromStdString(found->get<std::string>())
               : QString();
  };
  const auto number = [&](const char* key) {
    const auto found = state.find(key);
    return found != state.end() && found->is_number_integer() ? found->get<int>() : 0;
  };
  const QString word = text("state");
  m_measuring = word == QLatin1String("waiting") || word == QLatin1String("measuring");
  showProblem(word == QLatin1String("failed") ? text("message") : QString());
  if (m_measuring) {
    const int of = number("of");
    m_progress->setRange(0, of);  // 0: it goes to and fro
    m_progress->setValue(number("done"));
    m_what->setText(word == QLatin1String("waiting") ? tr("Waiting: a run trains, and would make the roofs too low. "
                                                          "Measuring begins when it has ended.")
                    : text("what").isEmpty()
                        ? tr("Measuring…")
                        : tr("Measuring %1 (%2 of %3)").arg(text("what")).arg(number("done") + 1).arg(of));
  }
  showState();
}

void MachinePanel::showProblem(const QString& sentence) {
  m_problem->setText(sentence);
  m_problem->setVisible(!sentence.isEmpty());
}

void MachinePanel::showState() {
  const bool hadFocus = m_cancel->hasFocus() || m_measure->hasFocus();
  m_what->setVisible(m_measuring);
  m_progress->setVisible(m_measuring);
  m_cancel->setVisible(m_measuring);
  m_measure->setVisible(!m_measuring);
  if (hadFocus) (m_measuring ? m_cancel : m_measure)->setFocus();
  m_measure->setText(m_known ? tr("Measure again") : tr("Measure this machine"));
  m_measure->setToolTip(tr("Measures memory bandwidth, matrix products and attention, and checks every kernel"));
  if (m_measure->property("accent").toBool() != !m_known) {
    m_measure->setProperty("accent", !m_known);
    style()->unpolish(m_measure);  // the style sheet reads the property anew
    style()->polish(m_measure);
  }
}

}  // namespace headroom
