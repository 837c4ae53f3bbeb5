#include "apps/baton/seen_from.hpp"

#include <filesystem>

namespace baton::app {

namespace fs = std::filesystem;

bool stands_in(const std::string& folder, const std::string& file) {
  std::error_code ignored;
  return !file.empty() && fs::exists(fs::path(folder) / file, ignored);
}

// A folder below the current one is seen from here however it was given.
std::string seen_from_here(const std::string& folder, const std::string& file) {
  if (!stands_in(folder, file)) return file;
  const fs::path whole = (fs::path(folder) / file).lexically_normal();
  if (whole.is_relative()) return whole.generic_string();
  std::error_code ignored;
  const fs::path below = whole.lexically_relative(fs::current_path(ignored));
  return (below.empty() || *below.begin() == ".." ? whole : below).generic_string();
}

dsl::Sources seen_from_here(const std::string& folder, const dsl::Sources& sources) {
  dsl::Sources seen;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    seen.add({seen_from_here(folder, sources[i].path), sources[i].text});
  }
  return seen;
}

dsl::TestReport seen_from_here(const std::string& folder, dsl::TestReport report) {
  for (dsl::TestResult& result : report.results) {
    result.at.file = seen_from_here(folder, result.at.file);
    for (dsl::Failure& failure : result.failures) failure.at.file = seen_from_here(folder, failure.at.file);
  }
  return report;
}

}  // namespace baton::app
