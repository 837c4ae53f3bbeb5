// Runs a fuzz target without libFuzzer: every given file, every file below the given folders, and then, for some
// seconds, random changes of them. What takes a new way through the reader is changed further. It is simpler than
// libFuzzer (scripts/fuzz) and finds less, but any compiler builds it: CI replays with it what was once found, and
// looks a little further.
//
// Usage: fuzz_TARGET [--seconds N] [--seed N] FOLDER_OR_FILE...
//
// While a text is being tried it stands beside the program, in `fuzz_TARGET.input`; if the program dies, it is what it
// died of.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/ways.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

namespace fs = std::filesystem;

struct Options {
  int seconds = 0;
  std::uint64_t seed = 1;
  std::vector<fs::path> places;
};

Options read_options(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--seconds" && i + 1 < count) {
      options.seconds = std::stoi(words[++i]);
    } else if (word == "--seed" && i + 1 < count) {
      options.seed = std::stoull(words[++i]);
    } else {
      options.places.emplace_back(word);
    }
  }
  return options;
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> read_corpus(const std::vector<fs::path>& places) {
  std::vector<std::string> texts;
  for (const fs::path& place : places) {
    if (fs::is_regular_file(place)) {
      texts.push_back(read_file(place));
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(place)) {
      if (entry.is_regular_file()) texts.push_back(read_file(entry.path()));
    }
  }
  return texts;
}

void run(const std::string& text, const std::string& at_hand) {
  std::ofstream(at_hand, std::ios::binary) << text;
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

class Mutator {
 public:
  Mutator(std::vector<std::string> corpus, std::uint64_t seed) : corpus_(std::move(corpus)), random_(seed) {}

  void learn(std::string text) { corpus_.push_back(std::move(text)); }
  std::string next() {
    std::string text = pick(corpus_);
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }
  const std::string& pick(const std::vector<std::string>& texts) { return texts[below(texts.size())]; }

  void change(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = below(std::min<std::size_t>(text.size() - at + 1, 32));
    const std::string& other = pick(corpus_);
    const std::size_t from = below(other.size() + 1);
    switch (below(5)) {
      case 0:  // another byte
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 1:  // something left out
        text.erase(at, length);
        break;
      case 2:  // something twice
        text.insert(at, std::string(text, at, length));
        break;
      case 3:  // something of another file
        text.insert(at, other, from, below(64));
        break;
      default:  // the end of another file
        text.replace(at, std::string::npos, other, from, std::string::npos);
    }
  }

  std::vector<std::string> corpus_;
  std::mt19937_64 random_;
};

struct Tried {
  std::uint64_t changes = 0, new_ways = 0;
};

Tried run_mutations(const std::vector<std::string>& corpus, const Options& options, const std::string& at_hand) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(options.seconds);
  Mutator mutator(corpus, options.seed);
  Tried tried;
  for (; std::chrono::steady_clock::now() < end; ++tried.changes) {
    std::string text = mutator.next();
    run(text, at_hand);
    if (!baton::fuzz::took_a_new_way()) continue;
    ++tried.new_ways;
    mutator.learn(std::move(text));
  }
  return tried;
}

}  // namespace

int main(int count, char** words) {
  const Options options = read_options(count, words);
  const std::vector<std::string> corpus = read_corpus(options.places);
  if (corpus.empty()) {
    std::fprintf(stderr, "no input: name files, or folders that hold some\n");
    return 2;
  }
  const std::string at_hand = std::string(words[0]) + ".input";
  for (const std::string& text : corpus) run(text, at_hand);
  baton::fuzz::took_a_new_way();  // what is known from the start
  const Tried tried = options.seconds > 0 ? run_mutations(corpus, options, at_hand) : Tried{};
  fs::remove(at_hand);
  std::printf("%zu files and %llu changes of them survived; %llu changes took new ways\n", corpus.size(),
              static_cast<unsigned long long>(tried.changes), static_cast<unsigned long long>(tried.new_ways));
  return 0;
}
