#include "ui/compose/block_catalogue.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "core/blocks/catalog.h"
#include "ui/compose/block_help.h"
#include "ui/compose/diagram_canvas.h"

namespace headroom {

namespace {

enum Role { IdRole = Qt::UserRole, IdeaRole, FamilyRole, SearchRole };

QString shown(const std::string& text) {
  return QString::fromStdString(text);
}

class List : public QListWidget {
 public:
  using QListWidget::QListWidget;

 protected:
  QStringList mimeTypes() const override { return {kBlockMime}; }
  QMimeData* mimeData(const QList<QListWidgetItem*>& items) const override {
    auto* data = new QMimeData;
    if (!items.isEmpty()) data->setData(kBlockMime, items.front()->data(IdRole).toString().toUtf8());
    return data;
  }
};

/// Two lines and the family's bar.
class Row : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
    return {120, 2 * option.fontMetrics.height() + 10};
  }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const ThemeColours& colours = coloursFor(option.palette);
    const QRect row = option.rect;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
      painter->setBrush(option.state & QStyle::State_Selected ? colours.selection : colours.hover);
      painter->drawRoundedRect(row.adjusted(0, 1, -1, -1), 5, 5);
    }
    const int family = index.data(FamilyRole).toInt();
    painter->setBrush(family < 0 ? colours.accent : colourOf(static_cast<Family>(family), colours));
    painter->drawRoundedRect(QRectF(row.left() + 6, row.top() + 8, 4, row.height() - 16), 2, 2);
    QFont small = option.font;
    small.setPointSizeF(small.pointSizeF() * 0.86);
    const QRect text = row.adjusted(18, 4, -6, -4);
    painter->setPen(colours.text);
    painter->setFont(option.font);
    painter->drawText(
        text, Qt::AlignLeft | Qt::AlignTop,
        option.fontMetrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, text.width()));
    painter->setPen(colours.dim);
    painter->setFont(small);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignBottom,
                      QFontMetrics(small).elidedText(index.data(IdeaRole).toString(), Qt::ElideRight, text.width()));
    painter->restore();
  }
};

}  // namespace

BlockCatalogue::BlockCatalogue(QWidget* parent)
    : QWidget(parent), m_search(new QLineEdit(this)), m_list(new List(this)), m_help(new QLabel(this)) {
  auto* caption = new QLabel(tr("BLOCKS"), this);
  caption->setProperty("caption", true);
  m_search->setPlaceholderText(tr("search, e.g. “attention”"));
  m_search->setClearButtonEnabled(true);
  m_search->setAccessibleName(tr("Search blocks"));
  m_list->setAccessibleName(tr("Blocks"));
  m_list->setItemDelegate(new Row(m_list));
  m_list->setDragEnabled(true);
  m_list->setDragDropMode(QAbstractItemView::DragOnly);
  m_list->setMouseTracking(true);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

  std::vector<const Block*> blocks = catalog();
  // Nothing at all is no block to a person.
  std::erase_if(blocks, [](const Block* block) { return block->onlyInSlots && block->id.ends_with(".none"); });
  std::stable_sort(blocks.begin(), blocks.end(), [](auto* a, auto* b) { return a->family < b->family; });
  for (const Block* block : blocks) {
    auto* item = new QListWidgetItem(shown(block->title), m_list);
    item->setData(IdRole, shown(block->id));
    item->setData(IdeaRole, shown(block->idea));
    item->setData(FamilyRole, static_cast<int>(block->family));
    item->setData(SearchRole, shown(block->title + ' ' + block->id + ' ' + block->idea + ' ' +
                                    std::string(familyName(block->family))));
    item->setToolTip(shown(block->idea + "\n" + block->formula + "\n" + block->source) + '\n' +
                     (block->onlyInSlots ? tr("Double-click, Enter or drag to fill a slot of the selected block.")
                                         : tr("Double-click, Enter or drag to add it after the selection.")));
    item->setData(Qt::AccessibleDescriptionRole, shown(block->idea));
  }
  const std::pair<Element::Kind, QString> taps[] = {{Element::Kind::Tap, tr("remembers the stream, for a long skip")},
                                                    {Element::Kind::Use, tr("brings back what was tapped before")}};
  for (const auto& [kind, idea] : taps) {
    const QString id = shown(std::string(word(kind)));
    auto* item = new QListWidgetItem(kind == Element::Kind::Tap ? tr("Tap") : tr("Use of a tap"), m_list);
    item->setData(IdRole, id);
    item->setData(IdeaRole, idea);
    item->setData(FamilyRole, -1);
    item->setData(SearchRole, item->text() + ' ' + idea + tr(" skip connection structure"));
    item->setToolTip(idea);
    item->setData(Qt::AccessibleDescriptionRole, idea);
  }
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 12, 8, 8);
  layout->setSpacing(8);
  layout->addWidget(caption);
  layout->addWidget(m_search);
  layout->addWidget(m_list, 1);
  layout->addWidget(m_help);
  m_help->setWordWrap(true);
  m_help->setProperty("dim", true);
  m_help->setTextFormat(Qt::RichText);
  m_help->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_help->setAccessibleName(tr("About the block"));
  m_help->hide();

  connect(m_search, &QLineEdit::textChanged, this, &BlockCatalogue::setFilter);
  connect(m_search, &QLineEdit::returnPressed, m_list, [this] { m_list->setFocus(); });
  connect(m_list, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
    const Block* block = item ? findBlock(item->data(IdRole).toString().toStdString()) : nullptr;
    m_help->setText(block ? blockHelp(*block) : item ? item->data(IdeaRole).toString() : QString());
    m_help->setVisible(item != nullptr);
  });
  connect(m_list, &QListWidget::itemActivated, this,
          [this](QListWidgetItem* item) { Q_EMIT blockChosen(item->data(IdRole).toString().toStdString()); });
}

QString BlockCatalogue::help() const {
  return m_help->text();
}

void BlockCatalogue::setFilter(const QString& text) {
  const QStringList words = text.split(' ', Qt::SkipEmptyParts);
  for (int row = 0; row < m_list->count(); ++row) {
    QListWidgetItem* item = m_list->item(row);
    const QString whole = item->data(SearchRole).toString();
    item->setHidden(!std::all_of(words.begin(), words.end(),
                                 [&](const QString& word) { return whole.contains(word, Qt::CaseInsensitive); }));
  }
}

int BlockCatalogue::shownCount() const {
  int count = 0;
  for (int row = 0; row < m_list->count(); ++row) count += m_list->item(row)->isHidden() ? 0 : 1;
  return count;
}

}  // namespace headroom
