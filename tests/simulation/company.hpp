// Companies to simulate: the example, or one made up from a seed, with teams of the shipped library, calendars in
// zones all over the world, people who are away, full, or in two teams. A company has versions: from one run to the
// next its hours and holidays change, people move to other teams, and the policy is amended.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/model/org.hpp"
#include "tests/dice.hpp"
#include "tests/naive/time.hpp"

namespace baton::simulation {

using test::Dice;

// Writes org.yaml, its holidays and a policy into the folder.
void write_company(const std::filesystem::path& folder, std::uint64_t seed, int version);

// A copy of the example that has amended its policy and its hours.
void amend_company(const std::filesystem::path& example, const std::filesystem::path& folder);

// The calendars of the project's org.yaml, in the order of Org::calendars, from their bare hours and holidays.
std::vector<naive::WorkingMinutes> calendars_of(const std::filesystem::path& folder, const Org& org);

}  // namespace baton::simulation
