// Random accounts as histories bring them about: events of the policy in random order and at random distances, with
// random values. A small simulator of stages, fields and anchors that shares nothing with what pictures are made from.
#pragma once

#include <functional>
#include <random>
#include <vector>

#include "engine/decide/facts.hpp"
#include "engine/model/org.hpp"

namespace baton::test {

class Life {
 public:
  Life(const Policy& policy, const Org& org, std::uint64_t seed);

  // An event, or only time that passes.
  void step();
  // The account alone, then with each of its records.
  void look(const std::function<void(const View&)>& at) const;

 private:
  struct Record {
    RecordTypeId type;
    RecordFacts facts;
  };

  int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  Scalar value_for(const Field& field);
  void happen(EventId event);
  Record& record_for(RecordTypeId type);
  View view(const Record* record) const;
  void move(Lifecycle const& lifecycle, EventId event, Record* record, bool of_record);
  void enter(StageId stage, Record* record, bool of_record);
  void count_records();

  const Policy& policy_;
  const Org& org_;
  std::mt19937_64 random_;
  Instant now_;
  AccountFacts account_;
  std::vector<Record> records_;
  std::vector<Scalar> own_;
};

}  // namespace baton::test
