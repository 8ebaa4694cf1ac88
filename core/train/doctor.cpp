#include "core/train/doctor.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/arch/recipe.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/train/device.h"
#include "core/train/environment.h"
#include "core/train/roof_probes.h"
#include "kernels/check.h"
#include "kernels/triad.h"

namespace headroom {
namespace {

Result<MatmulShape> shapeFrom(const std::string& text) {
  MatmulShape shape;
  std::int64_t* const extents[] = {&shape.m, &shape.n, &shape.k};
  const std::vector<std::string> words = split(text, 'x');
  bool good = words.size() == 3;
  for (std::size_t i = 0; good && i < 3; ++i) {
    const auto [end, error] = std::from_chars(words[i].data(), words[i].data() + words[i].size(), *extents[i]);
    good =
        error == std::errc() && end == words[i].data() + words[i].size() && *extents[i] > 0 && *extents[i] <= 1 << 16;
  }
  if (good) return shape;
  return Error{ErrorKind::BadInput,
               "--shapes: " + inQuotes(text) + " is no matrix product; write MxNxK, for example 3072x1536x384."};
}

/// The roofs of the first GPU: {"name", "triad", "dram", "cache", "matmul"} as the machine's own.
Json gpuRoofs(std::vector<MatmulShape> shapes, Json& missing) {
  const at::Device device("cuda:0");
  openDevice(device);
  Json triad = Json::array(), matmul = Json::array();
  double dram = 0, cache = 0;
  for (const TriadResult& result : probeTriadCuda()) {
    if (!result.error.empty()) {
      missing.push_back("GPU memory probe: " + result.error);
      continue;
    }
    triad.push_back({{"bytes", result.workingSetBytes}, {"bandwidth", result.bytesPerSecond}, {"level", result.level}});
    double& roof = result.level == "DRAM" ? dram : cache;
    roof = std::max(roof, result.bytesPerSecond);
  }
  shapes.front() = {8192, 8192, 8192};
  for (const Precision precision : kPrecisions)
    for (const MatmulShape& shape : shapes)
      matmul.push_back({{"precision", word(precision)},
                        {"flops", matmulFlops(shape, precision, device)},
                        {"m", shape.m},
                        {"n", shape.n},
                        {"k", shape.k}});
  return {{"name", gpuNames().at(0)}, {"triad", triad}, {"dram", dram}, {"cache", cache}, {"matmul", matmul}};
}

/// Says what comes next of a known number of parts.
class Parts {
 public:
  Parts(int all, const DoctorOptions& options) : m_all(all), m_options(options) {}
  void next(const std::string& what) { m_options.progress({{"done", m_done++}, {"of", m_all}, {"what", what}}); }

