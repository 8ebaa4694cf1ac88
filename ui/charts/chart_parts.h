// Pieces of a chart's frame that QCustomPlot lacks: a caption row that elides, numbers with SI prefixes on an axis.
#pragma once

#include <qcustomplot.h>

namespace headroom {

/// The beginning of a text, as long as anyone reads and without line breaks.
QString onOneLine(const QString& text);

/// One line of text at the left, one at the right; the left one elides when both do not fit.
class CaptionRow : public QCPLayoutElement {
 public:
  explicit CaptionRow(QCustomPlot* plot) : QCPLayoutElement(plot) { setMargins(QMargins(0, 0, 0, 0)); }
  void setTexts(const QString& left, const QString& right);
  void setLook(const QFont& leftFont, const QColor& leftColour, const QFont& rightFont, const QColor& rightColour);
  /// Room at the right end for something that stands over it.
  void setInset(int pixels) { m_inset = pixels; }
  QString left() const { return m_left; }
  QSize minimumOuterSizeHint() const override;
  QSize maximumOuterSizeHint() const override;

 protected:
  void draw(QCPPainter* painter) override;
  void applyDefaultAntialiasingHint(QCPPainter*) const override {}

 private:
  int textHeight() const;
  QString m_left, m_right;
  QFont m_leftFont, m_rightFont;
  QColor m_leftColour, m_rightColour;
  int m_inset = 0;
};

/// 0, 25 k, 50 k.
class PrefixedTicker : public QCPAxisTicker {
 protected:
  QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;
};
/// Round numbers between the powers of ten where the axis spans little.
class LogTicker : public QCPAxisTickerLog {
 protected:
  QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
};
class PrefixedLogTicker : public LogTicker {
 protected:
  QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;
};

}  // namespace headroom
