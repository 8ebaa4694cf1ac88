// doctor: measures this machine's roofs while nothing trains, and stores them for the charts.
#include "app/cli/access.h"
#include "app/cli/commands.h"
#include "app/cli/progress.h"
#include "app/cli/window.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/devices/machine.h"

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

/// "measuring attention, fp32 (7 of 11)"
std::string partText(const Json& part) {
  if (!part.is_object()) return "measuring";
  return "measuring " + part.value("what", "") + " (" + std::to_string(part.value("done", 0) + 1) + " of " +
         std::to_string(part.value("of", 0)) + ")";
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
  Progress progress(shared.json);
  Json found;
  HEADROOM_ASSIGN(const Ended ended, runProgram("HEADROOM_TRAIN_PROGRAM", "headroom-train",
                                                {"doctor", "--json", "--progress"}, {}, [&](const std::string& line) {
                                                  const Result<Json> message = parseJson(line, "headroom-train doctor");
                                                  if (message && message->contains("progress"))
                                                    progress.say(partText((*message)["progress"]));
                                                  else if (message)
                                                    found = *message;
                                                }));
  if (ended.code != 0) return errorOf(ended, "The measurement");
  if (!found.is_object()) return failed("The measurement gave no answer; try headroom-train doctor.");
  const std::string measured = machineId(found.value("machine", Json::object())),
                    machine = measured.empty() ? machineId(machineHere()) : measured;
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
