// The part of a line that lies in a rectangle (Liang and Barsky): painters take minutes over lines that end a million
// pixels away.
#pragma once

#include <QLineF>
#include <QRectF>
#include <algorithm>
#include <optional>

namespace headroom {

inline std::optional<QLineF> clipped(QPointF from, QPointF to, const QRectF& box) {
  const QPointF way = to - from;
  double begin = 0, end = 1;
  const auto keep = [&](double at, double along, double least, double most) {
    if (along == 0) return at >= least && at <= most;
    const double a = (least - at) / along, b = (most - at) / along;
    begin = std::max(begin, std::min(a, b));
    end = std::min(end, std::max(a, b));
    return begin <= end;
  };
  if (!keep(from.x(), way.x(), box.left(), box.right()) || !keep(from.y(), way.y(), box.top(), box.bottom())) return {};
  return QLineF(begin > 0 ? from + begin * way : from, end < 1 ? from + end * way : to);
}

}  // namespace headroom
