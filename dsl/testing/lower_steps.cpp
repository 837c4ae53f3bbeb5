// The steps of a test, one after the other: set-ups set in, the clock that never goes back, which account is meant, and
// what its first event is told beforehand.
#include <algorithm>
#include <utility>

#include "dsl/testing/only_account.hpp"
#include "dsl/testing/suite_parts.hpp"

namespace baton::dsl {
namespace {

constexpr NameKind set_up{"set-up", "set-ups"};
constexpr std::size_t max_test_steps = 10'000;  // set-ups in set-ups multiply

class TestLowerer {
 public:
  TestLowerer(SuiteContext& suite, const ast::TestDecl& declared) : suite_(suite), declared_(declared) {}
  Test lower();

 private:
  void steps(const std::vector<ast::TestStep>& steps);
  void step(const ast::TestStep& step);
  void structure(const ast::TestStep& step);
  void given(const ast::TestStep& step);
  void account(const ast::TestStep& step);
  void recorded(const ast::TestStep& step);
  void on(const ast::TestStep& step);
  void expect(const ast::TestStep& step);
  bool check_expectation(const ast::TestStep& step);
  void tell_beforehand(SeenAccount& account, Event& event);
  void check_values_used();

  std::optional<Instant> move_clock(const std::optional<ast::TimeRef>& time);
  TestStep& add(const ast::TestStep& step, std::optional<Instant> at);
  void misplaced(const SourceSpan& where, std::string message, std::string help) {
    suite_.report().error("B807", where, std::move(message)).help = std::move(help);
  }
  std::string next_id() {
    const std::string number = std::to_string(++events_);
    return std::string(number.size() < 5 ? 5 - number.size() : 0, '0') + number;
  }

