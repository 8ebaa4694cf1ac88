#include "ui/icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include "ui/theme.h"

/// The icons lie in a static library, which nobody would link for their sake. Q_INIT_RESOURCE wants the global
/// namespace.
static void linkIcons() {
  Q_INIT_RESOURCE(icons);
}

namespace headroom {

namespace {

/// The files draw in "currentColor"; the engine puts the theme's colour in its place when it paints, so a switch needs
/// no new icons.
class ThemedIconEngine : public QIconEngine {
 public:
  explicit ThemedIconEngine(QByteArray svg) : m_svg(std::move(svg)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    const auto& colours = coloursFor(QApplication::palette());
    const QColor colour = mode == QIcon::Disabled ? colours.dim : state == QIcon::On ? colours.accent : colours.text;
    QByteArray coloured = m_svg;
    coloured.replace("currentColor", colour.name().toUtf8());
    painter->save();
    if (mode == QIcon::Disabled) painter->setOpacity(0.5);
    QSvgRenderer(coloured).render(painter, rect);
    painter->restore();
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(0, 0), size), mode, state);
    return pixmap;
  }

  QIconEngine* clone() const override { return new ThemedIconEngine(m_svg); }

 private:
  QByteArray m_svg;
};

}  // namespace

void linkIconFiles() {
  linkIcons();
}

QIcon themedIcon(const QString& name) {
  linkIconFiles();
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  if (!file.open(QIODevice::ReadOnly)) return {};
  return QIcon(new ThemedIconEngine(file.readAll()));
}

}  // namespace headroom
