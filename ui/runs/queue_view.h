// The queue: what trains, and what starts next, in an order that is changed by dragging or with Alt+Up and Alt+Down.
#pragma once

#include "ui/models/queue_model.h"
#include "ui/runs/section.h"

class QPushButton;
class QTableView;

namespace headroom {

class QueueView : public Section {
  Q_OBJECT

 public:
  explicit QueueView(const SectionContext& context);
  void refresh() override;
  QTableView& view() { return *m_view; }
  QueueModel& model() { return *m_model; }

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  int current() const;
  void moveCurrent(int by);

  QueueModel* m_model;
  QTableView* m_view;
  QLabel* m_told;
  QPushButton *m_up, *m_down, *m_stop;
  RunId m_kept;  // the current run while the rows are made anew
};

}  // namespace headroom
