// Whether a database lies where it should not: on a network folder, or where nothing can be written.
#pragma once

#include <QString>
#include <filesystem>

namespace headroom {

/// A sentence to show, or empty. May wait for a file system that does not answer: not for the GUI thread.
QString warningAbout(const std::filesystem::path& database);
/// The part of it that knows file systems; `type` is statfs' f_type. Empty for those of this machine.
QString networkName(long type);

}  // namespace headroom
