#include "ui/study/study_form.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "core/arch/resolve.h"
#include "ui/study/plan_view.h"

namespace headroom {

namespace {

const QString kScratch = QStringLiteral("scratch");
const QString kFile = QStringLiteral("file");

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QString aboutOf(const Library::Document& document) {
  const auto json = parseJson(document.json, document.name);
  return json && json->is_object() ? text(json->value("about", std::string())) : QString();
}

QLabel* hint(const QString& words) {
  auto* label = new QLabel(words);
  label->setWordWrap(true);
  label->setProperty("dim", true);
  return label;
}

template <class Value, class Words>
QComboBox* choice(const std::vector<std::pair<Value, Words>>& values) {
  auto* box = new QComboBox;
  for (const auto& [value, words] : values) box->addItem(words, static_cast<int>(value));
  return box;
}

QDoubleSpinBox* numberBox(double most, int decimals, const QString& ofNone) {
  auto* box = new QDoubleSpinBox;
  box->setRange(0, most);
  box->setDecimals(decimals);
  box->setSpecialValueText(ofNone);
  return box;
}

QSpinBox* wholeBox(int least, int most) {
  auto* box = new QSpinBox;
  box->setRange(least, most);
  return box;
}

constexpr double kGigabyte = 1e9;

Study scratch() {
  Study study;
  study.name = "my study";
  study.model = "gpt2";
  study.baseline = "baseline";
  study.arms = {{.name = "baseline"}};
  study.scales = {"nano", "micro", "mini"};
  study.rates = RateSearch::Baseline;
  return study;
}

}  // namespace

StudyForm::StudyForm(QWidget* parent) : QStackedWidget(parent) {
  addWidget(makeBaseline());
  addWidget(makeArms());
  addWidget(makeSettings());
  // As high as the step that is shown, not as the highest.
  const auto fit = [this] {
    for (int i = 0; i < count(); ++i)
      widget(i)->setSizePolicy(QSizePolicy::Preferred,
                               i == currentIndex() ? QSizePolicy::Preferred : QSizePolicy::Ignored);
    updateGeometry();
  };
  connect(this, &QStackedWidget::currentChanged, this, fit);
  fit();
  const auto tell = [this] {
    if (!m_filling) Q_EMIT changed();
  };
  connect(name, &QLineEdit::textChanged, this, tell);
  connect(arms, &QListWidget::itemChanged, this, [this, tell] {
    if (!m_filling) fillSameAs();
    tell();
  });
  connect(scales, &QListWidget::itemChanged, this, tell);
  for (auto* line : {seeds, data}) connect(line, &QLineEdit::textChanged, this, tell);
  for (auto* box : {model, sameAs, rates, match, plan, estimator})
    connect(box, &QComboBox::currentIndexChanged, this, tell);
  for (auto* box : {threads, horizons, retries}) connect(box, &QSpinBox::valueChanged, this, tell);
  for (auto* box : {tokensPerParameter, price, hours, disk, lossSigma, endSlope})
    connect(box, &QDoubleSpinBox::valueChanged, this, tell);
  connect(source, &QComboBox::activated, this, [this] {
    const QString wanted = source->currentData().toString();
    if (wanted == kFile) return openFile();
    startFrom(wanted);
  });
  startFrom(QStringLiteral("paper-mini"));
}

QWidget* StudyForm::makeBaseline() {
  auto* page = new QWidget;
  auto* form = new QFormLayout(page);
  source = new QComboBox;
  source->addItem(tr("From scratch"), kScratch);
  for (const Library::Document& document : builtinLibrary().studies)
    source->addItem(text(document.name), text(document.name));
  source->addItem(tr("From a file…"), kFile);
  m_about = hint({});
  name = new QLineEdit;
  model = new QComboBox;
  for (const Library::Document& document : builtinLibrary().templates) model->addItem(text(document.name));
  m_baseline = new QLabel;
  form->addRow(tr("Start from"), source);
  form->addRow(QString(), m_about);
  form->addRow(tr("Name"), name);
  form->addRow(tr("Model"), model);
  form->addRow(tr("Baseline"), m_baseline);
  form->addRow(
      QString(),
      hint(tr("The baseline is the model without changes; every arm is compared with it at equal scale and seed.")));
  source->setAccessibleName(tr("Start from"));
  return page;
}

QWidget* StudyForm::makeArms() {
  auto* page = new QWidget;
  auto* layout = new QVBoxLayout(page);
  layout->addWidget(hint(tr("Arms that take part. An arm is the baseline with one change or several.")));
  arms = new QListWidget;
  arms->setAccessibleName(tr("Arms"));
  layout->addWidget(arms, 1);
  auto* together = new QPushButton(tr("Add the checked ones &together as one arm"));
  together->setObjectName(QStringLiteral("together"));
  together->setToolTip(tr("Shows whether their gains multiply"));
  connect(together, &QPushButton::clicked, this, &StudyForm::addTogether);
  layout->addWidget(together, 0, Qt::AlignLeft);
  ownArm = new QLineEdit;
  ownArm->setObjectName(QStringLiteral("ownArm"));
  ownArm->setPlaceholderText(tr("activation=relu2 or /path/of/model.json"));
  ownArm->setToolTip(tr("A setting with its value, or the file of an architecture that was edited in Compose"));
  auto* label = new QLabel(tr("An arm of your &own"));
  label->setBuddy(ownArm);
  auto* browse = new QPushButton(tr("Bro&wse…"));
  auto* add = new QPushButton(tr("A&dd"));
  add->setObjectName(QStringLiteral("addOwnArm"));
  auto* own = new QHBoxLayout;
  own->addWidget(label);
  own->addWidget(ownArm, 1);
  own->addWidget(browse);
  own->addWidget(add);
  layout->addLayout(own);
  connect(ownArm, &QLineEdit::returnPressed, this, &StudyForm::addOwn);
  connect(add, &QPushButton::clicked, this, &StudyForm::addOwn);
  connect(browse, &QPushButton::clicked, this, &StudyForm::browseForArm);
  for (auto* button : {together, browse, add}) button->setAutoDefault(false);
  auto* form = new QFormLayout;
  sameAs = new QComboBox;
  sameAs->setToolTip(
      tr("An arm with the baseline's mathematics, such as another kernel: its gain is a second noise floor"));
  form->addRow(tr("Same mathematics as the baseline"), sameAs);
  layout->addLayout(form);
  return page;
}

QWidget* StudyForm::makeSettings() {
  auto* page = new QWidget;
  auto* form = new QFormLayout(page);
  scales = new QListWidget;
  scales->setAccessibleName(tr("Scales"));
  scales->setMinimumHeight(110);
  scales->setMaximumHeight(150);
  for (const Library::Document& document : builtinLibrary().scales) {
    auto* item = new QListWidgetItem(text(document.name), scales);
    item->setCheckState(Qt::Unchecked);
    item->setToolTip(aboutOf(document));
  }
  seeds = new QLineEdit;
  seeds->setToolTip(tr("1, 2, 3 or 1-5. Three seeds give intervals, five are for gains below 5 %"));
  tokensPerParameter = numberBox(1e6, 2, tr("as the recipe says"));
  rates = choice<RateSearch, QString>({{RateSearch::None, tr("the recipe's")},
                                       {RateSearch::Baseline, tr("searched with the baseline, for all")},
                                       {RateSearch::EveryArm, tr("searched for every arm (shared and tuned gains)")}});
  match = choice<MatchMode, QString>({{MatchMode::IsoRecipe, tr("iso-recipe: everything but the change")},
                                      {MatchMode::IsoParam, tr("iso-param: equal parameters")},
                                      {MatchMode::IsoFlop, tr("iso-FLOP: equal FLOPs a token")}});
  plan = choice<StudyPlanKind, QString>(
      {{StudyPlanKind::Trunk, tr("trunk and cooldowns: only annealed ends are compared")},
       {StudyPlanKind::Plain, tr("plain: one run each, points in mid-schedule count")}});
  estimator = new QComboBox;
  estimator->addItem(tr("rigorous: intervals from seeds"), QStringLiteral("rigorous"));
  estimator->addItem(tr("the paper's rule, as published"), QStringLiteral("paper"));
  data = new QLineEdit;
  data->setToolTip(tr("grammar, text:FILE or tokens:FOLDER"));
  horizons = wholeBox(1, 20);
  horizons->setToolTip(tr("Annealed ends of a trunk, steps √2 apart: 5 span gains up to 4, 7 up to 8"));
  threads = wholeBox(1, 4096);
  threads->setToolTip(tr("Of a run on the processor; as many train side by side as it has cores for"));
  retries = wholeBox(0, 10);
  retries->setToolTip(tr("Of a run that failed"));
  price = numberBox(1e9, 2, tr("none"));
  price->setToolTip(tr("Of this machine, in any currency: the plan says what the study costs"));
  hours = numberBox(1e6, 2, tr("any"));
  hours->setToolTip(tr("A plan that takes longer is refused"));
  disk = numberBox(1e9, 2, tr("any"));
  disk->setToolTip(tr("GB of checkpoints; a plan that writes more is refused"));
  lossSigma = numberBox(10, 5, tr("assumed"));
  lossSigma->setToolTip(tr("Spread of the last loss over seeds, nat: of an earlier study, for the smallest gain"));
  endSlope = numberBox(10, 4, tr("assumed"));
  endSlope->setToolTip(tr("What the loss falls by, nat, for e times the compute at the end: for the smallest gain"));
  form->addRow(tr("Scales"), scales);
  form->addRow(tr("Seeds"), seeds);
  form->addRow(tr("Tokens a parameter"), tokensPerParameter);
  form->addRow(tr("Learning rates"), rates);
  form->addRow(tr("Held equal"), match);
  form->addRow(tr("Runs"), plan);
  form->addRow(tr("Horizons"), horizons);
  form->addRow(tr("Estimator"), estimator);
  form->addRow(tr("Data"), data);
  form->addRow(tr("Threads a run"), threads);
  form->addRow(tr("Retries"), retries);
  form->addRow(tr("Price an hour"), price);
  form->addRow(tr("Hours at most"), hours);
  form->addRow(tr("Disk at most, GB"), disk);
  form->addRow(tr("Noise of the loss, nat"), lossSigma);
  form->addRow(tr("Slope at the end"), endSlope);
  for (int i = 0; i < form->rowCount(); ++i)
    if (auto* label = qobject_cast<QLabel*>(form->itemAt(i, QFormLayout::LabelRole)->widget()))
      form->itemAt(i, QFormLayout::FieldRole)->widget()->setAccessibleName(label->text());
  return page;
}

void StudyForm::startFrom(const QString& wanted) {
  if (wanted == kScratch) return setStudy(scratch());
  const auto known = readStudy(wanted.toStdString());
  if (!known) return Q_EMIT problemFound(text(known.error().message));
  setStudy(*known);
  source->setCurrentIndex(std::max(source->findData(wanted), 0));
}

void StudyForm::openFile() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Open a study's definition"), {}, tr("Studies (*.json)"));
  if (!file.isEmpty()) startFrom(file);
}

