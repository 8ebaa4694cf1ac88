// Documents of `headroom doctor` as tests need them.
#pragma once

#include "core/base/json.h"

namespace headroom {

inline Json madeRoofs(bool gpu = false) {
  Json roofs = {{"triad",
                 {{{"threads", 1}, {"bytes", 1e8}, {"bandwidth", 3e10}, {"level", "DRAM"}},
                  {{"threads", 2}, {"bytes", 2e5}, {"bandwidth", 1.6e11}, {"level", "L2"}},
                  {{"threads", 2}, {"bytes", 2e7}, {"bandwidth", 1.2e11}, {"level", "L3"}},
                  {{"threads", 2}, {"bytes", 2e8}, {"bandwidth", 5.7e10}, {"level", "DRAM"}}}},
                {"dram", 5.7e10},
                {"cache", 1.2e11},
                {"matmul",
                 {{{"threads", 1}, {"precision", "fp32"}, {"flops", 9e10}},
                  {{"threads", 2}, {"precision", "fp32"}, {"flops", 1.8e11}},
                  {{"threads", 2}, {"precision", "bf16"}, {"flops", 4.3e11}}}},
                {"elementwise", {{{"threads", 2}, {"precision", "fp32"}, {"flops", 8e9}}}}};
  if (gpu)
    roofs["gpu"] = {{"name", "NVIDIA H100 80GB HBM3"},
                    {"triad",
                     {{{"bytes", 1e7}, {"bandwidth", 6e12}, {"level", "L2"}},
                      {{"bytes", 1e10}, {"bandwidth", 3e12}, {"level", "DRAM"}}}},
                    {"dram", 3e12},
                    {"matmul",
                     {{{"precision", "fp32"}, {"flops", 5e13}},
                      {{"precision", "bf16"}, {"flops", 7e14}},
                      {{"precision", "fp16"}, {"flops", 7e14}}}}};
  return {{"machine", {{"id", "machine-test"}, {"processor", "Test CPU 9000"}, {"cores", 2}}},
          {"measured", "2026-01-31T14:02:00Z"},
          {"roofs", roofs}};
}

}  // namespace headroom
