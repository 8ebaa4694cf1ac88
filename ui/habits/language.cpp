#include "ui/habits/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <algorithm>

/// The translations lie in a static library, which nobody would link for their sake. Q_INIT_RESOURCE wants the global
/// namespace.
static void linkTranslations() {
  Q_INIT_RESOURCE(translations);
}

namespace headroom {

namespace {

/// lupdate files the texts of free functions under their namespace, whatever context they ask for when they run.
class WindowTranslator : public QTranslator {
 public:
  using QTranslator::QTranslator;

  QString translate(const char* context, const char* source, const char* meaning, int n) const override {
    for (const char* place : {context, "headroom", "headroom::study_report"}) {
      const QString found = QTranslator::translate(place, source, meaning, n);
      if (!found.isNull()) return found;
    }
    return {};
  }
};

}  // namespace

const std::vector<Language>& languages() {
  static const std::vector<Language> all{{"en", "English"}, {"de", "Deutsch"}};
  return all;
}

QString languageFor(const QString& choice) {
  const auto known = [](const QString& code) {
    return std::any_of(languages().begin(), languages().end(), [&](const auto& each) { return each.code == code; });
  };
  if (known(choice)) return choice;
  for (const QString& wished : QLocale::system().uiLanguages()) {
    if (const QString code = wished.section('-', 0, 0); known(code)) return code;
  }
  return QStringLiteral("en");
}

void installLanguage(QCoreApplication& application, const QString& code) {
  linkTranslations();
  const auto install = [&](const QString& name, const QString& folder) {
    auto* translator = new WindowTranslator(&application);
    if (translator->load(name, folder))
      QCoreApplication::installTranslator(translator);
    else
      delete translator;
  };
  install(QStringLiteral("qtbase_") + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
  install(QStringLiteral("headroom_") + code, QStringLiteral(":/i18n"));
}

}  // namespace headroom