void StudyForm::setStudy(const Study& study) {
  m_filling = true;
  m_study = study;
  source->setCurrentIndex(std::max(source->findData(text(study.name)), 0));
  m_about->setText(text(study.about));
  name->setText(text(study.name));
  if (model->findText(text(study.model)) < 0) model->addItem(text(study.model));
  model->setCurrentIndex(model->findText(text(study.model)));
  m_baseline->setText(text(study.baseline));
  fillArms();
  for (const std::string& scale : study.scales)
    if (scales->findItems(text(scale), Qt::MatchExactly).isEmpty()) new QListWidgetItem(text(scale), scales);
  for (int i = 0; i < scales->count(); ++i) {
    const std::string scale = scales->item(i)->text().toStdString();
    const bool on = std::find(study.scales.begin(), study.scales.end(), scale) != study.scales.end();
    scales->item(i)->setCheckState(on ? Qt::Checked : Qt::Unchecked);
  }
  seeds->setText(seedsText(study.seeds));
  setNumber(tokensPerParameter, study.tokensPerParameter);
  rates->setCurrentIndex(rates->findData(static_cast<int>(study.rates)));
  match->setCurrentIndex(match->findData(static_cast<int>(study.match)));
  plan->setCurrentIndex(plan->findData(static_cast<int>(study.plan)));
  estimator->setCurrentIndex(estimator->findData(text(study.estimator)));
  data->setText(text(study.data));
  threads->setValue(static_cast<int>(study.threads));
  horizons->setValue(static_cast<int>(study.horizons));
  retries->setValue(static_cast<int>(study.retries));
  setNumber(price, study.pricePerHour);
  setNumber(hours, study.hours);
  setNumber(disk, study.disk / kGigabyte);
  setNumber(lossSigma, study.lossSigma);
  setNumber(endSlope, study.endSlope);
  m_filling = false;
  Q_EMIT changed();
}

