#include "core/train/environment.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/version.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/devices/machine.h"
#include "core/train/device.h"
#include "core/train/memory.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return text;
}

/// Headroom's and LibTorch's version, and the program's own bytes: another build may round differently.
std::string build() {
  const Result<std::string> program = readFile("/proc/self/exe", std::uint64_t{1} << 32);
  return std::string("headroom " HEADROOM_VERSION ", LibTorch " TORCH_VERSION ", program ") +
         (program ? hash128(*program).substr(0, 12) : "unknown");
}

/// The commit checked out where the run was started from, if any: {"commit": …, "branch": …}.
Json gitState() {
  std::error_code ignored;
  for (fs::path at = fs::current_path(ignored); !at.empty(); at = at.parent_path()) {
    if (const Result<std::string> head = readFile(at / ".git" / "HEAD", 4096)) {
      const std::string text(trimmed(*head));
      if (!text.starts_with("ref: ")) return {{"commit", text}};
      const std::string ref = text.substr(5);
      const Result<std::string> commit = readFile(at / ".git" / ref, 4096);
      return {{"commit", commit ? Json(std::string(trimmed(*commit))) : Json()},
              {"branch", fs::path(ref).filename().string()}};
    }
    if (at == at.parent_path()) break;
  }
  return {};
}

Json numericsJson(const Numerics& numerics) {
  return {{"device", numerics.device},
          {"threads", numerics.threads},
          {"instruction_set", numerics.instructionSet},
          {"kernels", numerics.kernels},
          {"deterministic", numerics.deterministic},
          {"build", numerics.build}};
}

}  // namespace

Result<Numerics> bringIntoForce(const Numerics& wanted) {
  Numerics now = wanted;
  if (now.device == "auto") now.device = at::hasCUDA() ? "cuda" : "cpu";
  if (now.device != "cpu" && !now.device.starts_with("cuda"))
    return Error{ErrorKind::BadInput, "numerics.device: " + inQuotes(now.device) + " is no device; try cpu or cuda."};
  if (now.device != "cpu" && !at::hasCUDA())
    return Error{ErrorKind::BadInput,
                 "The run wants device " + now.device + ", but LibTorch finds no GPU here; try --device cpu."};
  at::globalContext().setDeterministicAlgorithms(now.deterministic, /*warn_only=*/false);
  at::globalContext().setDeterministicFillUninitializedMemory(false);  // costs time; nothing reads such memory
  at::globalContext().setBenchmarkCuDNN(false);
  at::set_num_threads(int(std::max<std::int64_t>(1, now.threads)));
  if (now.device != "cpu") {
    if (now.device == "cuda") now.device = "cuda:0";
    at::globalContext().lazyInitDevice(at::kCUDA);
    openDevice(at::Device(now.device));
  }
  now.instructionSet = lower(at::get_cpu_capability());
  now.build = build();
  return now;
}

Json describeMachine() {
  const MemoryRoom room = availableMemory();
  const Json here = machineHere();
  const std::vector<std::string> gpus = gpuNames();
  Json machine = {{"headroom", HEADROOM_VERSION},
                  {"libtorch", TORCH_VERSION},
                  {"compiler", __VERSION__},
                  {"id", here["id"]},
                  {"processor", here["processor"]},
                  {"cores", here["cores"]},
                  {"instruction_set", lower(at::get_cpu_capability())},
                  {"mkl", at::hasMKL()},
                  {"onednn", at::hasMKLDNN()},
                  {"memory_available", room.bytes},
                  {"gpus", gpus.empty() ? here["gpus"] : Json(gpus)}};
  if (const Json git = gitState(); !git.is_null()) machine["git"] = git;
  return machine;
}

Result<std::vector<std::string>> recordEnvironment(const RunFolder& folder, std::int64_t attempt,
                                                   const Numerics& numerics) {
  const Json now = numericsJson(numerics);
  std::vector<std::string> differences;
  Json document = {{"format", "headroom.environment"}, {"version", 1}, {"numerics", now}, {"attempts", Json::array()}};
  if (Result<Json> earlier = readJson(folder.environment().string());
      earlier && earlier->is_object() && earlier->contains("numerics") && (*earlier)["numerics"].is_object() &&
      earlier->contains("attempts") && (*earlier)["attempts"].is_array()) {
    document = std::move(*earlier);
    for (const auto& [key, value] : now.items()) {
      const Json before = document["numerics"].value(key, Json());
      if (before != value) differences.push_back(key + " was " + dump(before) + " and is " + dump(value));
    }
  }
  document["attempts"].push_back(
      {{"attempt", attempt}, {"started", isoTime(wallNs())}, {"machine", describeMachine()}, {"numerics", now}});
  HEADROOM_TRY(replaceFile(folder.environment(), dump(document, 2) + "\n"));
  return differences;
}

}  // namespace headroom
