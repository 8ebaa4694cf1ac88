// One thing that Ctrl+K finds: an action, page, run, block, template or setting.
#pragma once

#include <QString>
#include <functional>
#include <vector>

class QAction;

namespace headroom {

struct PaletteEntry {
  QString kind;    // "Action", "Run", "Block" …, as shown
  QString title;   // what is searched first
  QString detail;  // searched too, counts less
  QString keys;
  QString whyNot;  // not empty: shown, and cannot be chosen
  std::function<void()> act;
};

/// Asked anew each time the palette opens.
using PaletteEntries = std::function<std::vector<PaletteEntry>()>;

/// "Run ▸ Pause" of an action in the menu "Run"; without mnemonics and dots. `before` acts first: shows its page.
PaletteEntry entryOf(QAction& action, const QString& menu, std::function<void()> before = {});
/// A menu's or action's text as it is read: without & and …
QString plainText(const QString& text);

}  // namespace headroom
