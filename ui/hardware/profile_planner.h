// Works out a profile and what would move it away from the window: building a large model takes a while.
#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <memory>
#include <vector>

#include "core/arch/what_if.h"

namespace headroom {

/// What a roofline is drawn of.
struct HardwareModel {
  QString name;  // "gpt2, nano"
  Architecture architecture;
  Recipe recipe;
  std::string source, scale;  // the template or file it came from, as Compose names them
  bool operator==(const HardwareModel&) const = default;
};

struct ProfileQuestion {
  HardwareModel model;
  Phase phase = Phase::Training;
  bool gpu = false;
  Json doctor;  // roofs of this machine
};

struct ProfileAnswer {
  ProfileQuestion question;
  StepProfile profile;
  std::vector<WhatIf> changes;
  std::string problem;  // why there is no profile; "" = there is one
};

class ProfilePlanner : public QObject {
  Q_OBJECT

 public:
  explicit ProfilePlanner(QObject* parent = nullptr);
  /// The newest question wins: answers to older ones are dropped.
  void ask(ProfileQuestion question);
  void forget() { ++m_request; }

 Q_SIGNALS:
  void answered(const std::shared_ptr<const headroom::ProfileAnswer>& answer);

 private:
  int m_request = 0;
  QThreadPool m_pool;  // last: waits for its work before the rest goes
};

}  // namespace headroom
