// The document of the Compose page: one Composition, edited only through commands that undo, and what is selected in
// it.
#pragma once

#include <QObject>
#include <QString>
#include <QUndoStack>
#include <functional>
#include <optional>

#include "ui/compose/composition.h"

namespace headroom {

/// GUI thread only. Every edit is one undo command that swaps the whole composition: redo = undo, and nothing is
/// forgotten.
class ComposeDocument : public QObject {
  Q_OBJECT

 public:
  explicit ComposeDocument(QObject* parent = nullptr);

  const Composition& composition() const { return m_composition; }
  const Architecture& architecture() const { return m_composition.architecture; }
  const Evaluation& evaluation() const { return m_evaluation; }
  QUndoStack& undoStack() { return m_undo; }
  QString file() const { return m_file; }
  bool isModified() const { return !m_undo.isClean(); }

  /// The selected element; nothing = the model as a whole.
  const std::optional<ElementPath>& selection() const { return m_selection; }
  void select(std::optional<ElementPath> path);
  const Element* selected() const;

  // Replace everything; what was there before is a step of undo.
  Result<void> openTemplate(const std::string& name, const std::string& scale);
  Result<void> openFile(const QString& file);
  /// A resolved model as it is: of a run, of another page.
  void openModel(const std::string& model, const std::string& scale, const Architecture& architecture,
                 const Recipe& recipe);
  Result<void> saveFile(const QString& file);

  // Edits. The error is a sentence for the field; then nothing changed. Paths come by value where an edit may end the
  // selection they were copied from.
  Result<void> setName(const QString& name);
  /// Empty text: the default again.
  Result<void> setParameter(const ElementPath& path, const std::string& parameter, const QString& text);
  Result<void> setCount(const ElementPath& path, const QString& text);
  Result<void> setSize(const std::string& size, const QString& text);
  Result<void> setRecipe(const std::string& key, const QString& text);
  Result<void> setSeed(const QString& text);
  /// Sizes and recipe of a scale; "" = the model's own.
  Result<void> chooseScale(const std::string& scale);
  /// The vocabulary of the data replaces the model's.
  void setData(Json data, std::int64_t vocabulary);

  /// Where something goes when it is added after the selection: behind a block, into an empty branch, at the end.
  ElementPath placeAfterSelection() const;
  /// The sentence that speaks against it, or nothing. A place is legal when it brings no new error.
  std::optional<std::string> objectionTo(const ElementPath& place, const Element& element) const;
  Result<void> insert(const ElementPath& place, Element element);
  void remove(ElementPath path);
  /// One place up (−1) or down (+1) among its siblings; false at the end of the list.
  bool move(ElementPath path, int by);
  void wrap(ElementPath path, Element::Kind kind);

  QString copied(const ElementPath& path) const;
  Result<void> paste(const QString& json);

 Q_SIGNALS:
  void changed();
  void selectionChanged();
  void fileChanged();

 private:
  class Swap;
  /// `merge`: edits of the same field in a row undo together; "" = never.
  void edit(const QString& name, const QString& merge, const std::function<void(Composition&)>& change);
  void swapWith(Composition& other);
  /// A place may be one past the end of its list.
  static Elements* listOf(Architecture& architecture, const ElementPath& place);

  Composition m_composition;
  Evaluation m_evaluation;
  QUndoStack m_undo;
  QString m_file;
  std::optional<ElementPath> m_selection;
};

/// An element as the catalogue gives it: a block with its defaults.
Element blockElement(const std::string& id);
/// "Multi-head attention", "repeat × 6", "residual branch".
QString titleOf(const Element& element);

}  // namespace headroom
