// One SQLite connection with its prepared statements; SQLite's exceptions become sentences at its border.
#include "core/runs/sql_connection.h"

#include <sqlite3.h>

#include <limits>

#include "core/base/text.h"

namespace headroom {

double Query::real(int column) {
  const auto value = m_statement.getColumn(column);
  return value.isNull() ? std::numeric_limits<double>::quiet_NaN() : value.getDouble();
}

Error sqlError(const SQLite::Exception& exception, const std::string& file) {
  const std::string name = "Database " + inQuotes(file, 200);
  switch (exception.getErrorCode() & 0xff) {
    case SQLITE_NOTADB:
      return badInput(inQuotes(file, 200) + " is not a database of Headroom; name another file with --db.");
    case SQLITE_CORRUPT:
      return failed(name + " is damaged; make it again from the run folders with: headroom db rebuild.");
    case SQLITE_FULL:
      return failed(name + " cannot grow: the disk is full; free some space.");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return failed(name + " cannot be written; check the permissions of the file and its folder.");
    case SQLITE_CANTOPEN:
      return failed(name + " cannot be opened; check that the folder exists and that you may read and write it.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return failed(name + " is kept busy by another program; try again.");
    case SQLITE_IOERR:
      return failed(name + " cannot be read or written: the disk reports an error.");
    default:
      return failed(name + ": " + oneLine(exception.what(), 300) + ".");
  }
}

}  // namespace headroom
