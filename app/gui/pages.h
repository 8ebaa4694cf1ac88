// Which pages the window has: the one place where they are listed and wired.
#pragma once

#include <vector>

#include "ui/main_window.h"

namespace headroom {

/// `window` is set by the caller as soon as there is one; pages are made later than that.
std::vector<WindowPage> windowPages(Workbench& workbench, MainWindow*& window);
/// What the window needs of its pages: files to open, runs, blocks and templates for Ctrl+K.
void wireWindow(MainWindow& window, Workbench& workbench);

}  // namespace headroom
