#include "ui/runs/run_colours.h"

#include <algorithm>
#include <cstdint>
#include <set>

namespace headroom {

namespace {

/// FNV-1a: the same on every machine and in every process.
std::uint32_t hashOf(const std::string& text) {
  std::uint32_t hash = 2166136261u;
  for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 16777619u;
  return hash;
}

}  // namespace

void RunColours::show(const std::vector<RunId>& runs) {
  std::set<int> taken;
  std::vector<RunId> without;
  // Who has one keeps it; of two that had the same while apart, the later one moves.
  for (const auto& run : runs) {
    const auto known = m_given.find(run);
    if (known == m_given.end() || !taken.insert(known->second).second) without.push_back(run);
  }
  for (const auto& run : without) {
    const int first = static_cast<int>(hashOf(run.text) % kColours);
    int colour = first;
    for (int i = 0; taken.contains(colour); ++i) colour = i < kColours ? (first + i) % kColours : i;
    taken.insert(colour);
    m_given[run] = colour;
  }
}

int RunColours::of(const RunId& run) const {
  const auto known = m_given.find(run);
  return known == m_given.end() ? static_cast<int>(hashOf(run.text) % kColours) : known->second;
}

}  // namespace headroom
