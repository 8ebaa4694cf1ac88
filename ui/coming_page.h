// A page of a later version: what it will answer, and what to do meanwhile.
#pragma once

#include <QWidget>

namespace headroom {

class ComingPage : public QWidget {
  Q_OBJECT

 public:
  /// `meanwhile` is a sentence; `command` (may be empty) can be copied from the page.
  ComingPage(const QString& title, const QString& question, const QString& coming, const QString& meanwhile,
             const QString& command, QWidget* parent = nullptr);
};

}  // namespace headroom