/// The study's arms, checked; then every change that ships and is not among them.
void StudyForm::fillArms() {
  m_all.clear();
  arms->clear();
  const auto add = [&](const StudyArm& arm, const QString& about, bool on) {
    auto* item = new QListWidgetItem(about.isEmpty() ? text(arm.name) : tr("%1 — %2").arg(text(arm.name), about), arms);
    item->setCheckState(on ? Qt::Checked : Qt::Unchecked);
    m_all.push_back(arm);
  };
  const auto aboutArm = [](const StudyArm& arm) {
    QStringList parts;
    for (const std::string& patch : arm.patches)
      if (patch != arm.name) parts << text(patch);
    if (!arm.model.empty()) parts << text(arm.model);
    for (const auto& [key, value] : arm.settings) parts << text(key + "=" + value);
    if (parts.isEmpty())
      for (const Library::Document& document : builtinLibrary().arms)
        if (document.name == arm.name) return aboutOf(document);
    return parts.join(QStringLiteral(" + "));
  };
  for (const StudyArm& arm : m_study.arms)
    if (arm.name != m_study.baseline) add(arm, aboutArm(arm), true);
  for (const Library::Document& document : builtinLibrary().arms)
    if (!m_study.arm(document.name)) add({.name = document.name, .patches = {document.name}}, aboutOf(document), false);
  fillSameAs();
}

