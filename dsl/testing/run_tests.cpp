#include "dsl/testing/run_tests.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/testing/moment.hpp"
#include "dsl/testing/timeline.hpp"

namespace baton::dsl {

namespace {

// Why a test ended before its last step.
struct Stopped {
  std::string why;
};

class Run {
 public:
  Run(const Test& test, std::shared_ptr<const Program> program, const Sources& sources, const RecordedEvents& recorded,
      CoverageProbe* probe)
      : test_(test),
        program_(std::move(program)),
        sources_(sources),
        read_(recorded),
        probe_(probe),
        engine_(program_),
        timeline_(*program_) {}

  TestResult go() {
    result_.kind = TestResult::Kind::Test;
    result_.title = test_.title;
    result_.at = test_.at;
    if (test_.skip_because) {
      result_.outcome = TestResult::Outcome::Skipped;
      result_.note = *test_.skip_because;
      return std::move(result_);
    }
    for (index_ = 0; index_ < test_.steps.size(); ++index_) {
      const TestStep& step = test_.steps[index_];
      const auto done = std::visit([&](const auto& what) { return take(step, what); }, step.what);
      if (done) continue;
      end_by_error(step, done.error().why);
      return std::move(result_);
    }
    if (result_.expectations == 0) {
      result_.outcome = TestResult::Outcome::Error;
      result_.failures.push_back(
          {"", "it expects nothing, so it could never fail: write `expect ...`", "", {}, test_.at});
    } else if (!result_.failures.empty()) {
      result_.outcome = TestResult::Outcome::Failed;
    }
    return std::move(result_);
  }

 private:
  using Done = std::expected<void, Stopped>;

  static std::unexpected<Stopped> stop(std::string why) { return std::unexpected(Stopped{std::move(why)}); }

  // ---- steps

  Done take(const TestStep&, const TestStep::Happens& what) {
    if (const auto done = move_to(what.event.at); !done) return done;
    refused_ = std::nullopt;
    after_event_ = true;
    const auto taken = apply(what.event);
    if (taken) return {};
    refused_ = taken.error();
    if (next_expects_rejection()) return {};
    return stop(fmt::format("{} was rejected: {}", what.event.type_name, taken.error()));
  }

  Done take(const TestStep&, const TestStep::Recorded& what) {
    const auto events = read_(what.path);
    if (!events) return stop(events.error());
    const auto earlier = [](const Event& a, const Event& b) { return a.at < b.at; };
    const auto middle = pending_.insert(pending_.end(), events->begin(), events->end());
    std::inplace_merge(pending_.begin() + static_cast<std::ptrdiff_t>(next_pending_), middle, pending_.end(), earlier);
    return {};
  }

  Done take(const TestStep& step, const TestStep::Clock&) { return step.at ? move_to(*step.at) : Done{}; }

  Done take(const TestStep& step, const TestStep::Expects& what) {
    const auto moved = step.at ? move_to(*step.at) : take_recorded(far_future);
    if (!moved) return moved;
    // Events of this instant that are still to come are taken before its timers.
    const Instant until = more_events_now() ? Instant{now_.ms - 1} : now_;
    advance(until);
    look(step.account, until);
    ++result_.expectations;
    Moment moment{engine_, *program_, sources_, decisions_, step.account, now_, {}, after_event_, refused_};
    moment.snapshot = engine_.snapshot(step.account, now_);
    const Answer answer = holds(what.expected, moment);
    if (answer.holds) return {};
    const auto next = moment.snapshot ? moment.snapshot->next : std::nullopt;
    result_.failures.push_back(
        {what.expected.text, answer.found, answer.why, timeline_.lines(step.account, now_, next), step.origin});
    return {};
  }

  // ---- the clock

  Done move_to(Instant at) {
    if (at < now_) return stop("the clock never goes back");
    if (const auto done = take_recorded(at); !done) return done;
    now_ = at;
    return {};
  }

