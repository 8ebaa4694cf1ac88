// Reads tokenizer files; whatever would give other ids than the program that wrote them is refused by name.
#include "core/train/data/tokenizer_files.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/json_reader.h"
#include "core/base/sorted_json.h"
#include "core/base/text.h"

namespace headroom {
namespace {

constexpr std::uint64_t kJsonLimit = std::uint64_t{64} << 20;   // Gemma's tokenizer.json, a large one, has 33 MB
constexpr std::uint64_t kRanksLimit = std::uint64_t{16} << 20;  // o200k_base.tiktoken has 3.6 MB

/// The value of a key; nullptr when it is missing or null.
const SortedJson* find(const SortedJson& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string shown(const SortedJson& value) {
  return inQuotes(value.is_string() ? value.get_ref<const std::string&>()
                                    : value.dump(-1, ' ', false, SortedJson::error_handler_t::replace));
}

std::string typeOf(const SortedJson& object) {
  const SortedJson* type = find(object, "type");
  return type && type->is_string() ? type->get<std::string>() : "";
}

bool isTrue(const SortedJson& object, const char* key) {
  const SortedJson* value = find(object, key);
  return value && *value == true;
}

/// One tokenizer.json on its way to a model. Problems are sentences without the file's name.
class HuggingFaceReader {
 public:
  explicit HuggingFaceReader(const SortedJson& document) : m_document(document) {}

  Result<BytePairModel> read() {
    const SortedJson* model = find(m_document, "model");
    if (!model || !model->is_object())
      return badInput("there is no \"model\" in it, so it is no tokenizer.json of Hugging Face");
    HEADROOM_TRY(readRules(*model));
    HEADROOM_TRY(readSplit());
    HEADROOM_TRY(readTokens(*model));
    HEADROOM_TRY(readMerges(*model));
    return std::move(m_model);
  }

 private:
  Result<void> readRules(const SortedJson& model) {
    // Files of 2020, GPT-2's own among them, have no type.
    if (const std::string type = typeOf(model); type != "BPE" && !(type.empty() && find(model, "merges")))
      return badInput("its model is of type " + inQuotes(type) + "; only byte-level BPE is read");
    if (isTrue(model, "byte_fallback"))
      return badInput("its model falls back to bytes as SentencePiece does (Llama 2); only byte-level BPE is read");
    for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix"})
      if (const SortedJson* value = find(model, key); value && *value != "")
        return badInput("model." + std::string(key) + " is " + shown(*value) +
                        "; only byte-level BPE without it is read");
    if (const SortedJson* dropout = find(model, "dropout"); dropout && *dropout != 0.0)
      return badInput("model.dropout is " + shown(*dropout) + ", which gives other ids each time; set it to null");
    if (const SortedJson* normalizer = find(m_document, "normalizer"))
      return badInput("it changes the text first (normalizer " + inQuotes(typeOf(*normalizer)) +
                      "), which is not done here; if the text is so already, set normalizer to null");
    m_model.wholeWords = isTrue(model, "ignore_merges");
    return {};
  }

  Result<void> readSplit() {
    const SortedJson* first = find(m_document, "pre_tokenizer");
    if (!first) return badInput("it has no pre_tokenizer; ByteLevel is needed");
    std::vector<const SortedJson*> steps{first};
    if (const SortedJson* list = find(*first, "pretokenizers");
        typeOf(*first) == "Sequence" && list && list->is_array()) {
      steps.clear();
      for (const SortedJson& step : *list) steps.push_back(&step);
    }
    bool split = false, bytes = false;
    for (const SortedJson* step : steps) {
      const std::string type = typeOf(*step);
      if (type == "Split" && !split && !bytes) {
        HEADROOM_TRY(readPattern(*step));
        split = true;
      } else if (type == "ByteLevel" && !bytes) {
        if (isTrue(*step, "add_prefix_space"))
          return badInput(
              "it puts a space before the text (add_prefix_space), which is not done here; train it without");
        const SortedJson* regex = find(*step, "use_regex");
        if (const bool own = !regex || *regex == true; own && split)
          return badInput("it splits twice, by a pattern and by GPT-2's; set use_regex of ByteLevel to false");
        else if (!own && !split)
          return badInput("it splits the text nowhere (use_regex is false and there is no Split)");
        bytes = true;
      } else {
        return badInput("its pre_tokenizer " + inQuotes(type) +
                        " is not read; known are ByteLevel, and one Split before it");
      }
    }
    if (!bytes) return badInput("its pre_tokenizer lacks ByteLevel; only byte-level BPE is read");
    return {};
  }

  Result<void> readPattern(const SortedJson& step) {
    const SortedJson* pattern = find(step, "pattern");
    const SortedJson* regex = pattern ? find(*pattern, "Regex") : nullptr;
    const auto rule = regex && regex->is_string() ? wordSplitOf(regex->get_ref<const std::string&>()) : std::nullopt;
    if (!rule)
      return badInput("its split " + (pattern ? shown(*pattern) : "without a pattern") +
                      " is not known; GPT-2's, Llama 3's and Qwen 2's are");
    if (const SortedJson* behavior = find(step, "behavior");
        !behavior || *behavior != "Isolated" || isTrue(step, "invert"))
      return badInput("its split is not of behavior Isolated, which alone is read");
    m_model.split = *rule;
    return {};
  }

  /// A place for the token `id`, if that is an id nobody has.
  Result<std::string*> placeOf(const SortedJson& id, const std::string& token) {
    if (!id.is_number_unsigned())
      return badInput("the id of " + inQuotes(token) + " is " + shown(id) + ", no whole number from 0");
    const auto number = id.get<std::uint64_t>();
    if (number >= m_model.tokens.size())
      return badInput("the id of " + inQuotes(token) + " is " + std::to_string(number) + ", but " +
                      std::to_string(m_model.tokens.size()) + " tokens have the ids 0 to " +
                      std::to_string(m_model.tokens.size() - 1));
    std::string& place = m_model.tokens[number];
    if (!place.empty())
      return badInput("the id " + std::to_string(number) + " stands for " + inQuotes(writtenBytes(place)) +
                      " and for " + inQuotes(token));
    return &place;
  }

  Result<void> readTokens(const SortedJson& model) {
    const SortedJson* vocab = find(model, "vocab");
    if (!vocab || !vocab->is_object()) return badInput("model.vocab is missing or no object");
    const SortedJson none = SortedJson::array();
    const SortedJson* list = find(m_document, "added_tokens");
    const SortedJson& added = list ? *list : none;
    if (!added.is_array()) return badInput("added_tokens is no list");
    std::set<std::string_view> contents;
    std::size_t count = vocab->size();
    for (const SortedJson& token : added) {
      const SortedJson *content = find(token, "content"), *id = find(token, "id");
      if (!content || !content->is_string() || content->get_ref<const std::string&>().empty() || !id)
        return badInput("the added token " + shown(token) + " lacks content or id");
      for (const char* flag : {"single_word", "lstrip", "rstrip"})
        if (isTrue(token, flag))
          return badInput("the added token " + shown(*content) + " has " + flag + ", which is not read");
      const auto& text = content->get_ref<const std::string&>();
      if (!contents.insert(text).second) return badInput("the added token " + inQuotes(text) + " stands there twice");
      const auto inVocab = vocab->find(text);
      if (inVocab == vocab->end())
        ++count;
      else if (*inVocab != *id)
        return badInput("the added token " + inQuotes(text) + " has another id in model.vocab");
    }
    m_model.tokens.resize(count);
    for (const SortedJson& token : added) {  // they are written as they are, not in bytes' characters
      const auto& content = find(token, "content")->get_ref<const std::string&>();
      HEADROOM_ASSIGN(std::string * place, placeOf(*find(token, "id"), content));
      *place = content;
      m_model.added.push_back(find(token, "id")->get<std::uint32_t>());
    }
    for (const auto& [written, id] : vocab->items()) {
      if (contents.contains(written)) continue;
      HEADROOM_ASSIGN(std::string * place, placeOf(id, written));
      const auto bytes = bytesWritten(written);
      if (!bytes || bytes->empty())
        return badInput("the token " + inQuotes(written) + " is not written in byte-level characters");
      *place = *bytes;
    }
    // `count` tokens with different ids below `count`: none is missing.
    m_ids = vocab;
    return {};
  }

  Result<std::uint32_t> idOf(std::string_view written, std::size_t line) {
    const auto found = m_ids->find(std::string(written));
    if (found == m_ids->end())
      return badInput("merge " + std::to_string(line) + " names " + inQuotes(written) + ", which is no token");
    return found->get<std::uint32_t>();
  }

  Result<void> readMerges(const SortedJson& model) {
    const SortedJson* merges = find(model, "merges");
    if (!merges || !merges->is_array()) return badInput("model.merges is missing or no list");
    for (std::size_t line = 1; const SortedJson& merge : *merges) {
      std::string_view left, right;
      if (merge.is_string()) {
        const std::string_view both = merge.get_ref<const std::string&>();
        const std::size_t space = both.find(' ');
        left = both.substr(0, space);
        right = space == std::string_view::npos ? "" : both.substr(space + 1);
      } else if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) {
        left = merge[0].get_ref<const std::string&>();
        right = merge[1].get_ref<const std::string&>();
      }
      if (left.empty() || right.empty())
        return badInput("merge " + std::to_string(line) + " is " + shown(merge) + ", no pair of tokens");
      HEADROOM_ASSIGN(const std::uint32_t leftId, idOf(left, line));
      HEADROOM_ASSIGN(const std::uint32_t rightId, idOf(right, line));
      m_model.merges.emplace_back(leftId, rightId);
      ++line;
    }
    return {};
  }

  const SortedJson& m_document;
  const SortedJson* m_ids = nullptr;
  BytePairModel m_model;
};

/// Strict base64 (RFC 4648) with its padding.
std::optional<std::string> base64Bytes(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.empty() || text.size() % 4 != 0) return {};
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  std::string bytes;
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t digit = i + padding >= text.size() ? 0 : kDigits.find(text[i]);
    if (digit == std::string_view::npos) return {};
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    if (i % 4 != 3) continue;
    for (const int shift : {16, 8, 0}) bytes += static_cast<char>(bits >> shift & 0xFF);
    bits = 0;
  }
  bytes.resize(bytes.size() - padding);
  return bytes;
}

