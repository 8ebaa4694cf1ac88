#include "ui/models/sampler.h"

#include <QStringList>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/engine/detached_process.h"
#include "core/runs/run_folder.h"
#include "ui/models/shell_word.h"

namespace headroom {

namespace {

QStringList optionsOf(const SampleRequest& request, const char* seed) {
  QStringList words{QStringLiteral("--checkpoint=%1").arg(request.step),
                    QStringLiteral("--count=%1").arg(request.count),
                    "--temperature=" + QString::fromStdString(shortest(request.temperature)),
                    QStringLiteral("--%1=%2").arg(QLatin1String(seed)).arg(request.seed)};
  const QString tokens = QStringLiteral("tokens:");
  if (request.prompt.startsWith(tokens))
    words << "--tokens=" + request.prompt.mid(tokens.size()).trimmed();
  else if (!request.prompt.isEmpty())
    words << "--prompt=" + request.prompt;
  return words;
}

/// {"text": …}, or the ids where there is no tokenizer.
Result<QString> textIn(const QByteArray& answer) {
  HEADROOM_ASSIGN(const Json document, parseJson(answer.toStdString(), "the worker's answer"));
  const auto field = [&](const char* key) { return document.is_object() ? document.value(key, Json()) : Json(); };
  if (const Json text = field("text"); text.is_string()) return QString::fromStdString(toUtf8(text.get<std::string>()));
  if (const Json tokens = field("tokens"); tokens.is_array()) return QString::fromStdString(dump(tokens));
  return failed("The worker's answer holds no text; the programs may be of different versions.");
}

}  // namespace

QString sampleCommand(const SampleRequest& request, const std::filesystem::path& database) {
  QStringList words{"headroom", "sample", QString::fromStdString(request.run.text)};
  for (const QString& word : optionsOf(request, "seed")) words << shellWord(word);
  words << "--db" << shellWord(QString::fromStdString(database.string()));
  return words.join(' ');
}

Sampler::Sampler(std::filesystem::path database, QObject* parent) : QObject(parent), m_database(std::move(database)) {}

Sampler::~Sampler() {
  cancel();
}

void Sampler::ask(SampleRequest request) {
  m_waiting.push_back(std::move(request));
  if (!m_process) next();
  Q_EMIT moved();
}

void Sampler::cancel() {
  m_waiting.clear();
  if (!m_process) return;
  m_process->disconnect(this);
  m_process->kill();
  m_process->waitForFinished(1'000);  // killed: it is gone at once
  m_process.reset();
  Q_EMIT moved();
}

void Sampler::next() {
  if (m_waiting.empty()) return;
  m_current = std::move(m_waiting.front());
  m_waiting.pop_front();
  auto program = findProgram("HEADROOM_TRAIN_PROGRAM", "headroom-train");
  if (!program) {
    const SampleRequest request = m_current;
    m_waiting.clear();  // the next ones would say the same
    Q_EMIT sampleFailed(request, QString::fromStdString(program.error().message));
    return;
  }
  m_process = std::make_unique<QProcess>();
  m_process->setStandardInputFile(QProcess::nullDevice());
  connect(m_process.get(), &QProcess::finished, this, &Sampler::finished);
  connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) finished();
  });
  const auto folder = RunFolder::of(m_database.parent_path(), m_current.run).path();
  m_process->start(
      QString::fromStdString(program->string()),
      QStringList{"sample", QString::fromStdString(folder.string())} + optionsOf(m_current, "sample-seed"));
}

void Sampler::finished() {
  auto process = std::move(m_process);
  const SampleRequest request = m_current;
  const bool well = process->error() != QProcess::FailedToStart && process->exitStatus() == QProcess::NormalExit &&
                    process->exitCode() == 0;
  const auto text = well ? textIn(process->readAllStandardOutput()) : Result<QString>(failed(""));
  if (text) {
    Q_EMIT sampled(request, *text);
  } else {
    // The last line: what came before it are warnings of libraries.
    const std::string said = well ? text.error().message
                                  : oneLine(process->readAllStandardError().trimmed().split('\n').last().toStdString());
    Q_EMIT sampleFailed(request, said.empty()
                                     ? tr("The worker ended without a word (killed? out of memory?); try again.")
                                     : QString::fromStdString(said));
  }
  process.release()->deleteLater();  // this is one of its signals
  next();
  Q_EMIT moved();
}

}  // namespace headroom
