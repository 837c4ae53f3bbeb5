// Lifecycles. The stages of one are those that its start and its transitions name, in the order in which they do.
#include <algorithm>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

// A lifecycle's declaration and whose it is (nullopt: the account's).
struct Declared {
  const ast::LifecycleDecl* text;
  std::optional<RecordTypeId> record;
};

Lifecycle& lifecycle_to_fill(Context& context, const std::optional<RecordTypeId>& record) {
  return record ? context.policy.records[record->index].lifecycle : context.policy.lifecycle;
}

void add_stage(Context& context, const ast::Name& name, Lifecycle& lifecycle, const ast::Name*& one_too_many) {
  if (find_stage(lifecycle, name.text)) return;
  if (lifecycle.stages.size() == max_stages) {
    if (!one_too_many) one_too_many = &name;
    return;
  }
  lifecycle.stages.push_back({name.text, context.origin(name.span)});
}

void collect_stages(Context& context, const Declared& declared) {
  Lifecycle& lifecycle = lifecycle_to_fill(context, declared.record);
  const ast::Name* one_too_many = nullptr;
  if (declared.text->start) add_stage(context, *declared.text->start, lifecycle, one_too_many);
  for (const ast::TransitionDecl& transition : declared.text->transitions) {
    for (const ast::Name& from : transition.from) add_stage(context, from, lifecycle, one_too_many);
    add_stage(context, transition.to, lifecycle, one_too_many);
  }
  if (one_too_many) {
    context.report
        .error("B210", one_too_many->span,
               "the lifecycle of " + a_or_an(declared.text->of.text) + " has more than " + std::to_string(max_stages) +
                   " stages")
        .help = "keep what is no step of its own as a field";
  }
  if (lifecycle.stages.empty()) lifecycle.stages.push_back({"start", context.origin(declared.text->span)});
}

// A start that nothing leaves, beside stages that nothing reaches, is a slip of the pen.
void check_start(Context& context, const Declared& declared) {
  const auto& transitions = declared.text->transitions;
  if (!declared.text->start) return;  // an error was given
  const ast::Name& start = *declared.text->start;
  std::vector<std::string> left;
  for (const ast::TransitionDecl& transition : transitions) {
    for (const ast::Name& from : transition.from) {
      if (from.text == start.text) return;
      left.push_back(from.text);
    }
  }
  if (left.empty() || context.report.is_unread(start.text)) return;
  Diagnostic& diagnostic = context.report.error(
      "B211", start.span, "nothing ever leaves the start " + quoted(start.text) + ", so no other stage is reached");
  const auto near = did_you_mean(start.text, left);
  diagnostic.help = near ? "did you mean " + quoted(*near) + "?" : "add a transition from " + quoted(start.text);
}

void lower_transition(Context& context, const Declared& declared, const ast::TransitionDecl& text) {
  Lifecycle& lifecycle = lifecycle_to_fill(context, declared.record);
  Transition transition;
  transition.origin = context.origin(text.span);
  for (const ast::Name& from : text.from) {
    if (const auto stage = find_stage(lifecycle, from.text)) transition.from.add(*stage);
  }
  const auto to = find_stage(lifecycle, text.to.text);
  if (!to || transition.from.empty()) return;  // one stage too many: an error was given
  transition.to = *to;

  std::vector<ast::Qualifier> when;
  if (text.when) {
    when.emplace_back().kind = ast::Qualifier::Kind::When;
    when.back().condition = *text.when;
  }
  const Beginning beginning = lower_beginning(context, text.triggers, when, {nullptr, declared.record, std::nullopt});
  transition.when = beginning.when;
  for (const EventTrigger& trigger : beginning.on) {
    transition.on = trigger;
    lifecycle.transitions.push_back(transition);
  }
  transition.on.reset();
  for (const DateTrigger& date : beginning.at_dates) {
    transition.at = date;
    lifecycle.transitions.push_back(transition);
  }
}

std::vector<Declared> find_lifecycles(Context& context) {
  std::vector<Declared> found;
  NameTable<bool> names(kinds::lifecycle);
  for (const ast::File& file : context.files) {
    for (const ast::LifecycleDecl& text : file.lifecycles) {
      std::optional<RecordTypeId> record;
      if (text.of.text != "account") {
        const RecordTypeId* declared = context.names.records.find(text.of.text);
        if (!declared) {
          context.report.unknown(kinds::record, text.of, context.names.records.names());
          continue;
        }
        record = *declared;
      }
      if (names.declare(text.of, true, context.report)) found.push_back({&text, record});
    }
  }
  return found;
}

// Without a lifecycle of the account there is nothing to be responsible for.
void check_account_has_one(Context& context) {
  if (!context.policy.lifecycle.stages.empty()) return;
  const auto report = [&](SourceSpan where) {
    context.lifecycle_missing.try_emplace(0, where);
    context.report.error("B208", where, "the account has no lifecycle").help =
        "declare one: `lifecycle account { start STAGE ... }`, or take it from the library with `use standard`";
  };
  for (const ast::File& file : context.files) {
    constexpr std::uint32_t keyword_length = std::string_view("account").size();
    for (const ast::AccountDecl& account : file.accounts) {
      return report({account.span.source, account.span.begin, account.span.begin + keyword_length});
    }
  }
  for (const ast::File& file : context.files) {
    for (const ast::StructureDecl& structure : file.structures) return report(structure.name.span);
  }
}

}  // namespace

void lower_lifecycles(Context& context) {
  const std::vector<Declared> lifecycles = find_lifecycles(context);
  for (const Declared& declared : lifecycles) {
    collect_stages(context, declared);
    check_start(context, declared);
    if (declared.text->start) {
      Lifecycle& lifecycle = lifecycle_to_fill(context, declared.record);
      lifecycle.start = find_stage(lifecycle, declared.text->start->text).value_or(StageId{});
    }
  }
  check_account_has_one(context);
  for (const Declared& declared : lifecycles) {
    for (const ast::TransitionDecl& transition : declared.text->transitions) {
      lower_transition(context, declared, transition);
    }
  }
}

}  // namespace baton::dsl
