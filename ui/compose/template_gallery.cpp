#include "ui/compose/template_gallery.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include "core/arch/resolve.h"
#include "core/base/units.h"
#include "ui/compose/composition.h"
#include "ui/compose/diagram_painter.h"

namespace headroom {

namespace {

constexpr QSize kPicture{208, 190}, kCell{236, 276};
constexpr double kLeastScale = 0.34;  // below it a block is a smear: the top of the diagram is shown instead of all

QPixmap picture(const Architecture& architecture, const ThemeColours& colours, double ratio) {
  QPixmap pixmap(kPicture * ratio);
  pixmap.setDevicePixelRatio(ratio);
  pixmap.fill(colours.sunken);
  const DiagramLayout layout = layOut(architecture, inspect(architecture));
  const double scale = std::max(kLeastScale, std::min(kPicture.width() / (layout.bounds.width() + 24),
                                                      kPicture.height() / (layout.bounds.height() + 24)));
  QPainter painter(&pixmap);
  painter.translate(kPicture.width() / 2.0, 8);
  painter.scale(scale, scale);
  painter.translate(-layout.bounds.center().x(), 0);
  paintDiagram(painter, layout, colours);
  return pixmap;
}

}  // namespace

TemplateGallery::TemplateGallery(QWidget* parent) : QDialog(parent), m_list(new QListWidget(this)) {
  setWindowTitle(tr("Templates"));
  auto* about = new QLabel(tr("Begin with a published architecture. What is open now can be undone back."), this);
  about->setProperty("dim", true);
  m_list->setViewMode(QListView::IconMode);
  m_list->setResizeMode(QListView::Adjust);
  m_list->setMovement(QListView::Static);
  m_list->setIconSize(kPicture);
  m_list->setGridSize(kCell);
  m_list->setWordWrap(true);
  m_list->setTextElideMode(Qt::ElideRight);
  m_list->setAccessibleName(tr("Templates"));
  for (const Library::Document& document : builtinLibrary().templates) {
    const QString name = QString::fromStdString(document.name);
    auto* item = new QListWidgetItem(name, m_list);
    item->setData(Qt::UserRole, name);
    QPixmap empty(kPicture);
    empty.fill(coloursFor(palette()).sunken);
    item->setIcon(QIcon(empty));
  }
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, this);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(about);
  layout->addWidget(m_list, 1);
  layout->addWidget(buttons);
  resize(3 * kCell.width() + 60, 660);
  QPushButton* open = buttons->button(QDialogButtonBox::Open);
  connect(m_list, &QListWidget::currentItemChanged, open, [open](auto* item) { open->setEnabled(item != nullptr); });
  connect(m_list, &QListWidget::itemActivated, this, &TemplateGallery::choose);
  connect(buttons, &QDialogButtonBox::accepted, this, [this] { choose(m_list->currentItem()); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  m_list->setCurrentRow(0);
  m_list->setFocus();
}

void TemplateGallery::showEvent(QShowEvent* event) {
  QDialog::showEvent(event);
  if (m_drawn == 0) QTimer::singleShot(0, this, &TemplateGallery::drawNext);
}

void TemplateGallery::drawNext() {
  QListWidgetItem* item = m_list->item(m_drawn++);
  if (!item) return;
  const auto resolved = resolve({.model = item->data(Qt::UserRole).toString().toStdString()});
  if (resolved) {
    const ThemeColours& colours = coloursFor(palette());
    item->setIcon(QIcon(picture(resolved->architecture, colours, devicePixelRatioF())));
    const auto graph = build(resolved->architecture);
    const auto cost = graph ? modelCost(*graph, resolved->recipe) : Result<ModelCost>(graph.error());
    const QString size =
        cost ? tr("%1 parameters").arg(QString::fromStdString(formatCount(static_cast<double>(cost->parameters))))
             : QString();
    const QString about = QString::fromStdString(resolved->architecture.about);
    item->setText(QStringLiteral("%1 · %2\n%3").arg(item->data(Qt::UserRole).toString(), size, about));
    item->setToolTip(about);
    item->setData(Qt::AccessibleDescriptionRole, about);
  }
  QTimer::singleShot(0, this, &TemplateGallery::drawNext);
}

void TemplateGallery::choose(const QListWidgetItem* item) {
  if (!item) return;
  m_chosen = item->data(Qt::UserRole).toString();
  accept();
}

}  // namespace headroom
