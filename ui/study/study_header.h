// The line above a study: which one, how it compares, what can be done with it; disabled buttons say why.
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "ui/study/study_store.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace headroom {

/// "iso-recipe · baseline none · grammar · …": what stands beside every number of a study.
QString subtitleOf(const StudyResult& study);

class StudyHeader : public QWidget {
  Q_OBJECT

 public:
  explicit StudyHeader(QWidget* parent = nullptr);

  void setStudies(const std::vector<StudyRow>& studies, const StudyId& chosen);
  void setResult(const std::shared_ptr<const StudyResult>& result);

  QComboBox* studies;
  QPushButton *create, *plan, *pause, *stop, *seeds, *edit, *copy, *report;

 Q_SIGNALS:
  void studyChosen(const headroom::StudyId& study);

 private:
  void enable(QPushButton* button, const QString& hint, const QString& whyNot);

  QLabel* m_state;
  QLabel* m_subtitle;
};

}  // namespace headroom
