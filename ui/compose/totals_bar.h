// The bar below Compose: scale, recipe, device, precision and data; what the whole model costs, live; and the Run
// button.
#pragma once

#include <QFrame>

#include "ui/compose/compose_document.h"
#include "ui/compose/devices.h"

class QComboBox;
class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace headroom {

class TotalsBar : public QFrame {
  Q_OBJECT

 public:
  explicit TotalsBar(ComposeDocument& document, QWidget* parent = nullptr);
  /// What was measured, as RunReader::roofs() gives it: devices, and what steps are modelled on.
  void setMachines(Json machines);
  /// While the data is being opened its vocabulary is not known; then why Run has to wait. "" = ready.
  void setWaiting(const QString& reason);
  QPushButton* runButton() const { return m_run; }
  QPushButton* studyButton() const { return m_study; }
  QComboBox* scaleBox() const { return m_scale; }
  QComboBox* recipeBox() const { return m_recipe; }
  QComboBox* deviceBox() const { return m_device; }
  QLabel* stepLabel() const { return m_step; }

 Q_SIGNALS:
  void runAsked();
  void studyAsked();
  void commandAsked();
  void dataAsked(const QString& argument);  // "grammar", "text", "tokens": the last two ask for a file
  void objected(const QString& sentence);
  /// Run or study became possible or impossible.
  void refreshed();

 private:
  void refresh();
  void showChoices();
  void showTotals();
  void showButtons();
  const ComposeDevice& device() const;
  QComboBox* addChoice(QHBoxLayout& layout, const QString& name);
  QLabel* addTotal(QHBoxLayout& layout, const QString& name);
  /// A choice that can be refused.
  void choose(QComboBox* box, std::function<Result<void>(const QString&)> apply);

  ComposeDocument& m_document;
  Json m_machines = Json::object();
  std::vector<ComposeDevice> m_devices;
  QString m_waiting;
  std::pair<std::string, Precision> m_modelled;  // device and precision that the document's roofs are for
  QComboBox *m_scale, *m_recipe, *m_device, *m_precision, *m_data;
  QLabel *m_parameters, *m_flops, *m_step, *m_memory;
  QProgressBar* m_memoryBar;
  QPushButton *m_study, *m_run;
};

}  // namespace headroom