  SuiteContext& suite_;
  const ast::TestDecl& declared_;
  Test test_;
  TestScope scope_;
  struct Clock {
    Instant at;
    SourceSpan set;
  };
  std::optional<Clock> clock_;
  std::optional<SourceSpan> structure_at_;
  std::vector<const ast::GivenDecl*> inside_;
  std::size_t steps_ = 0, events_ = 0;
  bool after_event_ = false;  // the step before is an event
  bool happened_ = false;     // an event or a file of events has been
};

Test TestLowerer::lower() {
  test_.title = declared_.title.text;
  if (declared_.skip_because) test_.skip_because = declared_.skip_because->text;
  test_.at = suite_.context.origin(declared_.title.span);
  scope_.account = only_account;
  scope_.unread = declared_.broken;
  steps(declared_.steps);
  check_values_used();
  test_.structure = scope_.structure;
  return std::move(test_);
}

void TestLowerer::steps(const std::vector<ast::TestStep>& steps) {
  for (const ast::TestStep& each : steps) {
    if (++steps_ <= max_test_steps) step(each);
    if (steps_ == max_test_steps + 1) {
      suite_.report().error("B804", declared_.title.span, "with its set-ups this test has more than 10000 steps").help =
          "split it into several tests";
    }
  }
}

void TestLowerer::step(const ast::TestStep& step) {
  using Kind = ast::TestStep::Kind;
  const bool after_event = std::exchange(after_event_, false);
  switch (step.kind) {
    case Kind::Structure:
      return structure(step);
    case Kind::Given:
      return given(step);
    case Kind::Account:
      return account(step);
    case Kind::Events:
      return recorded(step);
    case Kind::On:
      return on(step);
    case Kind::At:
      add(step, move_clock(step.time)).what = TestStep::Clock{};
      return;
    case Kind::Expect:
      after_event_ = after_event;
      return expect(step);
  }
}

TestStep& TestLowerer::add(const ast::TestStep& step, std::optional<Instant> at) {
  TestStep& added = test_.steps.emplace_back();
  added.at = at;
  added.account = scope_.account;
  added.origin = suite_.context.origin(step.span);
  return added;
}

std::optional<Instant> TestLowerer::move_clock(const std::optional<ast::TimeRef>& time) {
  if (!time) return std::nullopt;
  const Instant at = instant_of(suite_, *time);
  if (clock_ && at < clock_->at) {
    Diagnostic& diagnostic =
        suite_.report().error("B803", time->span,
                              quoted(suite_.written(time->span)) + " is before " + quoted(suite_.written(clock_->set)) +
                                  ", where the test has come already");
    diagnostic.also.push_back({clock_->set, "the test has come to here"});
    diagnostic.help = "put the steps in order of time";
    return at;
  }
  clock_ = Clock{at, time->span};
  return at;
}

// ---- what a test begins with

void TestLowerer::structure(const ast::TestStep& step) {
  const auto structure = use_structure(suite_, step.name);
  if (structure_at_) {
    Diagnostic& diagnostic = suite_.report().error("B807", step.span, "the structure of this test is given twice");
    diagnostic.also.push_back({*structure_at_, "first given here"});
    diagnostic.help = "a test has one structure; write a test for each";
    return;
  }
  structure_at_ = step.span;
  scope_.structure = structure;
  if (happened_) misplaced(step.span, "a structure stands before all events of a test", "move this line up");
}

void TestLowerer::given(const ast::TestStep& step) {
  const auto found = suite_.givens.find(step.text.text);
  if (found == suite_.givens.end()) {
    scope_.unread = true;
    std::vector<std::string> titles;
    for (const auto& [title, given] : suite_.givens) titles.push_back(title);
    Diagnostic& diagnostic =
        suite_.report().error("B804", step.text.span, "there is no set-up " + quoted(step.text.text));
    diagnostic.help = titles.empty() ? "declare it: " + quoted("given \"" + step.text.text + "\" { ... }")
                                     : suggest(set_up, step.text.text, titles);
    return;
  }
  const ast::GivenDecl* given = found->second;
  suite_.used_givens.insert(given);
  if (std::ranges::find(inside_, given) != inside_.end()) {
    suite_.report()
        .error("B804", step.text.span, "the set-up " + quoted(step.text.text) + " is a part of itself")
        .help = "remove this line";
    return;
  }
  scope_.unread = scope_.unread || given->broken;
  inside_.push_back(given);
  steps(given->steps);
  inside_.pop_back();
}

void TestLowerer::account(const ast::TestStep& step) {
  const std::string id = step.account ? step.account->text : std::string(only_account);
  const auto known = scope_.accounts.find(id);
  if (step.selects) {
    scope_.account = id;
    if (known != scope_.accounts.end() || scope_.may_hold_more()) return;
    scope_.unread = true;
    std::vector<std::string> ids;
    for (const auto& [other, seen] : scope_.accounts) ids.push_back(other);
    Diagnostic& diagnostic =
        suite_.report().error("B802", step.account->span, "this test has no account " + quoted(id));
    const auto near = did_you_mean(id, ids);
    diagnostic.help =
        near ? "did you mean " + quoted(*near) + "?" : "begin it: " + quoted("account " + id + " { ... }");
    return;
  }
  if (known != scope_.accounts.end()) {
    Diagnostic& diagnostic = suite_.report().error("B807", step.span, "this account has been begun before");
    if (known->second.given) diagnostic.also.push_back({*known->second.given, "begun here"});
    diagnostic.help = step.account
                          ? "give the other account another id; without braces, `account` goes back to this one"
                          : "give each account an id: `account acme { ... }`";
    return;
  }
  SeenAccount& seen = scope_.accounts[id];
  seen.given = step.span;
  seen.values = lower_account_values(suite_, step.payload);
  scope_.account = id;
}

// What `account { ... }` says is said by the account's first event, unless that says something else.
void TestLowerer::tell_beforehand(SeenAccount& account, Event& event) {
  if (std::exchange(account.begun, true)) return;
  for (const AccountValue& given : account.values) {
    const bool said = std::ranges::find(event.values, given.value.target, &Event::Value::target) != event.values.end();
    if (!said) event.values.push_back(given.value);
  }
}

void TestLowerer::check_values_used() {
  for (const auto& [id, account] : scope_.accounts) {
    if (account.begun || !account.given || scope_.may_hold_more()) continue;
    misplaced(*account.given, "nothing happens to this account, so it never begins",
              "write an event for it below: `on TIME EVENT { ... }`");
  }
}

// ---- what happens

void TestLowerer::recorded(const ast::TestStep& step) {
  add(step, std::nullopt).what = TestStep::Recorded{step.text.text};
  scope_.recorded = happened_ = true;
}

void TestLowerer::on(const ast::TestStep& step) {
  const auto at = move_clock(step.time);
  auto seen = lower_event(suite_, step);
  after_event_ = happened_ = true;
  scope_.unread = scope_.unread || !seen || !seen->sound;
  const bool of_org =
      seen && (seen->event.kind == Event::Kind::PersonLeft || seen->event.kind == Event::Kind::PersonAway);
  Event event = seen ? std::move(seen->event) : Event{};
  event.at = *at;
  event.source = "test";
  event.id = next_id();
  event.subject = of_org ? "org" : scope_.account;
  if (!of_org) {
    SeenAccount& account = scope_.accounts[scope_.account];
    tell_beforehand(account, event);
    if (event.record) {
      const std::pair record(*event.record, event.record_id);
      if (std::ranges::find(account.records, record) == account.records.end()) account.records.push_back(record);
    }
  }
  if (seen && seen->sound) add(step, at).what = TestStep::Happens{std::move(event)};
}

// ---- what is expected

bool TestLowerer::check_expectation(const ast::TestStep& step) {
  using Kind = ast::Expectation::Kind;
  if (step.expect->kind == Kind::Rejected) {
    if (scope_.unread || (after_event_ && !step.time)) return true;
    misplaced(step.span, "no event stands just before this", "write `expect rejected` below the event that is meant");
    return false;
  }
  if (step.expect->kind == Kind::Book || scope_.may_hold_more()) {
    if (clock_ || scope_.may_hold_more()) return true;
    misplaced(step.span, "nothing has happened yet", "write it below an event: `on TIME EVENT`");
    return false;
  }
  const auto account = scope_.accounts.find(scope_.account);
  if (account != scope_.accounts.end() && account->second.begun) return true;
  misplaced(step.span, "nothing has happened to the account yet", "write it below an event: `on TIME EVENT`");
  return false;
}

void TestLowerer::expect(const ast::TestStep& step) {
  const auto at = move_clock(step.time);
  if (step.time) after_event_ = false;
  if (!check_expectation(step)) return;
  for (Expected& expected : lower_expectation(suite_, *step.expect, scope_)) {
    add(step, at).what = TestStep::Expects{std::move(expected)};
  }
}

}  // namespace

Test lower_test(SuiteContext& suite, const ast::TestDecl& declared) {
  return TestLowerer(suite, declared).lower();
}

}  // namespace baton::dsl