  // Takes the recorded events up to `until`.
  Done take_recorded(Instant until) {
    for (; next_pending_ < pending_.size() && pending_[next_pending_].at <= until; ++next_pending_) {
      const Event& event = pending_[next_pending_];
      if (event.at < now_) {
        return stop(fmt::format("the recorded {} of {} lies before the test's clock, {}", event.type_name,
                                local(event.at), local(now_)));
      }
      now_ = event.at;
      refused_ = std::nullopt;
      after_event_ = true;
      if (const auto taken = apply(event); !taken) {
        return stop(
            fmt::format("the recorded {} of {} was rejected: {}", event.type_name, local(event.at), taken.error()));
      }
    }
    return {};
  }

  bool more_events_now() const {
    for (std::size_t i = index_ + 1; i < test_.steps.size(); ++i) {
      const TestStep& step = test_.steps[i];
      if (const auto* happens = std::get_if<TestStep::Happens>(&step.what)) return happens->event.at == now_;
      if (step.at && *step.at > now_) return false;
    }
    return false;
  }

  bool next_expects_rejection() const {
    if (index_ + 1 == test_.steps.size()) return false;
    const auto* expects = std::get_if<TestStep::Expects>(&test_.steps[index_ + 1].what);
    return expects != nullptr && std::holds_alternative<ExpectRejected>(expects->expected.what);
  }

  // ---- the engine

  // Timers that fire on the way to an event are told by their own words.
  std::expected<void, std::string> apply(const Event& event) {
    timeline_.begin_event(event);
    auto taken = engine_.apply(event, [this](Decision&& decision) { keep(std::move(decision)); });
    if (!taken) timeline_.refused(event, taken.error());
    if (taken && probe_ != nullptr) probe_->look_at_event(*program_, engine_, event);
    return taken;
  }
  void advance(Instant until) {
    engine_.advance(until, [this](Decision&& decision) { keep(std::move(decision)); });
  }
  void keep(Decision&& decision) {
    timeline_.decided(decision);
    look(decision.subject, decision.at);
    decisions_.push_back(std::move(decision));
  }

  void look(const std::string& account, Instant now) {
    if (probe_ != nullptr) probe_->look(*program_, engine_, account, now);
  }

  // ---- results

  void end_by_error(const TestStep& step, const std::string& why) {
    result_.outcome = TestResult::Outcome::Error;
    result_.failures.push_back({"", why, "", timeline_.lines(step.account, now_, std::nullopt), step.origin});
  }
  std::string local(Instant at) const { return Words(*program_).time(at); }

  const Test& test_;
  std::shared_ptr<const Program> program_;
  const Sources& sources_;
  const RecordedEvents& read_;
  CoverageProbe* probe_;
  Engine engine_;
  Timeline timeline_;
  TestResult result_;
  std::vector<Decision> decisions_;
  std::vector<Event> pending_;  // recorded, in order; those before next_pending_ are taken
  std::size_t next_pending_ = 0;
  std::size_t index_ = 0;  // of the step at hand
  Instant now_ = beginning_of_time;
  bool after_event_ = false;            // an event has been given
  std::optional<std::string> refused_;  // why the latest one could not be used
};

}  // namespace

std::size_t TestReport::count(TestResult::Outcome outcome) const {
  return static_cast<std::size_t>(std::ranges::count(results, outcome, &TestResult::outcome));
}

TestRunner::TestRunner(std::shared_ptr<const Program> program, const Sources& sources, RecordedEvents recorded)
    : program_(std::move(program)), sources_(sources), recorded_(std::move(recorded)), alone_(*program_) {}

TestResult TestRunner::run(const Test& test, Coverage* coverage) {
  const auto program = test.structure ? alone_.program_for(*test.structure) : program_;
  if (coverage == nullptr) return Run(test, program, sources_, recorded_, nullptr).go();
  CoverageProbe probe(program_->policy());
  TestResult result = Run(test, program, sources_, recorded_, &probe).go();
  coverage->add(probe.hits());
  return result;
}

}  // namespace baton::dsl
