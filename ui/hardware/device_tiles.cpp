#include "ui/hardware/device_tiles.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/units.h"

namespace headroom {

namespace {

constexpr int kLookEveryMs = 1000, kFirstLooksMs = 300;  // rates need two looks

QString shown(const std::string& text) {
  return QString::fromStdString(text);
}

QString percent(double share) {
  return QStringLiteral("%1 %").arg(100 * share, 0, 'f', 0);
}

/// "3.7 of 15 GiB": the unit once where both have the same.
QString partOf(double used, double total) {
  QString part = shown(formatMemory(used));
  const QString all = shown(formatMemory(total));
  if (part.section(' ', 1) == all.section(' ', 1)) part = part.section(' ', 0, 0);
  return DeviceTile::tr("%1 of %2").arg(part, all);
}

QString reasonFor(const DeviceReading& reading, const char* name) {
  const auto found = reading.missing.find(name);
  return found == reading.missing.end() ? DeviceTile::tr("the engine does not tell") : shown(found->second);
}

}  // namespace

DeviceFigure::DeviceFigure(const QString& caption, QWidget* parent)
    : QWidget(parent), m_value(new QLabel), m_source(new QLabel), m_bar(new QProgressBar), m_caption(caption) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(1);
  auto* title = new QLabel(caption);
  title->setProperty("dim", true);
  QFont strong = m_value->font();
  strong.setWeight(QFont::DemiBold);
  m_value->setFont(strong);
  m_source->setProperty("caption", true);
  m_source->setMinimumWidth(10);
  m_source->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  m_bar->setTextVisible(false);
  m_bar->setFixedHeight(8);
  m_bar->setRange(0, 1000);
  m_bar->setAccessibleName(caption);
  auto policy = m_bar->sizePolicy();
  policy.setRetainSizeWhenHidden(true);
  m_bar->setSizePolicy(policy);
  for (QWidget* part : std::initializer_list<QWidget*>{title, m_value, m_bar, m_source}) layout->addWidget(part);
  layout->addStretch(1);
  setMinimumWidth(QFontMetrics(strong).horizontalAdvance(QStringLiteral("00.0 of 00.0 GiB")));
}

void DeviceFigure::showValue(const QString& value, const QString& source, double share) {
  m_value->setText(value);
  m_words = source;
  m_bar->setVisible(share >= 0);
  m_bar->setValue(static_cast<int>(std::clamp(share, 0.0, 1.0) * 1000));
  elide();
}

void DeviceFigure::showMissing(const QString& why) {
  showValue(QStringLiteral("—"), why);
}

QString DeviceFigure::text() const {
  return m_value->text();
}

QString DeviceFigure::source() const {
  return m_words;
}

void DeviceFigure::elide() {
  m_source->setText(m_source->fontMetrics().elidedText(m_words, Qt::ElideRight, std::max(10, m_source->width())));
  setToolTip(QStringLiteral("%1: %2, %3").arg(m_caption, m_value->text(), m_words));
  setAccessibleName(m_caption);
  setAccessibleDescription(QStringLiteral("%1, %2").arg(m_value->text(), m_words));
}

void DeviceFigure::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  elide();
}

DeviceTile::DeviceTile(const DeviceReading& reading, QWidget* parent) : QFrame(parent), m_name(new QLabel) {
  setProperty("panel", true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 6, 12, 6);
  layout->setSpacing(4);
  m_name->setTextFormat(Qt::PlainText);
  m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  layout->addWidget(m_name);
  auto* row = new QHBoxLayout;
  row->setSpacing(16);
  const auto add = [&](const QString& name, const QString& caption) {
    row->addWidget(m_figures[name] = new DeviceFigure(caption), 1);
  };
  add(QStringLiteral("memory"), tr("memory"));
  add(QStringLiteral("work"), tr("utilisation"));
  if (reading.kind == DeviceReading::Kind::Cpu) add(QStringLiteral("traffic"), tr("op traffic"));
  add(QStringLiteral("bandwidth"), tr("DRAM traffic"));
  if (reading.kind == DeviceReading::Kind::Gpu) {
    add(QStringLiteral("tensor"), tr("tensor units"));
    add(QStringLiteral("power"), tr("power"));
  }
  add(QStringLiteral("temperature"), tr("temperature"));
  layout->addLayout(row);
}

const DeviceFigure& DeviceTile::figure(const QString& name) const {
  return *m_figures.at(name);
}

