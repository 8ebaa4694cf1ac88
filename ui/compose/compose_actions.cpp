// The actions of Compose: for the window's menus, the diagram's context menu and the buttons above it.
#include <QAction>
#include <QFileDialog>
#include <QMenu>

#include "core/arch/resolve.h"
#include "ui/compose/code_pane.h"
#include "ui/compose/comparison.h"
#include "ui/compose/compose_diagram.h"
#include "ui/compose/compose_page.h"
#include "ui/compose/totals_bar.h"

namespace headroom {

QAction* ComposePage::add(QList<QAction*>& list, const QString& text, const QKeySequence& key,
                          std::function<void()> act, QWidget* scope) {
  auto* action = new QAction(text, this);
  action->setShortcut(key);
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  if (act) connect(action, &QAction::triggered, this, std::move(act));
  (scope ? scope : this)->addAction(action);
  list.push_back(action);
  return action;
}

void ComposePage::addSeparator(QList<QAction*>& list, QObject* parent) {
  auto* separator = new QAction(parent);
  separator->setSeparator(true);
  list.push_back(separator);
}

void ComposePage::makeActions() {
  makeFileActions();
  makeEditActions();
  makeViewActions();
  // The context menu of the diagram: what concerns the selection, in this order.
  for (QAction* action : m_editActions) {
    m_diagram->removeAction(action);
    m_diagram->addAction(action);
  }
  m_diagram->addAction(m_fold);
}

void ComposePage::makeFileActions() {
  auto& list = m_fileActions;
  // What carries `true` has a button above the diagram.
  auto* templates = add(list, tr("Templates…"), QKeySequence::New, [this] { chooseTemplate(); });
  templates->setData(true);
  templates->setObjectName(QStringLiteral("compose.templates"));
  add(list, tr("Open architecture…"), QKeySequence::Open, [this] { openChosenFile(); });
  add(list, tr("Save architecture"), QKeySequence::Save, [this] { save(false); });
  add(list, tr("Save architecture as…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), [this] { save(true); });
  addSeparator(list, this);
  add(list, tr("Export diagram…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E), [this] { exportDiagramAs(); });
  add(list, tr("Export PyTorch source…"), {}, [this] { exportSourceAs(); });
  add(list, tr("Copy command line"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] { copyCommand(); });
  addSeparator(list, this);
  m_run = add(list, tr("Run"), QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { run(); });
  m_study = add(list, tr("Add to study"), {}, [this] { addToStudy(); });
}

void ComposePage::makeEditActions() {
  auto& list = m_editActions;
  for (QAction* action : {m_document.undoStack().createUndoAction(this, tr("Undo")),
                          m_document.undoStack().createRedoAction(this, tr("Redo"))}) {
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    list.push_back(action);
  }
  list[0]->setShortcut(QKeySequence::Undo);
  list[1]->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
  addSeparator(list, this);
  // These take their keys only in the diagram: in a field they mean its text.
  const auto one = [&](const QString& text, const QKeySequence& key, std::function<void()> act) {
    QAction* action = add(list, text, key, std::move(act), m_diagram);
    m_needsSelection.push_back(action);
    return action;
  };
  one(tr("Cut"), QKeySequence::Cut, [this] { m_diagram->cutSelection(); });
  one(tr("Copy as JSON"), QKeySequence::Copy, [this] { m_diagram->copySelection(); });
  add(
      list, tr("Paste after"), QKeySequence::Paste, [this] { m_diagram->paste(); }, m_diagram);
  one(tr("Duplicate"), QKeySequence(Qt::CTRL | Qt::Key_D),
      [this] { tell(m_document.paste(m_document.copiedSelection())); });
  one(tr("Remove"), QKeySequence::Delete, [this] {
    m_document.removeSelected();
  })->setShortcuts({QKeySequence(Qt::Key_Delete), QKeySequence(Qt::Key_Backspace)});
  add(
      list, tr("Select all beside it"), QKeySequence::SelectAll,
      [this] {
        ElementPath first{0};
        if (m_document.selection()) first = *m_document.selection(), first.back() = 0;
        std::vector<ElementPath> all;
        for (; headroom::find(m_document.architecture(), first); ++first.back()) all.push_back(first);
        m_document.selectMany(std::move(all));
      },
      m_diagram);
  addSeparator(list, this);
  one(tr("Move up"), QKeySequence(Qt::ALT | Qt::Key_Up), [this] { m_document.moveSelected(-1); });
  one(tr("Move down"), QKeySequence(Qt::ALT | Qt::Key_Down), [this] { m_document.moveSelected(1); });
  one(tr("Move out"), QKeySequence(Qt::ALT | Qt::Key_Left), [this] { tell(m_document.moveOut()); });
  one(tr("Move into the next"), QKeySequence(Qt::ALT | Qt::Key_Right), [this] { tell(m_document.moveIn()); });
  addSeparator(list, this);
  const auto wrap = [&](const QString& text, int key, Element::Kind kind) {
    one(text, key ? QKeySequence(key) : QKeySequence(), [this, kind] { tell(m_document.wrapSelected(kind)); });
  };
  wrap(tr("Group"), QKeyCombination(Qt::CTRL, Qt::Key_G).toCombined(), Element::Kind::Sequence);
  wrap(tr("Wrap in a repeat"), QKeyCombination(Qt::CTRL, Qt::Key_L).toCombined(), Element::Kind::Repeat);
  wrap(tr("Wrap in a residual branch"), QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_L).toCombined(),
       Element::Kind::Residual);
  wrap(tr("Make parallel branches"), QKeyCombination(Qt::CTRL, Qt::Key_B).toCombined(), Element::Kind::Parallel);
  wrap(tr("Only in every k-th layer"), 0, Element::Kind::Every);
  m_needsContainer.push_back(add(
      list, tr("Unwrap"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G), [this] { tell(m_document.unwrapSelected()); },
      m_diagram));
}

void ComposePage::makeViewActions() {
  auto& list = m_viewActions;
  m_fold = add(list, tr("Fold or unfold"), QKeySequence(Qt::CTRL | Qt::Key_J), [this] {
    if (const auto path = m_document.selection()) m_document.fold(*path, !m_document.isFolded(*path));
  });
  m_needsContainer.push_back(m_fold);
  add(list, tr("Fold all"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_J), [this] { m_document.foldAll(true); });
  add(list, tr("Unfold all"), {}, [this] { m_document.foldAll(false); });
  addSeparator(list, this);
  add(list, tr("Zoom in"), QKeySequence::ZoomIn, [this] { m_diagram->setZoom(m_diagram->zoom() * 1.2); });
  add(list, tr("Zoom out"), QKeySequence::ZoomOut, [this] { m_diagram->setZoom(m_diagram->zoom() / 1.2); });
  add(list, tr("Actual size"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_0), [this] { m_diagram->setZoom(1); });
  add(list, tr("Fit"), QKeySequence(Qt::CTRL | Qt::Key_0), [this] { m_diagram->fit(); })->setData(true);
  addSeparator(list, this);
  m_codeShown = add(list, tr("PyTorch"), QKeySequence(Qt::CTRL | Qt::Key_U), {});
  m_codeShown->setCheckable(true);
  m_codeShown->setData(true);
  connect(m_codeShown, &QAction::toggled, m_code, &QWidget::setVisible);
  m_compareMenu = new QMenu(tr("Compare with"), this);
  m_compareMenu->setToolTipsVisible(true);
  connect(m_compareMenu, &QMenu::aboutToShow, this, &ComposePage::fillCompareMenu);
  list.push_back(m_compareMenu->menuAction());
}

void ComposePage::fillCompareMenu() {
  m_compareMenu->clear();
  QAction* nothing = m_compareMenu->addAction(tr("Nothing"), this, [this] { compareWithTemplate({}); });
  nothing->setEnabled(m_comparison->isActive());
  if (!m_comparison->isActive()) nothing->setToolTip(tr("Nothing is being compared."));
  m_compareMenu->addAction(tr("As it is now"), this, [this] {
    m_comparison->setBaseline(tr("as it was"), m_document.architecture(), m_document.composition().recipe);
  });
  QAction* saved = m_compareMenu->addAction(tr("Its file"), this, [this] { compareWithFile(m_document.file()); });
  saved->setEnabled(!m_document.file().isEmpty());
  if (!saved->isEnabled()) saved->setToolTip(tr("It was not saved to a file yet."));
  m_compareMenu->addAction(tr("A file…"), this, [this] {
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Compare with an architecture"), {}, tr("Architectures (*.json)"));
    if (!file.isEmpty()) compareWithFile(file);
  });
  m_compareMenu->addSection(tr("Templates"));
  for (const auto& document : builtinLibrary().templates) {
    const QString name = QString::fromStdString(document.name);
    m_compareMenu->addAction(name, this, [this, name] { compareWithTemplate(name); });
  }
}

void ComposePage::updateActions() {
  const Element* element = m_document.selected();
  const bool container = element && !element->body.empty();
  for (QAction* action : m_needsSelection) {
    action->setEnabled(element != nullptr);
    action->setToolTip(element ? action->text() : tr("%1: select an element first").arg(action->text()));
  }
  for (QAction* action : m_needsContainer) {
    action->setEnabled(container);
    action->setToolTip(container ? action->text()
                                 : tr("%1: select a repeat, a branch or a group first").arg(action->text()));
  }
  m_run->setEnabled(m_totals->runButton()->isEnabled());
  m_run->setToolTip(m_totals->runButton()->toolTip());
  m_study->setEnabled(m_totals->studyButton()->isEnabled());
  m_study->setToolTip(m_totals->studyButton()->toolTip());
}

}  // namespace headroom
