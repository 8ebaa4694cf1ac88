#include "ui/compose/totals_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "core/arch/resolve.h"
#include "core/base/units.h"

namespace headroom {

namespace {

QString shown(const std::string& text) {
  return QString::fromStdString(text);
}

QString bold(const std::string& text) {
  return QStringLiteral("<b>%1</b>").arg(shown(text).toHtmlEscaped());
}

}  // namespace

TotalsBar::TotalsBar(ComposeDocument& document, QWidget* parent)
    : QFrame(parent), m_document(document), m_devices(devicesFrom({})) {
  setProperty("panel", true);
  auto* choices = new QHBoxLayout;
  choices->setSpacing(8);
  m_scale = addChoice(*choices, tr("scale"));
  m_scale->addItem(tr("the model's own"), QString());
  for (const auto& scale : builtinLibrary().scales) m_scale->addItem(shown(scale.name), shown(scale.name));
  m_recipe = addChoice(*choices, tr("recipe"));
  m_recipe->addItem(tr("the model's own"), QString());
  for (const auto& recipe : builtinLibrary().recipes) m_recipe->addItem(shown(recipe.name), shown(recipe.name));
  m_device = addChoice(*choices, tr("device"));
  m_precision = addChoice(*choices, tr("precision"));
  for (const Precision precision : kPrecisions) m_precision->addItem(shown(std::string(word(precision))));
  m_data = addChoice(*choices, tr("data"));
  m_data->addItem(tr("grammar"), QStringLiteral("grammar"));
  m_data->addItem(tr("text file…"), QStringLiteral("text"));
  m_data->addItem(tr("token folder…"), QStringLiteral("tokens"));
  choices->addStretch(1);
  auto* command = new QPushButton(tr("Copy command"), this);
  command->setToolTip(tr("The command line that starts the same run"));
  m_study = new QPushButton(tr("Add to study"), this);
  m_run = new QPushButton(tr("▶  Run"), this);
  m_run->setProperty("accent", true);
  m_run->setAccessibleName(tr("Run"));
  for (QPushButton* button : {command, m_study, m_run}) choices->addWidget(button);

  auto* totals = new QHBoxLayout;
  totals->setSpacing(8);
  m_parameters = addTotal(*totals, tr("parameters"));
  m_flops = addTotal(*totals, tr("FLOPs/token"));
  m_step = addTotal(*totals, tr("step"));
  m_memory = addTotal(*totals, tr("memory"));
  m_memoryBar = new QProgressBar(this);
  m_memoryBar->setFixedSize(90, 8);
  m_memoryBar->setTextVisible(false);
  m_memoryBar->setAccessibleName(tr("Share of the device's memory"));
  totals->addWidget(m_memoryBar);
  totals->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 8, 12, 8);
  layout->setSpacing(6);
  layout->addLayout(choices);
  layout->addLayout(totals);

  choose(m_scale, [this](const QString& name) { return m_document.chooseScale(name.toStdString()); });
  choose(m_recipe, [this](const QString& name) { return m_document.chooseRecipe(name.toStdString()); });
  choose(m_device, [this](const QString& id) {
    m_document.setDevice(id.toStdString());
    return Result<void>();
  });
  connect(m_precision, &QComboBox::activated, this,
          [this] { (void)m_document.setRecipe("precision", m_precision->currentText()).ok(); });
  connect(m_data, &QComboBox::activated, this, [this] {
    const QString wanted = m_data->currentData().toString();
    refresh();
    Q_EMIT dataAsked(wanted);
  });
  connect(command, &QPushButton::clicked, this, &TotalsBar::commandAsked);
  connect(m_study, &QPushButton::clicked, this, &TotalsBar::studyAsked);
  connect(m_run, &QPushButton::clicked, this, &TotalsBar::runAsked);
  connect(&document, &ComposeDocument::changed, this, &TotalsBar::refresh);
  connect(&document, &ComposeDocument::evaluated, this, &TotalsBar::refresh);
  setMachines(Json::object());
}

void TotalsBar::choose(QComboBox* box, std::function<Result<void>(const QString&)> apply) {
  connect(box, &QComboBox::activated, this, [this, box, apply = std::move(apply)] {
    const auto done = apply(box->currentData().toString());
    if (done) return;
    Q_EMIT objected(shown(done.error().message));
    refresh();
  });
}

QComboBox* TotalsBar::addChoice(QHBoxLayout& layout, const QString& name) {
  auto* label = new QLabel(name, this);
  label->setProperty("dim", true);
  auto* box = new QComboBox(this);
  box->setAccessibleName(name);
  box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  box->setMinimumContentsLength(4);
  label->setBuddy(box);
  layout.addWidget(label);
  layout.addWidget(box);
  return box;
}

QLabel* TotalsBar::addTotal(QHBoxLayout& layout, const QString& name) {
  auto* caption = new QLabel(name, this);
  caption->setProperty("dim", true);
  auto* value = new QLabel(this);
  value->setTextFormat(Qt::RichText);
  value->setAccessibleName(name);
  layout.addWidget(caption);
  layout.addWidget(value);
  layout.addSpacing(8);
  return value;
}

void TotalsBar::setMachines(Json machines) {
  m_machines = std::move(machines);
  m_devices = devicesFrom(m_machines);
  m_device->clear();
  for (const ComposeDevice& device : m_devices) m_device->addItem(device.title, shown(device.id));
  m_device->setToolTip(m_devices.size() > 1 ? QString()
                                            : tr("No GPU was measured on this machine; run headroom doctor where "
                                                 "there is one."));
  m_modelled = {};
  refresh();
}