void StudyForm::fillSameAs() {
  const QString kept = m_filling ? text(m_study.sameAs) : sameAs->currentData().toString();
  const QSignalBlocker quiet(sameAs);
  sameAs->clear();
  sameAs->addItem(tr("none"), QString());
  for (const StudyArm& arm : chosenArms()) sameAs->addItem(text(arm.name), text(arm.name));
  sameAs->setCurrentIndex(std::max(sameAs->findData(kept), 0));
}

std::vector<StudyArm> StudyForm::chosenArms() const {
  std::vector<StudyArm> chosen;
  for (int i = 0; i < arms->count(); ++i)
    if (arms->item(i)->checkState() == Qt::Checked) chosen.push_back(m_all[static_cast<std::size_t>(i)]);
  return chosen;
}

void StudyForm::addTogether() {
  StudyArm all;
  QStringList names;
  for (const StudyArm& arm : chosenArms()) {
    if (arm.patches.size() != 1 || !arm.model.empty() || !arm.settings.empty()) continue;
    all.patches.push_back(arm.patches.front());
    names << text(arm.name);
  }
  if (all.patches.size() < 2) return Q_EMIT problemFound(tr("Check at least two arms that are one change each."));
  all.name = names.join('+').toStdString();
  if (std::any_of(m_all.begin(), m_all.end(), [&](const StudyArm& arm) { return arm.patches == all.patches; }))
    return Q_EMIT problemFound(tr("There is an arm with these changes already."));
  addArm(std::move(all));
}

/// At the end of the list, checked.
void StudyForm::addArm(StudyArm arm) {
  auto* item = new QListWidgetItem(text(arm.name));
  item->setCheckState(Qt::Checked);
  m_all.push_back(std::move(arm));
  arms->addItem(item);
  arms->scrollToItem(item);
  fillSameAs();
  Q_EMIT changed();
}

