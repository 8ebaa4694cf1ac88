// The gallery of templates: each with a picture of its diagram, what it is, and how large.
#pragma once

#include <QDialog>

class QListWidget;
class QListWidgetItem;

namespace headroom {

/// Pictures are drawn one after the other once the dialog is shown, so that it is there at once.
class TemplateGallery : public QDialog {
  Q_OBJECT

 public:
  explicit TemplateGallery(QWidget* parent = nullptr);
  /// What was chosen; "" = nothing.
  QString chosen() const { return m_chosen; }
  QListWidget& list() { return *m_list; }

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void drawNext();
  void choose(const QListWidgetItem* item);

  QListWidget* m_list;
  QString m_chosen;
  int m_drawn = 0;
};

}  // namespace headroom
