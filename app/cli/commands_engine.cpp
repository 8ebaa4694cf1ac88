// engine: the background process of a database. db: care for the database itself.
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "app/cli/access.h"
#include "app/cli/commands.h"
#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/runs/rebuild.h"

namespace headroom::cli {
namespace {

Result<Answer> status(const Shared& shared) {
  auto engine = EngineConnection::open(shared.database, StartEngine::Never);
  Answer answer;
  if (!engine) {
    if (engine.error().kind != ErrorKind::Unreachable) return engine.error();
    answer.json = {{"alive", false}};
    answer.text = "No engine runs for this database; the next command that needs one starts it.\n";
    return answer;
  }
  HEADROOM_ASSIGN(Json told, engine->ask({{"do", "status"}}));
  answer.json = {{"alive", true}};
  answer.json.update(told);
  Table table({"engine", "running"});
  for (const auto& [key, value] : told.items())
    table.add({key, value.is_string() ? value.get<std::string>() : oneLine(dump(value), 100)});
  answer.text = table.text();
  return answer;
}

Result<Answer> stop(const Shared& shared) {
  auto engine = EngineConnection::open(shared.database, StartEngine::Never);
  Answer answer;
  answer.json = {{"stopped", engine.ok()}};
  if (!engine) {
    if (engine.error().kind != ErrorKind::Unreachable) return engine.error();
    answer.text = "No engine runs for this database.\n";
    return answer;
  }
  HEADROOM_ASSIGN(const Json done, engine->ask({{"do", "shutdown"}}));
  answer.text = "The engine leaves; runs go on.\n";
  return answer;
}

bool writeAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

/// Standard input and output as the engine's socket: for ssh.
Result<Answer> dial(const Shared& shared) {
  HEADROOM_ASSIGN(const EngineConnection engine, openEngineOfNew(shared));
  if (!writeAll(STDOUT_FILENO, dump(engine.greeting()) + "\n")) return failed("Standard output is closed.");
  std::array<pollfd, 2> polled{{{STDIN_FILENO, POLLIN, 0}, {engine.descriptor(), POLLIN, 0}}};
  const std::array<int, 2> targets{engine.descriptor(), STDOUT_FILENO};
  std::array<char, 65536> buffer;
  for (;;) {
    if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) return failed("Waiting for the engine failed.");
    for (std::size_t i = 0; i < 2; ++i) {
      if (!polled[i].revents) continue;
      const ssize_t count = ::read(polled[i].fd, buffer.data(), buffer.size());
      if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (count <= 0) return i == 0 ? Result<Answer>(Answer{}) : unreachable("The engine closed the connection.");
      if (!writeAll(targets[i], {buffer.data(), static_cast<std::size_t>(count)})) return Answer{};
    }
  }
}

Json toJson(const DatabaseCounts& counts) {
  return {{"runs", counts.runs},     {"points", counts.points},   {"doubles", counts.doubles},
          {"states", counts.states}, {"studies", counts.studies}, {"machines", counts.machines}};
}

Result<Answer> check(const Shared& shared) {
  if (const auto reader = openReader(shared); !reader && !std::filesystem::exists(shared.database))
    return reader.error();
  HEADROOM_ASSIGN(const DatabaseCheck result, checkDatabase(shared.database));
  Answer answer;
  answer.json = {{"sound", result.sound}, {"problems", result.problems}, {"counts", toJson(result.counts)}};
  answer.text = (result.sound ? "Sound: " : "Not sound: ") + std::to_string(result.counts.runs) + " runs, " +
                std::to_string(result.counts.points) + " points\n";
  for (const std::string& problem : result.problems) answer.text += problem + "\n";
  if (!result.sound)
    answer.unsuccessful =
        failed("The database is damaged: " + (result.problems.empty() ? std::string() : result.problems.front()) +
               " `headroom db rebuild` makes it again from the runs.");
  return answer;
}

Result<Answer> rebuild(const Shared& shared, bool dryRun) {
  Answer answer;
  if (dryRun) {
    const auto folders = runFolders(std::filesystem::absolute(shared.database).parent_path());
    answer.json = {{"dry_run", true}, {"runs", folders.size()}};
    answer.text = "Would make the database again from " + std::to_string(folders.size()) + " run folders.\n";
    return answer;
  }
  HEADROOM_ASSIGN(const Rebuild result, rebuildDatabase(shared.database));
  answer.json = {{"replaced", result.replaced},          {"path", result.path.string()},
                 {"before", toJson(result.before)},      {"after", toJson(result.after)},
                 {"skipped_bytes", result.skippedBytes}, {"problems", result.problems}};
  answer.text = (result.replaced ? "Made again: "
                                 : "The present database holds more, so it stays; the new one lies beside it: ") +
                result.path.string() + "\n";
  for (const std::string& problem : result.problems) answer.text += problem + "\n";
  return answer;
}

Result<Answer> backup(const Shared& shared, const std::string& target, bool dryRun) {
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, openReader(shared));
  Answer answer;
  answer.json = {{"to", absolutePath(target)}};
  answer.text = (dryRun ? "Would write " : "") + absolutePath(target) + "\n";
  if (dryRun) {
    answer.json["dry_run"] = true;
    return answer;
  }
  HEADROOM_TRY(backupDatabase(shared.database, target));
  return answer;
}

}  // namespace

void addEngine(CommandLine& line) {
  CLI::App& engine = line.group("engine", "The background process that starts and watches runs");
  auto grace = std::make_shared<double>(5);
  CLI::App& serve = line.add(
      engine, "serve", "Be the engine of this database until nothing is left to do",
      [=](const Shared& shared) -> Result<Answer> {
        // It prints its own line; its exit code is the program's.
        std::exit(serveEngine({.database = shared.database,
                               .idleGrace = std::chrono::milliseconds(static_cast<std::int64_t>(*grace * 1000))}));
      });
  serve.add_option("--idle-seconds", *grace, "How long it stays with nothing to do")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  line.add(engine, "status", "Whether one runs, and what it does", status);
  line.add(engine, "stop", "Ask it to leave; runs go on", stop);
  line.add(engine, "dial", "Connect standard input and output to it, for use over ssh", dial);

  CLI::App& database = line.group("db", "Check, make again or copy the database");
  line.add(database, "check", "Whether the database is sound", check);
  auto dry = std::make_shared<bool>(false);
  CLI::App& rebuilding = line.add(database, "rebuild", "Make it again from the folders of the runs",
                                  [=](const Shared& shared) { return rebuild(shared, *dry); });
  rebuilding.add_flag("--dry-run", *dry, "Say what would be done");
  auto target = std::make_shared<std::string>();
  CLI::App& copying = line.add(database, "backup", "Copy it while it is in use",
                               [=](const Shared& shared) { return backup(shared, *target, *dry); });
  copying.add_option("file", *target, "The copy")->required()->type_name("FILE");
  copying.add_flag("--dry-run", *dry, "Say what would be done");
}

}  // namespace headroom::cli
