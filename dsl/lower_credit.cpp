// Credits: shares of an event in hundredths of a percent; together the whole.
#include <algorithm>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

constexpr int share_places = 2;
constexpr std::int64_t whole = 10'000;

std::optional<std::int64_t> lower_percent(Context& context, const ast::Number& percent) {
  const std::string written = quoted(context.report.slice(percent.span));
  const auto units = to_units(percent.value, share_places);
  if (!percent.percent) return std::nullopt;  // an error was given
  if (!units && units.error() == DecimalError::TooManyPlaces) {
    context.report.error("B305", percent.span, written + " has more digits behind the point than a share can hold")
        .help = "a share holds at most 2 digits behind the point";
  } else if (!units || *units <= 0 || *units > whole) {
    context.report.error("B302", percent.span, written + " is out of range: a share is more than 0% and at most 100%");
  } else {
    return *units;
  }
  return std::nullopt;
}

// Roles that an instance merged get their shares together.
void add_share(Credit& credit, RoleId role, std::int64_t units) {
  for (Credit::Share& share : credit.shares) {
    if (share.role == role) {
      share.percent_units += units;
      return;
    }
  }
  credit.shares.push_back({role, units});
}

void check_whole(Context& context, const ast::CreditDecl& declared, const Credit& credit) {
  std::int64_t sum = 0;
  for (const Credit::Share& share : credit.shares) sum += share.percent_units;
  if (sum == whole || declared.shares.empty()) return;
  const std::int64_t missing = whole - sum;
  SourceSpan where = declared.shares.front().role.span;
  where.end = declared.shares.back().percent.span.end;
  context.report
      .error("B311", where,
             "the shares of " + quoted(declared.on.event.text) + " add up to " + units_to_string(sum, share_places) +
                 "%, not to 100%")
      .help = missing > 0 ? units_to_string(missing, share_places) + "% is nobody's: give it to somebody"
                          : "take " + units_to_string(-missing, share_places) + "% away";
}

}  // namespace

void lower_credit(Context& context, const ast::CreditDecl& declared, const Bindings* bindings, Draft& draft) {
  Credit credit;
  credit.name = declared.on.event.text;
  credit.top_level = bindings == nullptr;
  credit.at = context.origin(declared.span);
  bool complete = true;
  for (const auto& [name, percent] : declared.shares) {
    const auto role = use_role(context, name, bindings);
    const auto units = lower_percent(context, percent);
    complete = complete && role && units;
    if (role && units) add_share(credit, *role, *units);
  }
  if (complete) check_whole(context, declared, credit);
  const auto on = lower_trigger(context, declared.on, bindings);
  if (!on) return;
  credit.on = *on;
  draft.structure.credits.push_back(std::move(credit));
}

}  // namespace baton::dsl
