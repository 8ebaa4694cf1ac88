// The case studies of "Rethinking LLM Advancement" (its Table 2), recomputed from the inputs their sources print.
#include "core/analysis/ceg_cases.h"

#include <cmath>

namespace headroom {
namespace {

/// a / b, the form of almost every case.
CegCase ratio(std::string id, std::string title, std::string formula, CegCase::Input a, CegCase::Input b,
              std::string shown, std::string source, std::optional<std::string> note = {}) {
  const double value = a.value / b.value;
  return {.id = std::move(id),
          .title = std::move(title),
          .formula = std::move(formula),
          .inputs = {std::move(a), std::move(b)},
          .value = value,
          .shown = std::move(shown),
          .source = std::move(source),
          .note = std::move(note)};
}

CegCase quoted(std::string id, std::string title, double value, std::optional<double> high, std::string shown,
               std::string source, std::optional<std::string> note = {}) {
  return {.id = std::move(id),
          .title = std::move(title),
          .formula = high ? "quoted range" : "quoted",
          .value = value,
          .high = high,
          .shown = std::move(shown),
          .derived = false,
          .source = std::move(source),
          .note = std::move(note)};
}

std::vector<CegCase> makeCases() {
  std::vector<CegCase> cases;
  cases.push_back(ratio("transformer.base", "Transformer (base) against the best single rival", "1.2e20 / 3.3e18",
                        {"MoE", 1.2e20, "FLOPs"}, {"Transformer base", 3.3e18, "FLOPs"}, "36×",
                        "Vaswani 2017, Table 2: EN-FR, best single rival (MoE) ÷ base"));
  cases.push_back(ratio("transformer.big", "Transformer (big) against an ensemble", "1.2e21 / 2.3e19",
                        {"ConvS2S ensemble", 1.2e21, "FLOPs"}, {"Transformer big", 2.3e19, "FLOPs"}, "52×",
                        "Vaswani 2017, Table 2: EN-FR, ConvS2S ensemble ÷ big"));
  cases.push_back(ratio("transformer.iso-quality", "Transformer at equal quality", "1.2e20 / 2.3e19",
                        {"MoE", 1.2e20, "FLOPs"}, {"Transformer big", 2.3e19, "FLOPs"}, "5.2×",
                        "Vaswani 2017, Table 2: EN-FR, MoE ÷ big",
                        "base scores 38.1 BLEU against MoE's 40.56, so 36× is not at equal quality; big against the "
                        "same rival is"));
  cases.push_back(ratio("sparse.time", "Sparse Transformer, time", "1.33 / 0.55", {"dense", 1.33, "time an iteration"},
                        {"sparse", 0.55, "time an iteration"}, "2.4×", "Child 2019, enwik8, time an iteration"));
  cases.push_back(ratio("sparse.params", "Sparse Transformer, parameters", "277e6 / 95e6",
                        {"rival", 277e6, "parameters"}, {"Sparse Transformer", 95e6, "parameters"}, "2.9×",
                        "Child 2019, enwik8, parameters"));
  cases.push_back({.id = "sparse.nsa",
                   .title = "Native sparse attention",
                   .formula = "√(9.0 · 6.0)",
                   .inputs = {{"forward speed-up", 9.0, "×"}, {"backward speed-up", 6.0, "×"}},
                   .value = std::sqrt(9.0 * 6.0),
                   .shown = "7.35 (printed floor 7)",
                   .source = "Yuan 2025, forward and backward speed-up",
                   .note = "a kernel speed-up, not a loss match"});
  cases.push_back(quoted("moe.switch", "Switch Transformer", 7, {}, "7×", "Fedus 2022, FLOP-matched speed-up"));
  cases.push_back(ratio("moe.deepseek-v3", "DeepSeek-V3 against Llama 3.1 405B", "30.84e6 / 2.788e6",
                        {"Llama 3.1 405B (H100)", 30.84e6, "GPU-hours"}, {"DeepSeek-V3 (H800)", 2.788e6, "GPU-hours"},
                        "11.06", "GPU-hours, Llama 3.1 405B (H100) ÷ DeepSeek-V3 (H800)", "different data and GPU"));
  cases.push_back(ratio("mqa.training", "Multi-query attention, training", "13.2 / 13.0",
                        {"multi-head", 13.2, "µs a token"}, {"multi-query", 13.0, "µs a token"}, "1.015",
                        "Shazeer 2019, µs a token"));
  cases.push_back(ratio("mqa.decode", "Multi-query attention, decoder", "46 / 3.8", {"multi-head", 46, "µs a token"},
                        {"multi-query", 3.8, "µs a token"}, "12.1×", "Shazeer 2019, decoder", "inference, no CEG"));
  cases.push_back(ratio("mqa.encoder", "Multi-query attention, encoder", "1.7 / 1.5", {"multi-head", 1.7, "µs a token"},
                        {"multi-query", 1.5, "µs a token"}, "1.1×", "Shazeer 2019, encoder"));
  cases.push_back(ratio("mqa.perplexity", "Multi-query attention, the price", "1.439 / 1.424",
                        {"multi-query", 1.439, "ln perplexity"}, {"multi-head", 1.424, "ln perplexity"}, "+1.05 %",
                        "Shazeer 2019, ln perplexity, the price"));
  cases.push_back({.id = "rope",
                   .title = "Rotary positions: RoFormer against BERT-base",
                   .formula = "110e6·1e5 / (65e6·1e5)",
                   .inputs = {{"BERT-base", 110e6, "parameters"},
                              {"BERT-base steps", 1e5, "steps"},
                              {"RoFormer", 65e6, "parameters"},
                              {"RoFormer steps", 1e5, "steps"}},
                   .value = 110e6 * 1e5 / (65e6 * 1e5),
                   .shown = "1.69",
                   .source = "parameters × steps of BERT-base and RoFormer as the paper takes them",
                   .note = {}});
  cases.push_back({.id = "flash.formal",
                   .title = "FlashAttention, by definition",
                   .formula = "same steps, same parameters",
                   .value = 1,
                   .shown = "1",
                   .source = "by definition",
                   .note = {}});
  cases.push_back(quoted("flash.wall", "FlashAttention, by the clock", 2, 4, "2–4×", "Dao 2022",
                         "the paper's own runs: 106/83 = 1.28, 484/320 = 1.51"));
  cases.push_back(ratio("layernorm", "Layer normalisation", "1 / 0.6", {"without", 1, "steps to converge"},
                        {"with", 0.6, "steps to converge"}, "1.67", "Ba 2016, steps to converge, LSTM"));
  return cases;
}

}  // namespace

const std::vector<CegCase>& cegCases() {
  static const std::vector<CegCase> cases = makeCases();
  return cases;
}

std::optional<double> recomputed(const CegCase& edited) {
  if (!edited.derived) return {};
  const auto& in = edited.inputs;
  double value = edited.value;
  if (edited.id == "sparse.nsa" && in.size() == 2)
    value = std::sqrt(in[0].value * in[1].value);
  else if (in.size() == 2)
    value = in[0].value / in[1].value;
  else if (in.size() == 4)
    value = in[0].value * in[1].value / (in[2].value * in[3].value);
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

Json toJson(const std::vector<CegCase>& cases) {
  Json list = Json::array();
  for (const CegCase& c : cases) {
    Json inputs = Json::array();
    for (const CegCase::Input& input : c.inputs)
      inputs.push_back({{"name", input.name}, {"value", input.value}, {"unit", input.unit}});
    list.push_back({{"id", c.id},
                    {"title", c.title},
                    {"formula", c.formula},
                    {"inputs", std::move(inputs)},
                    {"value", c.value},
                    {"high", c.high ? Json(*c.high) : Json()},
                    {"shown", c.shown},
                    {"kind", c.derived ? "derived" : "quoted"},
                    {"source", c.source},
                    {"note", c.note ? Json(*c.note) : Json()}});
  }
  return {{"format", "headroom.ceg.cases"}, {"version", 1}, {"cases", std::move(list)}};
}

}  // namespace headroom
