#include "ui/compose/devices.h"

#include <QCoreApplication>
#include <fstream>

#include "core/base/text.h"

namespace headroom {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("ComposeDevice", text);
}

/// The newest document that holds roofs; null when there is none.
Json newest(const Json& machines) {
  Json found;
  if (!machines.is_object()) return found;
  for (const auto& [machine, document] : machines.items())
    if (document.is_object() && document.contains("roofs") && document["roofs"].is_object()) found = document;
  return found;
}

}  // namespace

double memoryOfThisMachine() {
  std::ifstream file("/proc/meminfo");
  std::string key;
  double kibibytes = 0;
  file >> key >> kibibytes;
  return key == "MemTotal:" ? kibibytes * 1024 : 0;
}

std::vector<ComposeDevice> devicesFrom(const Json& machines) {
  std::vector<ComposeDevice> devices{{.id = "cpu",
                                      .title = tr("CPU"),
                                      .memory = memoryOfThisMachine(),
                                      .memoryKnown = tr("main memory of this machine")}};
  const Json document = newest(machines);
  if (!document.is_object() || !document["roofs"].contains("gpu")) return devices;
  const Json& gpu = document["roofs"]["gpu"];
  if (!gpu.is_object()) return devices;
  const auto name = gpu.find("name");
  devices.push_back({.id = "cuda",
                     .title = name != gpu.end() && name->is_string()
                                  ? QString::fromStdString(oneLine(name->get<std::string>(), 40))
                                  : tr("GPU"),
                     .memoryKnown = tr("how much memory the GPU has was not measured")});
  return devices;
}

Result<Roofs> measuredRoofs(const Json& machines, const std::string& device, Precision precision) {
  const Json document = newest(machines);
  if (document.is_null())
    return failed("This machine's roofs were not measured yet; measure them with `headroom doctor`.");
  const Result<Roofs> roofs = roofsFrom(document, precision, device != "cpu");
  if (roofs) return roofs;
  return failed("Roofs of " + std::string(device == "cpu" ? "the CPU" : "the GPU") + " in " +
                std::string(word(precision)) + " were not measured; try another precision, or `headroom doctor`.");
}

}  // namespace headroom
