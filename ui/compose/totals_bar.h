// The bar below Compose: scale, precision and data; what the whole model costs, live; and the Run button.
#pragma once

#include <QFrame>

#include "ui/compose/compose_document.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace headroom {

/// Measured roofs of this machine; 0 = not measured.
struct StepRoofs {
  double flopsPerSecond = 0, bytesPerSecond = 0;
};
/// From the answer of RunReader::roofs(): the best matrix product in this precision and the DRAM roof.
StepRoofs stepRoofs(const Json& machines, Precision precision);
/// Seconds of an optimizer step if one roof were reached all the time: a lower bound.
std::optional<double> predictedStepSeconds(const ModelCost& cost, const StepRoofs& roofs);
/// Bytes of main memory of the machine this program runs on; 0 = unknown.
double memoryOfThisMachine();

class TotalsBar : public QFrame {
  Q_OBJECT

 public:
  explicit TotalsBar(ComposeDocument& document, QWidget* parent = nullptr);
  void setRoofs(Json machines);
  /// While the data is being opened its vocabulary is not known; then why Run has to wait. "" = ready.
  void setWaiting(const QString& reason);
  QPushButton* runButton() const { return m_run; }
  QComboBox* scaleBox() const { return m_scale; }

 Q_SIGNALS:
  void runAsked();
  void commandAsked();
  void dataAsked(const QString& argument);  // "grammar", "text", "tokens": the last two ask for a file
  void objected(const QString& sentence);

 private:
  void refresh();
  QLabel* addTotal(class QLayout& layout, const QString& name);

  ComposeDocument& m_document;
  Json m_machines = Json::object();
  QString m_waiting;
  QComboBox *m_scale, *m_precision, *m_data;
  QLabel *m_parameters, *m_flops, *m_step, *m_memory;
  QProgressBar* m_memoryBar;
  QPushButton* m_run;
};

}  // namespace headroom
