#include "dsl/dump.hpp"

#include <fmt/format.h>

namespace baton::dsl {

namespace {

using namespace ast;

std::string shown(const Name& name) {
  return name.text;
}
std::string shown(const Text& text) {
  return fmt::format("\"{}\"", text.text);
}
std::string shown(const Number& number) {
  return to_string(number.value) + (number.percent ? "%" : "");
}
std::string shown(const Expr& expr) {
  return dump(expr);
}
std::string shown(const Duration& duration) {
  return to_string(duration.span);
}
std::string shown(const StageRef& stage) {
  return (stage.of_account ? "account " : "") + stage.stage.text;
}
std::string shown(const Length& length) {
  return std::visit([](const auto& form) { return shown(form); }, length);
}
std::string shown(const EventRef& event) {
  return event.event.text + (event.where ? fmt::format(" where {}", dump(*event.where)) : "");
}
std::string shown(const Anchor& anchor) {
  if (anchor.entering) return "entering " + shown(StageRef{anchor.of_account, anchor.name});
  return shown(EventRef{anchor.name, anchor.where, anchor.span});
}
std::string shown(const DateRef& ref) {
  return shown(ref.length) + (ref.before ? " before " + ref.date.text : " after " + shown(ref.anchor));
}
std::string shown(const std::variant<EventRef, DateRef>& trigger) {
  return std::visit([](const auto& form) { return shown(form); }, trigger);
}

std::string shown(const TypeExpr& type);

std::string shown(const TargetDecl& target) {
  static constexpr std::string_view words[] = {"owner of ", "role ", "position ", "person ", "team "};
  std::string result;
  for (std::uint32_t i = 0; i < target.managers; ++i) result += "manager of ";
  return result + std::string(words[static_cast<std::size_t>(target.kind)]) + target.name.text;
}

template <class T>
std::string list(const std::vector<T>& values, std::string_view separator = ", ") {
  std::string result;
  for (const T& value : values) result += (result.empty() ? "" : std::string(separator)) + shown(value);
  return result;
}

template <class T>
std::string clause(std::string_view words, const std::optional<T>& value) {
  return value ? fmt::format(" {} {}", words, shown(*value)) : "";
}
template <class T>
std::string clause(std::string_view words, const std::vector<T>& values) {
  return values.empty() ? "" : fmt::format(" {} {}", words, list(values));
}

std::string shown(const Qualifier& qualifier) {
  using Kind = Qualifier::Kind;
  const std::string length = qualifier.length ? shown(*qualifier.length) : "";
  switch (qualifier.kind) {
    case Kind::During:
      return "during " + list(qualifier.stages);
    case Kind::For:
      return fmt::format("for {} after {}", length, shown(qualifier.anchor));
    case Kind::From:
      return fmt::format("from {} after {}", length, shown(qualifier.anchor));
    case Kind::UntilAfter:
      return fmt::format("until {} after {}", length, shown(qualifier.anchor));
    case Kind::UntilBefore:
      return fmt::format("until {} before {}", length, qualifier.date.text);
    case Kind::FromBefore:
      return fmt::format("from {} before {}", length, qualifier.date.text);
    case Kind::When:
      return "when " + dump(*qualifier.condition);
    case Kind::Unless:
      return "unless " + dump(*qualifier.condition);
    case Kind::Otherwise:
      return "otherwise";
    case Kind::Because:
      return "because " + shown(qualifier.because);
  }
  return {};
}

std::string shown(const std::vector<Qualifier>& qualifiers) {
  std::string result;
  for (const Qualifier& qualifier : qualifiers) result += " | " + shown(qualifier);
  return result;
}

std::string shown(const TypeExpr& type) {
  using Kind = TypeExpr::Kind;
  const std::string mark = type.optional ? "?" : "";
  switch (type.kind) {
    case Kind::Enum:
      return list(type.labels, " | ") + mark;
    case Kind::Ordered:
      return list(type.labels, " < ") + mark;
    case Kind::Bool:
      return "bool" + mark;
    case Kind::Money:
      return "money" + mark;
    case Kind::Date:
      return "date" + mark;
    case Kind::Text:
      return "text" + mark;
    case Kind::Range:
      return fmt::format("{}..{}{}", shown(type.low), shown(type.high), mark);
  }
  return {};
}

// Writes the lines; each level of the tree is two blanks deeper.
class Dumper {
 public:
  std::string out;

