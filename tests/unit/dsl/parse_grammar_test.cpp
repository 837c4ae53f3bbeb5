// PEGTL's analysis over the whole grammar: no rule may loop without consuming input. It has to be told what our own
// rules do, and which rules are behind those that are compiled apart.
#include <catch2/catch.hpp>
#include <tao/pegtl/contrib/analyze.hpp>

#include "dsl/parse_grammar_condition.hpp"
#include "dsl/parse_grammar_escalation.hpp"
#include "dsl/parse_grammar_file.hpp"
#include "dsl/parse_grammar_handoff.hpp"
#include "dsl/parse_grammar_structure.hpp"
#include "dsl/parse_grammar_tests.hpp"
#include "dsl/parse_grammar_vocabulary.hpp"

namespace tao::pegtl {

namespace g = baton::dsl::grammar;
using baton::dsl::Part;

// Tokens consume.
template <class Name, g::Literal Text>
struct analyze_traits<Name, g::word<Text>> : analyze_any_traits<> {};
template <class Name, g::Literal Text>
struct analyze_traits<Name, g::sign<Text>> : analyze_any_traits<> {};
template <class Name, std::size_t (*Scan)(std::string_view), Part What, g::Literal Label>
struct analyze_traits<Name, g::scanned<Scan, What, Label>> : analyze_any_traits<> {};

// Marks and labels are sequences, look-aheads consume nothing.
template <class Name, Part What, class... Rules>
struct analyze_traits<Name, g::node<What, Rules...>> : analyze_seq_traits<Rules...> {};
template <class Name, g::Literal Label, class... Rules>
struct analyze_traits<Name, g::expect<Label, Rules...>> : analyze_seq_traits<Rules...> {};
template <class Name, class... Rules>
struct analyze_traits<Name, g::unsaid<Rules...>> : analyze_seq_traits<Rules...> {};
template <class Name, g::Literal Usage, class... Rules>
struct analyze_traits<Name, g::usage<Usage, Rules...>> : analyze_seq_traits<Rules...> {};
template <class Name, class... Rules>
struct analyze_traits<Name, g::nested<Rules...>> : analyze_seq_traits<Rules...> {};
template <class Name, class... Rules>
struct analyze_traits<Name, g::ahead<Rules...>> : analyze_opt_traits<Rules...> {};
template <class Name, class... Rules>
struct analyze_traits<Name, g::not_ahead<Rules...>> : analyze_opt_traits<Rules...> {};
template <class Name, class Item>
struct analyze_traits<Name, g::block<Item>> : analyze_seq_traits<g::sign<"{">, star<Item>, g::sign<"}">> {};
template <class Name>
struct analyze_traits<Name, g::tests::closing_bar> : analyze_any_traits<> {};
template <class Name>
struct analyze_traits<Name, g::tests::row_goes_on> : analyze_opt_traits<> {};

// Rules that are compiled apart.
template <class Name>
struct analyze_traits<Name, g::condition> : analyze_seq_traits<g::any_condition> {};
template <class Name>
struct analyze_traits<Name, g::literal_value> : analyze_seq_traits<g::value> {};
template <class Name>
struct analyze_traits<Name, g::vocabulary> : analyze_seq_traits<g::any_vocabulary> {};
template <class Name>
struct analyze_traits<Name, g::structure> : analyze_seq_traits<g::any_structure> {};
template <class Name>
struct analyze_traits<Name, g::handoff> : analyze_seq_traits<g::any_handoff> {};
template <class Name>
struct analyze_traits<Name, g::checklist> : analyze_seq_traits<g::any_checklist> {};
template <class Name>
struct analyze_traits<Name, g::moves_at_once> : analyze_seq_traits<g::any_moves_at_once> {};
template <class Name>
struct analyze_traits<Name, g::escalation> : analyze_seq_traits<g::any_escalation> {};
template <class Name>
struct analyze_traits<Name, g::sla> : analyze_seq_traits<g::any_sla> {};
template <class Name>
struct analyze_traits<Name, g::credit> : analyze_seq_traits<g::any_credit> {};
template <class Name>
struct analyze_traits<Name, g::testing> : analyze_seq_traits<g::tests::any_tests> {};

}  // namespace tao::pegtl

namespace {

// Counts the problems of a grammar that is known to have one, so that the analysis itself is tested.
struct endless : tao::pegtl::star<baton::dsl::grammar::not_ahead<baton::dsl::grammar::word<"x">>> {};

}  // namespace

TEST_CASE("grammar: no rule loops without consuming input") {
  CHECK(tao::pegtl::analyze<baton::dsl::grammar::item>() == 0);
  CHECK(tao::pegtl::analyze<endless>(-1) > 0);
}
