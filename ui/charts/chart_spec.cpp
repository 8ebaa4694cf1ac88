#include "ui/charts/chart_spec.h"

#include <QObject>
#include <algorithm>
#include <cmath>

#include "core/base/units.h"

namespace headroom {

namespace {

QString number(double value) {
  return QString::fromStdString(shortest(value));
}

QString spoken(double value) {
  return std::isfinite(value) && std::abs(value) >= 1000 ? QString::fromStdString(formatCount(value))
                                                         : QString::number(value, 'g', 4);
}

QString quoted(QString text) {
  if (!text.contains(',') && !text.contains('"') && !text.contains('\n')) return text;
  return '"' + text.replace('"', QLatin1String("\"\"")) + '"';
}

bool hasInterval(const ChartSeries& series, std::size_t point) {
  return point < series.low.size() && point < series.high.size() && std::isfinite(series.low[point]) &&
         std::isfinite(series.high[point]);
}

}  // namespace

QString spokenValue(double value, AxisNumbers numbers) {
  if (!std::isfinite(value)) return number(value);
  if (numbers == AxisNumbers::Prefixed && std::abs(value) >= 1) return QString::fromStdString(formatCount(value));
  return QString::number(value, 'g', 5);
}

QString describe(const ChartSpec& spec) {
  QStringList sentences{QObject::tr("%1: %2 against %3.").arg(spec.title, spec.y.title, spec.x.title)};
  for (const auto& series : spec.series) {
    if (series.name.isEmpty()) continue;
    double low = INFINITY, high = -INFINITY, last = NAN;
    for (double y : series.y) {
      if (!std::isfinite(y)) continue;
      low = std::min(low, y);
      high = std::max(high, y);
      last = y;
    }
    if (std::isfinite(last) && hasInterval(series, series.y.size() - 1)) {
      sentences << QObject::tr("%1: last %2 (%3 to %4) at %5, between %6 and %7.")
                       .arg(series.name, spoken(last), spoken(series.low.back()), spoken(series.high.back()),
                            spoken(series.x.back()), spoken(low), spoken(high));
      continue;
    }
    sentences << (std::isfinite(last)
                      ? QObject::tr("%1: last %2 at %3, between %4 and %5.")
                            .arg(series.name, spoken(last), spoken(series.x.back()), spoken(low), spoken(high))
                      : QObject::tr("%1: no values yet.").arg(series.name));
  }
  for (const auto& line : spec.references) sentences << line.label + '.';
  if (!spec.note.isEmpty()) sentences << spec.note + (spec.note.endsWith('.') ? "" : ".");
  return sentences.join(' ');
}

QString toCsv(const ChartSpec& spec) {
  const bool spread =
      std::any_of(spec.series.begin(), spec.series.end(), [](const auto& series) { return !series.low.empty(); });
  QString text =
      QStringLiteral("series,%1,%2%3\n").arg(quoted(spec.x.title), quoted(spec.y.title), spread ? ",low,high" : "");
  for (const auto& series : spec.series) {
    const QString name = quoted(series.name.isEmpty() ? series.key : series.name);
    for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
      text += name + ',' + number(series.x[i]) + ',' + number(series.y[i]);
      if (spread) text += hasInterval(series, i) ? ',' + number(series.low[i]) + ',' + number(series.high[i]) : ",,";
      text += '\n';
    }
  }
  return text;
}

}  // namespace headroom
