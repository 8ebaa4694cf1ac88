// A study's definition as a form in three steps: baseline; arms; scales, seeds, rates, match mode and data. What the
// form does not show (settings, ladders, pilots) is kept as the template or file says.
#pragma once

#include <QStackedWidget>
#include <vector>

#include "core/study/study.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QSpinBox;

namespace headroom {

class StudyForm : public QStackedWidget {
  Q_OBJECT

 public:
  enum Step { Baseline, Arms, Settings, StepCount };

  explicit StudyForm(QWidget* parent = nullptr);

  void setStudy(const Study& study);
  /// As the form says, or the sentence that says what is missing.
  Result<Study> study() const;
  /// "scratch", or the name of a template that ships with the program.
  void startFrom(const QString& source);

  QComboBox* source;
  QLineEdit* name;
  QComboBox* model;
  QListWidget* arms;  // checked: takes part
  QComboBox* sameAs;
  QListWidget* scales;
  QLineEdit* seeds;
  QComboBox *rates, *match, *plan, *estimator;
  QDoubleSpinBox* tokensPerParameter;
  QLineEdit* data;
  QSpinBox* threads;
  QDoubleSpinBox* price;

 Q_SIGNALS:
  void changed();
  void problemFound(const QString& sentence);

 private:
  QWidget* makeBaseline();
  QWidget* makeArms();
  QWidget* makeSettings();
  void openFile();
  void addTogether();
  void fillArms();
  void fillSameAs();
  std::vector<StudyArm> chosenArms() const;

  Study m_study;                // what the form was filled from
  std::vector<StudyArm> m_all;  // beside the baseline, as the list shows them
  QLabel* m_about;
  QLabel* m_baseline;
  bool m_filling = false;
};

}  // namespace headroom
