// What happens with a file that was dropped on the window, chosen in its menu or named on the command line.
#pragma once

#include "ui/main_window.h"

namespace headroom {

void addOpeners(MainWindow& window, Workbench& workbench);

}  // namespace headroom
