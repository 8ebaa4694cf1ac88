// A study's definition as a form in three steps: baseline; arms; scales, seeds, rates, match mode, data and limits.
// What the form does not show (settings, ladders) is kept as the template or file says; study_json.h shows all of it.
#pragma once

#include <QStackedWidget>
#include <map>
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
  /// The same without asking whether it can be; seeds that are none are left as they were.
  Study draft() const;
  /// "scratch", or the name of a template that ships with the program.
  void startFrom(const QString& source);

  QComboBox* source;
  QLineEdit* name;
  QComboBox* model;
  QListWidget* arms;  // checked: takes part
  QLineEdit* ownArm;  // a model's file, or KEY=VALUE
  QComboBox* sameAs;
  QListWidget* scales;
  QLineEdit* seeds;
  QComboBox *rates, *match, *plan, *estimator;
  QDoubleSpinBox* tokensPerParameter;
  QLineEdit* data;
  QSpinBox *threads, *horizons, *retries;
  QDoubleSpinBox *price, *hours, *disk, *lossSigma, *endSlope;

 Q_SIGNALS:
  void changed();
  void problemFound(const QString& sentence);

 private:
  QWidget* makeBaseline();
  QWidget* makeArms();
  QWidget* makeSettings();
  void openFile();
  void addTogether();
  void addOwn();
  void browseForArm();
  void addArm(StudyArm arm);
  void fillArms();
  void fillSameAs();
  std::vector<StudyArm> chosenArms() const;
  /// Shows a number; numberOf gives it back to the last digit while nobody has changed it.
  void setNumber(QDoubleSpinBox* box, double value);
  double numberOf(QDoubleSpinBox* box, double value) const;

  std::map<QDoubleSpinBox*, double> m_shown;  // as the box rounded it
  Study m_study;                              // what the form was filled from
  std::vector<StudyArm> m_all;                // beside the baseline, as the list shows them
  QLabel* m_about;
  QLabel* m_baseline;
  bool m_filling = false;
};

}  // namespace headroom
