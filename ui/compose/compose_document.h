// The document of the Compose page: one Composition, edited only through commands that undo, and what is selected in
// it.
#pragma once

#include <QObject>
#include <QString>
#include <QUndoStack>
#include <functional>
#include <optional>

#include "ui/compose/composition.h"
#include "ui/compose/latest_job.h"

namespace headroom {

/// GUI thread only. Every edit is one undo command that swaps the whole composition: redo = undo, and nothing is
/// forgotten. Shapes and errors are those of the edit at once; costs of a large model follow from another thread.
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
  /// What costs are modelled on; the error says why there are none.
  void setRoofs(Result<Roofs> roofs);

  // Selection (document_selection.cpp).
  /// The current element; nothing = the model as a whole.
  const std::optional<ElementPath>& selection() const { return m_selection; }
  /// All that are selected, in order of the document, none inside another; the current one is among them.
  const std::vector<ElementPath>& selectedPaths() const { return m_selected; }
  const Element* selected() const;
  void select(std::optional<ElementPath> path);
  void selectMany(std::vector<ElementPath> paths);
  /// Adds it to what is selected, or takes it out.
  void toggle(const ElementPath& path);
  /// All siblings from the current one to `path`.
  void extendTo(const ElementPath& path);

  // Folded containers show as one box. A matter of view: it makes no step of undo, but undo brings back its own.
  bool isFolded(const ElementPath& path) const { return m_composition.folded.contains(path); }
  void fold(const ElementPath& path, bool folded);
  void foldAll(bool folded);

  // Replace everything; what was there before is a step of undo (document_files.cpp).
  Result<void> openTemplate(const std::string& name, const std::string& scale);
  /// Whole or not at all: the error says what is wrong with the file and where.
  Result<void> openFile(const QString& file);
  Result<void> saveFile(const QString& file);
  /// Takes over what a draft holds, as it was left.
  void restore(Composition composition, const QString& file, bool modified);

  // Edits of fields. The error is a sentence for the field; then nothing changed. Paths come by value where an edit may
  // end the selection they were copied from.
  Result<void> setName(const QString& name);
  /// The name of an element, by which arms find it; "" = none.
  Result<void> setElementName(const ElementPath& path, const QString& name);
  /// Empty text: the default again.
  Result<void> setParameter(const ElementPath& path, const std::string& parameter, const QString& text);
  Result<void> setCount(const ElementPath& path, const QString& text);
  /// What a tap or a use is called.
  Result<void> setLabel(const ElementPath& path, const QString& text);
  Result<void> setSize(const std::string& size, const QString& text);
  Result<void> setRecipe(const std::string& key, const QString& text);
  Result<void> setSeed(const QString& text);
  /// "cpu" or "cuda".
  void setDevice(const std::string& device);
  /// Sizes and recipe of a scale; "" = the model's own.
  Result<void> chooseScale(const std::string& scale);
  /// A recipe of the library on top of what model and scale ask for; "" = that alone.
  Result<void> chooseRecipe(const std::string& recipe);
  /// The vocabulary of the data replaces the model's.
  void setData(Json data, std::int64_t vocabulary);

  // Edits of the tree (document_tree.cpp).
  /// Where something goes when it is added after the selection: behind a block, into an empty branch, at the end.
  ElementPath placeAfterSelection() const;
  /// The sentence that speaks against it, or nothing. A place is legal when it brings no new error.
  std::optional<std::string> objectionTo(const ElementPath& place, const Element& element) const;
  /// Which of the places are legal. Like ones, between the same blocks with the same shape, are tried once.
  std::vector<ElementPath> legalPlaces(const std::vector<ElementPath>& places, const Element& element) const;
  Result<void> insert(const ElementPath& place, Element element);
  Result<void> insertAll(const ElementPath& place, const Elements& elements);
  void remove(ElementPath path);
  void removeSelected();
  /// One place up (−1) or down (+1) among its siblings; false at the end of the list.
  bool move(ElementPath path, int by);
  /// All that is selected, up or down among its siblings.
  bool moveSelected(int by);
  /// To a place as it is counted before the move.
  Result<void> moveTo(const ElementPath& path, const ElementPath& place);
  std::optional<std::string> objectionToMove(const ElementPath& path, const ElementPath& place) const;
  std::vector<ElementPath> legalMoves(const std::vector<ElementPath>& places, const ElementPath& path) const;
  /// Behind what is around it; into the container that comes next, or else the one before.
  Result<void> moveOut();
  Result<void> moveIn();
  void wrap(ElementPath path, Element::Kind kind);
  /// Puts neighbours into one repeat, residual branch, group or set of parallel branches.
  Result<void> wrapSelected(Element::Kind kind);
  /// The elements inside take the place of what is around them.
  Result<void> unwrapSelected();

  QString copied(const ElementPath& path) const;
  /// What is selected: one element as an object, several as a list.
  QString copiedSelection() const;
  Result<void> paste(const QString& json);

 Q_SIGNALS:
  /// The composition, or what is folded in it.
  void changed();
  /// Costs have arrived that were pending.
  void evaluated();
  void selectionChanged();
  void fileChanged();

 private:
  class Swap;
  /// `merge`: edits of the same field in a row undo together; "" = never.
  void edit(const QString& name, const QString& merge, const std::function<void(Composition&)>& change);
  void swapWith(Composition& other);
  void evaluateAgain();
  void setSelected(std::vector<ElementPath> paths, std::optional<ElementPath> current);
  std::vector<ElementPath> placesThat(const std::vector<ElementPath>& places,
                                      const std::function<bool(const ElementPath&)>& areLegal) const;
  /// A place may be one past the end of its list.
  static Elements* listOf(Architecture& architecture, const ElementPath& place);
  /// `first` and how many siblings from there are selected; the error says that they are no neighbours.
  struct Neighbours {
    ElementPath first;
    std::size_t count = 0;
  };
  Result<Neighbours> selectedNeighbours() const;

  Composition m_composition;
  Evaluation m_evaluation;
  Result<Roofs> m_roofs;
  QUndoStack m_undo;
  QString m_file;
  std::optional<ElementPath> m_selection;
  std::vector<ElementPath> m_selected;
  LatestJob m_job;
};

/// An element as the catalogue gives it: a block with its defaults; "repeat", "residual", … an empty container.
Element blockElement(const std::string& id);
/// "Multi-head attention", "repeat × 6", "residual branch".
QString titleOf(const Element& element);

}  // namespace headroom