Result<BytePairModel> ranksFrom(std::string_view text) {
  BytePairModel model;
  model.wholeWords = model.mergesByRank = true;
  std::vector<std::string_view> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (const std::string_view line = trimmed(text.substr(begin, end - begin)); !line.empty()) lines.push_back(line);
    begin = end + 1;
  }
  model.tokens.resize(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string place = "line " + std::to_string(i + 1);
    const std::size_t space = lines[i].find(' ');
    const auto bytes = base64Bytes(lines[i].substr(0, space));
    if (!bytes || space == std::string_view::npos)
      return badInput(place + " is no base64 token, space and rank, so these are no tiktoken ranks");
    const std::string_view digits = lines[i].substr(space + 1);
    std::uint64_t rank = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), rank);
    if (error != std::errc() || end != digits.data() + digits.size() || rank >= lines.size())
      return badInput(place + " has the rank " + inQuotes(digits) + "; " + std::to_string(lines.size()) +
                      " tokens have the ranks 0 to " + std::to_string(lines.size() - 1));
    if (!model.tokens[rank].empty()) return badInput(place + " has the rank " + std::to_string(rank) + " again");
    model.tokens[rank] = *bytes;
  }
  if (lines.size() == 100'256 || lines.size() == 128'000) model.split = WordSplit::Llama3;
  if (lines.size() == 199'998)
    return badInput("these are o200k's ranks, whose split is not known here; cl100k's, Llama 3's and GPT-2's are");
  return model;
}

}  // namespace

