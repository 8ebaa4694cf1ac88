#include "ui/runs/filter_line.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>

namespace headroom {

namespace {

constexpr qsizetype kMostOffered = 200;
constexpr qsizetype kLongestOffered = 80;  // characters; a longer word is found by its beginning

}  // namespace

FilterLine::FilterLine(Values values, QWidget* parent)
    : QLineEdit(parent),
      m_values(std::move(values)),
      m_completer(new QCompleter(this)),
      m_words(new QStringListModel(m_completer)) {
  setPlaceholderText(tr("Filter: a name, or arm:rope state:running loss<3.5"));
  setAccessibleName(tr("Filter of the runs"));
  setClearButtonEnabled(true);
  setToolTip(tr("<qt>Words look in the name. Fields: %1; with &lt; or &gt;: %2.<br>"
                "A comma: or. A minus before a term: not. 1..3: from one to three. Ctrl+Space completes.</qt>")
                 .arg(filterTextFields().join(QStringLiteral(", ")), filterNumberFields().join(QStringLiteral(", "))));
  m_completer->setModel(m_words);
  m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
  m_completer->setWidget(this);
  m_completer->setMaxVisibleItems(12);
  connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &FilterLine::insert);
  connect(this, &QLineEdit::textChanged, this, &FilterLine::parse);
  connect(this, &QLineEdit::textEdited, this, [this] {
    const qsizetype at = cursorPosition();
    // Between terms nothing is offered unasked.
    if (at > 0 && !text()[at - 1].isSpace()) {
      complete();
    } else {
      m_completer->popup()->hide();
    }
  });
}

void FilterLine::parse() {
  const auto filter = RunFilter::parse(text());
  Q_EMIT problemFound(filter ? QString() : QString::fromStdString(filter.error().message));
  if (filter) Q_EMIT filterChanged(*filter);
}

void FilterLine::complete() {
  auto found = completeFilter(text(), cursorPosition(), m_values);
  found.words.removeIf([](const QString& word) { return word.size() > kLongestOffered; });
  if (found.words.size() > kMostOffered) found.words.resize(kMostOffered);
  m_from = found.from;
  m_length = found.length;
  m_words->setStringList(found.words);
  if (found.words.isEmpty()) return m_completer->popup()->hide();
  // Below the word that is being written.
  QRect place = cursorRect();
  place.moveLeft(std::max(0, place.left() - fontMetrics().horizontalAdvance(text().mid(m_from, m_length))));
  place.setWidth(std::max(m_completer->popup()->sizeHintForColumn(0) + 32, 180));
  m_completer->complete(place);
}

void FilterLine::insert(const QString& word) {
  QString line = text();
  if (m_from + m_length > line.size()) return;
  const bool value = !word.endsWith(':') && !word.endsWith('<');
  const QString inserted = value ? word + ' ' : word;
  line.replace(m_from, m_length, inserted);
  setText(line);
  setCursorPosition(static_cast<int>(m_from + inserted.size()));
  if (!value) complete();
}

void FilterLine::keyPressEvent(QKeyEvent* event) {
  const bool asks = (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) ||
                    (event->key() == Qt::Key_Down && event->modifiers() == Qt::NoModifier);
  if (asks) return complete();
  QLineEdit::keyPressEvent(event);
}

}  // namespace headroom
