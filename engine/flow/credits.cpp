// Who gets the credit for an event (O7, O8): the shares of the one rule that applies, in whole minor units. What the
// rounding down of all shares leaves over goes, a unit each, to those that lost most by it, ties to the first named.
#include <algorithm>
#include <numeric>

#include "engine/flow/scopes.hpp"
#include "engine/flow/seats.hpp"
#include "engine/flow/slas.hpp"

namespace baton {
namespace {

constexpr std::int64_t whole = 10'000;  // hundredths of a percent

// `amount` of the record, in minor units; nullopt: no record, no such field of money, or not known.
std::optional<Scalar> amount_of(const Step& step, RecordIndex record) {
  if (!record) return std::nullopt;
  const RecordState& state = step.account.records[*record];
  const std::vector<Field>& fields = step.program.policy().records[state.type.index].fields;
  const auto amount = std::ranges::find(fields, "amount", &Field::name);
  if (amount == fields.end() || amount->type.kind != TypeKind::Money) return std::nullopt;
  const Scalar value = state.facts.fields[static_cast<std::size_t>(amount - fields.begin())];
  if (value == unknown) return std::nullopt;
  return value;
}

// A negative amount is split as its opposite. amount * percent may not fit, so the amount is taken apart:
// amount = hundreds * whole + rest.
std::vector<Scalar> split(Scalar amount, const std::vector<Credit::Share>& shares) {
  const Scalar size = amount < 0 ? -amount : amount;
  const Scalar hundreds = size / whole, rest = size % whole;
  std::vector<Scalar> parts, lost;
  for (const Credit::Share& share : shares) {
    parts.push_back(hundreds * share.percent_units + rest * share.percent_units / whole);
    lost.push_back(rest * share.percent_units % whole);
  }
  std::vector<std::size_t> by_loss(shares.size());
  std::iota(by_loss.begin(), by_loss.end(), std::size_t{0});
  std::ranges::stable_sort(by_loss, std::ranges::greater{}, [&](std::size_t i) { return lost[i]; });
  Scalar left = size - std::accumulate(parts.begin(), parts.end(), Scalar{0});
  for (std::size_t i = 0; left > 0 && i < by_loss.size(); ++i, --left) ++parts[by_loss[i]];
  if (amount < 0) std::ranges::transform(parts, parts.begin(), std::negate{});
  return parts;
}

}  // namespace

void give_credit(Step& step, const Event& event, RecordIndex record) {
  const std::vector<Credit>& credits = step.structure().credits;
  const auto credit = std::ranges::find_if(
      credits, [&](const Credit& candidate) { return sets_off(step, candidate.on, event, record, record); });
  if (credit == credits.end()) return;

  const std::optional<Scalar> amount = amount_of(step, record);
  std::vector<Scalar> parts;
  if (amount) parts = split(*amount, credit->shares);
  for (std::size_t i = 0; i < credit->shares.size(); ++i) {
    const Credit::Share& share = credit->shares[i];
    CreditReport said;
    said.credit = credit->name;
    said.role = share.role;
    said.person = holder_of(step.account, record, share.role).person;
    said.percent_units = share.percent_units;
    if (amount) said.amount = parts[i];
    step.decision.credits.push_back(std::move(said));
  }
}

}  // namespace baton
