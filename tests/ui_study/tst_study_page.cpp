// The Study page as a person uses it, offscreen: by mouse and by key, with studies made by hand. With HEADROOM_PICTURES
// set to a folder it leaves pictures there.
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/study/cells.h"
#include "tests/ui_study/made_study.h"
#include "ui/study/cases_dialog.h"
#include "ui/study/new_study_sheet.h"
#include "ui/study/study_page.h"
#include "ui/theme.h"

using namespace headroom;

namespace {

/// A page with an engine that writes down what it is asked.
struct Page {
  QTemporaryDir folder;
  std::vector<Json> asked;
  Json answer = {{"study", "s9"}, {"state", "running"}, {"version", 2}};
  StudyPage page{nullptr,
                 [this](Json request, std::function<void(Result<Json>)> done) {
                   asked.push_back(std::move(request));
                   done(answer);
                 },
                 folder.filePath("headroom.db").toStdString()};

  Page() {
    page.resize(1360, 820);
    page.show();
    if (!QTest::qWaitForWindowExposed(&page)) throw std::runtime_error("the page was never shown");
  }
  void give(const std::shared_ptr<StudyResult>& result) {
    page.showStudies({{result->id, QString::fromStdString(result->study().name), result->state}}, result->id);
    page.showResult(result);
  }
};

void picture(QWidget& widget, const QString& name) {
  const QString folder = qEnvironmentVariable("HEADROOM_PICTURES");
  if (folder.isEmpty()) return;
  QTest::qWait(80);
  QVERIFY(widget.grab().save(folder + '/' + name + ".png"));
}

std::vector<MadeArm> manyArms() {
  std::vector<MadeArm> arms;
  for (int i = 0; i < 24; ++i)
    arms.push_back({.name = "an arm with a name that says everything about it, number " + std::to_string(i),
                    .gain = 0.5 + 0.1 * i,
                    .diverges = i == 3,
                    .clock = i != 4});
  return arms;
}

}  // namespace

