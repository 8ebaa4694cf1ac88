// One SQLite connection with its prepared statements; SQLite's exceptions become sentences at its border. Internal to
// the room.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"

namespace headroom {

/// A prepared statement while it is used; reset at the end of its scope, so that no read lock outlives it.
class Query {
 public:
  template <class... Values>
  explicit Query(SQLite::Statement& statement, const Values&... values) : m_statement(statement) {
    int index = 0;
    (bind(++index, values), ...);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query() {
    m_statement.tryReset();
    m_statement.clearBindings();
  }

  bool step() { return m_statement.executeStep(); }
  /// For statements without rows.
  void run() { m_statement.exec(); }

  std::int64_t integer(int column) { return m_statement.getColumn(column).getInt64(); }
  /// NULL is NaN.
  double real(int column);
  std::string text(int column) { return m_statement.getColumn(column).getString(); }
  bool isNull(int column) { return m_statement.getColumn(column).isNull(); }

 private:
  void bind(int index, std::int64_t value) { m_statement.bind(index, value); }
  void bind(int index, int value) { m_statement.bind(index, value); }
  void bind(int index, bool value) { m_statement.bind(index, value ? 1 : 0); }
  void bind(int index, std::uint64_t value) { m_statement.bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, double value) { m_statement.bind(index, value); }  // SQLite makes NaN NULL
  void bind(int index, std::string_view value) { m_statement.bind(index, std::string(value)); }
  void bind(int index, const std::string& value) { m_statement.bind(index, value); }
  void bind(int index, const char* value) { m_statement.bind(index, value); }

  SQLite::Statement& m_statement;
};

class Connection {
 public:
  /// Throws SQLite::Exception.
  Connection(const std::string& file, int flags, int busyMs) : m_database(file, flags, busyMs) {}

  SQLite::Database& database() { return m_database; }
  /// Prepared once, kept.
  SQLite::Statement& prepared(const char* sql) {
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) found = m_statements.try_emplace(sql, m_database, sql).first;
    return found->second;
  }
  template <class... Values>
  Query query(const char* sql, const Values&... values) {
    return Query(prepared(sql), values...);
  }
  template <class... Values>
  void execute(const char* sql, const Values&... values) {
    Query(prepared(sql), values...).run();
  }

 private:
  SQLite::Database m_database;  // outlives its statements
  std::map<std::string, SQLite::Statement, std::less<>> m_statements;
};

/// What SQLite said, as a sentence about this file.
Error sqlError(const SQLite::Exception& exception, const std::string& file);

/// Runs `work`, which returns a Result, and turns an exception of SQLite into its error.
template <class Work>
auto guarded(const std::string& file, Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const SQLite::Exception& exception) {
    return sqlError(exception, file);
  }
}

}  // namespace headroom
