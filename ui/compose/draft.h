// Drafts: what is being composed is written down as it is edited, and is there again after a crash or the next day.
// Format headroom.draft, version 1.
#pragma once

#include <QObject>
#include <QTimer>
#include <optional>

#include "core/base/files.h"
#include "ui/compose/compose_document.h"

namespace headroom {

/// A document as it was left.
struct Draft {
  Composition composition;
  QString file;           // "" = never saved
  bool modified = false;  // against that file, or against the template it began with
  bool closed = false;    // the window was closed; false: it ended without a word
};
Json toJson(const Draft& draft);
Result<Draft> draftFrom(const Json& document, const std::string& source);

/// Keeps one draft of a document in a folder: written half a second after an edit, on another thread, and once more at
/// the end. Windows that are open at the same time have one each (compose-1.json, compose-2.json …).
class DraftKeeper : public QObject {
  Q_OBJECT

 public:
  /// Takes the first draft that no other window holds.
  DraftKeeper(ComposeDocument& document, std::filesystem::path folder, QObject* parent = nullptr);
  ~DraftKeeper() override;

  /// What was left there; nothing when there is none. A draft that cannot be read is kept beside it, under another
  /// name, and the error says where.
  Result<std::optional<Draft>> take();
  /// From here on edits are written.
  void start();
  /// Now, on this thread.
  Result<void> write(bool closed);

 Q_SIGNALS:
  void failed(const QString& sentence);

 private:
  Draft now(bool closed) const;
  void writeAside();

  ComposeDocument& m_document;
  const std::filesystem::path m_folder;
  std::filesystem::path m_file;
  std::optional<FileLock> m_lock;
  std::string m_problem;  // why nothing can be kept
  QTimer m_timer;
  LatestJob m_job;
  bool m_started = false, m_complained = false;
};

}  // namespace headroom
