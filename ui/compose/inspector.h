// The inspector at the right of Compose: what is selected, its parameters as a form, its shapes and its cost.
#pragma once

#include <QScrollArea>

#include "ui/compose/compose_document.h"

class QFormLayout;
class QLabel;
class QVBoxLayout;

namespace headroom {

class FieldForm;

/// A block shows its parameters, a repeat its count, nothing selected the model's sizes and recipe.
class Inspector : public QScrollArea {
  Q_OBJECT

 public:
  explicit Inspector(ComposeDocument& document, QWidget* parent = nullptr);
  /// The editor of a field, by its label ("heads"); null when it is not shown.
  QWidget* editor(const QString& label) const;
  QString problem() const;
  /// Puts the keyboard into a field; the first one when it is not there or "".
  void focusField(const QString& label);

 private:
  void rebuild();
  void refresh();
  std::string formKey() const;
  void describeModel(QVBoxLayout& layout);
  void describeElement(QVBoxLayout& layout, const Element& element);
  void showNumbers();
  void addNumber(const QString& name, const QString& value, const QString& help = {});

  ComposeDocument& m_document;
  std::string m_formKey;  // what the form was made for
  std::vector<FieldForm*> m_forms;
  QLabel* m_problem = nullptr;
  QLabel* m_numbersTitle = nullptr;
  QWidget* m_numbers = nullptr;
  QFormLayout* m_numbersLayout = nullptr;
};

}  // namespace headroom
