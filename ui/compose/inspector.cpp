#include "ui/compose/inspector.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "core/base/units.h"
#include "core/blocks/catalog.h"
#include "ui/compose/field_form.h"

namespace headroom {

namespace {

QString shown(const std::string& text) {
  return QString::fromStdString(text);
}

QLabel* addText(QVBoxLayout& layout, const QString& text, const char* property) {
  auto* label = new QLabel(text);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  if (property) label->setProperty(property, true);
  layout.addWidget(label);
  return label;
}

void addSource(QVBoxLayout& layout, const std::string& source) {
  if (source.empty()) return;
  const QString text = shown(source), id = text.section(' ', 0, 0).remove(QStringLiteral("arXiv:")).remove(',');
  auto* label = new QLabel(
      text.startsWith(QLatin1String("arXiv:"))
          ? QStringLiteral("<a href=\"https://arxiv.org/abs/%1\">%2</a>").arg(id.toHtmlEscaped(), text.toHtmlEscaped())
          : text.toHtmlEscaped());
  label->setOpenExternalLinks(true);
  label->setTextFormat(Qt::RichText);
  layout.addWidget(label);
}

QString perToken(double flops) {
  return shown(formatCount(flops));
}

}  // namespace

Inspector::Inspector(ComposeDocument& document, QWidget* parent) : QScrollArea(parent), m_document(document) {
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Inspector"));
  connect(&document, &ComposeDocument::selectionChanged, this, &Inspector::rebuild);
  connect(&document, &ComposeDocument::changed, this, &Inspector::refresh);
  connect(&document, &ComposeDocument::evaluated, this, &Inspector::showNumbers);
  rebuild();
}

void Inspector::rebuild() {
  auto* content = new QWidget;
  auto* layout = new QVBoxLayout(content);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(8);
  m_forms.clear();
  const Element* element = m_document.selected();
  m_formKey = formKey();
  if (element) {
    describeElement(*layout, *element);
  } else {
    describeModel(*layout);
  }
  m_problem = addText(*layout, {}, "problem");
  m_numbersTitle = addText(*layout, {}, "caption");
  m_numbers = new QWidget;
  layout->addWidget(m_numbers);
  m_numbersLayout = nullptr;
  layout->addStretch(1);
  // An editor of the old content may be in the middle of its own signal.
  if (QWidget* old = takeWidget()) old->deleteLater();
  setWidget(content);
  // Labels that wrap make Qt squeeze the rows below their size; the content is scrolled instead.
  layout->setSizeConstraint(QLayout::SetMinimumSize);
  for (QWidget* each : {content, viewport()}) each->setAutoFillBackground(false);  // the panel shows through
  showNumbers();
}

namespace {

/// Which parameters a block shows depends on what fills its slots.
std::string slotKey(const Element& element) {
  std::string key;
  for (const ParamSpec& spec : paramSpecs(element)) key += ' ' + spec.name;
  return key;
}

QString meaningOf(Element::Kind kind) {
  switch (kind) {
    case Element::Kind::Block:
      break;
    case Element::Kind::Repeat:
      return Inspector::tr("What is inside stands so many times in a row, each with weights of its own.");
    case Element::Kind::Residual:
      return Inspector::tr("y = x + branch(x): the stream passes by and the branch is added to it.");
    case Element::Kind::Sequence:
      return Inspector::tr("One after the other: a branch of several blocks.");
    case Element::Kind::Parallel:
      return Inspector::tr("Each element inside is a branch of its own on the same input; their results are joined.");
    case Element::Kind::Every:
      return Inspector::tr("Stands only in every k-th layer of the repeat around it.");
    case Element::Kind::Tap:
      return Inspector::tr("Remembers the stream, or what its own blocks make of it, for a later use.");
    case Element::Kind::Use:
      return Inspector::tr("Brings back what was tapped before.");
  }
  return {};
}

}  // namespace

std::string Inspector::formKey() const {
  if (const Element* element = m_document.selected())
    return std::to_string(static_cast<int>(element->kind)) + element->block + slotKey(*element);
  std::string key;
  for (const auto& [name, value] : m_document.architecture().sizes) key += name + ' ';
  return key + m_document.architecture().about;
}

void Inspector::describeModel(QVBoxLayout& layout) {
  addText(layout, tr("MODEL"), "caption");
  ComposeDocument& document = m_document;
  if (!document.architecture().about.empty()) addText(layout, shown(document.architecture().about), "dim");
  auto* sizes = new FieldForm;
  sizes->add({.label = tr("name"),
              .help = tr("what the architecture is called"),
              .read = [&document] { return shown(document.architecture().name); },
              .write = [&document](const QString& text) { return document.setName(text); }});
  for (const auto& [name, value] : document.architecture().sizes) {
    sizes->add({.label = shown(name),
                .help = tr("a whole number, or an expression over other sizes such as 4*width"),
                .read =
                    [&document, name = name] {
                      const auto found = document.architecture().sizes.find(name);
                      return found == document.architecture().sizes.end() ? QString() : shown(toText(found->second));
                    },
                .write = [&document, name = name](const QString& text) { return document.setSize(name, text); }});
  }
  layout.addWidget(sizes);
  addText(layout, tr("RECIPE"), "caption");
  auto* recipe = new FieldForm;
  const std::pair<const char*, QString> keys[] = {
      {"steps", tr("optimizer steps")},
      {"batch", tr("sequences an optimizer step")},
      {"accumulation", tr("equal parts the batch is computed in; more parts need less memory")},
      {"batch_start", tr("sequences of the first step, whole micro-batches; 0 = the whole batch from the start on")},
      {"batch_ramp", tr("steps in which the batch grows from batch_start to all of it")},
      {"optimizer", tr("how a gradient becomes a step")},
      {"learning_rate", tr("the peak, after warm-up")},
      {"min_learning_rate", tr("after the last step, unless the schedule is constant")},
      {"schedule", tr("how the learning rate goes on after warm-up")},
      {"warmup", tr("steps, linear from 0")},
      {"decay_share", tr("share of the steps in which the schedule wsd falls")},
      {"decay_shape", tr("how it falls: linear, or as 1 − √t")},
      {"weight_decay", tr("on matrices and tables only")},
      {"grad_clip", tr("largest global norm of the gradient; 0 = off")},
      {"dropout", tr("share of activations zeroed in training")},
      {"label_smoothing", tr("share of the target spread over the vocabulary, in training only")},
      {"average", tr("of the weights over steps, validated and exported instead of the last ones")},
      {"average_decay", tr("of the average ema: the share that it keeps a step")},
      {"average_share", tr("share of the steps whose weights the average last takes in")},
      {"eval_every", tr("steps between evaluations; 0 = only after the last")},
      {"checkpoint_every", tr("steps between checkpoints; 0 = only after the last")}};
  for (const auto& [key, help] : keys) {
    const std::string name = key;
    Field field{.label = shown(name),
                .help = help,
                .read =
                    [&document, name] {
                      const Json value = toJson(document.composition().recipe).at(name);
                      return shown(value.is_string() ? value.get<std::string>() : value.dump());
                    },
                .write = [&document, name](const QString& text) { return document.setRecipe(name, text); }};
    if (name == "schedule")
      for (const Schedule schedule : kSchedules) field.choices << shown(std::string(word(schedule)));
    if (name == "decay_shape")
      for (const DecayShape shape : kDecayShapes) field.choices << shown(std::string(word(shape)));
    if (name == "optimizer")
      for (const OptimizerKind optimizer : kOptimizers) field.choices << shown(std::string(word(optimizer)));
    if (name == "average")
      for (const Average average : kAverages) field.choices << shown(std::string(word(average)));
    recipe->add(std::move(field));
  }
  recipe->add({.label = tr("seed"),
               .help = tr("the same seed gives the same weights and the same order of data"),
               .read = [&document] { return QString::number(document.composition().seed); },
               .write = [&document](const QString& text) { return document.setSeed(text); }});
  layout.addWidget(recipe);
  m_forms = {sizes, recipe};
}

void Inspector::describeElement(QVBoxLayout& layout, const Element& element) {
  addText(layout, titleOf(element).toUpper(), "caption");
  ComposeDocument& document = m_document;
  const ElementPath path = *document.selection();
  auto* form = new FieldForm;
  if (const Block* block = findBlock(element.block)) {
    addText(layout, shown(block->idea), "dim");
    if (!block->formula.empty()) addText(layout, shown(block->formula), nullptr);
    addSource(layout, block->source);
  } else {
    addText(layout, meaningOf(element.kind), "dim");
  }
  if (element.kind == Element::Kind::Repeat || element.kind == Element::Kind::Every)
    form->add({.label = element.kind == Element::Kind::Repeat ? tr("count") : tr("every"),
               .help = tr("a whole number, or an expression over the sizes such as layers"),
               .read =
                   [&document, path] {
                     const Element* now = headroom::find(document.architecture(), path);
                     return now ? shown(now->count) : QString();
                   },
               .write = [&document, path](const QString& text) { return document.setCount(path, text); }});
  for (const ParamSpec& spec : paramSpecs(element)) {
    Field field{.label = shown(spec.name),
                .help = shown(spec.help),
                .read =
                    [&document, path, spec] {
                      const Element* now = headroom::find(document.architecture(), path);
                      if (!now) return QString();
                      const auto written = now->params.find(spec.name);
                      return shown(written == now->params.end() ? spec.fallback : toText(written->second));
                    },
                .write = [&document, path,
                          name = spec.name](const QString& text) { return document.setParameter(path, name, text); }};
    field.flag = spec.kind == ParamSpec::Kind::Flag;
    for (const std::string& choice : spec.choices) field.choices << shown(choice);
    form->add(std::move(field));
  }
  if (element.kind == Element::Kind::Tap || element.kind == Element::Kind::Use)
    form->add({.label = tr("label"),
               .help = tr("what a tap and its use have in common; skip-{layer} has the number of the layer in it"),
               .read =
                   [&document, path] {
                     const Element* now = headroom::find(document.architecture(), path);
                     return now ? shown(now->label) : QString();
                   },
               .write = [&document, path](const QString& text) { return document.setLabel(path, text); }});
  form->add({.label = tr("name"),
             .help = tr("by which arms and reports find this element; may be empty"),
             .read =
                 [&document, path] {
                   const Element* now = headroom::find(document.architecture(), path);
                   return now ? shown(now->name) : QString();
                 },
             .write = [&document, path](const QString& text) { return document.setElementName(path, text); }});
  layout.addWidget(form);
  m_forms = {form};
}

void Inspector::refresh() {
  // Undo may have put another element at the selected place, or other sizes into the model.
  if (formKey() != m_formKey) return rebuild();
  for (FieldForm* form : m_forms) form->refresh();
  showNumbers();
}

void Inspector::addNumber(const QString& name, const QString& value, const QString& help) {
  auto* label = new QLabel(name);
  auto* number = new QLabel(value);
  number->setAlignment(Qt::AlignRight);
  number->setTextInteractionFlags(Qt::TextSelectableByMouse);
  number->setAccessibleName(name);
  for (QLabel* each : {label, number}) each->setToolTip(help);
  m_numbersLayout->addRow(label, number);
}

void Inspector::showNumbers() {
  const Evaluation& evaluation = m_document.evaluation();
  const auto& selection = m_document.selection();
  const BlockReport* report = selection ? evaluation.report(*selection) : nullptr;
  const QString problem = shown(selection ? (report ? report->error : std::string()) : evaluation.problem);
  m_problem->setText(problem);
  m_problem->setVisible(!problem.isEmpty());

  auto* fresh = new QWidget;
  m_numbersLayout = new QFormLayout(fresh);
  m_numbersLayout->setContentsMargins(0, 0, 0, 0);
  m_numbersLayout->setVerticalSpacing(5);
  const Recipe& recipe = m_document.composition().recipe;
  if (selection) {
    const QString copies = report && report->copies > 1 ? tr(" × %1").arg(report->copies) : QString();
    m_numbersTitle->setText(tr("THIS ELEMENT%1 · MODELLED%2").arg(copies, evaluation.pending ? tr(" …") : QString()));
    if (report && !report->out.empty()) {
      if (!report->in.empty()) addNumber(tr("shape in"), shown(toText(report->in)), tr("B sequences, T tokens each"));
      addNumber(tr("shape out"), shown(toText(report->out)), tr("B sequences, T tokens each"));
    }
    if (const auto cost = evaluation.costs.find(*selection); cost != evaluation.costs.end()) {
      const ElementCost& c = cost->second;
      addNumber(tr("parameters"), shown(formatCount(static_cast<double>(c.parameters))),
                shown(formatGrouped(c.parameters)));
      addNumber(tr("FLOPs a token, forward"), perToken(c.forwardFlopsPerToken), tr("a multiply-add counts as two"));
      addNumber(tr("bytes touched a token"), shown(formatUnit(c.bytesPerToken, "B")),
                tr("read and written by its ops in a forward pass, each tensor once"));
      addNumber(tr("activations (batch %1)").arg(std::max<std::int64_t>(1, recipe.batch / recipe.accumulation)),
                shown(formatMemory(c.activationBytes)), tr("kept for the backward pass"));
      if (c.cacheBytesPerToken > 0)
        addNumber(tr("KV-cache a token"), shown(formatUnit(c.cacheBytesPerToken, "B")),
                  tr("keys and values kept while decoding"));
      if (evaluation.stepSeconds && c.seconds > 0) {
        const bool memory = 2 * c.memorySeconds > c.seconds;
        addNumber(tr("share of a step"), tr("%1 %").arg(100 * c.seconds / *evaluation.stepSeconds, 0, 'f', 1),
                  tr("%1, forward and backward, at the measured roofs").arg(shown(formatUnit(c.seconds, "s"))));
        addNumber(tr("bound here by"), memory ? tr("memory") : tr("compute"),
                  tr("which of its arithmetic and its traffic takes longer at the measured roofs"));
      } else if (!evaluation.stepSeconds) {
        addNumber(tr("bound here by"), tr("not measured"), shown(evaluation.noStep));
      }
    } else if (evaluation.total) {
      addNumber(tr("parameters"), QStringLiteral("0"));
    }
  } else if (evaluation.total) {
    const ModelCost& total = *evaluation.total;
    m_numbersTitle->setText(tr("THIS MODEL · MODELLED%1").arg(evaluation.pending ? tr(" …") : QString()));
    addNumber(tr("parameters"), shown(formatCount(static_cast<double>(total.parameters))),
              shown(formatGrouped(total.parameters)));
    addNumber(tr("FLOPs a token, training"), perToken(total.flopsPerToken),
              tr("forward and backward, nothing recomputed"));
    addNumber(tr("FLOPs a step"), shown(formatCount(total.flopsPerStep)));
    addNumber(tr("bytes touched a step"), shown(formatUnit(total.trafficPerStep, "B")));
    addNumber(tr("weights"), shown(formatMemory(total.parameterBytes)));
    addNumber(tr("gradients"), shown(formatMemory(total.gradientBytes)));
    addNumber(tr("optimizer state"), shown(formatMemory(total.optimizerBytes)));
    addNumber(tr("activations"), shown(formatMemory(total.activationBytes)));
    addNumber(tr("KV-cache a token"), shown(formatUnit(static_cast<double>(total.kvCacheBytesPerToken), "B")));
  }
  m_numbersTitle->setVisible(m_numbersLayout->rowCount() > 0);
  delete widget()->layout()->replaceWidget(m_numbers, fresh);
  m_numbers->deleteLater();
  m_numbers = fresh;
}

QWidget* Inspector::editor(const QString& label) const {
  for (const FieldForm* form : m_forms)
    if (QWidget* editor = form->editor(label)) return editor;
  return nullptr;
}

void Inspector::focusField(const QString& label) {
  QWidget* field = label.isEmpty() ? nullptr : editor(label);
  if (!field && !m_forms.empty()) field = m_forms.front()->firstEditor();
  if (!field) return;
  ensureWidgetVisible(field);
  field->setFocus(Qt::OtherFocusReason);
}

QString Inspector::problem() const {
  return m_problem->text();
}

}  // namespace headroom
