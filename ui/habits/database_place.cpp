#include "ui/habits/database_place.h"

#include <sys/vfs.h>
#include <unistd.h>

#include <QCoreApplication>

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("DatabasePlace", text);
}

}  // namespace

QString networkName(long type) {
  // From linux/magic.h, and the manual page of statfs(2) for those it lacks.
  switch (static_cast<unsigned int>(type)) {
    case 0x6969:
      return QStringLiteral("NFS");
    case 0x517B:
    case 0xFF534D42:
    case 0xFE534D42:
      return QStringLiteral("SMB");
    case 0x5346414F:
      return QStringLiteral("AFS");
    case 0x00C36400:
      return QStringLiteral("Ceph");
    case 0x01021997:
      return QStringLiteral("9p");
    case 0x0BD00BD0:
      return QStringLiteral("Lustre");
    default:
      return {};
  }
}

QString warningAbout(const std::filesystem::path& database) {
  std::filesystem::path folder = database.parent_path();
  std::error_code ignored;
  while (!std::filesystem::exists(folder, ignored) && folder.has_relative_path()) folder = folder.parent_path();
  const QString shown = QString::fromStdString(folder.string()).left(300);
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    return tr("%1 cannot be written: runs in it can be looked at, none can be started. Ask for the right to write "
              "there, or open another database with --db.")
        .arg(shown);
  if (std::filesystem::exists(database, ignored) && ::access(database.c_str(), W_OK) != 0)
    return tr("%1 cannot be written: its runs can be looked at, none can be started. Ask for the right to write it, "
              "or open another database with --db.")
        .arg(QString::fromStdString(database.string()).left(300));
  struct statfs system {};
  if (::statfs(folder.c_str(), &system) != 0) return {};
  const QString network = networkName(static_cast<long>(system.f_type));
  if (network.isEmpty()) return {};
  return tr("%1 is a network folder (%2), where locks may not hold between machines. Open this database on one machine "
            "at a time, or keep it on a disk of this machine.")
      .arg(shown, network);
}

}  // namespace headroom
