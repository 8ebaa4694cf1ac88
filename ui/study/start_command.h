// The command line that starts the same study.
#pragma once

#include <QString>
#include <filesystem>
#include <optional>

#include "core/base/ids.h"
#include "core/study/study.h"
#include "ui/models/shell_word.h"

namespace headroom {

/// `headroom study start TEMPLATE …` (start_words.h); nothing where only a file can say what it is.
std::optional<QString> startCommand(const Study& study, const std::filesystem::path& database);
/// `headroom study replan ID FILE`: of a definition that was saved.
QString replanCommandOfFile(const StudyId& study, const QString& file, const std::filesystem::path& database);
/// `headroom study add-seeds ID N,N…`
QString addSeedsCommand(const StudyId& study, const std::vector<std::int64_t>& seeds,
                        const std::filesystem::path& database);
/// Of a definition that was saved.
QString startCommandOfFile(const QString& file, const std::filesystem::path& database);

}  // namespace headroom
