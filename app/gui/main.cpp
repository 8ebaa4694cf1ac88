// headroom-gui: the window. Wires engine client, reader, models and pages; `report` writes a report without showing a
// window.
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSettings>
#include <QSocketNotifier>
#include <QStandardPaths>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string_view>

#include "app/gui/pages.h"
#include "app/gui/process_start.h"
#include "core/base/text.h"
#include "core/runs/local_run_reader.h"
#include "ui/habits/language.h"
#include "ui/habits/state_file.h"
#include "ui/habits/system_theme.h"
#include "ui/main_window.h"
#include "ui/report/report_command.h"
#include "ui/runs/run_chart_specs.h"

namespace headroom {
namespace {

int signalPipe[2] = {-1, -1};  // a signal handler can reach nothing else

void tellMain(int) {
  const char byte = 1;
  [[maybe_unused]] const auto written = ::write(signalPipe[1], &byte, 1);
}

/// SIGTERM and SIGINT close the window as a click on its cross does.
void closeOnSignals(MainWindow& window) {
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, signalPipe) != 0) return;
  auto* notifier = new QSocketNotifier(signalPipe[0], QSocketNotifier::Read, &window);
  QObject::connect(notifier, &QSocketNotifier::activated, &window, &QWidget::close);
  struct sigaction action {};
  action.sa_handler = tellMain;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGINT, &action, nullptr);
}

struct Arguments {
  std::filesystem::path database;
  QString page, theme, language;
  QStringList files;
  bool quitAfterPaint = false;
  bool demo = false;
};

std::filesystem::path defaultDatabase() {
  const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
  return std::filesystem::path(data.toStdString()) / "headroom" / "headroom.db";
}

Result<Arguments> parse() {
  QCommandLineParser parser;
  parser.setApplicationDescription(QStringLiteral("The window of Headroom."));
  const auto help = parser.addHelpOption();
  const auto version = parser.addVersionOption();
  const QCommandLineOption database("db", "Database to open or create (default: the XDG data folder).", "FILE");
  const QCommandLineOption page("page", "Page to show first: start, compose, runs, study, hardware, plan, learn.",
                                "NAME");
  const QCommandLineOption theme("theme", "system, light or dark.", "NAME");
  const QCommandLineOption language("language", "en, de or system.", "CODE");
  const QCommandLineOption quit("quit-after-paint", "Leave when the window has been painted once.");
  const QCommandLineOption demo("demo", "Train the demo when the database is new.");
  parser.addOptions({database, page, theme, language, quit, demo});
  parser.addPositionalArgument("FILE", "Files to open, as if they were dropped on the window.", "[FILE...]");
  // Not process(): a wrong option is one line and exit code 2 here as everywhere.
  if (!parser.parse(QApplication::arguments()))
    return badInput(parser.errorText().toStdString() + " Try headroom-gui --help.");
  if (parser.isSet(help)) parser.showHelp();
  if (parser.isSet(version)) parser.showVersion();
  for (const QString& named : parser.positionalArguments()) {
    if (!QFileInfo::exists(named))
      return badInput(inQuotes(named.toStdString()) + " is no file to open; try headroom-gui --help.");
  }
  const auto file =
      parser.isSet(database) ? std::filesystem::path(parser.value(database).toStdString()) : defaultDatabase();
  return Arguments{.database = std::filesystem::absolute(file),
                   .page = parser.value(page),
                   .theme = parser.value(theme),
                   .language = parser.value(language),
                   .files = parser.positionalArguments(),
                   .quitAfterPaint = parser.isSet(quit),
                   .demo = parser.isSet(demo) && !std::filesystem::exists(file)};
}

QSettings stateStore() {  // guaranteed elision: QSettings cannot be moved
  return QSettings(stateFile(), QSettings::IniFormat);
}

