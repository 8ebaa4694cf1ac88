// Compose under large models: from an edit to its repaint (hold ≤ 16 ms), and how long the costs take that follow on
// another thread. Prints one table.
#include <QApplication>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <algorithm>
#include <cstdio>

#include "ui/compose/compose_diagram.h"
#include "ui/compose/compose_page.h"
#include "ui/theme.h"

using namespace headroom;

namespace {

constexpr int kRepeats = 15;

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// GPT-2 with its layers repeated, and the same written out block by block.
void repeated(ComposePage& page, int layers) {
  (void)page.document().setSize("layers", QString::number(layers)).ok();
}
void writtenOut(ComposePage& page, int layers) {
  const Element* repeat = find(page.document().architecture(), {2});
  Elements all;
  for (int i = 0; i < layers; ++i) all.insert(all.end(), repeat->body.begin(), repeat->body.end());
  (void)page.document().insertAll({3}, all).ok();
}

/// Milliseconds, medians.
struct Times {
  double field = 0, tree = 0, drag = 0, costs = 0;
};

double timed(ComposePage& page, const std::function<void(int)>& edit) {
  std::vector<double> times;
  for (int i = 0; i < kRepeats; ++i) {
    QElapsedTimer timer;
    timer.start();
    edit(i);
    page.diagram().widget()->repaint();  // what the person looks at; totals and fields follow with the events
    times.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
    QCoreApplication::processEvents();
  }
  return median(times);
}

Times measure(ComposePage& page) {
  ComposeDocument& document = page.document();
  page.diagram().setZoom(1);
  document.select(ElementPath{2, 0, 1});
  page.repaint();
  Times times;
  times.field = timed(page, [&](int i) {
    (void)document.setParameter({2, 0, 1}, "kernel", i % 2 ? "flash" : "math").ok();
  });
  times.tree = timed(page, [&](int i) {
    if (i % 2)
      document.undoStack().undo();
    else
      (void)document.insert({2}, blockElement("norm.rms")).ok();
  });
  if (document.undoStack().canUndo()) document.undoStack().undo();
  std::vector<ElementPath> places;
  for (const DiagramSlot& slot : page.diagram().diagram().places) places.push_back(slot.place);
  QElapsedTimer timer;
  timer.start();
  (void)document.legalPlaces(places, blockElement("norm.rms"));
  times.drag = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
  QSignalSpy evaluated(&document, &ComposeDocument::evaluated);
  timer.restart();
  (void)document.setSize("width", "128").ok();
  if (document.evaluation().pending) evaluated.wait(60'000);
  times.costs = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
  return times;
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QApplication::setStyle("Fusion");
  application.setPalette(paletteFrom(lightColours()));
  application.setStyleSheet(styleSheetFrom(lightColours()));
  std::printf("%-22s %9s %14s %14s %12s %12s\n", "model", "elements", "field→paint ms", "insert→paint ms", "drag ms",
              "costs ms");
  const std::tuple<const char*, void (*)(ComposePage&, int), int> cases[] = {
      {"12 layers, repeated", repeated, 12},
      {"100 layers, repeated", repeated, 100},
      {"100 layers, written", writtenOut, 100},
      {"1,000 blocks, written", writtenOut, 250}};
  for (const auto& [name, build, layers] : cases) {
    ComposePage page;
    QSignalSpy read(&page, &ComposePage::dataRead);
    page.resize(1360, 840);
    page.show();
    read.wait(60'000);
    QSignalSpy evaluated(&page.document(), &ComposeDocument::evaluated);
    build(page, layers);
    if (page.document().evaluation().pending) evaluated.wait(60'000);
    const Times times = measure(page);
    std::printf("%-22s %9zu %14.2f %14.2f %12.1f %12.1f\n", name, page.diagram().diagram().items.size(), times.field,
                times.tree, times.drag, times.costs);
  }
  return 0;
}
