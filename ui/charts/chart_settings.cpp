#include "ui/charts/chart_settings.h"

namespace headroom {

namespace {

const char* word(AxisScale scale) {
  return scale == AxisScale::Logarithmic ? "log" : "linear";
}

std::optional<AxisScale> scaleFrom(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_string()) return {};
  if (*found == "log") return AxisScale::Logarithmic;
  if (*found == "linear") return AxisScale::Linear;
  return {};
}

bool flagFrom(const Json& json, const char* key, bool otherwise) {
  const auto found = json.find(key);
  return found != json.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

}  // namespace

Json toJson(const ChartSettings& settings) {
  Json json = Json::object();
  if (settings.x) json["x"] = word(*settings.x);
  if (settings.y) json["y"] = word(*settings.y);
  if (settings.smoothing) json["smoothing"] = *settings.smoothing;
  if (settings.showOutliers) json["outliers"] = true;
  if (!settings.legend) json["legend"] = false;
  return json;
}

ChartSettings chartSettingsFrom(const Json& json) {
  ChartSettings settings;
  if (!json.is_object()) return settings;
  settings.x = scaleFrom(json, "x");
  settings.y = scaleFrom(json, "y");
  const auto smoothing = json.find("smoothing");
  if (smoothing != json.end() && smoothing->is_number()) {
    const double weight = smoothing->get<double>();
    if (weight >= 0 && weight < 1) settings.smoothing = weight;
  }
  settings.showOutliers = flagFrom(json, "outliers", false);
  settings.legend = flagFrom(json, "legend", true);
  return settings;
}

}  // namespace headroom
