#include "ui/hardware/profile_planner.h"

namespace headroom {

namespace {

Result<void> work(ProfileAnswer& answer) {
  const auto& [model, phase, gpu, doctor] = answer.question;
  const Result<Roofs> roofs = roofsFrom(doctor, model.recipe.precision, gpu);
  if (!roofs)
    return badInput("The measured roofs hold nothing for " + std::string(word(model.recipe.precision)) +
                    "; choose a model of another precision, or measure again.");
  HEADROOM_ASSIGN(answer.profile, profileOf(model.architecture, model.recipe, *roofs, {.phase = phase}));
  HEADROOM_ASSIGN(answer.changes, whatIfs(model.architecture, model.recipe, *roofs, phase));
  return {};
}

}  // namespace

ProfilePlanner::ProfilePlanner(QObject* parent) : QObject(parent) {
  m_pool.setMaxThreadCount(1);
}

void ProfilePlanner::ask(ProfileQuestion question) {
  m_pool.clear();
  m_pool.start([this, question = std::move(question), request = ++m_request] {
    auto answer = std::make_shared<ProfileAnswer>();
    answer->question = question;
    if (const auto done = work(*answer); !done) answer->problem = done.error().message;
    QMetaObject::invokeMethod(
        this,
        [this, request, answer] {
          if (request == m_request) Q_EMIT answered(answer);
        },
        Qt::QueuedConnection);
  });
}

}  // namespace headroom
