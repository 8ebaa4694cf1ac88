// The database's schema, one migration a version. A migration that was released is never edited.
#pragma once

#include <cstdint>

#include "core/base/result.h"

namespace SQLite {
class Database;
}

namespace headroom {

/// The schema this program knows.
inline constexpr int kSchemaVersion = 2;
/// Marks a file as ours ("HDRM").
inline constexpr int kApplicationId = 0x4844524d;

/// What is wrong with reading this file as it stands (none of ours, newer, older); nothing when it is right.
Result<void> checkSchema(SQLite::Database& database);
/// Brings a new or older database to kSchemaVersion in one transaction. Throws SQLite::Exception.
Result<void> migrate(SQLite::Database& database);

}  // namespace headroom
