// The real window as lessons ask it: controls by their object names, what is composed, runs and studies.
#pragma once

#include <QObject>
#include <QPointer>
#include <QSet>
#include <map>

#include "ui/learn/lesson_facts.h"
#include "ui/main_window.h"

namespace headroom {

class WindowFacts : public QObject, public LessonFacts {
  Q_OBJECT

 public:
  WindowFacts(MainWindow& window, Workbench& workbench, QObject* parent = nullptr);

  /// From now on runs and studies count that were made at `beganMs` or later.
  void countFrom(qint64 beganMs);
  /// A step begins: nothing of it was used yet.
  void beginStep(const LessonStep& step);
  /// Asks for what the step needs and does not know yet; the answers count from the next look on.
  void refresh(const LessonStep& step);

  /// The one that can be seen, else any; null when there is none.
  QWidget* control(const QString& name) const;
  /// As it stands on screen: "Run"; of "runs.along=run-seconds" that choice. Of a control that does not exist yet: the
  /// last part of its object name.
  QString nameOf(const QString& control) const;
  /// The sentence that speaks against it, or nothing.
  Result<void> doOffer(const LessonOffer& offer);

  QString page() const override;
  bool isShown(const QString& control) const override;
  bool wasUsed(const QString& control) const override;
  std::optional<QString> valueOf(const QString& control) const override;
  int rowsSelectedIn(const QString& table) const override;
  QString selectedBlock() const override;
  std::optional<LessonModel> composed() const override;
  std::vector<LessonRun> runs() const override;
  std::vector<LessonStudy> studies() const override { return m_studies; }

 private:
  void watch(const QString& control);
  void askDefinitions();
  void askStudies();

  MainWindow& m_window;
  Workbench& m_workbench;
  qint64 m_beganMs = 0;
  QSet<QString> m_used;
  std::map<QString, QPointer<QWidget>> m_watched;
  std::map<RunId, LessonModel> m_models;
  std::vector<LessonStudy> m_studies;
  bool m_askingRuns = false, m_askingStudies = false;
};

}  // namespace headroom
