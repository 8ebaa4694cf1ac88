#include "ui/habits/about_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>
#include <QTabWidget>
#include <QTableWidget>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

#include "ui/icons.h"

/// The licence lies in a static library, which nobody would link for its sake. Q_INIT_RESOURCE wants the global
/// namespace.
static void linkFiles() {
  Q_INIT_RESOURCE(habits);
}

namespace headroom {

namespace {

struct Part {
  QString name, version, licence, purpose;
};

/// Versions that this program was built with are asked from them; those of programs beside it are the ones it is built
/// for (installer/packages.txt, installer/libtorch-*.txt).
QList<Part> parts() {
  const auto tr = [](const char* text) { return AboutDialog::tr(text); };
  return {{"Qt", QString::fromLatin1(qVersion()), "LGPL-3.0", tr("window, sockets, printing")},
          {"QCustomPlot", "2.1", "GPL-3.0-or-later", tr("charts")},
          {"SQLite", "3.40", tr("public domain"), tr("database")},
          {"SQLiteCpp", "3.2", "MIT", tr("database")},
          {"nlohmann-json",
           QStringLiteral("%1.%2.%3")
               .arg(NLOHMANN_JSON_VERSION_MAJOR)
               .arg(NLOHMANN_JSON_VERSION_MINOR)
               .arg(NLOHMANN_JSON_VERSION_PATCH),
           "MIT", tr("documents")},
          {"CLI11", "2.1", "BSD-3-Clause", tr("command line")},
          {"Eigen", "3.4", "MPL-2.0", tr("fits")},
          {"Boost.Math", "1.74", "BSL-1.0", tr("statistics")},
          {"NLopt", "2.7", "LGPL-2.1-or-later, MIT", tr("fits")},
          {"libarchive", "3.6", "BSD-2-Clause", tr("bundles")},
          {"xxHash", "0.8", "BSD-2-Clause", tr("hashes of data")},
          {"LibTorch", "2.11.0", "BSD-3-Clause", tr("tensors; in headroom-train alone")}};
}

QString licenceText() {
  linkFiles();
  QFile file(QStringLiteral(":/habits/LICENSE"));
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

AboutDialog::AboutDialog(const QString& engine, const QString& database, QWidget* parent)
    : QDialog(parent), m_engine(engine), m_database(database) {
  setWindowTitle(tr("About Headroom"));
  resize(640, 520);
  auto* icon = new QLabel;
  icon->setPixmap(themedIcon(QStringLiteral("headroom")).pixmap(56, 56));
  auto* words = new QLabel(tr("<b>Headroom %1</b><br>Does a change to a language model really help, by how much "
                              "compute, against which hardware limit, and will it last at scale?<br>"
                              "No telemetry: the window speaks with its engine and with nobody else.")
                               .arg(QStringLiteral(HEADROOM_VERSION)));
  words->setWordWrap(true);
  auto* head = new QHBoxLayout;
  head->addWidget(icon, 0, Qt::AlignTop);
  head->addWidget(words, 1);
  auto* table = new QTableWidget(0, 4);
  table->setAccessibleName(tr("What Headroom stands on"));
  table->setHorizontalHeaderLabels({tr("Part"), tr("Version"), tr("Licence"), tr("For")});
  table->horizontalHeader()->setSectionResizeMode(3, QHeaderView::Stretch);
  table->verticalHeader()->hide();
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setTabKeyNavigation(false);
  table->setShowGrid(false);
  for (const auto& part : parts()) {
    const int row = table->rowCount();
    table->insertRow(row);
    int column = 0;
    for (const QString& text : {part.name, part.version, part.licence, part.purpose})
      table->setItem(row, column++, new QTableWidgetItem(text));
  }
  table->resizeColumnsToContents();
  auto* licence = new QTextBrowser;
  licence->setAccessibleName(tr("Licence"));
  licence->setPlainText(licenceText());
  auto* here = new QLabel(m_engine + '\n' + tr("Database: %1").arg(m_database) + '\n' +
                          tr("System: %1, %2").arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture()));
  here->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  here->setWordWrap(true);
  here->setAlignment(Qt::AlignTop);
  here->setMargin(8);
  auto* tabs = new QTabWidget;
  tabs->addTab(table, tr("Parts"));
  tabs->addTab(licence, tr("Licence"));
  tabs->addTab(here, tr("This machine"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  auto* copy = buttons->addButton(tr("Copy all"), QDialogButtonBox::ActionRole);
  copy->setToolTip(tr("Versions and system as text, for a report of a defect"));
  connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(plainText()); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(head);
  layout->addWidget(tabs, 1);
  layout->addWidget(buttons);
}

QString AboutDialog::plainText() const {
  QString text = QStringLiteral("Headroom " HEADROOM_VERSION "\n");
  for (const auto& part : parts()) text += part.name + ' ' + part.version + " (" + part.licence + ")\n";
  return text + m_engine + '\n' + QSysInfo::prettyProductName() + ", " + QSysInfo::kernelType() + ' ' +
         QSysInfo::kernelVersion() + ", " + QSysInfo::currentCpuArchitecture() + '\n';
}

}  // namespace headroom