  void file(const File& file) {
    for (const UseDecl& use : file.uses) line("use {} {}", use.library ? "library" : "file", use.target);
    for (const AccountDecl& account : file.accounts) fields("account", account.fields);
    for (const RecordDecl& record : file.records) fields("record " + record.name.text, record.fields);
    for (const EventDecl& event : file.events) this->event(event);
    for (const LifecycleDecl& lifecycle : file.lifecycles) this->lifecycle(lifecycle);
    for (const RoleDecl& role : file.roles) {
      line("role {}{}{}", role.name.text, clause("titled", role.title), clause("also", role.also));
    }
    for (const ResponsibilityDecl& responsibility : file.responsibilities) this->responsibility(responsibility);
    for (const LetDecl& let : file.lets) line("let {} = {}", let.name.text, dump(let.condition));
    for (const StructureDecl& structure : file.structures) this->structure(structure);
    for (const HandoffDecl& handoff : file.handoffs) this->handoff(handoff);
    for (const ChecklistDecl& checklist : file.checklists) this->checklist(checklist);
    for (const MovesAtOnceDecl& moves : file.moves_at_once) moves_at_once(moves);
    for (const EscalationDecl& escalation : file.escalations) this->escalation(escalation);
    for (const SlaDecl& sla : file.slas) this->sla(sla);
    for (const CreditDecl& credit : file.credits) this->credit(credit);
    out += dump_tests(file);
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    out += std::string(depth_ * 2, ' ') + fmt::format(format, std::forward<Args>(args)...) + "\n";
  }
  // One line for a clause, if it was written.
  void optional(const std::string& clause) {
    if (!clause.empty()) line("{}", clause.substr(1));
  }
  void inside(const auto& write) {
    ++depth_;
    write();
    --depth_;
  }

  void fields(const std::string& head, const std::vector<FieldDecl>& fields) {
    line("{}", head);
    inside([&] {
      for (const FieldDecl& field : fields) {
        line("{}: {}{}{}", field.name.text, shown(field.type), clause("=", field.initial),
             clause("reviewed every", field.reviewed));
      }
    });
  }

  void event(const EventDecl& event) {
    line("event {}", event.name.text);
    inside([&] {
      for (const EventField& field : event.fields) {
        line("{}{}{}", field.name.text, clause(":", field.type), clause("=", field.initial));
      }
    });
  }

  void lifecycle(const LifecycleDecl& lifecycle) {
    line("lifecycle {}{}", lifecycle.of.text, clause("starts", lifecycle.start));
    inside([&] {
      for (const TransitionDecl& transition : lifecycle.transitions) {
        line("{} -> {} on {}{}", list(transition.from), transition.to.text, list(transition.triggers, " or "),
             clause("when", transition.when));
      }
    });
  }

  void responsibility(const ResponsibilityDecl& responsibility) {
    line("{}{}{}", responsibility.metric ? "metric" : "responsibility", clause("per", responsibility.per),
         clause("during", responsibility.during));
    inside([&] {
      for (const auto& item : responsibility.items) line("{}{}", item.name.text, clause("in parts", item.parts));
    });
  }

  void body(const std::vector<BodyItem>& items) {
    inside([&] {
      for (const BodyItem& item : items) {
        if (const auto* block = std::get_if<OtherwiseBlock>(&item)) {
          line("otherwise");
          body(block->items);
        } else {
          statement(std::get<Statement>(item));
        }
      }
    });
  }

  void statement(const Statement& statement) {
    static constexpr std::string_view verbs[] = {"owns", "carries", "supports"};
    line("{}{} {} {}{}", statement.nobody ? "nobody: " : "", statement.role.text,
         verbs[static_cast<std::size_t>(statement.verb)], statement.everything ? "everything" : list(statement.names),
         shown(statement.qualifiers));
  }

  void structure(const StructureDecl& structure) {
    line("structure {}{}{}{}", structure.name.text, clause("titled", structure.title),
         clause("instance of", structure.instance_of), clause("extends", structure.extends));
    inside([&] {
      for (const Parameter& parameter : structure.parameters) {
        line("parameter {} = {}", parameter.name.text, dump(parameter.initial));
      }
      for (const Argument& argument : structure.arguments) {
        line("with {}{}{}", argument.name.text, clause("=", argument.value), clause("as", argument.role));
      }
    });
    body(structure.body);
    inside([&] {
      for (const HandoffDecl& handoff : structure.handoffs) this->handoff(handoff);
      for (const MovesAtOnceDecl& moves : structure.moves_at_once) moves_at_once(moves);
      for (const EscalationDecl& escalation : structure.escalations) this->escalation(escalation);
      for (const SlaDecl& sla : structure.slas) this->sla(sla);
      for (const CreditDecl& credit : structure.credits) this->credit(credit);
    });
  }

  void checklist(const ChecklistDecl& checklist) {
    line("checklist{}", clause("named", checklist.name));
    inside([&] {
      for (const ItemDecl& item : checklist.items) {
        line("{}{}{}{}{}{}", item.name.text, clause("titled", item.title), clause("by", item.by),
             clause("within", item.within), clause("done on", item.done_on), shown(item.qualifiers));
      }
    });
  }

