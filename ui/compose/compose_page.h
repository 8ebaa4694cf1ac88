// The page Compose: catalogue, diagram, inspector and totals around one document.
#pragma once

#include <QWidget>

#include "core/runs/run_definition.h"
#include "ui/compose/compose_document.h"

class QLabel;
class QThread;

namespace headroom {

class BlockCatalogue;
class ComposeDiagram;
class Inspector;
class TotalsBar;

/// GUI thread. Starts with GPT-2 at the scale `nano` on the embedded grammar: something that trains in a minute.
class ComposePage : public QWidget {
  Q_OBJECT

 public:
  explicit ComposePage(QWidget* parent = nullptr);
  ~ComposePage() override;

  ComposeDocument& document() { return m_document; }
  ComposeDiagram& diagram() { return *m_diagram; }
  Inspector& inspector() { return *m_inspector; }
  TotalsBar& totals() { return *m_totals; }
  BlockCatalogue& catalogue() { return *m_catalogue; }

  /// Measured roofs, as RunReader::roofs() gives them.
  void setRoofs(const Json& machines);
  /// "grammar", "text:FILE", "tokens:DIR": opened away from this thread; the document changes when it is read.
  void chooseData(const QString& argument);
  void openFile(const QString& file);
  /// A line below the diagram: what could not be done and why; or what was.
  void say(const QString& sentence, bool problem);

 Q_SIGNALS:
  /// Submit this run.
  void runRequested(const headroom::RunDefinition& definition);
  /// The data was read (or could not be): Run is decided.
  void dataRead();

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  QWidget* makeCentre();
  void makeActions();
  void addBlock(const std::string& id);
  void askForData(const QString& kind);
  void copyCommand();
  void run();
  bool save(bool as);
  void showTitle();

  ComposeDocument m_document;
  BlockCatalogue* m_catalogue;
  ComposeDiagram* m_diagram;
  Inspector* m_inspector;
  TotalsBar* m_totals;
  QLabel *m_title = nullptr, *m_message = nullptr;
  int m_dataRequest = 0;  // answers to older requests are dropped
  std::vector<QThread*> m_readers;
  bool m_fitted = false;
};

}  // namespace headroom