void restore(MainWindow& window, Theme& theme, const Arguments& arguments) {
  const QString chosen = arguments.theme.isEmpty() ? QSettings().value("theme").toString() : arguments.theme;
  theme.choose(themeFromWord(chosen));
  // The first start of all begins where one chooses; afterwards, where one left.
  const bool first = !stateStore().contains("session") && !std::filesystem::exists(arguments.database);
  window.showPage(first ? QStringLiteral("start") : QStringLiteral("runs"));
  window.restoreSession(stateStore().value("session").toMap());
  if (!arguments.page.isEmpty()) window.showPage(arguments.page);
}

void remember(MainWindow& window, const Theme& theme, const Arguments& arguments) {
  stateStore().setValue("session", window.session());
  if (arguments.theme.isEmpty()) QSettings().setValue("theme", themeWord(theme.choice()));
}

int showWindow(QApplication& application) {
  const auto parsed = parse();
  if (!parsed) {
    std::fprintf(stderr, "%s\n", oneLine(parsed.error().message).c_str());
    return exitCode(parsed.error());
  }
  const Arguments& arguments = *parsed;
  installLanguage(application, languageFor(arguments.language.isEmpty() ? QSettings().value("language").toString()
                                                                        : arguments.language));
  Theme theme(application);
  Workbench workbench(
      arguments.database, [file = arguments.database] { return LocalRunReader::open(file); }, chartedSeries(),
      chartedDoubles());
  MainWindow* place = nullptr;  // pages are made after the window and reach it through this
  MainWindow window(workbench, theme, windowPages(workbench, place));
  place = &window;
  wireWindow(window, workbench);
  restore(window, theme, arguments);
  closeOnSignals(window);
  QObject::connect(&window, &MainWindow::closing, &window, [&] { remember(window, theme, arguments); });
  QObject::connect(&window, &MainWindow::restartRequested, &window, [&] {
    window.close();  // remembers first
    QProcess::startDetached(QApplication::applicationFilePath(), QApplication::arguments().mid(1));
  });
  QObject::connect(&window, &MainWindow::firstPainted, &window, [&] {
    if (qEnvironmentVariableIntValue("HEADROOM_GUI_TRACE") == 1) {
      std::fprintf(stderr, "first-paint-ms %.0f\n", millisecondsSinceProcessStart().value_or(0));
    }
    if (arguments.quitAfterPaint) return QApplication::exit(0);
    window.fillPages();
    followSystemTheme(theme);
    workbench.start();
    for (const QString& file : arguments.files) window.open(file);
    if (arguments.demo) workbench.trainDemo();
  });
  window.show();
  return QApplication::exec();
}

}  // namespace
}  // namespace headroom

int main(int argc, char** argv) {
  try {
    const bool report = argc > 1 && std::string_view(argv[1]) == "report";
    const bool asks = std::any_of(argv + 1, argv + argc, [](std::string_view word) {
      return word == "--help" || word == "-h" || word == "--help-all" || word == "--version" || word == "-v";
    });
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
      const bool display = !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
      if (report || asks)
        qputenv("QT_QPA_PLATFORM", "offscreen");
      else if (!display)
        throw std::runtime_error(
            "There is no display for the window; use `headroom`, the command line, or set DISPLAY.");
    }
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("headroom"));
    QApplication::setApplicationName(QStringLiteral("headroom-gui"));
    QApplication::setApplicationDisplayName(QStringLiteral("Headroom"));
    QApplication::setApplicationVersion(QStringLiteral(HEADROOM_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.headroom.Headroom"));
    if (report) {
      // Only where a person chose one: scripts get the words they know.
      const QString language = QSettings().value("language", "system").toString();
      if (language != QLatin1String("system")) headroom::installLanguage(application, headroom::languageFor(language));
      return headroom::runReport(QApplication::arguments().mid(2));
    }
    return headroom::showWindow(application);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", headroom::oneLine(error.what()).c_str());
    return 1;
  }
}