  void handoff(const HandoffDecl& handoff) {
    line("handoff {}{}", handoff.name.text, clause("titled", handoff.title));
    inside([&] {
      line("moves {} from {} to {}", handoff.everything ? "everything" : list(handoff.moves), handoff.from.text,
           handoff.to.text);
      optional(clause("start within", handoff.start_within));
      optional(clause("finish within", handoff.finish_within));
      optional(clause("cutover after", handoff.cutover_after));
      optional(clause("ahead", handoff.ahead));
      for (const ChecklistDecl& list : handoff.checklists) checklist(list);
      for (const StayDecl& stay : handoff.stays) line("{} stays{}", stay.role.text, shown(stay.qualifiers));
      optional(clause("accepted on", handoff.accepted_on));
      optional(clause("cancelled on", handoff.cancelled_on));
      optional(clause("opens on", handoff.opens_on));
      optional(clause("overdue escalates", handoff.overdue_escalates));
      optional(clause("in_flight", handoff.in_flight));
    });
  }

  void moves_at_once(const MovesAtOnceDecl& moves) {
    line("moves at once {}{}{}{}", moves.everything ? "everything" : list(moves.moves),
         clause(moves.between ? "between" : "from", moves.from), clause("to", moves.to),
         clause("because", moves.because));
  }

  void pauses(const std::vector<PauseDecl>& pauses) {
    for (const PauseDecl& pause : pauses) line("pauses during {}", list(pause.stages));
  }

  void escalation(const EscalationDecl& escalation) {
    line("escalation {}{}{}", escalation.name.text, clause("titled", escalation.title), clause("per", escalation.per));
    inside([&] {
      if (!escalation.on.empty() || !escalation.qualifiers.empty()) {
        line("on {}{}", list(escalation.on), shown(escalation.qualifiers));
      }
      for (const TierDecl& tier : escalation.tiers) {
        line("tier {}{}", list(tier.targets, " and "), clause("for", tier.lasts));
      }
      optional(clause("notify", escalation.notify));
      pauses(escalation.pauses);
      optional(clause("acknowledged on", escalation.acknowledged_on));
      optional(clause("closed on", escalation.closed_on));
      optional(clause("in_flight", escalation.in_flight));
    });
  }

  void sla(const SlaDecl& sla) {
    line("sla {}{}{}", sla.name.text, clause("titled", sla.title), clause("per", sla.per));
    inside([&] {
      line("on {}{}{}{}", list(sla.on), clause("every", sla.every), clause("during", sla.every_during),
           shown(sla.qualifiers));
      line("owner{}{}{}", clause("is", sla.owner), clause("owes", sla.owes), clause("within", sla.within));
      optional(clause("warns before", sla.warns_before));
      pauses(sla.pauses);
      optional(clause("cancelled on", sla.cancelled_on));
      optional(clause("breach escalates", sla.breach_escalates));
      optional(clause("in_flight", sla.in_flight));
    });
  }

  void credit(const CreditDecl& credit) {
    line("credit {}", shown(credit.on));
    inside([&] {
      for (const CreditDecl::Share& share : credit.shares) line("{} {}", share.role.text, shown(share.percent));
    });
  }

  std::size_t depth_ = 0;
};

std::string joined(const Expr& expr, std::string_view word) {
  return "(" + list(expr.children, fmt::format(" {} ", word)) + ")";
}

std::string record_test(const Expr& expr, std::string_view word) {
  return fmt::format("({} {} in {})", word, expr.text, list(expr.children, "|"));
}

std::string date_time(const Expr& expr) {
  if (expr.instant) return to_string(*expr.instant);
  return fmt::format("{} + {} ms", to_string(expr.day), expr.ms_of_day);
}

}  // namespace

std::string dump(const ast::Expr& expr) {
  using Kind = ast::Expr::Kind;
  const auto& children = expr.children;
  switch (expr.kind) {
    case Kind::Or:
      return joined(expr, "or");
    case Kind::And:
      return joined(expr, "and");
    case Kind::Not:
      return fmt::format("(not {})", dump(children[0]));
    case Kind::Compare:
      return fmt::format("({} {} {})", dump(children[0]), expr.op, dump(children[1]));
    case Kind::In:
      return fmt::format("({} {} {})", dump(children[0]), expr.op.empty() ? "in" : expr.op,
                         list(std::vector<ast::Expr>(children.begin() + 1, children.end()), "|"));
    case Kind::IsKnown:
      return fmt::format("({} is known)", dump(children[0]));
    case Kind::IsUnknown:
      return fmt::format("({} is not known)", dump(children[0]));
    case Kind::AnyRecord:
      return record_test(expr, "any");
    case Kind::NoRecord:
      return record_test(expr, "no");
    case Kind::Name:
      return expr.text;
    case Kind::Number:
      return to_string(expr.number) + (expr.percent ? "%" : "");
    case Kind::Duration:
      return to_string(expr.duration);
    case Kind::Date:
      return to_string(expr.day);
    case Kind::DateTime:
      return date_time(expr);
    case Kind::Text:
      return fmt::format("\"{}\"", expr.text);
    case Kind::Bool:
      return expr.boolean ? "true" : "false";
  }
  return {};
}

std::string dump(const ast::File& file) {
  Dumper dumper;
  dumper.file(file);
  return std::move(dumper.out);
}

}  // namespace baton::dsl
