// Result<T>: a value, or an Error with a sentence fit to show (what, where, what to try).
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace headroom {

/// What kind of failure; the number is the exit code of the command line (contract.md, "Every command").
enum class ErrorKind { Failed = 1, BadInput = 2, Refused = 3, Unreachable = 4, RunFailed = 5, Interrupted = 130 };

struct Error {
  ErrorKind kind = ErrorKind::Failed;
  std::string message;
  bool operator==(const Error&) const = default;
};

inline Error failed(std::string message) {
  return {ErrorKind::Failed, std::move(message)};
}
inline Error badInput(std::string message) {
  return {ErrorKind::BadInput, std::move(message)};
}
inline Error refused(std::string message) {
  return {ErrorKind::Refused, std::move(message)};
}
inline Error unreachable(std::string message) {
  return {ErrorKind::Unreachable, std::move(message)};
}
inline int exitCode(const Error& error) {
  return static_cast<int>(error.kind);
}

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return m_state.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return assert(ok()), std::get<0>(m_state); }
  const T& value() const& { return assert(ok()), std::get<0>(m_state); }
  T&& value() && { return assert(ok()), std::get<0>(std::move(m_state)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T valueOr(T other) const& { return ok() ? value() : std::move(other); }

  const Error& error() const { return assert(!ok()), std::get<1>(m_state); }

 private:
  std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : m_error(std::move(error)) {}
  bool ok() const { return !m_error; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return assert(m_error), *m_error; }

 private:
  std::optional<Error> m_error;
};

}  // namespace headroom

/// Returns the error of `expression` from the enclosing function, if it has one. For Result<void>.
#define HEADROOM_TRY(expression)                                                            \
  do {                                                                                      \
    if (auto headroomResult = (expression); !headroomResult) return headroomResult.error(); \
  } while (false)

#define HEADROOM_CONCAT2(a, b) a##b
#define HEADROOM_CONCAT(a, b) HEADROOM_CONCAT2(a, b)
#define HEADROOM_ASSIGN2(name, declaration, expression) \
  auto name = (expression);                             \
  if (!name) return name.error();                       \
  declaration = std::move(*name)
/// HEADROOM_ASSIGN(auto x, f()): x = value of f(), or return f()'s error.
#define HEADROOM_ASSIGN(declaration, expression) \
  HEADROOM_ASSIGN2(HEADROOM_CONCAT(headroomResult, __LINE__), declaration, expression)
