// Files that survive a crash: whole reads with a limit, replace by rename, locks that die with their holder.
#include "core/base/files.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "core/base/text.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

std::string reason() {
  return std::strerror(errno);
}

class Descriptor {
 public:
  explicit Descriptor(int value) : m_value(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (m_value >= 0) ::close(m_value);
  }
  int get() const { return m_value; }
  explicit operator bool() const { return m_value >= 0; }

 private:
  int m_value;
};

bool writeAll(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

fs::path home() {
  if (const char* value = std::getenv("HOME"); value && *value) return value;
  if (const passwd* entry = ::getpwuid(::getuid())) return entry->pw_dir;
  return fs::temp_directory_path();
}

fs::path folderFromEnvironment(const char* variable, const char* fallback) {
  const char* value = std::getenv(variable);
  return (value && *value == '/' ? fs::path(value) : home() / fallback) / "headroom";
}

}  // namespace

Result<std::string> readFile(const fs::path& path, std::uint64_t limit) {
  const std::string name = inQuotes(path.string(), 200);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return badInput(name + " cannot be read: " + reason() + "; check the path.");
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return badInput(name + " cannot be read: " + reason() + ".");
  if (S_ISDIR(info.st_mode)) return badInput(name + " is a folder; name a file in it.");
  std::string content;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return badInput(name + " cannot be read: " + reason() + ".");
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
    if (content.size() > limit)
      return badInput(name + " is larger than " + std::to_string(limit >> 20) + " MiB, which no file of this kind is.");
  }
}

Result<void> replaceFile(const fs::path& path, std::string_view content) {
  fs::path temporary = path;
  temporary += ".tmp-" + std::to_string(::getpid());
  const auto giveUp = [&](const char* what) -> Result<void> {
    const std::string why = reason();
    ::unlink(temporary.c_str());
    return failed(inQuotes(path.string(), 200) + " cannot be " + what + ": " + why + ".");
  };
  {
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!file || !writeAll(file.get(), content)) return giveUp("written");
    if (::fsync(file.get()) != 0) return giveUp("flushed to disk");
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return giveUp("replaced");
  return syncFile(path.has_parent_path() ? path.parent_path() : fs::path("."));
}

Result<void> appendLine(const fs::path& path, std::string_view line) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!file || !writeAll(file.get(), std::string(line) + "\n"))
    return failed(inQuotes(path.string(), 200) + " cannot be written: " + reason() + ".");
  return {};
}

Result<void> makeFolders(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    return failed("Folder " + inQuotes(path.string(), 200) + " cannot be made: " + error.message() +
                  "; choose a folder you may write.");
  return {};
}

Result<void> syncFile(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file || ::fsync(file.get()) != 0)
    return failed(inQuotes(path.string(), 200) + " cannot be flushed to disk: " + reason() + ".");
  return {};
}

Result<std::optional<FileLock>> FileLock::tryLock(const fs::path& path) {
  FileLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (lock.m_descriptor < 0)
    return failed("Lock " + inQuotes(path.string(), 200) + " cannot be opened: " + reason() +
                  "; check that you may write the folder.");
  if (::flock(lock.m_descriptor, LOCK_EX | LOCK_NB) == 0) return std::optional<FileLock>(std::move(lock));
  if (errno == EWOULDBLOCK) return std::optional<FileLock>();
  return failed("Lock " + inQuotes(path.string(), 200) + " cannot be taken: " + reason() + ".");
}

bool FileLock::isHeld(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return false;
  // A shared lock asks without disturbing a holder; it ends with the descriptor.
  return ::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

FileLock::~FileLock() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

fs::path dataFolder() {
  return folderFromEnvironment("XDG_DATA_HOME", ".local/share");
}

fs::path cacheFolder() {
  if (const char* value = std::getenv("HEADROOM_CACHE"); value && *value) return value;
  return folderFromEnvironment("XDG_CACHE_HOME", ".cache");
}

std::optional<std::uint64_t> freeBytes(const fs::path& path) {
  std::error_code error;
  for (fs::path at = fs::absolute(path, error); !error; at = at.parent_path()) {
    const fs::space_info space = fs::space(at, error);
    if (!error) return space.available;
    if (at == at.parent_path()) break;
    error.clear();
  }
  return std::nullopt;
}

}  // namespace headroom
