// Charts into files: written whole or not at all, and the entries of a menu that ask where.
#pragma once

#include <QByteArray>
#include <QString>
#include <functional>

#include "core/base/result.h"

class QMenu;
class QWidget;

namespace headroom {

/// What stands in the file stays until all is written.
Result<void> writeWhole(const QString& file, const QByteArray& bytes);

using SaveChart = std::function<Result<void>(const QString& file)>;
/// Asks for a file named after the chart, saves, and says why it could not.
void addSaveAction(QMenu* menu, QWidget* parent, const QString& text, const QString& title, const QString& ending,
                   const SaveChart& save);

}  // namespace headroom
