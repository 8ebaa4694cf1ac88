#include "core/study/paper_claims.h"

#include <algorithm>
#include <map>

#include "core/base/units.h"
#include "core/study/study_answer.h"

namespace headroom {
namespace {

using Claimed = PaperClaim::Verdict;

constexpr double kSignificance = 0.05;
constexpr double kEqual = 1.05;  // a gain within 5 % is the same: a twentieth of the compute

const RigorousCell* cellOf(const RigorousResult& result, const std::string& arm, const std::string& scale) {
  for (const RigorousCell& cell : result.cells)
    if (cell.arm == arm && cell.scale == scale) return &cell;
  return nullptr;
}

/// Without a p the interval alone decides.
Claimed above(const std::optional<GainEstimate>& gain, std::optional<double> p) {
  if (!gain || !gain->low || !gain->high || (p && !(*p < kSignificance))) return Claimed::Undecided;
  if (*gain->low > 1) return Claimed::Holds;
  return *gain->high < 1 ? Claimed::Fails : Claimed::Undecided;
}

Claimed below(const std::optional<GainEstimate>& gain, std::optional<double> p) {
  const Claimed opposite = above(gain, p);
  if (opposite == Claimed::Undecided) return opposite;
  return opposite == Claimed::Holds ? Claimed::Fails : Claimed::Holds;
}

Claimed equal(const std::optional<GainEstimate>& gain, std::optional<double> p) {
  if (!gain || !gain->low || !gain->high) return Claimed::Undecided;
  if (*gain->low > 1 / kEqual && *gain->high < kEqual) return Claimed::Holds;
  return p && *p < kSignificance ? Claimed::Fails : Claimed::Undecided;
}

std::string numbersOf(const RigorousCell& cell, const std::optional<GainEstimate>& gain, bool withP) {
  if (!gain) return cell.reason.empty() ? "no gain" : cell.reason;
  std::string text = gainWords(*gain);
  if (withP && cell.pHolm) text += ", p " + chanceWords(*cell.pHolm);
  if (!gain->low && !cell.reason.empty()) text += "; " + cell.reason;
  return text;
}

class Rigorous {
 public:
  explicit Rigorous(const StudyResult& study) : m_study(study), m_result(*study.rigorous) {}

  std::vector<PaperClaim> claims() {
    for (const std::string& scale : m_study.study().scales) {
      step("layernorm", scale, "> 1 per step", above);
      step("rope", scale, "> 1 per step", above);
      allAboveEach(scale);
      step("flash", scale, "= 1 per step", equal);
      if (const RigorousCell* flash = cellOf(m_result, "flash", scale)) {
        std::string numbers = numbersOf(*flash, flash->wall, false);
        if (!flash->wall && !flash->whyNoWall.empty()) numbers = flash->whyNoWall;
        m_claims.push_back({"flash > 1 by the clock", scale, above(flash->wall, {}), numbers});
      }
      step("mqa", scale, "< 1 per step", below);
      step("sparse", scale, "< 1 per step", below);
    }
    return std::move(m_claims);
  }

 private:
  void step(const std::string& arm, const std::string& scale, const std::string& claim,
            Claimed (*decide)(const std::optional<GainEstimate>&, std::optional<double>)) {
    if (const RigorousCell* cell = cellOf(m_result, arm, scale))
      m_claims.push_back(
          {arm + " " + claim, scale, decide(cell->step, cell->pHolm), numbersOf(*cell, cell->step, true)});
  }

  /// Holds when `all` beats every part (each test at its own level: all must pass), fails when one part beats it after
  /// Holm over the parts.
  void allAboveEach(const std::string& scale) {
    if (!cellOf(m_result, "all", scale)) return;
    std::vector<const RigorousCell*> cells;
    std::vector<std::string> numbers;
    std::vector<std::optional<double>> p;
    for (const char* part : {"layernorm", "rope", "flash"}) {
      const RigorousCell* cell = overPart(part, scale);
      if (!cell) continue;
      cells.push_back(cell);
      p.push_back(cell->p);
      numbers.push_back("over " + std::string(part) + " " + numbersOf(*cell, cell->step, false) +
                        (cell->p ? ", p " + chanceWords(*cell->p) : ""));
    }
    if (cells.empty()) return;
    const std::vector<std::optional<double>> adjusted = holm(p);
    bool all = true, none = false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      all = all && above(cells[i]->step, cells[i]->p) == Claimed::Holds;
      none = none || above(cells[i]->step, adjusted[i]) == Claimed::Fails;
    }
    std::string text;
    for (const std::string& one : numbers) text += (text.empty() ? "" : "; ") + one;
    m_claims.push_back({"all > each of its parts per step", scale,
                        all    ? Claimed::Holds
                        : none ? Claimed::Fails
                               : Claimed::Undecided,
                        text});
  }

