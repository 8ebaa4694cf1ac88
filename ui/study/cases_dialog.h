// The case-study calculator: the paper's Table 2 with inputs to edit; an edited case says "yours", the published value
// stays beside it.
#pragma once

#include <QDialog>
#include <vector>

#include "core/analysis/ceg_cases.h"

class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace headroom {

class CasesDialog : public QDialog {
  Q_OBJECT

 public:
  explicit CasesDialog(QWidget* parent = nullptr);

  void choose(const QString& id);
  QListWidget& list() { return *m_list; }
  std::vector<QLineEdit*> inputs() const { return m_inputs; }
  QString resultText() const;
  QString toCsv() const;

 private:
  void showCase();
  void recompute();

  std::vector<CegCase> m_cases;  // as edited
  QListWidget* m_list;
  QLabel *m_title, *m_formula, *m_published, *m_yours, *m_source, *m_note;
  QFormLayout* m_form;
  QPushButton* m_reset;
  std::vector<QLineEdit*> m_inputs;
};

}  // namespace headroom
