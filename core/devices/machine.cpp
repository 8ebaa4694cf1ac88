#include "core/devices/machine.h"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <vector>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/devices/processor.h"
#include "core/runs/run_definition.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

/// One name a GPU, by the place on the bus: the kernel's part of NVIDIA's driver lists them without its library.
std::vector<std::string> gpusHere(const fs::path& root) {
  std::error_code none;
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(root / "proc/driver/nvidia/gpus", none))
    folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  std::vector<std::string> names;
  for (const fs::path& folder : folders) {
    std::ifstream file(folder / "information");
    constexpr std::string_view kKey = "Model:";
    for (std::string line; std::getline(file, line);)
      if (line.starts_with(kKey)) names.push_back(toUtf8(trimmed(std::string_view(line).substr(kKey.size()))));
  }
  return names;
}

std::string textAt(const Json& object, const char* key) {
  if (!object.is_object()) return "";
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Json machineHere(const fs::path& root) {
  Json machine = {{"processor", processorName(root)}, {"cores", numericsHere().threads}, {"gpus", gpusHere(root)}};
  machine["id"] = machineId(machine);
  return machine;
}

std::string machineId(const Json& machine) {
  if (std::string id = textAt(machine, "id"); !id.empty()) return id;
  if (!machine.is_object() || !machine.contains("processor")) return "";
  const Json parts{machine.value("processor", Json()), machine.value("cores", Json()), machine.value("gpus", Json())};
  return "machine-" + hash128(dump(parts)).substr(0, 12);
}

Json roofsOf(const Json& machines, const std::string& id) {
  Json found = Json::object();
  std::string newest;
  if (!machines.is_object() || id.empty()) return found;
  for (const auto& [name, document] : machines.items()) {
    if (!document.is_object()) continue;
    const std::string of = machineId(document.value("machine", Json()));
    if (of != id && !(of.empty() && name == id)) continue;      // a document may leave its machine to its name
    const std::string measured = textAt(document, "measured");  // ISO 8601: later is greater
    if (!found.empty() && measured < newest) continue;
    newest = measured;
    found = {{name, document}};
  }
  return found;
}

}  // namespace headroom
