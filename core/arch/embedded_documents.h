// The files below resources/ that are compiled in.
#pragma once

#include <string>
#include <vector>

namespace headroom {

struct EmbeddedDocument {
  std::string path;  // below resources/: "templates/paper/none.json"
  std::string text;
};
const std::vector<EmbeddedDocument>& embeddedDocuments();

}  // namespace headroom