void DeviceTile::showReading(const DeviceReading& reading, double traffic, const MemoryRoof& roof) {
  m_name->setText(shown(reading.name));
  m_name->setToolTip(shown(reading.name));
  setAccessibleName(shown(reading.name));
  const QString measured = tr("measured");
  const auto give = [&](const char* figure, const char* name, const std::optional<double>& value, const auto& text,
                        bool share) {
    if (value)
      m_figures.at(QString::fromLatin1(figure))->showValue(text(*value), measured, share ? *value : -1);
    else
      m_figures.at(QString::fromLatin1(figure))->showMissing(reasonFor(reading, name));
  };
  if (reading.memoryUsed && reading.memoryTotal && *reading.memoryTotal > 0) {
    const double share = *reading.memoryUsed / *reading.memoryTotal;
    m_figures.at(QStringLiteral("memory"))
        ->showValue(partOf(*reading.memoryUsed, *reading.memoryTotal), measured, share);
  } else {
    m_figures.at(QStringLiteral("memory"))->showMissing(reasonFor(reading, "memory_used"));
  }
  give("work", "utilization", reading.utilization, percent, true);
  give(
      "bandwidth", "dram_bandwidth", reading.dramBandwidth,
      [](double value) { return shown(formatUnit(value, "B/s")); }, false);
  give(
      "temperature", "temperature", reading.temperature, [](double value) { return tr("%1 °C").arg(value, 0, 'f', 0); },
      false);
  if (reading.kind == DeviceReading::Kind::Gpu) {
    give("tensor", "tensor_activity", reading.tensorActivity, percent, true);
    give(
        "power", "power", reading.power, [](double value) { return tr("%1 W").arg(value, 0, 'f', 0); }, false);
  } else if (traffic <= 0) {
    m_figures.at(QStringLiteral("traffic"))->showMissing(tr("no run trains here"));
  } else {
    const bool known = roof.bytesPerSecond > 0;
    const double share = known ? traffic / roof.bytesPerSecond : -1;
    m_figures.at(QStringLiteral("traffic"))
        ->showValue(shown(formatUnit(traffic, "B/s")),
                    !known      ? tr("modelled; the roof is not measured")
                    : share > 1 ? tr("modelled; served from cache")
                                : tr("modelled; %1 of the DRAM roof").arg(percent(share)),
                    share);
  }
}

DeviceTiles::DeviceTiles(Ask ask, const RunsModel& runs, QWidget* parent)
    : QWidget(parent),
      m_ask(std::move(ask)),
      m_runs(runs),
      m_scroll(new QScrollArea),
      m_layout(new QHBoxLayout),
      m_missing(new QLabel) {
  auto* content = new QWidget;
  content->setLayout(m_layout);
  content->installEventFilter(this);
  m_scroll->setWidget(content);
  m_scroll->setWidgetResizable(true);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_scroll->setFocusPolicy(Qt::NoFocus);
  auto* outer = new QHBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(m_scroll);
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(8);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setAccessibleName(tr("Devices"));
  m_missing->setProperty("dim", true);
  m_missing->setWordWrap(true);
  m_missing->setMaximumWidth(200);
  m_missing->setMinimumHeight(2 * fontMetrics().lineSpacing());
  m_missing->setText(tr("The engine has not told yet what this machine has."));
  m_layout->addWidget(m_missing);
  connect(&m_timer, &QTimer::timeout, this, &DeviceTiles::look);
}

void DeviceTiles::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m_looks = 0;
  look();
  m_timer.start(kFirstLooksMs);
}

void DeviceTiles::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  m_timer.stop();
}

void DeviceTiles::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit();
}

bool DeviceTiles::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::LayoutRequest) fit();
  return QWidget::eventFilter(watched, event);
}

void DeviceTiles::fit() {
  const QSize wanted = m_scroll->widget()->minimumSizeHint();
  const int bar = wanted.width() > width() ? style()->pixelMetric(QStyle::PM_ScrollBarExtent) : 0;
  m_scroll->setFixedHeight(wanted.height() + bar);
}

void DeviceTiles::look() {
  if (++m_looks == 3) m_timer.start(kLookEveryMs);
  if (m_asking) return;
  m_asking = true;
  m_ask({{"do", "devices"}}, [this](const Result<Json>& answer) {
    m_asking = false;
    if (answer) return showDevices(deviceReadingsFrom(*answer));
    if (m_tiles.empty()) m_missing->setText(shown(answer.error().message));
  });
}

double DeviceTiles::trafficOn(DeviceReading::Kind kind) const {
  double sum = 0;
  for (int row = 0; row < m_runs.rowCount(); ++row) {
    const RunSummary& run = m_runs.at(row);
    if (run.state != RunState::Running || !(run.opTraffic > 0)) continue;
    const bool gpu = QString::fromStdString(run.device).startsWith(QLatin1String("cuda"));
    if (gpu == (kind == DeviceReading::Kind::Gpu)) sum += run.opTraffic;
  }
  return sum;
}

void DeviceTiles::showDevices(const Devices& devices) {
  std::vector<std::string> ids;
  for (const DeviceReading& reading : devices.devices) ids.push_back(reading.id);
  if (ids != m_shown) {
    qDeleteAll(m_tiles);
    m_tiles.clear();
    for (const DeviceReading& reading : devices.devices) {
      m_tiles.push_back(new DeviceTile(reading));
      m_layout->insertWidget(static_cast<int>(m_tiles.size()) - 1, m_tiles.back(), 1);
    }
    m_shown = ids;
  }
  for (std::size_t i = 0; i < m_tiles.size(); ++i) {
    const DeviceReading& reading = devices.devices[i];
    m_tiles[i]->showReading(reading, trafficOn(reading.kind), m_runs.roofs().dramRoof());
  }
  QStringList sentences;
  for (const std::string& why : devices.missing) sentences << shown(why);
  m_missing->setText(sentences.join(' '));
  m_missing->setVisible(!sentences.isEmpty() || m_tiles.empty());
}

}  // namespace headroom
