// What the palette shows: the entries that fit the query, best first.
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "ui/habits/palette_entry.h"

namespace headroom {

class PaletteModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { KindRole = Qt::UserRole, DetailRole, KeysRole, WhyNotRole };
  static constexpr int kMost = 200;  // more than anybody scrolls through

  using QAbstractListModel::QAbstractListModel;

  void setEntries(std::vector<PaletteEntry> entries);
  void setQuery(const QString& query);
  const PaletteEntry& at(int row) const { return m_entries[m_shown[static_cast<std::size_t>(row)]]; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

 private:
  void rank();

  std::vector<PaletteEntry> m_entries;
  std::vector<std::size_t> m_shown;
  QString m_query;
};

}  // namespace headroom
