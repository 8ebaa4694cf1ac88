// What a person attaches to runs, in one form: name, tags, note. Of several runs only what is edited changes.
#pragma once

#include <QDialog>
#include <filesystem>
#include <vector>

#include "ui/models/runs_model.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace headroom {

class RunEditDialog : public QDialog {
  Q_OBJECT

 public:
  struct Subject {
    RunId run;
    RunMeta meta;
  };
  struct Changed {
    RunId run;
    RunMeta from, to;
  };

  RunEditDialog(std::vector<Subject> subjects, const RunsModel& model, std::filesystem::path database,
                QWidget* parent = nullptr);

  /// "name", "tags" or "note".
  void focusOn(const QString& field);
  /// What the form makes of the runs; those that stay as they are are left out.
  std::vector<Changed> changes() const;

 private:
  std::vector<std::string> writtenTags() const;
  void update();

  const std::vector<Subject> m_subjects;
  const std::filesystem::path m_database;
  std::vector<std::string> m_common;  // tags that all of them bear
  QLineEdit* m_name;
  QLineEdit* m_tags;
  QPlainTextEdit* m_note;
  QLabel* m_problem;
  QPushButton* m_ok;
};

}  // namespace headroom
