// `differential --seed N --policies N`: long runs by hand.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/differential/run.hpp"

namespace {

int usage() {
  std::fputs(
      "differential [--seed N] [--policies N] [--events N] [--versions | --orders | --moves] [--show] [--as-is]\n"
      "  compares the engine with the reference interpreter on random policies; ends at the first difference\n"
      "  --seed N      of the first policy; the others follow (default 1)\n"
      "  --policies N  how many (default 1000)\n"
      "  --events N    about as many events for each (default 100)\n"
      "  --versions    compares what `baton diff` proves of two versions with what the reference sees\n"
      "  --orders      compares the answers to the same events, delivered otherwise\n"
      "  --moves       looks whether the check warns of every silent handoff that the reference sees\n"
      "  --show        only prints the policy of this seed\n"
      "  --as-is       does not make the first difference smaller\n",
      stderr);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  baton::differential::Options options;
  for (int i = 1; i < argc; ++i) {
    const auto is = [&](const char* name) { return std::strcmp(argv[i], name) == 0; };
    if (is("--show")) {
      options.show = true;
      continue;
    }
    if (is("--as-is")) {
      options.as_is = true;
      continue;
    }
    using baton::differential::Question;
    if (is("--versions") || is("--orders") || is("--moves")) {
      options.question = is("--orders") ? Question::Orders : is("--moves") ? Question::Moves : Question::Versions;
      continue;
    }
    if (i + 1 == argc) return usage();
    const std::uint64_t value = std::strtoull(argv[i + 1], nullptr, 10);
    if (is("--seed")) {
      options.seed = value;
    } else if (is("--policies")) {
      options.policies = value;
    } else if (is("--events")) {
      options.size.events = value;
    } else {
      return usage();
    }
    ++i;
  }
  const auto result = baton::differential::run(options, [](const std::string& line) {
    std::fputs((line + '\n').c_str(), stdout);
    std::fflush(stdout);
  });
  return result.difference ? 1 : 0;
}
