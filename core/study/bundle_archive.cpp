#include "core/study/bundle_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <fstream>
#include <vector>

#include "core/base/hash.h"
#include "core/base/text.h"

namespace headroom {
namespace {

constexpr std::size_t kPiece = 1u << 20;

std::string reasonOf(archive* handle) {
  const char* text = ::archive_error_string(handle);
  return text ? oneLine(text, 200) : "unknown reason";
}

}  // namespace

void ZipWriter::Free::operator()(archive* handle) const {
  ::archive_write_free(handle);
}
void ZipReader::Free::operator()(archive* handle) const {
  ::archive_read_free(handle);
}

Error ZipWriter::problem(const std::string& what) const {
  return failed(what + " cannot be written into the bundle: " + reasonOf(m_handle.get()) + ".");
}

Result<ZipWriter> ZipWriter::create(const std::filesystem::path& path) {
  ZipWriter writer(::archive_write_new());
  if (!writer.m_handle) return failed("There is not enough memory to write a bundle; close other programs.");
  archive* handle = writer.m_handle.get();
  if (::archive_write_set_format_zip(handle) != ARCHIVE_OK ||
      ::archive_write_zip_set_compression_deflate(handle) != ARCHIVE_OK ||
      ::archive_write_open_filename(handle, path.c_str()) != ARCHIVE_OK)
    return failed(inQuotes(path.string(), 200) + " cannot be written: " + reasonOf(handle) + ".");
  return writer;
}

Result<void> ZipWriter::begin(const std::string& name, std::uint64_t size) {
  const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(::archive_entry_new(), ::archive_entry_free);
  if (!entry) return problem(inQuotes(name, 200));
  ::archive_entry_set_pathname(entry.get(), name.c_str());
  ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  ::archive_entry_set_filetype(entry.get(), AE_IFREG);
  ::archive_entry_set_perm(entry.get(), 0644);
  if (::archive_write_header(m_handle.get(), entry.get()) != ARCHIVE_OK) return problem(inQuotes(name, 200));
  return {};
}

Result<void> ZipWriter::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const la_ssize_t written = ::archive_write_data(m_handle.get(), bytes.data(), bytes.size());
    if (written <= 0) return problem("A file");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> ZipWriter::add(const std::string& name, std::string_view content) {
  HEADROOM_TRY(begin(name, content.size()));
  return write(content);
}

Result<void> ZipWriter::add(const BundleFile& file, const std::filesystem::path& source) {
  HEADROOM_TRY(begin(file.path, file.size));
  std::ifstream in(source, std::ios::binary);
  std::vector<char> piece(kPiece);
  Hasher128 hasher;
  std::uint64_t size = 0;
  while (in && size <= file.size) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(in.gcount()));
    size += bytes.size();
    if (size > file.size) break;
    hasher.add(bytes);
    HEADROOM_TRY(write(bytes));
  }
  if (size != file.size || hasher.text() != file.hash)
    return failed(inQuotes(source.string(), 200) +
                  " changed while it was being packed; try again when nothing trains.");
  return {};
}

Result<void> ZipWriter::finish() {
  if (::archive_write_close(m_handle.get()) != ARCHIVE_OK) return problem("The table of contents");
  return {};
}

Error ZipReader::damaged() const {
  return badInput("Bundle " + m_source + " is damaged: " + reasonOf(m_handle.get()) + "; copy it here again.");
}

Result<ZipReader> ZipReader::open(const std::filesystem::path& path) {
  const std::string source = inQuotes(path.string(), 200);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    return badInput("There is no bundle at " + source + "; give the FILE.headroom.zip that was exported.");
  ZipReader reader(::archive_read_new(), source);
  if (!reader.m_handle) return failed("There is not enough memory to read a bundle; close other programs.");
  archive* handle = reader.m_handle.get();
  // Only with its table of contents: a file that was cut lacks it.
  if (::archive_read_support_format_zip_seekable(handle) != ARCHIVE_OK ||
      ::archive_read_open_filename(handle, path.c_str(), kPiece) != ARCHIVE_OK)
    return badInput(source + " cannot be read as a bundle: " + reasonOf(handle) + ".");
  return reader;
}

Result<std::optional<std::string>> ZipReader::next() {
  archive_entry* entry = nullptr;
  const int code = ::archive_read_next_header(m_handle.get(), &entry);
  if (code == ARCHIVE_EOF) return std::optional<std::string>();
  if (code != ARCHIVE_OK) return damaged();
  const char* name = ::archive_entry_pathname(entry);
  if (!name) return badInput("Bundle " + m_source + " holds a file whose name is no text.");
  if (::archive_entry_filetype(entry) != AE_IFREG || ::archive_entry_hardlink(entry) || ::archive_entry_symlink(entry))
    return badInput("Bundle " + m_source + " holds " + inQuotes(oneLine(name), 100) +
                    ", which is no plain file; a bundle has neither folders nor links.");
  return std::optional<std::string>(name);
}

Result<void> ZipReader::read(const std::function<Result<void>(std::string_view)>& take) {
  m_piece.resize(kPiece);
  for (;;) {
    const la_ssize_t count = ::archive_read_data(m_handle.get(), m_piece.data(), m_piece.size());
    if (count < 0) return damaged();
    if (count == 0) return {};
    HEADROOM_TRY(take({m_piece.data(), static_cast<std::size_t>(count)}));
  }
}

}  // namespace headroom
