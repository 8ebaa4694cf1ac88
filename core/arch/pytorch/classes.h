// Equal texts are one class. A class is text with holes where numbers stand; a number that differs between its
// instances becomes an argument of its constructor.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace headroom::pytorch {

struct Hole {
  std::string name;
  bool comment = false;  // only people read it
  bool operator==(const Hole&) const = default;
};

/// A line of a constructor: text, or the modules that `text` is set to.
struct InitLine {
  enum class Kind : std::uint8_t { Text, Module, List, Dict };
  Kind kind = Kind::Text;
  std::string text;
  std::vector<std::string> keys;  // Dict
  std::vector<int> classes;       // of the modules
};

/// A scope as a class. Holes are written "\1<index>\2".
struct Class {
  std::string title, doc, arguments;
  std::vector<InitLine> init;
  std::vector<std::string> forward;
  std::vector<Hole> holes;
  std::set<std::string> attributes;
  // Known when all scopes are: the values of all holes, its own and then those of the modules in it, by instance.
  std::vector<std::vector<std::string>> members;
  std::string name;
  std::vector<Hole> allHoles;
  std::vector<std::string> argumentOf;                      // by hole; "": the same everywhere
  std::vector<std::pair<std::string, std::size_t>> lifted;  // constructor arguments and a hole of each
};

/// One use of a class: what it fills the holes with.
struct Instance {
  int type = -1;
  std::vector<std::string> values;
  std::vector<std::shared_ptr<const Instance>> modules;  // in the order of the constructor
};
bool same(const Instance& a, const Instance& b);

class ClassTable {
 public:
  /// The number of an equal class, or of this one, new.
  int intern(Class type);
  /// All classes that `model` needs, those of its modules first; its own is called Model. Once.
  std::string text(const Instance& model);

 private:
  std::vector<std::string> collect(const Instance& instance);
  void lift(Class& type);
  std::string constructed(const Class& type, int module, std::size_t base) const;
  std::string text(const Class& type) const;

  std::map<std::string, int> m_classOf;
  std::vector<Class> m_classes;
};

}  // namespace headroom::pytorch
