#include "ui/compose/totals_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>
#include <fstream>

#include "core/arch/resolve.h"
#include "core/base/units.h"

namespace headroom {

namespace {

QString shown(const std::string& text) {
  return QString::fromStdString(text);
}

double numberAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? std::max(found->get<double>(), 0.0) : 0.0;
}

QComboBox* chooser(QWidget* parent, QHBoxLayout& layout, const QString& name) {
  auto* label = new QLabel(name, parent);
  auto* box = new QComboBox(parent);
  box->setAccessibleName(name);
  label->setBuddy(box);
  layout.addWidget(label);
  layout.addWidget(box);
  return box;
}

}  // namespace

StepRoofs stepRoofs(const Json& machines, Precision precision) {
  StepRoofs found;
  if (!machines.is_object()) return found;
  for (const auto& [machine, document] : machines.items()) {
    if (!document.is_object()) continue;
    const Json roofs = document.value("roofs", document);
    if (!roofs.is_object() || numberAt(roofs, "dram") <= 0) continue;
    found = {.bytesPerSecond = numberAt(roofs, "dram")};
    for (const Json& product : roofs.value("matmul", Json::array())) {
      if (product.is_object() && product.value("precision", "") == word(precision))
        found.flopsPerSecond = std::max(found.flopsPerSecond, numberAt(product, "flops"));
    }
  }
  return found;
}

std::optional<double> predictedStepSeconds(const ModelCost& cost, const StepRoofs& roofs) {
  if (roofs.flopsPerSecond <= 0 || roofs.bytesPerSecond <= 0) return std::nullopt;
  return std::max(cost.flopsPerStep / roofs.flopsPerSecond, cost.trafficPerStep / roofs.bytesPerSecond);
}

double memoryOfThisMachine() {
  std::ifstream file("/proc/meminfo");
  std::string key;
  double kibibytes = 0;
  file >> key >> kibibytes;
  return key == "MemTotal:" ? kibibytes * 1024 : 0;
}

TotalsBar::TotalsBar(ComposeDocument& document, QWidget* parent) : QFrame(parent), m_document(document) {
  setProperty("panel", true);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 8, 12, 8);
  layout->setSpacing(8);
  m_scale = chooser(this, *layout, tr("scale"));
  m_scale->setObjectName(QStringLiteral("compose.scale"));
  m_scale->addItem(tr("the model's own"), QString());
  for (const auto& scale : builtinLibrary().scales) m_scale->addItem(shown(scale.name), shown(scale.name));
  m_precision = chooser(this, *layout, tr("precision"));
  for (const Precision precision : kPrecisions) m_precision->addItem(shown(std::string(word(precision))));
  m_data = chooser(this, *layout, tr("data"));
  m_data->addItem(tr("grammar"), QStringLiteral("grammar"));
  m_data->addItem(tr("text file…"), QStringLiteral("text"));
  m_data->addItem(tr("token folder…"), QStringLiteral("tokens"));
  layout->addSpacing(8);
  m_parameters = addTotal(*layout, tr("parameters"));
  m_flops = addTotal(*layout, tr("FLOPs/token"));
  m_step = addTotal(*layout, tr("step"));
  m_memory = addTotal(*layout, tr("memory"));
  m_memoryBar = new QProgressBar(this);
  m_memoryBar->setFixedSize(72, 8);
  m_memoryBar->setTextVisible(false);
  m_memoryBar->setAccessibleName(tr("Share of this machine's memory"));
  layout->addWidget(m_memoryBar);
  layout->addStretch(1);
  auto* command = new QPushButton(tr("Copy command"), this);
  command->setToolTip(tr("The command line that starts the same run"));
  layout->addWidget(command);
  m_run = new QPushButton(tr("▶  Run"), this);
  m_run->setObjectName(QStringLiteral("compose.run"));
  m_run->setProperty("accent", true);
  m_run->setAccessibleName(tr("Run"));
  layout->addWidget(m_run);

  connect(m_scale, &QComboBox::activated, this, [this] {
    if (const auto done = m_document.chooseScale(m_scale->currentData().toString().toStdString()); !done) {
      Q_EMIT objected(shown(done.error().message));
      refresh();
    }
  });
  connect(m_precision, &QComboBox::activated, this,
          [this] { (void)m_document.setRecipe("precision", m_precision->currentText()).ok(); });
  connect(m_data, &QComboBox::activated, this, [this] {
    const QString wanted = m_data->currentData().toString();
    refresh();
    Q_EMIT dataAsked(wanted);
  });
  connect(command, &QPushButton::clicked, this, &TotalsBar::commandAsked);
  connect(m_run, &QPushButton::clicked, this, &TotalsBar::runAsked);
  connect(&document, &ComposeDocument::changed, this, &TotalsBar::refresh);
  refresh();
}

