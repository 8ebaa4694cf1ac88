#include "ui/study/study_form.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
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
  connect(threads, &QSpinBox::valueChanged, this, tell);
  for (auto* box : {tokensPerParameter, price}) connect(box, &QDoubleSpinBox::valueChanged, this, tell);
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
  source->setObjectName(QStringLiteral("study.source"));
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
  scales->setMaximumHeight(150);
  for (const Library::Document& document : builtinLibrary().scales) {
    auto* item = new QListWidgetItem(text(document.name), scales);
    item->setCheckState(Qt::Unchecked);
    item->setToolTip(aboutOf(document));
  }
  seeds = new QLineEdit;
  seeds->setToolTip(tr("1, 2, 3 or 1-5. Three seeds give intervals, five are for gains below 5 %"));
  tokensPerParameter = new QDoubleSpinBox;
  tokensPerParameter->setRange(0, 1e6);
  tokensPerParameter->setDecimals(2);
  tokensPerParameter->setSpecialValueText(tr("as the recipe says"));
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
  threads = new QSpinBox;
  threads->setRange(1, 4096);
  threads->setToolTip(tr("Of a run on the processor; as many train side by side as it has cores for"));
  price = new QDoubleSpinBox;
  price->setRange(0, 1e6);
  price->setSpecialValueText(tr("none"));
  scales->setObjectName(QStringLiteral("study.scales"));
  seeds->setObjectName(QStringLiteral("study.seeds"));
  plan->setObjectName(QStringLiteral("study.schedule"));
  form->addRow(tr("Scales"), scales);
  form->addRow(tr("Seeds"), seeds);
  form->addRow(tr("Tokens a parameter"), tokensPerParameter);
  form->addRow(tr("Learning rates"), rates);
  form->addRow(tr("Held equal"), match);
  form->addRow(tr("Runs"), plan);
  form->addRow(tr("Estimator"), estimator);
  form->addRow(tr("Data"), data);
  form->addRow(tr("Threads a run"), threads);
  form->addRow(tr("Price an hour"), price);
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
  tokensPerParameter->setValue(study.tokensPerParameter);
  rates->setCurrentIndex(rates->findData(static_cast<int>(study.rates)));
  match->setCurrentIndex(match->findData(static_cast<int>(study.match)));
  plan->setCurrentIndex(plan->findData(static_cast<int>(study.plan)));
  estimator->setCurrentIndex(estimator->findData(text(study.estimator)));
  data->setText(text(study.data));
  threads->setValue(static_cast<int>(study.threads));
  price->setValue(study.pricePerHour);
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
  m_all.push_back(all);
  auto* item = new QListWidgetItem(text(all.name));
  item->setCheckState(Qt::Checked);
  arms->addItem(item);
  arms->scrollToItem(item);
  fillSameAs();
  Q_EMIT changed();
}

Result<Study> StudyForm::study() const {
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
  HEADROOM_ASSIGN(study.seeds, seedsFrom(seeds->text()));
  study.tokensPerParameter = tokensPerParameter->value();
  study.rates = static_cast<RateSearch>(rates->currentData().toInt());
  study.match = static_cast<MatchMode>(match->currentData().toInt());
  study.plan = static_cast<StudyPlanKind>(plan->currentData().toInt());
  study.estimator = estimator->currentData().toString().toStdString();
  study.data = data->text().trimmed().toStdString();
  study.threads = threads->value();
  study.pricePerHour = price->value();
  return studyFrom(toJson(study), "the study");
}

}  // namespace headroom
