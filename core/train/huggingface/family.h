// A family of models of Hugging Face, described once for both directions: which of our blocks stands where, what their
// parameters are called in config.json, and how each of our tensors lies in model.safetensors.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/arch/architecture.h"

namespace headroom::huggingface {

/// A parameter of a block of ours, and config.json. Either `key` or `value` says what it is.
struct Setting {
  std::string param;                                       // ours: "heads", "position.theta"
  std::string key;                                         // of config.json; with '_' in front: see Family
  std::optional<Written> value;                            // always this
  std::vector<std::pair<std::string, std::string>> words;  // of a choice, ours and theirs; the first fits best
  bool filled = false;  // `value` matters for reading alone: what ours lacks is written as zeros or ones
};
Setting is(std::string param, std::string key);
Setting is(std::string param, std::string key, std::vector<std::pair<std::string, std::string>> words);
Setting always(std::string param, Written value);
Setting filled(std::string param, Written value);

/// Several tensors of theirs may be one of ours, one below the other.
struct Piece {
  std::string name;  // behind the part's prefix; "": theirs has none, and ours is zeros
  std::string rows;  // an expression over config.json; may be left out where it is all of ours
};
enum class Layout : std::uint8_t {
  AsIs,
  Transposed,   // [in, out] instead of [out, in]
  ByHead,       // rows head by head, q, k and v of each together, instead of all q, all k, all v
  Channelwise,  // a convolution's [C, 1, taps] instead of [C, taps]
  ByExpert      // a matrix an expert, "{}" in the name, instead of all in one tensor
};
struct TensorRule {
  std::string ours;  // how the parameter's name ends: "qkv.weight"
  std::vector<Piece> theirs;
  Layout layout = Layout::AsIs;
  std::optional<double> otherwise;  // what is written where ours has no such parameter; else nothing is
};

/// One element of the body, as the family has it.
struct Part {
  Element::Kind kind = Element::Kind::Block;
  std::string block;  // its id; the multi-head attentions stand for each other where they are the same
  std::vector<Setting> settings;
  std::string prefix;  // of its tensors; a repeat's holds "{}" for the layer and stands before those in it
  std::vector<TensorRule> tensors;
  std::string count;  // Repeat: the key of config.json
  std::vector<Part> body;
};

struct Family {
  std::string type;   // "model_type"
  std::string model;  // "architectures"
  std::string root;   // prefix that published files of the bare model leave out: "transformer."
  std::vector<Part> body;
  /// Sizes of the document that config.json's numbers become: {"width", "n_embd"}.
  std::vector<std::pair<std::string, std::string>> sizes;
  Json defaults = Json::object();  // of keys that config.json may lack
  /// Keys with the only values we have an equal for, the one that is written first.
  std::vector<std::pair<std::string, std::vector<Json>>> only;
  Json extra = Json::object();  // written besides, and not read
  /// Keys of config.json that say the same in another way become keys with '_' in front, and back.
  Result<void> (*read)(Json& config) = nullptr;
  void (*write)(Json& config) = nullptr;
  std::vector<std::string> unused;  // endings of tensors that carry no weights: masks, frequencies
  bool onlyRead = false;            // what it can say another family can write, too
};

/// In the order in which an export tries them.
const std::vector<Family>& families();

Family gpt2();
Family llama();
Family mistral();
Family qwen2();
Family mixtral();
Family mamba();
Family gptNeox(bool parallel);

/// Parts that several families share.
Part block(std::string id, std::vector<Setting> settings, std::string prefix = {},
           std::vector<TensorRule> tensors = {});
Part residual(std::vector<Part> body);
Part repeat(std::string count, std::string prefix, std::vector<Part> body);
TensorRule sameTensor(std::string ours, std::string theirs);

/// rope_parameters, rope_theta and rope_scaling of all ages ↔ rope_theta, _rope_scaling ("none", "linear"),
/// _rope_factor. `part`: partial_rotary_factor ↔ rotary_pct.
Result<void> readRope(Json& config, bool part = false);
void writeRope(Json& config);
/// position.rope with the keys above.
std::vector<Setting> ropeSettings();
extern const std::vector<std::pair<std::string, std::string>> kActivations;

}  // namespace headroom::huggingface
