#include "tests/differential/shrink.hpp"

#include <algorithm>

namespace baton::differential {
namespace {

constexpr std::int64_t minute_ms = 60'000;

class Shrinker {
 public:
  Shrinker(Shrunk start, const Differs& differs, std::size_t tries)
      : best_(std::move(start)), differs_(differs), tries_(tries) {}

  Shrunk run() {
    bool better = true;
    while (better && tries_ > 0) {
      better = false;
      better |= fewer_events();
      better |= smaller_piece(&World::policy);
      better |= smaller_piece(&World::org);
      better |= simpler_events();
    }
    return best_;
  }

 private:
  bool keep_if_differs(const World& world) {
    if (tries_ == 0) return false;
    --tries_;
    auto difference = differs_(world);
    if (!difference || difference->what != best_.difference.what) return false;
    best_ = {world, std::move(*difference)};
    return true;
  }

  bool fewer_events() {
    bool better = false;
    for (std::size_t count = std::max<std::size_t>(1, best_.world.events.size() / 2); count > 0; count /= 2) {
      for (std::size_t begin = 0; begin < best_.world.events.size();) {
        World world = best_.world;
        const auto first = world.events.begin() + static_cast<std::ptrdiff_t>(begin);
        world.events.erase(first, first + static_cast<std::ptrdiff_t>(std::min(count, world.events.size() - begin)));
        if (keep_if_differs(world)) {
          better = true;
        } else {
          begin += count;
        }
      }
    }
    return better;
  }

  bool smaller_piece(Piece World::*piece) {
    bool better = false;
    std::vector<Piece> ways = smaller(best_.world.*piece);
    for (std::size_t i = 0; i < ways.size() && tries_ > 0; ++i) {
      World world = best_.world;
      world.*piece = ways[i];
      if (!keep_if_differs(world)) continue;
      better = true;
      ways = smaller(best_.world.*piece);
      i = i > 0 ? i - 1 : 0;  // what was refused before is likely to be refused again
    }
    return better;
  }

  bool simpler_events() {
    bool better = in_order();
    for (std::size_t i = 0; i < best_.world.events.size(); ++i) {
      for (std::size_t k = best_.world.events[i].values.size(); k > 0; --k) {
        World world = best_.world;
        world.events[i].values.erase(world.events[i].values.begin() + static_cast<std::ptrdiff_t>(k - 1));
        better |= keep_if_differs(world);
      }
      if (best_.world.events[i].at.ms % minute_ms == 0) continue;
      World world = best_.world;
      world.events[i].at.ms -= world.events[i].at.ms % minute_ms;
      better |= keep_if_differs(world);
    }
    return better;
  }

  // Delivered as they happened, without more than is needed to tell them apart.
  bool in_order() {
    World world = best_.world;
    std::ranges::stable_sort(world.events, {}, [](const WorldEvent& event) {
      return std::tuple(event.at, event.sequence, event.source, event.id);
    });
    for (std::size_t i = 0; i < world.events.size(); ++i) {
      world.events[i].source = "crm";
      world.events[i].sequence.clear();
      world.events[i].id = std::string("e") + (i < 10 ? "00" : i < 100 ? "0" : "") + std::to_string(i);
    }
    const auto texts = [](const World& of) {
      std::vector<std::string> all;
      for (const WorldEvent& event : of.events) all.push_back(to_json(event));
      return all;
    };
    return texts(world) != texts(best_.world) && keep_if_differs(world);
  }

  Shrunk best_;
  const Differs& differs_;
  std::size_t tries_;
};

}  // namespace

Shrunk shrink(const World& world, const Difference& difference, const Differs& differs, std::size_t tries) {
  return Shrinker({world, difference}, differs, tries).run();
}

}  // namespace baton::differential
