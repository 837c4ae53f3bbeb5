// What the readers of org.yaml's parts share: the context, and checks of shapes, keys, names and dates. Internal.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dsl/lower.hpp"
#include "dsl/yaml.hpp"
#include "engine/model/org.hpp"

namespace baton::dsl {

// The names of one kind of thing, in order of declaration.
class NameTable {
 public:
  explicit NameTable(std::string kind) : kind_(std::move(kind)) {}
  // The index of the new name; nullopt, and an error, if it is there already.
  std::optional<std::size_t> declare(const YamlNode& name, Emitter& emitter);
  std::optional<std::size_t> find(const std::string& name) const;
  // The index of a name that is used; nullopt, and an error, if there is none. `owner` says whose kind of thing it
  // is: "there is no" or "the policy has no".
  std::optional<std::size_t> use(const YamlNode& name, Emitter& emitter, std::string_view code = "B708",
                                 std::string_view owner = "there is no") const;
  void add_known(std::string name);  // declared elsewhere
  // Declared where something could not be read. Without an id no name is judged any more: it might be the one.
  void declare_unread(const YamlNode* id);
  void add_unread(std::string name) { unread_.insert(std::move(name)); }
  void set_incomplete() { incomplete_ = true; }
  const std::vector<std::string>& names() const { return names_; }
  bool empty() const { return names_.empty(); }

 private:
  std::string kind_;
  std::vector<std::string> names_;
  std::vector<SourceSpan> spans_;
  std::unordered_map<std::string, std::size_t> index_;
  std::unordered_set<std::string> unread_;
  bool incomplete_ = false;
};

struct OrgContext {
  Sources& sources;
  Policy& policy;
  const LowerOptions& options;
  const std::function<std::optional<std::string>(const std::string&)>& read_file;
  Emitter& emitter;
  Org& org;
  NameTable calendars{"calendar"};
  NameTable people{"person"};
  NameTable teams{"team"};
  std::vector<bool> role_unread{};  // by team: an error was given, its role says nothing
  NameTable roles{"role"};
  NameTable structures{"structure"};

  Origin origin(const YamlNode& node) const { return sources.origin(node.span); }
};

// The keys that a map may have; `not_yet` are part of the language but are not executed yet.
struct KnownKeys {
  std::string_view of;  // "a person"
  std::vector<std::string_view> keys;
  std::vector<std::string_view> not_yet;
};

// Each gives an error, and false or nothing, if the node is not as wanted. `what` is what the reader calls it.
bool expect_map(const YamlNode& node, std::string_view what, Emitter& emitter);
bool expect_list(const YamlNode& node, std::string_view what, Emitter& emitter);
bool expect_keys(const YamlNode& node, const KnownKeys& known, Emitter& emitter);
const YamlNode* require(const YamlNode& map, std::string_view key, std::string_view of, Emitter& emitter);
std::optional<std::string> read_text(const YamlNode& node, std::string_view what, Emitter& emitter);
inline constexpr std::size_t max_id_bytes = 256;
// An id: 1 to max_id_bytes bytes without control characters.
bool expect_id(const YamlNode& node, std::string_view what, Emitter& emitter);
std::optional<Day> read_day(const YamlNode& node, Emitter& emitter);
std::optional<bool> read_bool(const YamlNode& node, std::string_view what, Emitter& emitter);
// `key` of `map` as text, or nothing.
std::string text_or_empty(const YamlNode& map, std::string_view key, Emitter& emitter);
// A node as a place for carets: what it has on its first line.
SourceSpan place_of(const YamlNode& node, const Sources& sources);
// "did you mean `x`?", or the names there are, or nothing.
std::string help_with_names(std::string_view wrong, const std::vector<std::string>& names);
std::string zone_help(std::string_view wrong);  // of a time zone

void read_calendars(const YamlNode& root, OrgContext& context);
void read_people(const YamlNode& root, OrgContext& context);
void read_positions(const YamlNode& root, OrgContext& context);
void read_teams(const YamlNode& root, OrgContext& context);
void read_structure_rows(const YamlNode& root, OrgContext& context);
void read_coverage(const YamlNode& root, OrgContext& context);

}  // namespace baton::dsl
