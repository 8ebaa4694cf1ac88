// headroom-train: trains one attempt of a run, measures this machine, times the trainer, uses a model. Wiring
// and the one catch.
#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/train/bench.h"
#include "core/train/doctor.h"
#include "core/train/inference.h"
#include "core/train/worker.h"

namespace {

// Written by the signal handler, hence static: how often this process was asked to end.
std::atomic<int> terminations{0};
static_assert(std::atomic<int>::is_always_lock_free);

int report(const headroom::Error& error) {
  std::fprintf(stderr, "%s\n", headroom::oneLine(error.message).c_str());
  return static_cast<int>(error.kind);
}

int run(int argc, char** argv) {
  using namespace headroom;
  CLI::App app("Headroom's worker: trains one attempt of a run, measures this machine, times the trainer.",
               "headroom-train");
  app.set_version_flag("--version", HEADROOM_VERSION);
  app.require_subcommand(1);

  CLI::App* trainCommand = app.add_subcommand("train", "train a run folder, or a run.json into a new folder");
  WorkerOptions worker;
  std::string runFile, runFolder, outFolder;
  trainCommand->add_option("RUN.json", runFile, "a run's definition, to train on its own (with --out)");
  trainCommand->add_option("--run-dir", runFolder, "a run's folder that holds run.json");
  trainCommand->add_option("--out", outFolder, "the folder to make for RUN.json; an existing one is continued");
  trainCommand->add_option("--attempt", worker.attempt, "number of this attempt (default: one more than the last)")
      ->check(CLI::PositiveNumber);

  CLI::App* doctorCommand = app.add_subcommand("doctor", "measure the roofs, check the kernels, list what is missing");
  DoctorOptions doctorOptions;
  bool json = false;
  doctorCommand->add_flag("--json", json, "one JSON object");
  doctorCommand->add_option("--shapes", doctorOptions.shapes,
                            "matrix products to measure besides the default: MxNxK …");

  CLI::App* benchCommand = app.add_subcommand("bench", "time training steps at a known shape; prints JSON");
  BenchOptions bench;
  benchCommand->add_option("--shape", bench.shape, "a template, or gpt2: the 124M without biases")->default_val("char");
  benchCommand->add_option("--scale", bench.scale, "of the template, such as nano");
  benchCommand->add_option("--batch", bench.batch, "sequences a step (default: the shape's)");
  benchCommand->add_option("--steps", bench.steps, "steps to time")->default_val(10);
  benchCommand->add_option("--threads", bench.threads, "threads (default: all cores)");
  benchCommand->add_option("--modes", bench.modes, "fp32,bf16,fp16")->default_val("fp32,bf16");
  benchCommand->add_option("--device", bench.device, "auto, cpu or cuda")->default_val("auto");
  benchCommand->add_flag("!--no-replay", bench.replay, "on a GPU: start every op anew instead of replaying the step");
  benchCommand->add_flag("!--no-deterministic", bench.deterministic, "allow kernels whose last bits vary");
  benchCommand->add_flag("--reference", bench.reference, "without kernels of our own");

  ModelSource source;
  std::string modelPath, format, target;
  const auto takesModel = [&](CLI::App* command) {
    command->add_option("MODEL", modelPath, "a run folder, or a file with an architecture")->required();
    command->add_option("--seed", source.seed, "of an architecture's first weights")->default_val(1);
  };
  CLI::App* logitsCommand = app.add_subcommand("logits", "logits at every position of a few tokens; prints JSON");
  takesModel(logitsCommand);
  std::vector<std::int64_t> tokens;
  logitsCommand->add_option("--tokens", tokens, "ids, as in 1,2,3")->required()->delimiter(',');
  CLI::App* sampleCommand = app.add_subcommand("sample", "text that continues a prompt; prints JSON");
  takesModel(sampleCommand);
  SampleOptions sample;
  sampleCommand->add_option("--prompt", sample.prompt, "how the text begins");
  sampleCommand->add_option("--tokens", sample.promptTokens, "the same in ids, as in 1,2,3")->delimiter(',');
  sampleCommand->add_option("--count", sample.tokens, "tokens to make")->default_val(200);
  sampleCommand->add_option("--temperature", sample.temperature, "0: always the most likely")->default_val(1.0);
  sampleCommand->add_option("--top-k", sample.topK, "choose among the k most likely (0: all)")->default_val(0);
  sampleCommand->add_option("--top-p", sample.topP, "choose among the most likely that have this share (1: all)")
      ->default_val(1.0);
  sampleCommand->add_flag("!--no-cache", sample.cached, "compute all earlier tokens again for each one");
  sampleCommand->add_option("--sample-seed", sample.seed, "of the choices")->default_val(1);
  sampleCommand->add_option("--checkpoint", source.checkpoint, "step of a run's checkpoint (default: the newest)");
  CLI::App* exportCommand = app.add_subcommand("export", "weights for other programs; prints JSON");
  takesModel(exportCommand);
  exportCommand->add_option("--to", format)
      ->required()
      ->check(CLI::IsMember({"safetensors", "huggingface", "pytorch"}));
  exportCommand->add_option("DIR", target, "the folder to write")->required();

  CLI::App* importCommand = app.add_subcommand("import", "a run folder from a model of Hugging Face; prints JSON");
  importCommand->add_option("DIR", modelPath, "the folder with config.json and model.safetensors")->required();
  importCommand->add_option("RUN", target, "the run folder to make; without it, only what it would be");

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);  // --help, --version
  } catch (const CLI::ParseError& problem) {
    return report({ErrorKind::BadInput, std::string(problem.what()) + "; try headroom-train --help."});
  }

  if (*trainCommand) {
    worker.terminations = &terminations;
    std::signal(SIGTERM, [](int) { ++terminations; });
    std::signal(SIGINT, [](int) { ++terminations; });
    if (runFolder.empty() == runFile.empty() || runFile.empty() != outFolder.empty())
      return report({ErrorKind::BadInput, "headroom-train train takes either --run-dir DIR, or RUN.json --out DIR."});
    const Result<TrainOutcome> outcome =
        runFile.empty() ? trainFolder(runFolder, worker) : trainFile(runFile, outFolder, worker);
    if (!outcome) return report(outcome.error());
    if (outcome->state == RunState::Diverged)
      return report({ErrorKind::RunFailed, "The run diverged: " + outcome->reason + "."});
    return 0;
  }
  source.path = modelPath;
  const Result<Json> answer =
      *doctorCommand   ? doctor(doctorOptions)
      : *logitsCommand ? logitsOf(source, tokens)
      : *sampleCommand ? sampleFrom(source, sample)
      : *exportCommand ? exportModel(source, format, target)
      : *importCommand
          ? importModel(modelPath, target.empty() ? std::nullopt : std::optional<std::filesystem::path>(target))
          : runBench(bench);
  if (!answer) return report(answer.error());
  if (*doctorCommand && !json)
    std::fputs(doctorText(*answer).c_str(), stdout);
  else
    std::printf("%s\n", dump(*answer).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  // Deterministic matrix products on a GPU need it before the library starts.
  ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", /*overwrite=*/0);
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    return report({headroom::ErrorKind::Failed, "There is not enough memory; try a smaller batch or model."});
  } catch (const std::exception& problem) {
    return report({headroom::ErrorKind::Failed, std::string("Something unexpected happened: ") + problem.what()});
  }
}
