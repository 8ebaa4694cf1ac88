// The page Compose: catalogue, diagram, inspector and totals around one document.
#pragma once

#include <QWidget>
#include <filesystem>
#include <memory>

#include "core/runs/run_definition.h"
#include "core/train/data/token_source.h"
#include "ui/compose/compose_document.h"

class QAction;
class QLabel;
class QMenu;
class QSplitter;
class QThread;
class QVBoxLayout;

namespace headroom {

class BlockCatalogue;
class CodePane;
class Comparison;
class ComposeDiagram;
class DraftKeeper;
class Inspector;
class TotalsBar;

/// GUI thread. Starts with what was left in its drafts, else with GPT-2 at the scale `nano` on the embedded grammar:
/// something that trains in a minute.
class ComposePage : public QWidget {
  Q_OBJECT

 public:
  /// `drafts`: the folder that keeps what is being edited; "" = nothing is kept.
  explicit ComposePage(std::filesystem::path drafts = {}, QWidget* parent = nullptr);
  ~ComposePage() override;

  ComposeDocument& document() { return m_document; }
  ComposeDiagram& diagram() { return *m_diagram; }
  Inspector& inspector() { return *m_inspector; }
  TotalsBar& totals() { return *m_totals; }
  BlockCatalogue& catalogue() { return *m_catalogue; }
  Comparison& comparison() { return *m_comparison; }
  CodePane& code() { return *m_code; }

  /// For the window's menus, in order; an action without text is a separator. Their shortcuts work on this page alone.
  QList<QAction*> fileActions() const { return m_fileActions; }
  QList<QAction*> editActions() const { return m_editActions; }
  QList<QAction*> viewActions() const { return m_viewActions; }

  /// Against its file, or against what it began with.
  bool isModified() const { return m_document.isModified(); }
  /// False when it could not be opened: the page says why, and shows what it showed before.
  bool openFile(const QString& file);

  /// Measured roofs, as RunReader::roofs() gives them.
  void setRoofs(const Json& machines);
  /// "grammar", "text:FILE", "tokens:DIR": opened away from this thread; the document changes when it is read.
  void chooseData(const QString& argument);
  void openTemplate(const QString& name);
  /// What differs is marked. "" = no longer.
  void compareWithTemplate(const QString& name);
  void compareWithFile(const QString& file);
  void showCode(bool shown);
  /// A line below the diagram: what could not be done and why; or what was.
  void say(const QString& sentence, bool problem);
  QString said() const;

 Q_SIGNALS:
  /// Submit this run.
  void runRequested(const headroom::RunDefinition& definition);
  /// Make it an arm of a study: the architecture's file, and what it is called.
  void studyRequested(const QString& file, const QString& name);
  /// Opened or saved: for the list of recent files.
  void fileOpened(const QString& path);
  /// Against its file it is edited, or no longer; or it has another file.
  void modifiedChanged();
  /// The data was read (or could not be): Run is decided.
  void dataRead();

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  // Making the page.
  QWidget* makeCentre();
  QWidget* makeRight();
  void begin();
  void begun(bool restored);

  // Actions (compose_actions.cpp).
  void makeActions();
  void makeFileActions();
  void makeEditActions();
  void makeViewActions();
  QAction* add(QList<QAction*>& list, const QString& text, const QKeySequence& key, std::function<void()> act,
               QWidget* scope = nullptr);
  static void addSeparator(QList<QAction*>& list, QObject* parent);
  /// Enables what can be done now, and says in the tooltip of the rest why not.
  void updateActions();
  void fillCompareMenu();

  // What they do (compose_commands.cpp).
  void addBlock(const std::string& id);
  void chooseTemplate();
  void openChosenFile();
  bool save(bool as);
  void exportDiagramAs();
  void exportSourceAs();
  void copyCommand();
  void run();
  void addToStudy();
  void askForData(const QString& kind);
  void openData(const DataSpec& spec);
  void tell(const Result<void>& done);
  QString suggestedName(const QString& ending) const;
  void showTitle();

  ComposeDocument m_document;
  BlockCatalogue* m_catalogue;
  ComposeDiagram* m_diagram;
  Inspector* m_inspector;
  Comparison* m_comparison;
  CodePane* m_code;
  TotalsBar* m_totals;
  QLabel *m_title = nullptr, *m_message = nullptr;
  QMenu* m_compareMenu = nullptr;
  QList<QAction*> m_fileActions, m_editActions, m_viewActions;
  QAction *m_fold = nullptr, *m_codeShown = nullptr, *m_run = nullptr, *m_study = nullptr;
  std::vector<QAction*> m_needsSelection, m_needsContainer;
  std::unique_ptr<DraftKeeper> m_drafts;  // null: nothing is kept
  int m_dataRequest = 0;                  // answers to older requests are dropped
  std::vector<QThread*> m_readers;
  bool m_fitted = false;
};

}  // namespace headroom
