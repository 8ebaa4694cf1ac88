// The page of a first start: two clicks to a live curve, and the other ways in.
#pragma once

#include <QWidget>

class QGridLayout;
class QPushButton;

namespace headroom {

class StartPage : public QWidget {
  Q_OBJECT

 public:
  /// `folder` is where runs will lie.
  explicit StartPage(const QString& folder, QWidget* parent = nullptr);

 Q_SIGNALS:
  void demoRequested();
  void pageRequested(const QString& id);
  void openRequested();
  void guideRequested();

 private:
  QPushButton* addWay(QGridLayout& grid, const QString& name, const QString& title, const QString& words);
};

}  // namespace headroom
