// doctor: measures this machine's roofs while nothing trains, and stores them for the charts.
#include "app/cli/access.h"
#include "app/cli/commands.h"
#include "app/cli/window.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom::cli {
namespace {

/// One line a measured point; what is not there is not shown.
std::string describe(const Json& found) {
  std::string text;
  const Json roofs = found.value("roofs", Json::object());
  Table triad({"memory triad", "threads", "bandwidth"});
  for (const Json& point : roofs.value("triad", Json::array()))
    triad.add({formatMemory(point.value("bytes", 0.0)), std::to_string(point.value("threads", 0)),
               formatUnit(point.value("bandwidth", 0.0), "B/s")});
  if (!triad.empty()) text += triad.text() + "\n";
  Table matmul({"matrix product", "threads", "rate"});
  for (const Json& point : roofs.value("matmul", Json::array()))
    matmul.add({point.value("precision", ""), std::to_string(point.value("threads", 0)),
                formatUnit(point.value("flops", 0.0), "FLOP/s")});
  if (!matmul.empty()) text += matmul.text() + "\n";
  Table kernels({"kernel", "device", "against its reference"});
  for (const Json& kernel : found.value("kernels", Json::array())) {
    const std::string skipped = kernel.value("skipped", "");
    const std::string error = "error " + shortest(static_cast<float>(kernel.value("max_error", 0.0))) + ", allowed " +
                              shortest(static_cast<float>(kernel.value("tolerance", 0.0)));
    kernels.add({kernel.value("kernel", ""), kernel.value("device", ""),
                 skipped.empty() ? (kernel.value("passed", false) ? "ok, " : "FAILED, ") + error : "not checked"});
  }
  if (!kernels.empty()) text += kernels.text() + "\n";
  for (const Json& missing : found.value("missing", Json::array()))
    text += "missing: " + oneLine(missing.is_string() ? missing.get<std::string>() : dump(missing), 200) + "\n";
  return text;
}

Result<Answer> doctor(const Shared& shared, bool wait) {
  // A machine without runs is measured too; there is only nowhere to store it.
  std::error_code problem;
  const bool stored = std::filesystem::exists(shared.database, problem);
  if (!stored && shared.databaseNamed) return openReader(shared).error();
  std::optional<EngineConnection> engine;
  if (stored) {
    HEADROOM_ASSIGN(engine, openEngine(shared));
    const auto held = engine->ask({{"do", "slot"}, {"action", "acquire"}, {"wait", wait}}, std::chrono::hours(24));
    if (!held) return held.error();
  }
  HEADROOM_ASSIGN(const Ended ended, runProgram("HEADROOM_TRAIN_PROGRAM", "headroom-train", {"doctor", "--json"}));
  if (ended.code != 0) return errorOf(ended, "The measurement");
  HEADROOM_ASSIGN(const Json found, parseJson(ended.out, "headroom-train doctor"));
  const std::string machine = "machine-" + hash128(dump(found.value("machine", Json::object()))).substr(0, 12);
  if (engine) {
    const auto kept = engine->ask({{"do", "machine"}, {"machine", machine}, {"roofs", found}});
    if (!kept) return kept.error();
  }
  Answer answer;
  answer.json = found;
  answer.json["stored"] = stored;
  answer.text = describe(found) + (stored ? "Stored as " + machine + ".\n"
                                          : "Not stored: there is no database yet; train something first.\n");
  return answer;
}

}  // namespace

void addDoctor(CommandLine& line) {
  auto wait = std::make_shared<bool>(false);
  CLI::App& command =
      line.add(line.root(), "doctor", "Measure this machine's roofs, check kernels, list what is missing",
               [=](const Shared& shared) { return doctor(shared, *wait); });
  command.add_flag("--wait", *wait, "Wait until no run trains, instead of refusing");
}

}  // namespace headroom::cli
