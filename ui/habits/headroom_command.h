// A command of `headroom` in a process of its own, for what the command line does and the engine does not offer.
#pragma once

#include <QPointer>
#include <QProcess>
#include <QStringList>
#include <functional>

#include "core/base/json.h"
#include "core/base/result.h"

namespace headroom {

/// `headroom ARGUMENTS… --json`. `done` runs once, later, while `context` lives: the object it printed, or its
/// sentence. What is returned ends with the process; terminate() cancels it.
QPointer<QProcess> runHeadroom(const QStringList& arguments, QObject* context,
                               std::function<void(const Result<Json>&)> done);

}  // namespace headroom
