// Sections 6 and 7: escalations, SLAs and credits.
#pragma once

#include "dsl/parse_grammar.hpp"

namespace baton::dsl::grammar {

// ---- who is called
struct id : sor<name, text> {};
struct manager_of : node<Part::ManagerOf, word<"manager">, word<"of">> {};
struct owner_of : node<Part::OwnerOf, word<"owner">, word<"of">, named<"a responsibility">> {};
struct position : node<Part::Position, ahead<word<"position">, id>, word<"position">, id> {};
struct person : node<Part::Person, ahead<word<"person">, id>, word<"person">, id> {};
struct team : node<Part::Team, ahead<word<"team">, id>, word<"team">, id> {};
struct target : node<Part::Target, star<unsaid<manager_of>>,
                     expect<"whom to call, such as `owner of NAME`, a role or `position NAME`",
                            sor<owner_of, position, person, team, name>>> {};
struct tier_time : node<Part::Within, word<"for">, length> {};
struct tier : usage<"a tier is written `tier owner of NAME for 30 minutes`",
                    node<Part::Tier, word<"tier">, list<target, unsaid<sor<word<"and">, sign<",">>>>, opt<tier_time>>> {
};

// ---- clauses that both have
struct on : node<Part::On, word<"on">, triggers> {};
struct pauses : node<Part::Pauses, word<"pauses">, word<"during">, stages> {};

// ---- escalations
struct notify : node<Part::Notify, word<"notify">, names<"a role">> {};
struct acknowledged_on : node<Part::AcknowledgedOn, word<"acknowledged">, word<"on">, events> {};
struct closed_on : node<Part::ClosedOn, word<"closed">, word<"on">, events> {};
struct escalation_clause
    : expect<"a clause of the escalation such as `tier owner of NAME`",
             sor<on, when_or_unless, tier, notify, pauses, acknowledged_on, closed_on, in_flight>> {};
struct escalation_item : usage<
                             "an escalation holds `on EVENT when CONDITION`, `tier ROLE for 30 minutes`, `acknowledged "
                             "on EVENT` and the like",
                             escalation_clause> {};
struct any_escalation : usage<"an escalation is written `escalation NAME \"Title\" per RECORD { on EVENT tier ... }`",
                              node<Part::Escalation, word<"escalation">, expect<"a name for the escalation", any_name>,
                                   opt<unsaid<title>>, opt<unsaid<per>>, block<escalation_item>>> {};

// ---- SLAs
struct every : node<Part::Every, word<"every">, period, opt<unsaid<word<"during">, stages>>> {};
struct owes : node<Part::Owes, target, word<"owes">, events, opt<unsaid<within>>> {};
struct warns : node<Part::Warns, word<"warns">, length, word<"before">> {};
struct breach : node<Part::BreachEscalates, word<"breach">, word<"escalates">, named<"an escalation">> {};
struct sla_clause
    : expect<"a clause of the SLA such as `owner of NAME owes EVENT within 10 days`",
             sor<on, every, when_or_unless, within, warns, pauses, cancelled_on, breach, in_flight, owes>> {};
struct sla_item : usage<
                      "an SLA holds `on EVENT` or `every 1 quarter during STAGE`, and `owner of NAME owes EVENT within "
                      "10 business days`",
                      sla_clause> {};
struct any_sla
    : usage<"an SLA is written `sla NAME per RECORD { on EVENT owner of NAME owes EVENT within 10 business days }`",
            node<Part::Sla, word<"sla">, expect<"a name for the SLA", any_name>, opt<unsaid<title>>, opt<unsaid<per>>,
                 block<sla_item>>> {};

// ---- credits
struct share : node<Part::Share, named<"a role">, expect<"a percentage such as `70%`", number>, opt<comma>> {};
struct share_item : usage<"shares are written `ROLE 70%  ROLE 30%`", share> {};
struct any_credit : usage<"a credit is written `credit EVENT where CONDITION { ROLE 70%  ROLE 30% }`",
                          node<Part::Credit, word<"credit">, event_ref, block<share_item>>> {};

}  // namespace baton::dsl::grammar
