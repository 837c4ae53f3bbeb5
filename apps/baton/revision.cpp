// git itself reads its repository, started without a shell: `ls-tree` lists the folder's files, and one `cat-file
// --batch` hands out what they hold. Neither the repository nor what is checked out is touched.
#include "apps/baton/revision.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <vector>

#include "apps/baton/child.hpp"
#include "apps/baton/cli.hpp"
#include "dsl/parse.hpp"

namespace baton::app {
namespace {

namespace fs = std::filesystem;

// The answer of git, without its last line end where `line` is asked for.
std::expected<std::string, std::string> git(const std::string& folder, std::vector<std::string> words,
                                            const std::string& input = "") {
  words.insert(words.begin(), {"git", "-C", folder});
  auto answer = run_child(words, input);
  if (answer) return std::move(*answer);
  if (answer.error().missing) {
    throw Stop(wrong_usage, "`git` is not installed; a revision can be compared only where it is");
  }
  return std::unexpected(answer.error().words);
}

std::string without_line_end(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

struct TreeFile {
  std::string mode, id, path;
};

// "MODE TYPE ID SIZE\tPATH", each ended by a zero byte. What is larger than any file of a project is left out.
std::vector<TreeFile> files_of(std::string_view listing) {
  std::vector<TreeFile> files;
  while (!listing.empty()) {
    const std::string_view entry = listing.substr(0, listing.find('\0'));
    listing.remove_prefix(std::min(entry.size() + 1, listing.size()));
    const std::size_t tab = entry.find('\t');
    std::vector<std::string_view> words;
    for (std::string_view head = entry.substr(0, tab); !head.empty();) {
      const std::size_t space = std::min(head.find(' '), head.size());
      if (space > 0) words.push_back(head.substr(0, space));
      head.remove_prefix(std::min(space + 1, head.size()));
    }
    if (tab == std::string_view::npos || words.size() != 4 || words[1] != "blob") continue;
    std::size_t bytes = 0;
    std::from_chars(words[3].data(), words[3].data() + words[3].size(), bytes);
    if (bytes > dsl::max_source_bytes) continue;
    files.push_back({std::string(words[0]), std::string(words[2]), std::string(entry.substr(tab + 1))});
  }
  return files;
}

// "ID blob SIZE\n", what it holds, "\n".
std::string_view take_blob(std::string_view& batch) {
  const std::size_t line_end = batch.find('\n');
  const std::string_view head = batch.substr(0, line_end);
  std::size_t bytes = 0;
  const std::string_view size = head.substr(head.rfind(' ') + 1);
  std::from_chars(size.data(), size.data() + size.size(), bytes);
  if (line_end == std::string_view::npos || batch.size() < line_end + 1 + bytes) {
    throw Stop(wrong_usage, "git gave an answer that cannot be understood");
  }
  const std::string_view blob = batch.substr(line_end + 1, bytes);
  batch.remove_prefix(std::min(line_end + 1 + bytes + 1, batch.size()));
  return blob;
}

void write(const fs::path& path, const std::string& mode, std::string_view content) {
  fs::create_directories(path.parent_path());
  if (mode == "120000") return fs::create_symlink(fs::path(content), path);
  std::ofstream out(path, std::ios::binary);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (!out.flush()) throw Stop(wrong_usage, fmt::format("`{}` cannot be written", path.string()));
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "baton-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "no folder for the revision is to be had");
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void extract_revision(const std::string& revision, const std::string& folder, const fs::path& target) {
  const auto prefix = git(folder, {"rev-parse", "--show-prefix"});
  if (!prefix) {
    throw Stop(wrong_usage, fmt::format("`{}` is no folder, and no revision either, for git says of `{}`: {}", revision,
                                        folder, prefix.error()));
  }
  const auto commit = git(folder, {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
  if (!commit) {
    throw Stop(wrong_usage,
               fmt::format("`{}` is neither a folder nor a revision that git knows in `{}`", revision, folder));
  }
  const std::string tree = without_line_end(*commit) + ":" + without_line_end(*prefix);
  const auto listing = git(folder, {"ls-tree", "-r", "-z", "-l", "--full-tree", tree});
  if (!listing) throw Stop(wrong_usage, fmt::format("`{}` is not in the revision `{}`", folder, revision));
  const std::vector<TreeFile> files = files_of(*listing);
  std::string ids;
  for (const TreeFile& file : files) ids += file.id + '\n';
  const auto answer = git(folder, {"cat-file", "--batch"}, ids);
  if (!answer) throw Stop(wrong_usage, fmt::format("git cannot read `{}`: {}", revision, answer.error()));
  std::string_view batch = *answer;
  for (const TreeFile& file : files) write(target / file.path, file.mode, take_blob(batch));
}

}  // namespace baton::app
