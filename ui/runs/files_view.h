// What lies in a run's folder.
#pragma once

#include "ui/models/text_rows.h"
#include "ui/runs/section.h"

class QTableView;

namespace headroom {

class FilesView : public Section {
  Q_OBJECT

 public:
  explicit FilesView(const SectionContext& context);
  void refresh() override;
  QTableView& view() { return *m_view; }

 private:
  void open(int row);

  TextRows* m_rows;
  QTableView* m_view;
  QLabel* m_told;
  QString m_read;
};

}  // namespace headroom
