// Tiny runs for tests: make(), train(), read what the journal says.
#pragma once

#include <QTemporaryDir>
#include <QtTest>
#include <atomic>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/arch/resolve.h"
#include "core/base/files.h"
#include "core/runs/journal_messages.h"
#include "core/runs/journal_reader.h"
#include "core/train/data/token_source.h"
#include "core/train/trainer.h"

namespace headroom::test {

using Settings = std::vector<std::pair<std::string, std::string>>;

class TrainFixture {
 public:
  TrainFixture() {
    std::string text;
    for (int i = 0; i < 120; ++i)
      text += "the cat sat on the mat; a dog ran by, " + std::to_string(i * 37 % 101) + " times. ";
    std::ofstream(file("corpus.txt")) << text;
  }

  std::filesystem::path file(const std::string& name) const {
    return m_folder.filePath(QString::fromStdString(name)).toStdString();
  }

  /// A GPT of one layer and width 16 on a small text: about a millisecond a step.
  RunFolder make(const std::string& name, const Settings& settings = {}, std::uint64_t seed = 1,
                 const Json& tokenizer = {{"tokenizer", "characters"}}) {
    Json data = {{"source", "text"}, {"files", {file("corpus.txt").string()}}};
    data.update(tokenizer);
    const Result<DataSpec> spec = dataFromJson(data);
    const Result<Corpus> corpus = openCorpus(*spec);
    ModelRequest request{.model = model,
                         .arms = arms,
                         .settings = {{"layers", "1"},
                                      {"width", "16"},
                                      {"heads", "2"},
                                      {"context", "16"},
                                      {"batch", "4"},
                                      {"steps", "12"},
                                      {"eval_every", "4"},
                                      {"eval_tokens", "256"},
                                      {"checkpoint_every", "4"},
                                      {"warmup", "2"},
                                      {"learning_rate", "0.003"},
                                      {"dropout", "0.1"}},
                         .dataVocab = corpus->vocabulary};
    for (const auto& setting : settings) request.settings.push_back(setting);
    const Result<ResolvedModel> resolved = resolve(request);
    if (!resolved) qFatal("%s", resolved.error().message.c_str());
    RunDefinition definition;
    definition.name = name;
    definition.architecture = toJson(resolved->architecture);
    definition.recipe = toJson(resolved->recipe);
    definition.data = data;
    definition.seed = seed;
    definition.steps = resolved->recipe.steps;
    definition.numerics.threads = 1;
    definition.from = from;
    definition.keepAt = keepAt;
    const RunFolder folder(file("runs/" + name));
    const Result<void> saved = saveDefinition(folder, definition);
    if (!saved) qFatal("%s", saved.error().message.c_str());
    return folder;
  }

  /// A checkpoint of one run for another that begins there, as the engine gives it.
  static void link(const RunFolder& trunk, std::int64_t step, const RunFolder& fork) {
    std::filesystem::create_directories(fork.checkpoint(step));
    for (const auto& entry : std::filesystem::directory_iterator(trunk.checkpoint(step)))
      std::filesystem::create_hard_link(entry.path(), fork.checkpoint(step) / entry.path().filename());
  }

  /// One attempt; ends as if SIGTERM came after `stopAfter` steps.
  Result<TrainOutcome> train(const RunFolder& folder, std::int64_t attempt = 1, std::int64_t stopAfter = -1) {
    std::atomic<int> terminations{0};
    return headroom::train(folder, {.attempt = attempt,
                                    .terminations = terminations,
                                    .log = [this](const std::string& line) { log.push_back(line); },
                                    .afterStep =
                                        [&](std::int64_t step) {
                                          if (step == stopAfter) terminations = 1;
                                        }});
  }

  std::string model = "gpt2";
  std::vector<std::string> arms;
  std::optional<Fork> from;  // of the next run that is made; link() brings the checkpoint
  std::vector<std::int64_t> keepAt;
  std::vector<std::string> log;

 private:
  QTemporaryDir m_folder;
};

/// What one journal holds.
struct Journal {
  std::int64_t firstStep = -1;
  std::map<std::string, std::map<std::int64_t, double>> scalars, doubles;
  std::vector<StateMessage> states;
  std::vector<AckMessage> acks;
  std::uint64_t skipped = 0;
};

inline Journal readJournal(const std::filesystem::path& path) {
  Journal journal;
  JournalReader reader(path);
  for (;;) {
    const Result<const JournalEvent*> event = reader.next();
    if (!event || !*event) break;
    if ((*event)->kind == JournalEvent::Kind::SessionStart) journal.firstStep = (*event)->step;
    for (const JournalValue& value : (*event)->values) {
      if (value.kind == JournalValue::Kind::Scalar)
        journal.scalars[std::string(value.tag)][(*event)->step] = value.number;
      if (value.kind == JournalValue::Kind::Double)
        journal.doubles[std::string(value.tag)][(*event)->step] = value.number;
      if (value.kind != JournalValue::Kind::Text) continue;
      if (value.tag == kStateTag)
        if (const auto state = stateMessageFrom(value.text)) journal.states.push_back(*state);
      if (value.tag == kAckTag)
        if (const auto ack = ackMessageFrom(value.text)) journal.acks.push_back(*ack);
    }
  }
  journal.skipped = reader.skippedBytes();
  return journal;
}

/// A series over all attempts: the newest attempt's from its first step on.
inline std::map<std::int64_t, double> stitched(const RunFolder& folder, const std::string& series) {
  std::map<std::int64_t, double> points;
  for (const JournalFile& file : journalFiles(folder)) {
    Journal journal = readJournal(file.path);
    points.erase(points.lower_bound(journal.firstStep), points.end());
    for (const auto& [step, value] : journal.scalars[series]) points[step] = value;
  }
  return points;
}

inline std::string bytesOf(const std::filesystem::path& path) {
  return readFile(path).valueOr("missing " + path.string());
}

}  // namespace headroom::test
