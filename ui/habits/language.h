// The language of the window: chosen in the menu, else that of the system; from the next start on.
#pragma once

#include <QString>
#include <vector>

class QCoreApplication;

namespace headroom {

struct Language {
  QString code;  // "en"
  QString name;  // in itself: "Deutsch"
};

const std::vector<Language>& languages();
/// The code that a choice means: "en", "de"; "system" or anything else is the first of the system's languages that is
/// there, else English.
QString languageFor(const QString& choice);
/// Installs its words and those of Qt's own dialogs. Before any widget is made.
void installLanguage(QCoreApplication& application, const QString& code);

}  // namespace headroom
