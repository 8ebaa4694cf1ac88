// Text that a checkpoint's model continues a prompt with: asked of headroom-train in a process of its own, one after
// the other; can be given up at any time. The window itself knows no tensors.
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <deque>
#include <filesystem>
#include <memory>

#include "core/base/ids.h"

namespace headroom {

struct SampleRequest {
  RunId run;
  std::int64_t step = 0;  // of the checkpoint
  QString prompt;         // "tokens:1,2,3" for a model without a tokenizer
  int count = 100;        // tokens to make
  double temperature = 0.8;
  std::uint64_t seed = 1;
  bool operator==(const SampleRequest&) const = default;
};

/// `headroom sample RUN …`: what the request is in a terminal.
QString sampleCommand(const SampleRequest& request, const std::filesystem::path& database);

class Sampler : public QObject {
  Q_OBJECT

 public:
  explicit Sampler(std::filesystem::path database, QObject* parent = nullptr);
  ~Sampler() override;

  void ask(SampleRequest request);
  /// Gives up what is under way and what waits.
  void cancel();
  std::size_t open() const { return m_waiting.size() + (m_process ? 1 : 0); }

 Q_SIGNALS:
  void sampled(const headroom::SampleRequest& request, const QString& text);
  void sampleFailed(const headroom::SampleRequest& request, const QString& sentence);
  /// Another number of requests is open.
  void moved();

 private:
  void next();
  void finished();

  const std::filesystem::path m_database;
  std::deque<SampleRequest> m_waiting;
  SampleRequest m_current;
  std::unique_ptr<QProcess> m_process;
};

}  // namespace headroom
