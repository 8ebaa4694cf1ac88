// One tile a device: memory, work, bandwidth, temperature now; what is missing says why. Asks the engine once a second
// while it can be seen.
#pragma once

#include <QFrame>
#include <QTimer>
#include <functional>
#include <vector>

#include "core/devices/device_reading.h"
#include "ui/models/runs_model.h"

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QScrollArea;

namespace headroom {

/// A number with its caption, its source or the reason why it is not there, and a bar where it is a share.
class DeviceFigure : public QWidget {
  Q_OBJECT

 public:
  explicit DeviceFigure(const QString& caption, QWidget* parent = nullptr);
  /// `share`: 0 … 1; below 0: no bar.
  void showValue(const QString& value, const QString& source, double share = -1);
  void showMissing(const QString& why);
  QString text() const;    // "31 %", "—"
  QString source() const;  // "measured", or why it is missing

 private:
  void elide();
  void resizeEvent(QResizeEvent* event) override;

  QLabel *m_value, *m_source;
  QProgressBar* m_bar;
  QString m_caption, m_words;
};

class DeviceTile : public QFrame {
  Q_OBJECT

 public:
  explicit DeviceTile(const DeviceReading& reading, QWidget* parent = nullptr);
  /// `traffic`: bytes/s that the ops of running models touch here, modelled; 0: none runs. `roof`: DRAM, measured.
  void showReading(const DeviceReading& reading, double traffic, const MemoryRoof& roof);
  const DeviceFigure& figure(const QString& name) const;

 private:
  QLabel* m_name;
  std::map<QString, DeviceFigure*> m_figures;
};

class DeviceTiles : public QWidget {
  Q_OBJECT

 public:
  /// Sends a request to the engine; see EngineClient::ask.
  using Ask = std::function<void(Json request, std::function<void(Result<Json>)> done)>;

  DeviceTiles(Ask ask, const RunsModel& runs, QWidget* parent = nullptr);

  const std::vector<DeviceTile*>& tiles() const { return m_tiles; }
  void showDevices(const Devices& devices);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void look();
  /// As high as a tile; many GPUs are scrolled sideways.
  void fit();
  double trafficOn(DeviceReading::Kind kind) const;

  const Ask m_ask;
  const RunsModel& m_runs;
  QScrollArea* m_scroll;
  QHBoxLayout* m_layout;
  QLabel* m_missing;
  std::vector<DeviceTile*> m_tiles;
  std::vector<std::string> m_shown;  // ids, in the order of the tiles
  QTimer m_timer;
  bool m_asking = false;
  int m_looks = 0;
};

}  // namespace headroom
