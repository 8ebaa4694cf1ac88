// What a person reads when the engine has gone, cannot start, or is of another version; with a way on.
#pragma once

#include <QObject>
#include <QTimer>

#include "core/engine/engine_client.h"

namespace headroom {

class NoticeBar;

class EngineNotice : public QObject {
  Q_OBJECT

 public:
  /// An engine that starts in time is no news: only after `patienceMs` of trouble something is said.
  EngineNotice(EngineClient& engine, NoticeBar& bar, int patienceMs = 1500, QObject* parent = nullptr);

 Q_SIGNALS:
  void logRequested();

 private:
  void stateMoved();
  void tell();

  EngineClient& m_engine;
  NoticeBar& m_bar;
  QTimer m_patience;
  bool m_told = false;
};

}  // namespace headroom
