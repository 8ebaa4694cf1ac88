#include "ui/models/run_views.h"

#include <QCoreApplication>
#include <QSettings>
#include <algorithm>

namespace headroom {

namespace {

constexpr const char* kGroup = "runs/views";

QString tr(const char* text) {
  return QCoreApplication::translate("run_views", text);
}

void write(const std::vector<RunView>& views) {
  QSettings settings;
  settings.remove(kGroup);
  settings.beginWriteArray(kGroup, static_cast<int>(views.size()));
  for (std::size_t i = 0; i < views.size(); ++i) {
    settings.setArrayIndex(static_cast<int>(i));
    settings.setValue("name", views[i].name);
    settings.setValue("filter", views[i].filter);
    settings.setValue("columns", views[i].columns);
  }
  settings.endArray();
}

}  // namespace

std::vector<RunView> builtinRunViews() {
  return {
      {.name = tr("All runs"), .filter = {}, .columns = {}},
      {.name = tr("Training and waiting"), .filter = "state:starting,running,pausing,stopping,queued", .columns = {}},
      {.name = tr("Ended badly"), .filter = "state:failed,diverged,lost", .columns = {}},
      {.name = tr("Starred"), .filter = "is:starred", .columns = {}},
      {.name = tr("Of the last day"), .filter = "age<1d", .columns = {}}};
}

std::vector<RunView> savedRunViews() {
  QSettings settings;
  std::vector<RunView> views;
  const int count = settings.beginReadArray(kGroup);
  for (int i = 0; i < count; ++i) {
    settings.setArrayIndex(i);
    RunView view{.name = settings.value("name").toString(),
                 .filter = settings.value("filter").toString(),
                 .columns = settings.value("columns").toByteArray()};
    if (!view.name.isEmpty()) views.push_back(std::move(view));
  }
  settings.endArray();
  return views;
}

void saveRunView(const RunView& view) {
  auto views = savedRunViews();
  const auto same = std::find_if(views.begin(), views.end(), [&](const auto& each) { return each.name == view.name; });
  if (same == views.end()) {
    views.push_back(view);
  } else {
    *same = view;
  }
  write(views);
}

void removeRunView(const QString& name) {
  auto views = savedRunViews();
  std::erase_if(views, [&](const auto& each) { return each.name == name; });
  write(views);
}

}  // namespace headroom