void TotalsBar::setWaiting(const QString& reason) {
  m_waiting = reason;
  refresh();
}

const ComposeDevice& TotalsBar::device() const {
  for (const ComposeDevice& device : m_devices)
    if (device.id == m_document.composition().device) return device;
  return m_devices.front();
}

void TotalsBar::refresh() {
  const std::pair<std::string, Precision> wanted{device().id, m_document.composition().recipe.precision};
  if (m_modelled != wanted) {
    m_modelled = wanted;
    return m_document.setRoofs(measuredRoofs(m_machines, wanted.first, wanted.second));  // comes back here
  }
  showChoices();
  showTotals();
  showButtons();
  Q_EMIT refreshed();
}

void TotalsBar::showChoices() {
  const Composition& composition = m_document.composition();
  m_scale->setCurrentIndex(std::max(0, m_scale->findData(shown(composition.scale))));
  m_recipe->setCurrentIndex(std::max(0, m_recipe->findData(shown(composition.recipeName))));
  m_device->setCurrentIndex(std::max(0, m_device->findData(shown(composition.device))));
  m_precision->setCurrentText(shown(std::string(word(composition.recipe.precision))));
  const QString argument = shown(dataArgument(composition.data));
  m_data->setCurrentIndex(std::max(0, m_data->findData(argument.section(':', 0, 0))));
  m_data->setItemText(1, argument.startsWith("text:") ? argument.section('/', -1) : tr("text file…"));
  m_data->setItemText(2, argument.startsWith("tokens:") ? argument.section('/', -1) : tr("token folder…"));
  m_data->setToolTip(argument);
}

void TotalsBar::showTotals() {
  const Evaluation& evaluation = m_document.evaluation();
  const QString none = QStringLiteral("—");
  const auto& total = evaluation.total;
  const QString stale = evaluation.pending ? tr(" …") : QString();
  const QString pending = evaluation.pending ? tr("Being counted anew; this is from before the edit.\n") : QString();
  for (QLabel* label : {m_parameters, m_flops, m_step, m_memory}) label->setEnabled(!evaluation.pending);
  if (!total) {
    for (QLabel* label : {m_parameters, m_flops, m_step, m_memory}) {
      label->setText(none + stale);
      label->setToolTip(evaluation.pending ? tr("Being counted.") : shown(evaluation.problem));
    }
    m_memoryBar->hide();
    return;
  }
  const bool sparse = total->parametersActive != total->parameters;
  QString parameters = bold(formatCount(static_cast<double>(total->parameters)));
  if (sparse) parameters += tr(" (%1 active)").arg(shown(formatCount(static_cast<double>(total->parametersActive))));
  m_parameters->setText(parameters + stale);
  m_parameters->setToolTip(pending + (sparse ? tr("%1, of which a token meets %2")
                                                   .arg(shown(formatGrouped(total->parameters)),
                                                        shown(formatGrouped(total->parametersActive)))
                                             : shown(formatGrouped(total->parameters))));
  m_flops->setText(bold(formatCount(static_cast<double>(total->flopsPerToken))) + stale);
  m_flops->setToolTip(pending + tr("Model FLOPs of training, forward and backward, counted from the architecture"));
  if (evaluation.stepSeconds) {
    m_step->setText(tr("≈ %1 modelled").arg(bold(formatDuration(*evaluation.stepSeconds))) + stale);
    m_step->setToolTip(pending + tr("One optimizer step, op by op, at the roofs that were measured on %1 in %2")
                                     .arg(device().title, m_precision->currentText()));
  } else {
    m_step->setText(tr("roofs not measured"));
    m_step->setToolTip(shown(evaluation.noStep));
  }
  const double room = device().memory;
  const QString needed = bold(formatMemory(total->peakBytes));
  m_memory->setText((room > 0 ? tr("%1 of %2").arg(needed, shown(formatMemory(room))) : needed) + stale);
  m_memory->setToolTip(
      pending +
      tr("Peak of weights, gradients, optimizer state and activations, modelled; %1").arg(device().memoryKnown));
  m_memoryBar->setVisible(room > 0);
  if (room > 0) m_memoryBar->setValue(static_cast<int>(std::clamp(100 * total->peakBytes / room, 0.0, 100.0)));
  m_memoryBar->setProperty("problem", room > 0 && total->peakBytes > room);
}

void TotalsBar::showButtons() {
  const Evaluation& evaluation = m_document.evaluation();
  QString reason = shown(evaluation.problem);
  m_study->setEnabled(reason.isEmpty());
  m_study->setToolTip(reason.isEmpty() ? tr("Save it and compare it with a baseline in a study")
                                       : tr("Cannot be studied: %1").arg(reason));
  if (reason.isEmpty()) reason = m_waiting;
  if (reason.isEmpty() && evaluation.pending) reason = tr("Its costs are being counted.");
  const double room = device().memory;
  if (reason.isEmpty() && evaluation.total && room > 0 && evaluation.total->peakBytes > room)
    reason = tr("It needs %1 and this machine has %2; try a smaller batch or scale.")
                 .arg(shown(formatMemory(evaluation.total->peakBytes)), shown(formatMemory(room)));
  m_run->setEnabled(reason.isEmpty());
  m_run->setToolTip(reason.isEmpty() ? tr("Train this model (Ctrl+Return)") : tr("Cannot run: %1").arg(reason));
}

}  // namespace headroom
