// The documents below resources/ by kind, in the order in which they are listed to people.
#include "core/arch/embedded_documents.h"
#include "core/arch/resolve.h"

namespace headroom {
namespace {

Library sorted() {
  Library library;
  const std::pair<std::string, std::vector<Library::Document>*> folders[] = {{"templates/", &library.templates},
                                                                             {"scales/", &library.scales},
                                                                             {"arms/", &library.arms},
                                                                             {"recipes/", &library.recipes},
                                                                             {"studies/", &library.studies}};
  constexpr std::string_view kEnding = ".json";
  for (const EmbeddedDocument& document : embeddedDocuments())
    for (const auto& [folder, documents] : folders)
      if (document.path.starts_with(folder))
        documents->push_back(
            {document.path.substr(folder.size(), document.path.size() - folder.size() - kEnding.size()), document.text,
             document.path});
  return library;
}

}  // namespace

const Library& builtinLibrary() {
  static const Library library = sorted();
  return library;
}

}  // namespace headroom