 private:
  const int m_all;
  const DoctorOptions& m_options;
  int m_done = 0;
};

std::string threadsText(int threads) {
  return threads == 1 ? "1 thread" : std::to_string(threads) + " threads";
}

/// One thread, and all.
std::vector<int> threadCounts() {
  const int all = int(numericsHere().threads);
  return all == 1 ? std::vector{1} : std::vector{1, all};
}

Json checkJson(const KernelCheck& check) {
  Json json = {{"kernel", check.kernel}, {"device", check.device == KernelDevice::Cpu ? "cpu" : "cuda"}};
  if (!check.skipped.empty()) {
    json["skipped"] = check.skipped;
    return json;
  }
  json["passed"] = check.passed;
  json["max_error"] = jsonNumber(check.maxError);
  json["tolerance"] = jsonNumber(check.tolerance);
  if (!check.error.empty()) json["error"] = check.error;
  return json;
}

}  // namespace

Result<Json> doctor(const DoctorOptions& options) {
  std::vector<MatmulShape> shapes{{1024, 1024, 1024}};
  for (const std::string& text : options.shapes) {
    HEADROOM_ASSIGN(const MatmulShape shape, shapeFrom(text));
    shapes.push_back(shape);
  }
  HEADROOM_ASSIGN(const Numerics numerics, bringIntoForce(numericsHere()));

  Json triad = Json::array(), matmul = Json::array(), kernels = Json::array(), missing = Json::array();
  double dram = 0, cache = 0;
  const std::vector<int> counts = threadCounts();
  const bool gpu = at::hasCUDA();
  constexpr std::array kHere{Precision::Fp32, Precision::Bf16};
  Parts parts(int((1 + kHere.size()) * counts.size() + 2 * kHere.size() + 1 + (gpu ? 1 : 0)), options);
  for (const int threads : counts) {
    parts.next("memory bandwidth, " + threadsText(threads));
    for (const TriadResult& result : probeTriad(threads)) {
      if (!result.error.empty()) {
        missing.push_back("memory probe: " + result.error);
        continue;
      }
      triad.push_back({{"threads", threads},
                       {"bytes", result.workingSetBytes},
                       {"bandwidth", result.bytesPerSecond},
                       {"level", result.level},
                       {"streaming_stores", result.streamingStores}});
      // The roofs are what the whole machine reaches: DRAM, and the last cache before it.
      if (result.level == "DRAM") dram = std::max(dram, result.bytesPerSecond);
      if (result.level == "L3") cache = std::max(cache, result.bytesPerSecond);
    }
    at::set_num_threads(threads);
    // fp16 on a CPU is LibTorch's emulation, ten times as slow as fp32: no roof, and half a minute of waiting.
    for (const Precision precision : kHere) {
      parts.next("matrix products, " + std::string(word(precision)) + ", " + threadsText(threads));
      for (const MatmulShape& shape : shapes)
        matmul.push_back({{"precision", word(precision)},
                          {"threads", threads},
                          {"flops", matmulFlops(shape, precision, at::kCPU)},
                          {"m", shape.m},
                          {"n", shape.n},
                          {"k", shape.k}});
    }
  }
  Json linear = Json::array(), elementwise = Json::array(), attention = Json::array();
  for (const Precision precision : kHere) {
    parts.next("linear maps and activations, " + std::string(word(precision)));
    for (Json& rate : linearRates(precision)) linear.push_back(std::move(rate));
    elementwise.push_back(elementwiseRate(precision));
    parts.next("attention, " + std::string(word(precision)));
    for (Json& rate : attentionRates(precision)) attention.push_back(std::move(rate));
  }
  parts.next("kernels against their reference");
  for (const KernelDevice device : {KernelDevice::Cpu, KernelDevice::Cuda})
    for (const KernelCheck& check : checkKernels(device)) kernels.push_back(checkJson(check));
  if (const std::string reason = cudaUnavailable(); !reason.empty()) missing.push_back("GPU: " + reason);
  Json roofs = {{"triad", triad},        {"dram", dram},     {"cache", cache},
                {"matmul", matmul},      {"linear", linear}, {"elementwise", elementwise},
                {"attention", attention}};
  if (gpu) {
    parts.next("the GPU");
    roofs["gpu"] = gpuRoofs(shapes, missing);
  }
  return Json{{"machine", describeMachine()},
              {"measured", isoTime(wallNs())},
              {"roofs", roofs},
              {"kernels", kernels},
              {"missing", missing}};
}

std::string doctorText(const Json& answer) {
  std::string text = answer["machine"].value("processor", "") + "\n\nMemory (triad a = b + s·c)\n";
  for (const Json& row : answer["roofs"]["triad"])
    text += "  " + std::to_string(row["threads"].get<int>()) + " threads  " + row.value("level", "") + "  " +
            formatMemory(row["bytes"].get<double>()) + "  " + formatUnit(row["bandwidth"].get<double>(), "B/s") +
            (row.value("streaming_stores", false) ? "  (streaming stores)" : "") + "\n";
  text += "\nMatrix products\n";
  for (const Json& row : answer["roofs"]["matmul"])
    text += "  " + std::to_string(row["threads"].get<int>()) + " threads  " + row.value("precision", "") + "  " +
            std::to_string(row["m"].get<int>()) + "×" + std::to_string(row["n"].get<int>()) + "×" +
            std::to_string(row["k"].get<int>()) + "  " + formatUnit(row["flops"].get<double>(), "FLOP/s") + "\n";
  text += "\nLinear maps with both gradients, activations, causal attention (forward, backward)\n";
  for (const Json& row : answer["roofs"]["linear"])
    text += "  " + row.value("precision", "") + "  width " + std::to_string(row["width"].get<int>()) + "  " +
            formatUnit(row["flops"].get<double>(), "FLOP/s") + "\n";
  for (const Json& row : answer["roofs"]["elementwise"])
    text += "  " + row.value("precision", "") + "  GELU  " + formatUnit(row["flops"].get<double>(), "FLOP/s") + "\n";
  for (const Json& row : answer["roofs"]["attention"])
    text += "  " + row.value("precision", "") + "  heads of " + std::to_string(row["head_width"].get<int>()) +
            ", context " + std::to_string(row["context"].get<int>()) + "  " +
            formatUnit(row["forward_flops"].get<double>(), "FLOP/s") + ", " +
            formatUnit(row["backward_flops"].get<double>(), "FLOP/s") + "\n";
  if (const auto gpu = answer["roofs"].find("gpu"); gpu != answer["roofs"].end()) {
    text += "\n" + gpu->value("name", "") + "\n";
    for (const Json& row : (*gpu)["triad"])
      text += "  triad  " + row.value("level", "") + "  " + formatMemory(row["bytes"].get<double>()) + "  " +
              formatUnit(row["bandwidth"].get<double>(), "B/s") + "\n";
    for (const Json& row : (*gpu)["matmul"])
      text += "  matrix product  " + row.value("precision", "") + "  " + std::to_string(row["m"].get<int>()) + "×" +
              std::to_string(row["n"].get<int>()) + "×" + std::to_string(row["k"].get<int>()) + "  " +
              formatUnit(row["flops"].get<double>(), "FLOP/s") + "\n";
  }
  text += "\nKernels against their reference\n";
  for (const Json& row : answer["kernels"])
    text += "  " + row.value("device", "") + "  " + row.value("kernel", "") + "  " +
            (row.contains("skipped")      ? "skipped: " + row.value("skipped", "")
             : row.value("passed", false) ? "passed"
                                          : "FAILED") +
            "\n";
  if (!answer["missing"].empty()) text += "\nMissing\n";
  for (const Json& line : answer["missing"]) text += "  " + line.get<std::string>() + "\n";
  return text;
}

}  // namespace headroom
