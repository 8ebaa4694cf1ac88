#include "ui/habits/engine_notice.h"

#include "ui/habits/notice_bar.h"

namespace headroom {

namespace {

const QString kId = QStringLiteral("engine");

}  // namespace

EngineNotice::EngineNotice(EngineClient& engine, NoticeBar& bar, int patienceMs, QObject* parent)
    : QObject(parent), m_engine(engine), m_bar(bar) {
  m_patience.setSingleShot(true);
  m_patience.setInterval(patienceMs);
  connect(&m_patience, &QTimer::timeout, this, &EngineNotice::tell);
  connect(&engine, &EngineClient::stateChanged, this, &EngineNotice::stateMoved);
}

void EngineNotice::stateMoved() {
  if (m_engine.state() == EngineClient::State::Connected) {
    m_patience.stop();
    m_bar.withdraw(kId);
    if (m_told) m_bar.show({.id = kId, .text = tr("The engine is back. No run was lost."), .seconds = 8});
    m_told = false;
  } else if (m_told) {
    tell();  // the reason may be another by now
  } else if (!m_patience.isActive()) {
    m_patience.start();
  }
}

void EngineNotice::tell() {
  const QString why = m_engine.problem();
  if (m_engine.state() == EngineClient::State::Connected || why.isEmpty()) {
    if (m_engine.state() != EngineClient::State::Connected) m_patience.start();  // still on its way
    return;
  }
  const QString text =
      tr("The engine cannot be reached: %1 Runs that train go on without it; new ones wait until it is there.")
          .arg(why);
  if (m_told && m_bar.textOf(kId) == text) return;
  m_told = true;
  m_bar.show({.id = kId,
              .text = text,
              .problem = true,
              .buttons = {{tr("Try again now"), [this] { m_engine.retry(); }},
                          {tr("Open its log"), [this] { Q_EMIT logRequested(); }}}});
}

}  // namespace headroom