  const RigorousCell* overPart(const std::string& part, const std::string& scale) {
    auto found = m_overParts.find(part);
    if (found == m_overParts.end()) {
      const Result<RigorousResult> over = rigorousCeg(m_study.curves, part);  // refused where the part has no arm
      found = m_overParts.emplace(part, over ? *over : RigorousResult{}).first;
    }
    return cellOf(found->second, "all", scale);
  }

  const StudyResult& m_study;
  const RigorousResult& m_result;
  std::map<std::string, RigorousResult> m_overParts;
  std::vector<PaperClaim> m_claims;
};

/// The counts of evaluations, one a seed; they decide nothing.
std::string countsOf(const PaperResult& result, const std::string& arm, const std::string& scale) {
  std::string text;
  for (const PaperCell& cell : result.cells) {
    if (cell.arm != arm || cell.scale != scale) continue;
    text += (text.empty() ? "" : ", ") +
            (cell.gain.status == PaperGain::Status::Refused ? "refused: " + cell.gain.reason
                                                            : formatFixed(cell.gain.ceg, 3)) +
            " (seed " + std::to_string(cell.seed) + ")";
  }
  return text;
}

std::vector<PaperClaim> countedClaims(const StudyResult& study) {
  std::vector<PaperClaim> claims;
  constexpr std::pair<const char*, const char*> kClaims[] = {
      {"layernorm", "> 1 per step"}, {"rope", "> 1 per step"}, {"all", "> each of its parts per step"},
      {"flash", "= 1 per step"},     {"mqa", "< 1 per step"},  {"sparse", "< 1 per step"}};
  for (const std::string& scale : study.study().scales)
    for (const auto& [arm, claim] : kClaims) {
      std::string numbers = countsOf(*study.paper, arm, scale);
      if (numbers.empty()) continue;
      if (std::string_view(arm) == "all")
        for (const char* part : {"layernorm", "rope", "flash"})
          if (const std::string counts = countsOf(*study.paper, part, scale); !counts.empty())
            numbers += "; " + std::string(part) + " " + counts;
      claims.push_back({std::string(arm) + " " + claim, scale, Claimed::Undecided,
                        numbers + "; counts of evaluations have no interval"});
    }
  return claims;
}

}  // namespace

const std::vector<PaperRow>& paperTable() {
  static const std::vector<PaperRow> rows = {
      {"mqa", {3.846, 0.673, true, false, "68/101"}, {3.535, 0.931, false, true, "27/29"}},
      {"sparse", {3.886, 0.515, true, false, "52/101"}, {3.418, 0.964, false, false, "27/28"}},
      {"none", {3.799, 1.000, false, false, "101/101"}, {3.542, 1.000, false, false, "27/27"}},
      {"flash", {3.794, 1.063, false, false, "101/95"}, {3.532, 1.000, false, false, "27/27"}},
      {"layernorm", {3.725, 1.836, false, false, "101/55"}, {3.498, 1.421, false, false, "27/19"}},
      {"rope", {3.725, 1.870, false, false, "101/54"}, {3.398, 1.350, false, true, "27/20"}},
      {"all", {3.656, 3.483, false, false, "101/29"}, {3.287, 1.800, false, false, "27/15"}},
  };
  return rows;
}

std::string_view paperVerdict(std::string_view arm) {
  if (arm == "layernorm" || arm == "rope" || arm == "flash") return "independent";
  return arm == "sparse" ? "dependent" : "";
}

bool bearsPaperNames(const Study& study) {
  if (study.baseline != "none") return false;
  return std::any_of(paperTable().begin(), paperTable().end(),
                     [&](const PaperRow& row) { return row.arm != study.baseline && study.arm(row.arm); });
}

std::string_view word(PaperClaim::Verdict verdict) {
  switch (verdict) {
    case Claimed::Holds:
      return "holds";
    case Claimed::Fails:
      return "does not hold";
    case Claimed::Undecided:
      return "the data cannot decide";
  }
  return "";
}

std::vector<PaperClaim> paperClaims(const StudyResult& result) {
  if (!bearsPaperNames(result.study())) return {};
  if (result.rigorous) return Rigorous(result).claims();
  return result.paper ? countedClaims(result) : std::vector<PaperClaim>{};
}

}  // namespace headroom
