#include "ui/habits/start_page.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace headroom {

StartPage::StartPage(const QString& folder, QWidget* parent) : QWidget(parent) {
  auto* inner = new QWidget;
  inner->setMaximumWidth(760);
  auto* heading = new QLabel(tr("Does a change to a language model really help?"));
  heading->setProperty("heading", true);
  heading->setWordWrap(true);
  auto* words = new QLabel(
      tr("Compose a model from blocks, train it in the background, and see by how much compute a change helps, against "
         "which limit of this machine, and whether it lasts at larger scales."));
  words->setWordWrap(true);
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(16);
  grid->setVerticalSpacing(10);
  grid->setColumnStretch(1, 1);
  auto* demo =
      addWay(*grid, QStringLiteral("startDemo"), tr("Train the demo"),
             tr("Two tiny GPTs, with norms and without, on text whose entropy is known. The curves move in a few "
                "seconds and are done in about a minute on two cores."));
  demo->setProperty("accent", true);
  demo->setDefault(true);
  connect(demo, &QPushButton::clicked, this, &StartPage::demoRequested);
  const auto page = [&](const char* id, const QString& title, const QString& about) {
    connect(addWay(*grid, QStringLiteral("start ") + id, title, about), &QPushButton::clicked, this,
            [this, id = QString(id)] { Q_EMIT pageRequested(id); });
  };
  page("compose", tr("Compose a model"),
       tr("From a template or block by block; shapes and costs are live. Run starts it."));
  page("study", tr("Plan a study"),
       tr("Several seeds and scales, gains with intervals; what it can find is said before it starts."));
  page("learn", tr("Learn"), tr("Lessons of ten minutes that use this window."));
  connect(addWay(*grid, QStringLiteral("startOpen"), tr("Open a file…"),
                 tr("An architecture, a study, a bundle or a table of curves; or drop it on the window.")),
          &QPushButton::clicked, this, &StartPage::openRequested);
  connect(addWay(*grid, QStringLiteral("startGuide"), tr("User guide"), tr("Works without a network.")),
          &QPushButton::clicked, this, &StartPage::guideRequested);
  auto* place = new QLabel(tr("Everything is kept in %1. Closing the window stops no run.").arg(folder));
  place->setProperty("dim", true);
  place->setWordWrap(true);
  place->setTextFormat(Qt::PlainText);
  place->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  auto* column = new QVBoxLayout(inner);
  column->setSpacing(16);
  column->addStretch(2);
  column->addWidget(heading);
  column->addWidget(words);
  column->addLayout(grid);
  column->addWidget(place);
  column->addStretch(3);
  auto* holder = new QWidget;
  auto* row = new QHBoxLayout(holder);
  row->setContentsMargins(24, 24, 24, 24);
  row->addStretch(1);
  row->addWidget(inner, 8);
  row->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setWidget(holder);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(scroll);
  setFocusProxy(demo);  // Enter begins
}

QPushButton* StartPage::addWay(QGridLayout& grid, const QString& name, const QString& title, const QString& words) {
  auto* button = new QPushButton(title);
  button->setObjectName(name);
  button->setAccessibleDescription(words);
  button->setAutoDefault(true);
  auto* label = new QLabel(words);
  label->setProperty("dim", true);
  label->setWordWrap(true);
  const int row = grid.rowCount();
  grid.addWidget(button, row, 0, Qt::AlignTop);
  grid.addWidget(label, row, 1);
  return button;
}

}  // namespace headroom
