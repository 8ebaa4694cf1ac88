// What Ctrl+K finds beside pages and actions: runs, blocks, templates.
#pragma once

#include <functional>
#include <string>

#include "core/base/ids.h"
#include "ui/habits/palette_entry.h"

namespace headroom {

class RunsModel;

PaletteEntries runEntries(const RunsModel& runs, std::function<void(const RunId&)> show);
/// `add` gets the block's id.
PaletteEntries blockEntries(std::function<void(const std::string&)> add);
/// Of architectures and of studies; `open` gets the name.
PaletteEntries templateEntries(std::function<void(const std::string&)> open);
PaletteEntries studyEntries(std::function<void(const std::string&)> open);
/// The keys of a recipe; `show` gets one.
PaletteEntries settingEntries(std::function<void(const std::string&)> show);

}  // namespace headroom