QLabel* TotalsBar::addTotal(QLayout& layout, const QString& name) {
  auto* caption = new QLabel(name, this);
  caption->setProperty("dim", true);
  auto* value = new QLabel(this);
  value->setTextFormat(Qt::RichText);
  value->setAccessibleName(name);
  layout.addWidget(caption);
  layout.addWidget(value);
  return value;
}

void TotalsBar::setRoofs(Json machines) {
  m_machines = std::move(machines);
  refresh();
}

void TotalsBar::setWaiting(const QString& reason) {
  m_waiting = reason;
  refresh();
}

void TotalsBar::refresh() {
  const Composition& composition = m_document.composition();
  const Evaluation& evaluation = m_document.evaluation();
  m_scale->setCurrentIndex(std::max(0, m_scale->findData(shown(composition.scale))));
  m_precision->setCurrentText(shown(std::string(word(composition.recipe.precision))));
  const QString argument = shown(dataArgument(composition.data));
  m_data->setCurrentIndex(std::max(0, m_data->findData(argument.section(':', 0, 0))));
  m_data->setItemText(1, argument.startsWith("text:") ? argument.section('/', -1) : tr("text file…"));
  m_data->setItemText(2, argument.startsWith("tokens:") ? argument.section('/', -1) : tr("token folder…"));
  m_data->setToolTip(argument);

  const auto bold = [](const std::string& text) {
    return QStringLiteral("<b>%1</b>").arg(shown(text).toHtmlEscaped());
  };
  const QString none = QStringLiteral("—");
  const auto& total = evaluation.total;
  m_parameters->setText(total ? bold(formatCount(static_cast<double>(total->parameters))) : none);
  m_parameters->setToolTip(total ? shown(formatGrouped(total->parameters)) : QString());
  m_flops->setText(total ? bold(formatCount(total->flopsPerToken)) : none);
  m_flops->setToolTip(tr("Model FLOPs of training, forward and backward, counted from the architecture"));

  const auto seconds =
      total ? predictedStepSeconds(*total, stepRoofs(m_machines, composition.recipe.precision)) : std::nullopt;
  m_step->setText(seconds ? tr("≥ %1 modelled").arg(bold(formatDuration(*seconds)))
                  : total ? tr("roofs not measured")
                          : none);
  m_step->setToolTip(seconds ? tr("If this machine's measured roofs were reached all the time")
                             : tr("Roofs not measured yet: run headroom doctor."));

  const double machine = memoryOfThisMachine();
  const bool tooLarge = total && machine > 0 && total->peakBytes > machine;
  m_memory->setText(!total ? none
                    : machine > 0
                        ? tr("%1 of %2").arg(bold(formatMemory(total->peakBytes)), shown(formatMemory(machine)))
                        : bold(formatMemory(total->peakBytes)));
  m_memory->setToolTip(
      tr("Peak of weights, gradients, optimizer state and activations, modelled, against this machine's memory"));
  m_memoryBar->setVisible(total && machine > 0);
  if (total && machine > 0)
    m_memoryBar->setValue(static_cast<int>(std::clamp(100 * total->peakBytes / machine, 0.0, 100.0)));

  QString reason = m_waiting;
  if (!evaluation.problem.empty()) reason = shown(evaluation.problem);
  if (reason.isEmpty() && tooLarge)
    reason = tr("It needs %1 and this machine has %2; try a smaller batch or scale.")
                 .arg(shown(formatMemory(total->peakBytes)), shown(formatMemory(machine)));
  m_run->setEnabled(reason.isEmpty());
  m_run->setToolTip(reason.isEmpty() ? tr("Train this model (Ctrl+Return)") : tr("Cannot run: %1").arg(reason));
}

}  // namespace headroom
