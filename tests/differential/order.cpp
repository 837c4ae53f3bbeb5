#include "tests/differential/order.hpp"

#include "engine/host/decision_json.hpp"
#include "engine/host/replay.hpp"

namespace baton::differential {
namespace {

struct Delivery {
  std::string name;
  std::vector<std::string> files;  // what is in each
  std::size_t jobs = 1;
  std::size_t sort_bound = host::Sorter::default_bound;
};

std::vector<std::string> lines_of(const World& world) {
  std::vector<std::string> lines;
  for (const WorldEvent& event : world.events) lines.push_back(to_json(event) + '\n');
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

std::vector<Delivery> deliveries(const World& world) {
  Dice dice(world.seed ^ 0x0D0E);
  std::vector<std::string> lines = lines_of(world);
  std::vector<Delivery> all{{"as generated", {joined(lines)}}};
  dice.shuffle(lines);
  all.push_back({"shuffled", {joined(lines)}});
  all.push_back({"each line twice", {joined(lines), joined(lines)}});
  dice.shuffle(lines);
  std::vector<std::string> files(3);
  for (const std::string& line : lines) files[dice.below(3)] += line;
  all.push_back({"in three files, with three jobs", files, 3});
  all.push_back({"sorted in small runs", {joined(lines)}, 2, 4096});
  return all;
}

std::string answers(const Delivery& delivery, const World& world, const Program& program, const Folder& folder) {
  host::ReplayOptions options;
  options.until = world.until;
  options.jobs = delivery.jobs;
  options.sort_bound = delivery.sort_bound;
  for (std::size_t i = 0; i < delivery.files.size(); ++i) {
    const std::string name = "events" + std::to_string(i) + ".jsonl";
    folder.write(name, delivery.files[i]);
    options.files.push_back((folder.path() / name).string());
  }
  Engine engine(std::shared_ptr<const Program>(std::shared_ptr<const Program>(), &program));
  std::string bytes;
  host::ReplaySinks sinks;
  sinks.decision = [&](Decision&& decision) { host::append_decision(bytes, decision, program); };
  const auto counts = host::replay(engine, program, options, sinks);
  return counts ? bytes : "error: " + counts.error();
}

}  // namespace

std::optional<Difference> compare_orders(const World& world, const Compiled& compiled, Totals& totals) {
  if (!compiled.sound()) return std::nullopt;
  const Folder folder;
  std::string first;
  for (const Delivery& delivery : deliveries(world)) {
    ++totals.deliveries;
    std::string bytes = answers(delivery, world, *compiled.project.program, folder);
    if (delivery.name == "as generated") {
      first = std::move(bytes);
    } else if (bytes != first) {
      return Difference{"orders", world.until, "", "as generated:\n" + first, delivery.name + ":\n" + bytes};
    }
  }
  return std::nullopt;
}

}  // namespace baton::differential
