#include "engine/flow/step.hpp"

#include <tuple>

namespace baton {

View Step::view(RecordIndex record) const {
  View view;
  view.account = &account.facts;
  view.now = now;
  if (record) {
    view.record = &account.records[*record].facts;
    view.record_type = account.records[*record].type;
  }
  return view;
}

std::optional<RecordName> Step::name_of(RecordIndex record) const {
  if (!record) return std::nullopt;
  return RecordName{account.records[*record].type, account.records[*record].id};
}

std::strong_ordering operator<=>(const Timer& a, const Timer& b) {
  return std::tie(a.at, a.record, a.kind, a.declaration, a.beginning, a.detail) <=>
         std::tie(b.at, b.record, b.kind, b.declaration, b.beginning, b.detail);
}

std::uint32_t count_instance(AccountState& account, std::string_view kind, std::string_view name) {
  std::string key(kind);
  key.append("/").append(name);
  return ++account.counts[key];
}

}  // namespace baton
