// A form whose fields write through to the document as they are typed; a refused value keeps its text and says why.
#pragma once

#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "core/base/result.h"

class QFormLayout;
class QLabel;

namespace headroom {

struct Field {
  QString label, help;
  std::function<QString()> read;
  std::function<Result<void>(const QString&)> write;
  QStringList choices;  // not empty: one of these
  bool flag = false;    // "true" or "false"
};

class FieldForm : public QWidget {
 public:
  explicit FieldForm(QWidget* parent = nullptr);
  void add(Field field);
  /// Takes over what the document says; what is being typed stays as long as it means the same.
  void refresh();
  /// The editor of a field, by its label.
  QWidget* editor(const QString& label) const;
  /// Null when there are no fields.
  QWidget* firstEditor() const;

 private:
  struct Row {
    Field field;
    QWidget* editor;
    QLabel* problem;  // below the editor; null while there is none
    QString shown;    // what the document said last
  };
  void write(std::size_t row, const QString& text);
  void showProblem(Row& row, const QString& sentence);
  static void show(const Row& row);

  QFormLayout* m_layout;
  std::vector<Row> m_rows;
  std::optional<std::size_t> m_writing;  // the row whose text is being written
};

}  // namespace headroom
