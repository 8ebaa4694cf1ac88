// headroom: the command line. Wiring only; every group of commands has a file of its own.
#include <cstdio>
#include <exception>

#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "core/base/text.h"

int main(int argc, char** argv) {
  try {
    headroom::cli::CommandLine line;
    headroom::cli::addTrain(line);
    headroom::cli::addReading(line);
    headroom::cli::addControl(line);
    headroom::cli::addTransfer(line);
    headroom::cli::addCeg(line);
    headroom::cli::addStudy(line);
    headroom::cli::addBundle(line);
    headroom::cli::addModels(line);
    headroom::cli::addInference(line);
    headroom::cli::addDoctor(line);
    headroom::cli::addEngine(line);
    headroom::cli::addCompletions(line);
    return line.run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("There is not enough memory for this command; close other programs or give it less.\n", stderr);
    return 3;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n",
                 headroom::oneLine(std::string("Something unforeseen failed: ") + error.what()).c_str());
    return 1;
  }
}
