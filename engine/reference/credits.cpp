// Credits (O7, O8): an amount is dealt out coin by coin.
#include <algorithm>

#include "engine/reference/step.hpp"

namespace baton::reference {

namespace {

// The `amount` of the event's record, if it has one.
std::optional<Scalar> amount_of(const Step& step) {
  if (!step.event_place) return std::nullopt;
  const Record& record = step.account.records[*step.event_place];
  const auto& fields = step.policy.records[record.name.type.index].fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name != "amount" || fields[i].type.kind != TypeKind::Money) continue;
    if (record.life.fields[i] != unknown) return record.life.fields[i];
  }
  return std::nullopt;
}

// Each has the whole coins of their share; the coins left over go to the largest remainders, ties to the first named.
std::vector<Scalar> deal_out(Scalar amount, const std::vector<Credit::Share>& shares) {
  const bool is_negative = amount < 0;
  const Scalar size = is_negative ? -amount : amount;
  std::vector<Scalar> parts;
  std::vector<std::int64_t> remainders;
  Scalar left = size;
  for (const Credit::Share& share : shares) {
    // size * percent / 10'000, in two steps that cannot overflow.
    const Scalar of_rest = size % 10'000 * share.percent_units;
    parts.push_back(size / 10'000 * share.percent_units + of_rest / 10'000);
    remainders.push_back(of_rest % 10'000);
    left -= parts.back();
  }
  for (; left > 0; --left) {
    const auto largest = std::ranges::max_element(remainders);
    ++parts[static_cast<std::size_t>(largest - remainders.begin())];
    *largest = -1;
  }
  if (is_negative) {
    for (Scalar& part : parts) part = -part;
  }
  return parts;
}

}  // namespace

void give_credit(Step& step) {
  for (const Credit& credit : step.structure().credits) {
    if (!sets_off(step, credit.on, step.event_place)) continue;
    const auto amount = amount_of(step);
    const auto parts = amount ? deal_out(*amount, credit.shares) : std::vector<Scalar>{};
    for (std::size_t i = 0; i < credit.shares.size(); ++i) {
      const auto& [role, percent] = credit.shares[i];
      step.decision.credits.push_back({credit.name, role, holder_of(step.account, step.event_place, role).person,
                                       percent, amount ? std::optional(parts[i]) : std::nullopt});
    }
    return;
  }
}

}  // namespace baton::reference