void StudyForm::addOwn() {
  const QString given = ownArm->text().trimmed();
  if (given.isEmpty())
    return Q_EMIT problemFound(tr("Write a setting such as activation=relu2, or name a model's file."));
  StudyArm arm;
  if (const qsizetype sign = given.indexOf('='); sign > 0 && !QFileInfo::exists(given)) {
    arm.name = given.toStdString();
    arm.settings = {{given.left(sign).trimmed().toStdString(), given.mid(sign + 1).trimmed().toStdString()}};
  } else {
    const QFileInfo file(given);
    if (!file.isFile())
      return Q_EMIT problemFound(tr("“%1” is neither a setting (KEY=VALUE) nor a file that is there.").arg(given));
    arm.name = file.completeBaseName().toStdString();
    arm.model = file.absoluteFilePath().toStdString();
  }
  const auto& base = m_study.baseline;
  if (arm.name == base ||
      std::any_of(m_all.begin(), m_all.end(), [&](const auto& one) { return one.name == arm.name; }))
    return Q_EMIT problemFound(tr("There is an arm called “%1” already.").arg(text(arm.name)));
  addArm(std::move(arm));
  ownArm->clear();
}

void StudyForm::browseForArm() {
  const QString file = QFileDialog::getOpenFileName(this, tr("An architecture as an arm"), {}, tr("Models (*.json)"));
  if (!file.isEmpty()) ownArm->setText(file);
}

void StudyForm::setNumber(QDoubleSpinBox* box, double value) {
  box->setValue(value);
  m_shown[box] = box->value();
}

double StudyForm::numberOf(QDoubleSpinBox* box, double value) const {
  return box->value() == m_shown.at(box) ? value : box->value();
}

Study StudyForm::draft() const {
  Study study = m_study;
  study.name = name->text().trimmed().toStdString();
  study.model = model->currentText().toStdString();
  const StudyArm* baseline = m_study.arm(m_study.baseline);
  // The baseline keeps its place among the arms, as the file has it.
  study.arms = chosenArms();
  if (baseline) {
    const auto at = std::find(m_study.arms.begin(), m_study.arms.end(), *baseline) - m_study.arms.begin();
    study.arms.insert(study.arms.begin() + std::min<std::ptrdiff_t>(at, static_cast<std::ptrdiff_t>(study.arms.size())),
                      *baseline);
  }
  study.sameAs = sameAs->currentData().toString().toStdString();
  study.scales.clear();
  for (int i = 0; i < scales->count(); ++i)
    if (scales->item(i)->checkState() == Qt::Checked) study.scales.push_back(scales->item(i)->text().toStdString());
  if (std::is_permutation(study.scales.begin(), study.scales.end(), m_study.scales.begin(), m_study.scales.end()))
    study.scales = m_study.scales;  // in the definition's order
  if (const auto given = seedsFrom(seeds->text())) study.seeds = *given;
  study.tokensPerParameter = numberOf(tokensPerParameter, m_study.tokensPerParameter);
  study.rates = static_cast<RateSearch>(rates->currentData().toInt());
  study.match = static_cast<MatchMode>(match->currentData().toInt());
  study.plan = static_cast<StudyPlanKind>(plan->currentData().toInt());
  study.estimator = estimator->currentData().toString().toStdString();
  study.data = data->text().trimmed().toStdString();
  study.threads = threads->value();
  study.horizons = horizons->value();
  study.retries = retries->value();
  study.pricePerHour = numberOf(price, m_study.pricePerHour);
  study.hours = numberOf(hours, m_study.hours);
  if (disk->value() != m_shown.at(disk)) study.disk = kGigabyte * disk->value();
  study.lossSigma = numberOf(lossSigma, m_study.lossSigma);
  study.endSlope = numberOf(endSlope, m_study.endSlope);
  return study;
}

Result<Study> StudyForm::study() const {
  if (const auto given = seedsFrom(seeds->text()); !given) return given.error();
  return studyFrom(toJson(draft()), tr("the study").toStdString());
}

}  // namespace headroom
