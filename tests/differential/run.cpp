#include "tests/differential/run.hpp"

#include <fmt/format.h>

#include <chrono>

#include "tests/differential/moves.hpp"
#include "tests/differential/order.hpp"
#include "tests/differential/versions.hpp"

namespace baton::differential {
namespace {

constexpr int most_repairs = 3;
constexpr std::uint64_t progress_every = 100;

std::string words(const Totals& totals) {
  std::string text = fmt::format("{} policies: {} sound, {} refused", totals.policies, totals.sound, totals.refused);
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count > 0) text += fmt::format(", {} {}", count, what);
  };
  add(totals.events, "events");
  add(totals.decisions, "decisions");
  add(totals.owners, "owners");
  add(totals.findings, "findings");
  add(totals.versions, "pairs of versions");
  add(totals.deliveries, "deliveries");
  add(totals.moves, "silent moves");
  return text;
}

std::string all_of(const World& world, const Compiled& compiled) {
  std::string text = to_text(world.policy) + "\n---- org.yaml\n" + to_text(world.org) + "\n---- events\n";
  for (const WorldEvent& event : world.events) text += to_json(event) + '\n';
  return text + "---- check\n" +
         dsl::render(compiled.project.emitter.all(), compiled.project.sources, dsl::Format::Human, false);
}

// What is asked of a world; `compiled` is the world's.
std::optional<Difference> ask(Question question, const World& world, const Compiled& compiled, const Folder& folder,
                              Totals& totals) {
  if (question == Question::Reference) return compare(world, compiled, totals);
  ++totals.policies;
  if (!compiled.runs()) return std::nullopt;
  ++(compiled.sound() ? totals.sound : totals.refused);
  if (question == Question::Orders) return compare_orders(world, compiled, totals);
  if (question == Question::Moves) return compare_moves(world, compiled, totals);
  return compiled.sound() ? compare_versions(world, compiled, compile(changed(world, world.seed), folder), totals)
                          : std::nullopt;
}

}  // namespace

Compiled prepare(World& world, const Folder& folder) {
  Compiled compiled = compile(world, folder);
  // One in eight keeps what is dead: the check's refusal is looked at, too.
  for (int i = 0; i < most_repairs && world.seed % 8 != 0; ++i) {
    if (!leave_out_dead(world, compiled)) break;
    compiled = compile(world, folder);
  }
  return compiled;
}

Result run(const Options& options, const std::function<void(const std::string& line)>& print) {
  using Clock = std::chrono::steady_clock;
  const auto begun = Clock::now();
  const Folder folder;
  Result result;
  for (std::uint64_t i = 0; i < options.policies; ++i) {
    if (options.seconds > 0 && std::chrono::duration<double>(Clock::now() - begun).count() > options.seconds) break;
    World world = generate(options.seed + i, options.size);
    const Compiled compiled = prepare(world, folder);
    if (options.show) {
      print(all_of(world, compiled));
      return result;
    }
    if (const auto difference = ask(options.question, world, compiled, folder, result.totals)) {
      print(fmt::format("seed {}: {} differ; the engine says\n{}\nthe reference says\n{}", world.seed, difference->what,
                        difference->engine, difference->reference));
      if (options.as_is) {
        result.difference = Shrunk{std::move(world), *difference};
        break;
      }
      print("making it smaller");
      Totals ignored;
      result.difference = shrink(world, *difference, [&](const World& smaller) {
        return ask(options.question, smaller, compile(smaller, folder), folder, ignored);
      });
      print(show(*result.difference));
      break;
    }
    if ((i + 1) % progress_every == 0) print(words(result.totals));
  }
  print(words(result.totals));
  return result;
}

}  // namespace baton::differential
