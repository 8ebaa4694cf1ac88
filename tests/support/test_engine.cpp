// headroom-test-engine: `headroom engine serve --db FILE` without the command line around it. HEADROOM_TEST_IDLE_MS
// shortens its patience; HEADROOM_TEST_VERSION makes it greet as another program's engine.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "core/engine/engine.h"

int main(int argc, char** argv) {
  if (argc != 5 || std::strcmp(argv[1], "engine") != 0 || std::strcmp(argv[2], "serve") != 0) {
    std::fprintf(stderr, "usage: headroom-test-engine engine serve --db FILE\n");
    return 2;
  }
  headroom::EngineOptions options{.database = argv[4]};
  if (const char* idle = std::getenv("HEADROOM_TEST_IDLE_MS"))
    options.idleGrace = std::chrono::milliseconds(std::atoi(idle));
  if (const char* version = std::getenv("HEADROOM_TEST_VERSION")) options.version = version;
  return headroom::serveEngine(options);
}
