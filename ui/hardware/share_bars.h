// Parts of a step as bars with their names: feed-forward 41 %, attention 31 % …
#pragma once

#include <QWidget>

#include "ui/hardware/roofline_findings.h"

namespace headroom {

class ShareBars : public QWidget {
  Q_OBJECT

 public:
  explicit ShareBars(QWidget* parent = nullptr) : QWidget(parent) { setAccessibleName(tr("Parts of the step")); }
  void setShares(std::vector<FamilyShare> shares);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int lineHeight() const { return fontMetrics().height() + 6; }
  std::vector<FamilyShare> m_shares;
};

}  // namespace headroom
