#include "ui/compose/comparison.h"

#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "core/base/text.h"

namespace headroom {

namespace {

constexpr int kMostRows = 500;
constexpr int kIndexRole = Qt::UserRole;

}  // namespace

Comparison::Comparison(ComposeDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_title(new QLabel(this)), m_list(new QListWidget(this)) {
  m_title->setProperty("caption", true);
  m_title->setWordWrap(true);
  m_list->setAccessibleName(tr("Differences from the baseline"));
  m_list->setWordWrap(true);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* stop = new QPushButton(tr("Stop comparing"), this);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 8, 8, 8);
  layout->setSpacing(6);
  layout->addWidget(m_title);
  layout->addWidget(m_list, 1);
  layout->addWidget(stop, 0, Qt::AlignLeft);
  connect(stop, &QPushButton::clicked, this, &Comparison::clear);
  const auto go = [this](QListWidgetItem* item) {
    const auto index = static_cast<std::size_t>(item->data(kIndexRole).toInt());
    if (index < m_found.size() && m_found[index].after) m_document.select(*m_found[index].after);
  };
  connect(m_list, &QListWidget::itemClicked, this, go);
  connect(m_list, &QListWidget::itemActivated, this, go);
  connect(&document, &ComposeDocument::changed, this, &Comparison::refresh);
  hide();
}

void Comparison::setBaseline(const QString& name, Architecture architecture, Recipe recipe) {
  m_name = name;
  m_architecture = std::move(architecture);
  m_recipe = recipe;
  m_active = true;
  show();
  refresh();
}

void Comparison::clear() {
  m_active = false;
  m_found.clear();
  m_list->clear();
  hide();
  Q_EMIT marked({});
}

void Comparison::refresh() {
  if (!m_active) return;
  m_found = differences(m_architecture, m_document.architecture());
  for (Difference& difference : differences(m_recipe, m_document.composition().recipe))
    m_found.push_back(std::move(difference));
  m_title->setText(
      m_found.empty()
          ? tr("NO DIFFERENCE FROM %1").arg(m_name.toUpper())
          : tr("AGAINST %1 · %n differences", nullptr, static_cast<int>(m_found.size())).arg(m_name.toUpper()));
  m_list->clear();
  std::map<ElementPath, DiagramChange> changes;
  for (std::size_t i = 0; i < m_found.size(); ++i) {
    const Difference& difference = m_found[i];
    if (difference.after)
      changes.emplace(*difference.after,
                      difference.kind == Difference::Kind::Added ? DiagramChange::Added : DiagramChange::Changed);
    if (i >= kMostRows) continue;
    auto* item = new QListWidgetItem(QString::fromStdString(oneLine(toText(difference), 300)), m_list);
    item->setData(kIndexRole, static_cast<int>(i));
    item->setToolTip(difference.after ? tr("Click to select it in the diagram")
                     : difference.before
                         ? tr("It is not here any more; in the baseline it stands at %1")
                               .arg(QString::fromStdString(documentPath(m_architecture, *difference.before)))
                         : QString());
  }
  if (m_found.size() > kMostRows) new QListWidgetItem(tr("… and %1 more").arg(m_found.size() - kMostRows), m_list);
  Q_EMIT marked(changes);
}

}  // namespace headroom
