// The Hardware page: what is the limit? Devices now, measured roofs, the roofline of a model, what would move it.
#pragma once

#include <QWidget>
#include <functional>
#include <memory>
#include <optional>

#include "core/runs/run_definition.h"
#include "ui/hardware/device_tiles.h"
#include "ui/hardware/machine_panel.h"
#include "ui/hardware/profile_planner.h"
#include "ui/hardware/roofline_view.h"
#include "ui/study/text_table.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;

namespace headroom {

class ShareBars;

/// Where the models of the page come from.
struct HardwareSources {
  /// What is composed now; nothing while it is impossible.
  std::function<std::optional<HardwareModel>()> composed;
  std::function<void(const RunId& run, std::function<void(Result<RunDefinition>)> done)> definition;
};

class HardwarePage : public QWidget {
  Q_OBJECT

 public:
  HardwarePage(HardwareSources sources, const RunsModel& runs, DeviceTiles::Ask ask, QWidget* parent = nullptr);

  /// Measured roofs of this machine: {name: document of `headroom doctor`}, {} when it was never measured.
  void setMachines(const Json& machines);
  /// The engine is there (again): whether it measures is asked.
  void engineConnected();
  void takeNews(const Json& news);

  RooflineView& roofline() { return *m_roofline; }
  TableCard& points() { return *m_points; }
  TableCard& changes() { return *m_changes; }
  MachinePanel& machine() { return *m_machine; }
  DeviceTiles& tiles() { return *m_tiles; }
  QComboBox& modelChooser() { return *m_model; }
  QComboBox& scaleChooser() { return *m_scale; }
  void choosePhase(Phase phase);

 Q_SIGNALS:
  /// A point was activated: the element at `path` of the model's document ("body[2].body[0].residual[1]").
  void blockActivated(const QString& path, const headroom::HardwareModel& model);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  QWidget* makeHead();
  QWidget* makeRooflinePanel();
  QWidget* makeSide();
  void offerModels();
  void refresh();
  void askFor(HardwareModel model);
  void take(std::shared_ptr<const ProfileAnswer> answer);
  void draw();
  void drawNothing(const QString& why);
  void activate(const QString& path);
  bool onGpu() const;
  Phase phase() const;
  void measure();

  const HardwareSources m_sources;
  const RunsModel& m_runs;
  const DeviceTiles::Ask m_ask;
  Json m_doctor;
  ProfilePlanner m_planner;
  std::shared_ptr<const ProfileAnswer> m_answer;
  int m_request = 0;  // definitions that come late are dropped

  DeviceTiles* m_tiles;
  RooflineView* m_roofline;
  TableCard *m_points, *m_changes;
  MachinePanel* m_machine;
  ShareBars* m_shares;
  QLabel* m_step = nullptr;
  QComboBox *m_model = nullptr, *m_scale = nullptr, *m_device = nullptr;
  QButtonGroup* m_phases = nullptr;
  QCheckBox* m_datasheet = nullptr;
};

}  // namespace headroom
