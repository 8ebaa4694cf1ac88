// The command line that starts the same study.
#pragma once

#include <QString>
#include <filesystem>
#include <optional>

#include "core/study/study.h"
#include "ui/models/shell_word.h"

namespace headroom {

/// `headroom study start TEMPLATE …` where the study is a template with other scales, seeds, data, settings, rates,
/// tokens a parameter or threads; nothing where only a file can say what it is.
std::optional<QString> startCommand(const Study& study, const std::filesystem::path& database);
/// Of a definition that was saved.
QString startCommandOfFile(const QString& file, const std::filesystem::path& database);

}  // namespace headroom
