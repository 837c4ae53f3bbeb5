// Runs a fuzz target without a fuzzer: every given file, every file below the given folders, and then, for some
// seconds, random changes of them. What libFuzzer does with coverage (scripts/fuzz), this does without, so that every
// compiler can replay what was once found, and CI can try its luck.
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
  Mutator(const std::vector<std::string>& corpus, std::uint64_t seed) : corpus_(corpus), random_(seed) {}

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

  const std::vector<std::string>& corpus_;
  std::mt19937_64 random_;
};

std::uint64_t run_mutations(const std::vector<std::string>& corpus, const Options& options,
                            const std::string& at_hand) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(options.seconds);
  Mutator mutator(corpus, options.seed);
  std::uint64_t runs = 0;
  for (; std::chrono::steady_clock::now() < end; ++runs) run(mutator.next(), at_hand);
  return runs;
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
  const std::uint64_t runs = options.seconds > 0 ? run_mutations(corpus, options, at_hand) : 0;
  fs::remove(at_hand);
  std::printf("%zu files and %llu changes of them survived\n", corpus.size(), static_cast<unsigned long long>(runs));
  return 0;
}