class TestStudyPage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { m_theme = new Theme(*qApp, this); }
  void init() { m_theme->choose(ThemeChoice::Light); }

  void anEmptyDatabaseOffersTemplates() {
    Page it;
    it.page.showStudies({}, {});
    auto* button = it.page.findChild<QPushButton*>("template paper-mini");
    QVERIFY(button && button->isVisible());
    QVERIFY(!it.page.header().studies->isVisible());
    QVERIFY(!it.page.header().plan->isEnabled() && !it.page.header().plan->toolTip().isEmpty());
    picture(it.page, "study-empty");
    QTest::mouseClick(it.page.findChild<QPushButton*>("template norm"), Qt::LeftButton);
    auto* sheet = it.page.findChild<NewStudySheet*>();
    QVERIFY(sheet && sheet->isVisible());
    QCOMPARE(sheet->form().name->text(), QString("norm"));
    QTest::keyClick(sheet, Qt::Key_Escape);
    QTRY_VERIFY(!it.page.findChild<NewStudySheet*>());
  }

  void showsWhatWasFound() {
    Page it;
    auto result = madeStudy({.arms = paperArms()});
    result->resolved.study.threads = 1;
    it.give(result);
    QCOMPARE(it.page.results().scale(), QString("mini"));
    QCOMPARE(it.page.results().gains().chart().rows.size(), std::size_t{6});
    QVERIFY(it.page.header().report->isEnabled());
    QVERIFY(!it.page.header().pause->isEnabled());
    QVERIFY(it.page.header().pause->toolTip().contains("finished"));
    picture(it.page, "study-light");
    for (int tab = 1; tab < it.page.results().count(); ++tab) {
      it.page.results().setCurrentIndex(tab);
      picture(it.page, QString("study-tab-%1").arg(tab));
    }
    it.page.results().setCurrentIndex(0);
    m_theme->choose(ThemeChoice::Dark);
    picture(it.page, "study-dark");
    it.page.resize(1000, 640);
    picture(it.page, "study-small");
  }

  void everyFigureOpensItsRuns() {
    Page it;
    it.give(madeStudy({.arms = paperArms()}));
    QSignalSpy runs(&it.page, &StudyPage::runsRequested);
    auto& matrix = it.page.results().matrix();
    QTest::mouseClick(matrix.viewport(), Qt::LeftButton, {}, matrix.visualRect(matrix.model()->index(5, 8)).center());
    QCOMPARE(runs.size(), 1);
    QCOMPARE(runs[0][0].value<std::vector<RunId>>().size(), std::size_t{2});
    QCOMPARE(runs[0][1].toString(), QString("name:\"paper-mini: rope, mini, seed 3,\""));
    matrix.setFocus();
    QTest::keyClick(&matrix, Qt::Key_Left);
    QTest::keyClick(&matrix, Qt::Key_Return);
    QCOMPARE(runs.size(), 2);
    QVERIFY(runs[1][1].toString().contains("seed 2,"));
    auto& gains = it.page.results().gains();
    QTest::mouseClick(&gains, Qt::LeftButton, {}, gains.rowRect(0).center().toPoint());
    QCOMPARE(runs.size(), 3);
    QCOMPARE(runs[2][0].value<std::vector<RunId>>().size(), std::size_t{12});  // arm and baseline, 3 seeds, 2 runs each
    auto& verdicts = it.page.results().verdicts().view();
    verdicts.setFocus();
    verdicts.setCurrentIndex(verdicts.model()->index(4, 0));
    QTest::keyClick(&verdicts, Qt::Key_Return);
    QCOMPARE(it.page.results().currentIndex(), static_cast<int>(ResultsView::Losses));
    QCOMPARE(it.page.results().arm(), QString("rope"));
    QVERIFY(it.page.results().alongLoss().spec().title.contains("rope"));
  }

  void whatComesKeepsScaleArmTabAndSelection() {
    Page it;
    it.give(madeStudy({.arms = paperArms(), .state = StudyState::Running}));
    auto& results = it.page.results();
    results.chooseScale("nano");
    results.chooseArm("rope");
    results.matrix().setCurrentIndex(results.matrix().model()->index(2, 3));
    results.setCurrentIndex(ResultsView::Numbers);
    it.give(madeStudy({.arms = paperArms(), .seeds = {1, 2, 3}}));
    QCOMPARE(results.scale(), QString("nano"));
    QCOMPARE(results.arm(), QString("rope"));
    QCOMPARE(results.currentIndex(), static_cast<int>(ResultsView::Numbers));
    QCOMPARE(results.matrix().currentIndex(), results.matrix().model()->index(2, 3));
    auto other = madeStudy({.name = "another", .arms = {{.name = "x"}}, .scales = {"a", "b", "c"}});
    other->id = {"s2"};
    it.give(other);
    QCOMPARE(results.scale(), QString("c"));
    QCOMPARE(results.arm(), QString("x"));
  }

  void standsWhateverTheStudyIs() {
    Page it;
    it.give(madeStudy({.arms = manyArms(), .seeds = {1, 2}, .state = StudyState::Running}));
    picture(it.page, "study-many");
    it.give(madeStudy({.arms = paperArms(), .seeds = {1}}));
    picture(it.page, "study-one-seed");
    it.give(madeStudy({.arms = paperArms(), .state = StudyState::Paused, .runs = false}));
    picture(it.page, "study-no-gains");
    QVERIFY(it.page.results().gains().accessibleDescription().contains("No run of the baseline"));
    auto empty = std::make_shared<StudyResult>();
    empty->noGains = "Nothing.";
    it.page.showResult(empty);
    it.page.showResult(nullptr);
    QVERIFY(!it.page.header().copy->isEnabled());
  }

  void buttonsAskTheEngine() {
    Page it;
    auto result = madeStudy({.arms = paperArms(), .state = StudyState::Running});
    it.give(result);
    QTest::mouseClick(it.page.header().pause, Qt::LeftButton);
    result = madeStudy({.arms = paperArms(), .state = StudyState::Paused});
    it.give(result);
    QVERIFY(it.page.header().pause->text().contains("Res"));
    it.page.header().pause->setFocus();
    QTest::keyClick(it.page.header().pause, Qt::Key_Space);
    QTest::mouseClick(it.page.header().stop, Qt::LeftButton);
    QCOMPARE(it.asked.size(), std::size_t{3});
    QVERIFY(it.asked[0] == (Json{{"do", "study-pause"}, {"study", "s1"}}));
    QVERIFY(it.asked[1]["do"] == "study-resume");
    QVERIFY(it.asked[2]["do"] == "study-stop");
  }

  void aStudyOfTheTemplateIsPlannedAndStarted() {
    Page it;
    NewStudySheet* sheet = it.page.openSheet("norm");
    auto& form = sheet->form();
    QCOMPARE(sheet->step(), 0);
    picture(*sheet, "sheet-1");
    QTest::mouseClick(sheet->nextButton(), Qt::LeftButton);
    QCOMPARE(sheet->step(), 1);
    QVERIFY(form.arms->count() > 5);
    QCOMPARE(form.arms->item(0)->checkState(), Qt::Checked);
    picture(*sheet, "sheet-2");
    auto* together = sheet->findChild<QPushButton*>("together");
    QTest::mouseClick(together, Qt::LeftButton);
    QCOMPARE(form.arms->item(form.arms->count() - 1)->text(), QString("layernorm+rmsnorm"));
    form.arms->item(form.arms->count() - 1)->setCheckState(Qt::Unchecked);
    QTest::mouseClick(sheet->nextButton(), Qt::LeftButton);
    for (int i = 0; i < form.scales->count(); ++i)
      form.scales->item(i)->setCheckState(form.scales->item(i)->text() == "nano" ? Qt::Checked : Qt::Unchecked);
    form.seeds->setText("x");
    QVERIFY(!form.study());
    form.seeds->setText("1-3");
    picture(*sheet, "sheet-3");
    QTest::mouseClick(sheet->nextButton(), Qt::LeftButton);
    QCOMPARE(sheet->step(), 3);
    QVERIFY(!sheet->startButton()->isEnabled() && !sheet->startButton()->toolTip().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(sheet->startButton()->isEnabled(), 60'000);
    QCOMPARE(sheet->plan().table().table().rows.size(), std::size_t{1});
    picture(*sheet, "sheet-4");
    QTest::mouseClick(sheet->startButton(), Qt::LeftButton);
    QCOMPARE(it.asked.size(), std::size_t{1});
    QVERIFY(it.asked[0]["do"] == "study-start");
    QVERIFY(!it.asked[0]["data_hash"].get<std::string>().empty());
    QCOMPARE(it.asked[0]["plan"]["format"], Json("headroom.study.plan"));
    const auto resolved = resolvedStudyFrom(it.asked[0]["study"], "test");
    QVERIFY(resolved.ok());
    QCOMPARE(resolved->study.arms.size(), std::size_t{3});
    QCOMPARE(resolved->study.scales, (std::vector<std::string>{"nano"}));
    QCOMPARE(resolved->cells.size(), std::size_t{3});
  }

  void whatCannotBeSaysSoInTheSheet() {
    Page it;
    NewStudySheet* sheet = it.page.openSheet("scratch");
    auto& form = sheet->form();
    for (int i = 0; i < form.arms->count(); ++i) form.arms->item(i)->setCheckState(Qt::Unchecked);
    sheet->goTo(3);
    QVERIFY2(sheet->plan().problem().contains("at least one more arm"), qPrintable(sheet->plan().problem()));
    QVERIFY(!sheet->startButton()->isEnabled());
    QVERIFY(sheet->startButton()->toolTip().contains("at least one more arm"));
    sheet->goTo(1);
    form.arms->item(0)->setCheckState(Qt::Checked);
    form.data->setText("text:/there/is/none.txt");
    sheet->goTo(3);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->plan().problem().contains("none.txt"), 30'000);
    QVERIFY(!sheet->startButton()->isEnabled());
    picture(*sheet, "sheet-problem");
  }

  void theFormKeepsWhatItDoesNotShow() {
    StudyForm form;
    for (const char* name :
         {"paper-mini", "paper", "interactions", "experts", "kv-sharing", "optimizer", "lstm-vs-transformer"}) {
      form.startFrom(name);
      const auto study = form.study();
      QVERIFY2(study.ok(), name);
      QVERIFY2(*study == readStudy(name).value(), name);
    }
  }

  /// A study that has cells, as one that was started has.
  static std::shared_ptr<StudyResult> realStudy() {
    auto result =
        madeStudy({.name = "norm", .arms = {{.name = "layernorm", .patches = {"layernorm"}}}, .scales = {"nano"}});
    result->resolved = resolvedStudy(result->study(), cellsOf(result->study()).value(), "cpu");
    return result;
  }

  void seedsAreAdded() {
    Page it;
    auto result = realStudy();
    for (ResolvedCell& cell : result->resolved.cells) cell.note = "as it was stored";
    it.give(result);
    QTest::mouseClick(it.page.header().seeds, Qt::LeftButton);
    auto* dialog = it.page.findChild<PlanDialog*>();
    QVERIFY(dialog && dialog->seeds());
    QCOMPARE(dialog->seeds()->text(), QString("4, 5"));
    dialog->seeds()->setText("1");
    QVERIFY(dialog->view().problem().contains("already"));
    dialog->seeds()->setText("4");
    QTRY_VERIFY_WITH_TIMEOUT(dialog->addButton()->isEnabled(), 60'000);
    QTest::mouseClick(dialog->copyButton(), Qt::LeftButton);
    QVERIFY2(QGuiApplication::clipboard()->text().startsWith("headroom study add-seeds s1 4 --db "),
             qPrintable(QGuiApplication::clipboard()->text()));
    picture(*dialog, "study-add-seeds");
    QTest::mouseClick(dialog->addButton(), Qt::LeftButton);
    QCOMPARE(it.asked.size(), std::size_t{1});
    QVERIFY(it.asked[0]["do"] == "study-replace");
    QVERIFY(it.asked[0]["study"] == "s1");
    QVERIFY(it.asked[0]["document"]["seeds"] == (Json{1, 2, 3, 4}));
    QVERIFY(it.asked[0]["plan"]["runs"].get<int>() > 0);
    QVERIFY(!it.asked[0]["data_hash"].get<std::string>().empty());
    for (const Json& cell : it.asked[0]["document"]["cells"]) QCOMPARE(cell["note"], Json("as it was stored"));
  }

  /// An answer to what is no longer asked must not be what is added.
  void seedsThatAreMistypedWhileItPlansAddNothing() {
    Page it;
    it.give(realStudy());
    QTest::mouseClick(it.page.header().seeds, Qt::LeftButton);
    auto* dialog = it.page.findChild<PlanDialog*>();
    dialog->seeds()->setText("4, x");  // while the plan of 4 and 5 is on its way
    QTest::qWait(700);
    QVERIFY(!dialog->addButton()->isEnabled());
    QVERIFY(dialog->view().problem().contains("no seed"));
  }

  void aPlanIsOfTheFormAsItStands() {
    Page it;
    NewStudySheet* sheet = it.page.openSheet("norm");
    auto& form = sheet->form();
    for (int i = 0; i < form.scales->count(); ++i)
      form.scales->item(i)->setCheckState(form.scales->item(i)->text() == "nano" ? Qt::Checked : Qt::Unchecked);
    sheet->goTo(3);
    sheet->goTo(2);
    form.seeds->setText("7, 8");  // while the first plan is on its way
    QTest::qWait(700);
    sheet->goTo(3);
    QVERIFY(!sheet->startButton()->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(sheet->startButton()->isEnabled(), 60'000);
    QTest::mouseClick(sheet->startButton(), Qt::LeftButton);
    QCOMPARE(it.asked.size(), std::size_t{1});
    QVERIFY(it.asked[0]["study"]["seeds"] == (Json{7, 8}));
  }

  void theStudyIsEditedIntoItsNextVersion() {
    Page it;
    it.give(realStudy());
    it.page.header().edit->setFocus();
    QTest::keyClick(it.page.header().edit, Qt::Key_Space);
    auto* sheet = it.page.findChild<NewStudySheet*>();
    QVERIFY(sheet && sheet->windowTitle().contains("norm") && !sheet->form().source->isEnabled());
    sheet->form().price->setValue(2.5);
    sheet->goTo(3);
    QVERIFY(sheet->noise()->currentText().contains("norm"));  // its own runs say how large noise is
    QTRY_VERIFY_WITH_TIMEOUT(sheet->startButton()->isEnabled(), 60'000);
    picture(*sheet, "sheet-edit");
    QTest::mouseClick(sheet->startButton(), Qt::LeftButton);
    QCOMPARE(it.asked.size(), std::size_t{1});
    QVERIFY(it.asked[0]["do"] == "study-replace" && it.asked[0]["study"] == "s1");
    QCOMPARE(it.asked[0]["document"]["price_per_hour"], Json(2.5));
    QCOMPARE(it.asked[0]["document"]["seeds"], (Json{1, 2, 3}));
  }

  void allOfTheDefinitionIsEditedAsJson() {
    Page it;
    NewStudySheet* sheet = it.page.openSheet("norm");
    QTest::mouseClick(sheet->jsonButton(), Qt::LeftButton);
    auto& text = sheet->json().text();
    QVERIFY(text.isVisible() && text.toPlainText().contains("\"headroom.study\""));
    picture(*sheet, "sheet-json");
    const QString whole = text.toPlainText();
    for (const auto& [written, expected] :
         {std::pair(QString("{"), "line"), std::pair(QString("[]"), "an object"),
          std::pair(QString(whole).replace("\"cooldown\": 0.2", "\"cooldown\": 7"), "cooldown"),
          std::pair(QString(whole).replace("\"seeds\"", "\"sheets\""), "sheets"), std::pair(QString(), "")}) {
      text.setPlainText(written);
      const auto study = sheet->study();
      QVERIFY2(!study.ok() && study.error().message.find(expected) != std::string::npos, qPrintable(written.left(80)));
      QVERIFY(!sheet->nextButton()->isEnabled() && !sheet->nextButton()->toolTip().isEmpty());
      sheet->goTo(3);
      QVERIFY(sheet->step() != 3);
      QCOMPARE(text.toPlainText(), written);  // nothing that was written is lost
    }
    text.setPlainText(QString(whole).replace("\"cooldown\": 0.2", "\"cooldown\": 0.3"));
    QVERIFY(sheet->study().ok());
    sheet->goTo(2);
    QVERIFY(!sheet->jsonButton()->isChecked());
    QCOMPARE(sheet->study()->cooldown, 0.3);
    QTest::keyClick(sheet->jsonButton(), Qt::Key_Space);
    QVERIFY(text.toPlainText().contains("\"cooldown\": 0.3"));
  }

  void anArmOfOnesOwnIsASettingOrAFile() {
    Page it;
    NewStudySheet* sheet = it.page.openSheet("norm");
    sheet->goTo(1);
    auto& form = sheet->form();
    const int before = form.arms->count();
    QTest::keyClicks(form.ownArm, "activation=relu2");
    QTest::keyClick(form.ownArm, Qt::Key_Return);
    QCOMPARE(form.arms->count(), before + 1);
    QVERIFY(form.ownArm->text().isEmpty() && sheet->isVisible());
    QVERIFY((form.study()->arm("activation=relu2")->settings ==
             std::vector<std::pair<std::string, std::string>>{{"activation", "relu2"}}));
    auto* add = sheet->findChild<QPushButton*>("addOwnArm");
    QSignalSpy problems(&form, &StudyForm::problemFound);
    for (const char* wrong : {"", "activation=relu2", "/there/is/none.json", "=", "\xd7\xa2"}) {
      form.ownArm->setText(QString::fromUtf8(wrong));
      const auto count = problems.size();
      QTest::mouseClick(add, Qt::LeftButton);
      QCOMPARE(problems.size(), count + 1);
      QCOMPARE(form.arms->count(), before + 1);
    }
    QFile file(it.folder.filePath("wide.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    form.ownArm->setText(file.fileName());
    QTest::mouseClick(add, Qt::LeftButton);
    QCOMPARE(form.study()->arm("wide")->model, file.fileName().toStdString());
  }

  /// Numbers that a box rounds stay what they were while nobody changes them.
  void theFormRoundsNothingThatNobodyTouched() {
    StudyForm form;
    Study study = readStudy("norm").value();
    study.tokensPerParameter = 0.001;
    study.pricePerHour = 1e-7;
    study.hours = 1e8;
    study.disk = 123456789;
    study.lossSigma = 0.0123456789;
    study.endSlope = 1.0 / 3;
    form.setStudy(study);
    QVERIFY(form.study().value() == study);
    form.hours->setValue(2);
    study.hours = 2;
    QVERIFY(form.study().value() == study);
  }

  void aProblemIsShownInWords() {
    Page it;
    it.answer = {};
    it.page.showProblem("The engine said no.");
    bool shown = false;
    for (const auto* label : it.page.findChildren<QLabel*>())
      shown = shown || (label->isVisible() && label->text() == "The engine said no.");
    QVERIFY(shown);
  }

  void casesCanBeEdited() {
    CasesDialog dialog;
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    dialog.choose("layernorm");
    QVERIFY(dialog.resultText().contains("1.6667") && !dialog.resultText().contains("Yours"));
    auto* input = dialog.inputs()[1];
    input->selectAll();
    QTest::keyClicks(input, "0.5");
    QVERIFY2(dialog.resultText().contains("Yours: 2"), qPrintable(dialog.resultText()));
    QVERIFY(dialog.resultText().contains("1.6667"));
    QVERIFY(dialog.list().currentItem()->text().contains("yours"));
    picture(dialog, "cases");
    input->selectAll();
    QTest::keyClicks(input, "none");
    QVERIFY(dialog.resultText().contains("needs a number"));
    dialog.choose("flash.wall");
    QVERIFY(dialog.inputs().empty() && dialog.resultText().contains("2 to 4"));
    QVERIFY(dialog.toCsv().split('\n').size() > 15);
  }

 private:
  Theme* m_theme = nullptr;
};

QTEST_MAIN(TestStudyPage)
#include "tst_study_page.moc"
