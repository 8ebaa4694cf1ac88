// The case studies of "Rethinking LLM Advancement" (its Table 2), recomputed from the inputs their sources print.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace headroom {

struct CegCase {
  struct Input {
    std::string name;
    double value = 0;
    std::string unit;
  };
  std::string id, title, formula;
  std::vector<Input> inputs;
  double value = 0;            // unrounded
  std::optional<double> high;  // only for a range
  std::string shown;           // as the paper prints it
  bool derived = true;         // computed from the inputs; else quoted
  std::string source;
  std::optional<std::string> note;
};

const std::vector<CegCase>& cegCases();
/// The value that a case's formula gives with its inputs as they are now. Empty for what is quoted, and where an input
/// below a division is 0.
std::optional<double> recomputed(const CegCase& edited);
/// {"format":"headroom.ceg.cases","version":1,"cases":[…]}
Json toJson(const std::vector<CegCase>& cases);

}  // namespace headroom