Result<TokenizerFile> readTokenizer(const std::filesystem::path& path) {
  const bool isJson = path.extension() == ".json";
  const std::string name = inQuotes(path.string(), 200);
  HEADROOM_ASSIGN(const std::string text, readFile(path, isJson ? kJsonLimit : kRanksLimit));
  Result<BytePairModel> model = BytePairModel{};
  if (isJson) {
    HEADROOM_ASSIGN(const SortedJson document, parseSortedJson(text, path.string()));
    if (const SortedJson* format = find(document, "format"); format && *format == "headroom.tokenizer") {
      HEADROOM_ASSIGN(const Json ours, parseJson(text, path.string()));
      HEADROOM_ASSIGN(RunTokenizer run, runTokenizerFrom(ours, path.string()));
      if (run.tokenizer.kind == TokenizerKind::Bpe) return TokenizerFile{std::move(run.tokenizer), hash128(text)};
      return badInput("The tokenizer " + name + " is not of kind bpe; use --set tokenizer=characters or bytes.");
    }
    model = HuggingFaceReader(document).read();
  } else {
    model = ranksFrom(text);
  }
  const auto pairs = model ? BytePairs::create(std::move(*model)) : model.error();
  if (!pairs) return badInput("The tokenizer " + name + " cannot be used: " + pairs.error().message + ".");
  return TokenizerFile{{TokenizerKind::Bpe, {}, *pairs}, hash128(text)};
}

Json toJson(const RunTokenizer& run) {
  return {
      {"format", "headroom.tokenizer"}, {"version", 1}, {"data", run.dataHash}, {"tokenizer", run.tokenizer.toJson()}};
}

Result<RunTokenizer> runTokenizerFrom(const Json& document, const std::string& source) {
  JsonReader reader(document, "", source);
  reader.choice("format", {"headroom.tokenizer"});
  reader.integer("version", {}, 1, 1);
  RunTokenizer run;
  run.dataHash = reader.text("data", "");
  const Json* tokenizer = reader.object("tokenizer");
  if (!tokenizer) reader.fail("tokenizer", "is missing.");
  HEADROOM_TRY(reader.finish());
  HEADROOM_ASSIGN(run.tokenizer, tokenizerFromJson(*tokenizer, "tokenizer", source));
  return run;
}

bool namesTokenizerFile(const std::string& word) {
  return word.find('/') != std::string::npos || word.ends_with(".json") || word.ends_with(".tiktoken") ||
         word.ends_with(".model");
}

}  // namespace headroom
