// The measured roofs of this machine, and the button that measures them: what is measured now, how far it is, Cancel.
#pragma once

#include <QFrame>

#include "core/base/json.h"

class QGridLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace headroom {

/// A row of the list: "DRAM", "51.2 GB/s".
struct RoofRow {
  QString name, value;
};

class MachinePanel : public QFrame {
  Q_OBJECT

 public:
  explicit MachinePanel(QWidget* parent = nullptr);

  /// `measured`: when and with what; no rows: it was never measured.
  void setRoofs(const std::vector<RoofRow>& rows, const QString& measured);
  /// The engine's word on a measurement: its news, or `measurement` of its status (null: none). README of core/engine.
  void setMeasurement(const Json& state);
  /// The engine could not be asked: why.
  void showProblem(const QString& sentence);
  bool measuring() const { return m_measuring; }

 Q_SIGNALS:
  void measureRequested();
  void cancelRequested();

 private:
  void showState();

  QGridLayout* m_rows;
  QLabel *m_measured, *m_what, *m_problem;
  QProgressBar* m_progress;
  QPushButton *m_measure, *m_cancel;
  bool m_known = false, m_measuring = false;
};

}  // namespace headroom
