// A plan as it is printed and stored beside the study it was made for.
#include "core/base/json_reader.h"
#include "core/study/plan.h"

namespace headroom {
namespace {

Json orNull(const std::optional<double>& value) {
  return value ? jsonNumber(*value) : Json();
}

std::optional<double> numberOrNull(JsonReader& reader, const char* key) {
  const Json* value = reader.raw(key);
  if (!value || value->is_null()) return {};
  const auto number = numberFromJson(*value, reader.at(key));
  if (!number) reader.fail(key, "a number or null was expected");
  return number ? std::optional(*number) : std::nullopt;
}

std::size_t countAt(JsonReader& reader, const char* key) {
  return static_cast<std::size_t>(reader.integer(key, {}, 0));
}

Result<ScalePlan> scalePlanFrom(const Json& document, const std::string& path, const std::string& source) {
  JsonReader reader(document, path, source);
  ScalePlan row;
  row.scale = reader.text("scale");
  row.runs = countAt(reader, "runs");
  row.flops = reader.real("flops");
  row.seconds = numberOrNull(reader, "seconds");
  row.peakBytes = reader.real("peak_bytes");
  row.diskBytes = reader.real("disk_bytes");
  row.smallestGain = numberOrNull(reader, "smallest_ceg");
  if (const Json* horizons = reader.array("horizons"))
    for (const Json& steps : *horizons) {
      if (steps.is_number_integer())
        row.horizons.push_back(steps.get<std::int64_t>());
      else
        reader.fail("horizons", "numbers of steps were expected");
    }
  const Json* noise = reader.object("noise");
  if (!noise) reader.fail("noise", "is missing.");
  HEADROOM_TRY(reader.finish());
  JsonReader part(*noise, reader.at("noise"), source);
  row.noise.lossSigma = part.real("loss_sigma");
  row.noise.endSlope = part.real("end_slope");
  row.assumedNoise = part.flag("assumed");
  HEADROOM_TRY(part.finish());
  return row;
}

}  // namespace

Json toJson(const StudyPlan& plan) {
  Json scales = Json::array();
  for (const ScalePlan& row : plan.scales)
    scales.push_back(
        {{"scale", row.scale},
         {"runs", row.runs},
         {"flops", jsonNumber(row.flops)},
         {"seconds", orNull(row.seconds)},
         {"peak_bytes", jsonNumber(row.peakBytes)},
         {"disk_bytes", jsonNumber(row.diskBytes)},
         {"horizons", row.horizons},
         {"noise",
          {{"loss_sigma", row.noise.lossSigma}, {"end_slope", row.noise.endSlope}, {"assumed", row.assumedNoise}}},
         {"smallest_ceg", orNull(row.smallestGain)}});
  return {{"format", "headroom.study.plan"},
          {"version", 1},
          {"runs", plan.runs},
          {"flops", jsonNumber(plan.flops)},
          {"seconds", orNull(plan.seconds)},
          {"money", orNull(plan.money)},
          {"device", plan.onGpu ? "gpu" : "cpu"},
          {"side_by_side", plan.sideBySide},
          {"peak_bytes", jsonNumber(plan.peakBytes)},
          {"disk_bytes", jsonNumber(plan.diskBytes)},
          {"assumed_noise", plan.assumedNoise},
          {"smallest_slope", orNull(plan.smallestSlope)},
          {"independent_can_be_found", plan.independentCanBeFound},
          {"scales", std::move(scales)},
          {"warnings", plan.warnings}};
}

Result<StudyPlan> studyPlanFrom(const Json& document, const std::string& source) {
  JsonReader reader(document, "", source);
  StudyPlan plan;
  reader.choice("format", {"headroom.study.plan"});
  reader.integer("version", {}, 1, 1);
  plan.runs = countAt(reader, "runs");
  plan.flops = reader.real("flops");
  plan.seconds = numberOrNull(reader, "seconds");
  plan.money = numberOrNull(reader, "money");
  plan.onGpu = reader.choice("device", {"cpu", "gpu"}) == "gpu";
  plan.sideBySide = reader.integer("side_by_side", {}, 1);
  plan.peakBytes = reader.real("peak_bytes");
  plan.diskBytes = reader.real("disk_bytes");
  plan.assumedNoise = reader.flag("assumed_noise");
  plan.smallestSlope = numberOrNull(reader, "smallest_slope");
  plan.independentCanBeFound = reader.flag("independent_can_be_found");
  if (const Json* scales = reader.array("scales"))
    for (std::size_t i = 0; i < scales->size(); ++i) {
      HEADROOM_ASSIGN(ScalePlan row, scalePlanFrom((*scales)[i], "scales[" + std::to_string(i) + "]", source));
      plan.scales.push_back(std::move(row));
    }
  if (const Json* warnings = reader.array("warnings"))
    for (const Json& warning : *warnings)
      if (warning.is_string()) plan.warnings.push_back(warning.get<std::string>());
  HEADROOM_TRY(reader.finish());
  return plan;
}

}  // namespace headroom
